"""Where a value comes from, told as an office reads it: only by what was known that day."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame.context.counting import with_own_context
from features.proofs.lineage.tracing import trace
from features.proofs.lineage.wording import LineageError, lineage_in_words
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn

DAY = dt.date(2024, 6, 30)

BILLS = """
    record_id | event_date | known_date | delivery_id | source_row | person_id | setting   | self_paid_yuan
    S1        | 2024-06-01 | 2024-06-05 | d1          | 12         | P1        | inpatient | 3000
    S2        | 2024-06-20 | 2024-07-05 | d2          | 7          | P1        | inpatient | 5000
    S1        | 2024-06-01 | 2024-08-05 | d3          | 3          | P1        | inpatient | 90
"""


def told(name: str, as_of: dt.date = DAY, **tables: pl.DataFrame) -> str:
    files = {"d1": "2024-06-05/医保结算明细.xlsx"}
    return "\n".join(lineage_in_words(Records(tables), "H1", as_of, name, POLICY, files))


def test_a_value_is_told_with_file_row_days_and_what_it_would_be_without() -> None:
    lines = told("self_paid_12m", illness=drawn("illness", BILLS)).splitlines()
    assert lines[0] == "户 H1，截至 2024-06-30"
    assert lines[1].startswith("self_paid_12m  近12个月医疗自付：3,000元 | ")
    assert lines[2].strip() == (
        "1. illness  发生 2024-06-01，知晓 2024-06-05：2024-06-05/医保结算明细.xlsx，第 12 行 (row 12)，批次 (delivery) d1"
    )
    assert lines[3].strip() == "人员 person P1，就诊类型 setting=inpatient 住院，个人自付 self_paid_yuan=3000"
    assert lines[4].strip() == "计入；去掉它则为 0元 | counted; without it: 0 yuan"
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("as_of", "rows"),
    [("2024-06-04", []), ("2024-06-05", ["d1"]), ("2024-07-05", ["d1", "d2"]), ("2024-08-05", ["d3", "d2"])],
)
def test_only_what_was_known_that_day_is_told(as_of: str, rows: list[str]) -> None:
    lineage = trace(
        Records({"illness": drawn("illness", BILLS)}), "H1", dt.date.fromisoformat(as_of), "self_paid_12m", POLICY
    )
    assert [behind.row["delivery_id"] for behind in lineage.rows] == rows


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("jobs_ended_3m", "当日未掌握该户的此类记录，按 0 计"),
        ("months_since_admission", "当日掌握 1 行，没有符合条件且写明的 | "),
        ("self_paid_12m", "符合条件的行没有写明数值 | "),
    ],
)
def test_an_absent_value_says_why(name: str, why: str) -> None:
    bill = drawn(
        "illness", "record_id | event_date | person_id | setting | self_paid_yuan\nS1|2024-06-01|P1|outpatient|"
    )
    assert why in told(name, illness=bill)


def test_who_has_died_takes_part_by_not_being_counted() -> None:
    """The post is of somebody dead: without the roster's word of the death it would count."""
    members = drawn(
        "members",
        """
        record_id | event_date | person_id | left_on    | left_reason
        M1        | 2024-05-01 | P1        | 2024-04-20 | died
        """,
    )
    work = drawn("employment", "record_id | event_date | person_id | started_on\nE1 | 2024-01-01 | P1 | 2024-01-01")
    lineage = trace(Records({"members": members, "employment": work}), "H1", DAY, "people_working", POLICY)
    (death,) = [behind for behind in lineage.rows if behind.table == "members"]
    assert (death.counted, death.decides, death.without) == (False, True, 1)
    assert "不计入；去掉它则为 1人" in told("people_working", members=members, employment=work)


def test_rows_that_say_the_same_stand_for_each_other() -> None:
    """The last word leaves labour open; two earlier ones told it, and one of them is enough."""
    members = drawn(
        "members",
        """
        record_id | event_date | person_id | labour
        M1        | 2023-05-01 | P1        | ordinary
        M2        | 2023-11-01 | P1        | ordinary
        M3        | 2024-05-01 | P1        |
        """,
    )
    lineage = trace(Records({"members": members}), "H1", DAY, "people_with_labour", POLICY)
    assert lineage.value == 1
    assert [(behind.row["record_id"], behind.counted, behind.supports) for behind in lineage.rows] == [
        ("M2", False, True),
        ("M3", True, False),
    ]


@pytest.mark.parametrize(
    ("as_of", "line"),
    [("2022-12-31", "自 2022-01-01 起；lines.yaml，示例值"), ("2023-01-01", "自 2023-01-01 起；lines.yaml，示例值")],
)
def test_a_combination_tells_its_parts_and_the_policy_step_of_the_day(as_of: str, line: str) -> None:
    income = drawn(
        "income",
        """
        record_id | event_date | known_date | category | amount_yuan | period_months | caliber
        I1        | 2022-09-30 | 2022-11-05 | wage     | 12000       | 12            | national
        """,
    )
    members = drawn("members", "record_id | event_date | person_id\nM1 | 2022-09-30 | P1\nM2 | 2022-09-30 | P2")
    words = told("income_to_line", dt.date.fromisoformat(as_of), income=income, members=members)
    assert line in words
    for part in ("income_to_line", "net_income_per_person", "net_income_year", "persons", "monitoring_line"):
        assert part in words
    assert words.count("1. income") == 1


def test_a_part_that_several_others_are_made_of_is_told_once() -> None:
    members = drawn("members", "record_id | event_date | person_id | labour\nM1 | 2024-01-30 | P1 | ordinary")
    words = told("dependants_per_worker", members=members)
    assert words.count("people_with_labour") == 1
    assert "（见上" not in words


@pytest.mark.parametrize(
    ("name", "household", "said"),
    [
        ("self_paid", "H1", "相近的有：.*self_paid_12m"),
        ("no_such_thing", "H1", "`fanpin features` lists them"),
        ("persons", "H9", "截至 2024-06-30 没有掌握户 H9 的任何记录"),
    ],
)
def test_what_cannot_be_traced_is_refused_in_words(name: str, household: str, said: str) -> None:
    records = Records({"illness": drawn("illness", BILLS)})
    with pytest.raises(LineageError, match=said):
        lineage_in_words(records, household, DAY, name, POLICY, {})
    with pytest.raises(LineageError, match="没有掌握户 H1"):
        lineage_in_words(records, "H1", dt.date(2024, 6, 4), "persons", POLICY, {})


TWO_HOMES = """
    household_id | event_date | region_code
    H1           | 2024-01-01 | 990101001001
    H2           | 2024-01-01 | 990101001001
"""
THE_OTHER_IN_HOSPITAL = """
    household_id | event_date | person_id | setting
    H2           | 2024-05-01 | P2        | inpatient
"""


@pytest.mark.parametrize("day", [DAY, dt.date(2024, 7, 15)])
def test_a_rate_of_the_village_is_traced_to_what_was_counted_of_the_others(day: dt.date) -> None:
    tables = {"households": drawn("households", TWO_HOMES), "illness": drawn("illness", THE_OTHER_IN_HOSPITAL)}
    found = trace(with_own_context(tables, [day]), "H1", day, "village_illness_rate", POLICY)
    counts = dict(found.context)
    assert counts["context.village.illness.hits"] == 1
    assert counts["context.village.illness.households"] == 1
