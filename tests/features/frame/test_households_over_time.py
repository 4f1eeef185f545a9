"""A household on a day is the household as it was known that day: who lives in it, and where it is."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.records.gate import Records, without_later_knowledge
from tests.drawn_tables import POLICY, drawn, value

MEMBERS = """
    household_id | record_id | event_date | known_date | person_id | listing | left_on    | left_reason
    H1           | P1-2022   | 2022-12-31 | 2023-01-05 | P1        | full    |            |
    H1           | P2-2022   | 2022-12-31 | 2023-01-05 | P2        | full    |            |
    H1           | gone-P2   | 2023-06-10 | 2023-07-05 | P2        | change  | 2023-06-10 | split
    H2           | split-P2  | 2023-06-10 | 2023-07-05 | P2        | change  |            |
"""
BILLS = """
    household_id | record_id | event_date | known_date | person_id | setting   | self_paid_yuan
    H1           | S1        | 2023-03-01 | 2023-04-05 | P1        | inpatient | 10
    H1           | S2        | 2023-03-01 | 2023-04-05 | P2        | inpatient | 700
    H2           | S2        | 2023-03-01 | 2023-07-05 | P2        | inpatient | 700
"""
CARDS = """
    household_id | record_id | event_date | known_date | person_id | category | grade
    H1           | C2        | 2022-05-01 | 2022-06-05 | P2        | 4        | 1
    H2           | C2        | 2022-05-01 | 2023-07-05 | P2        | 4        | 1
"""
WORK = """
    household_id | record_id | event_date | known_date | person_id | started_on | monthly_wage_yuan
    H1           | W2        | 2023-01-01 | 2023-02-05 | P2        | 2023-01-01 | 4000
    H2           | W2        | 2023-01-01 | 2023-07-05 | P2        | 2023-01-01 | 4000
"""
SCHOOL = """
    household_id | record_id | event_date | known_date | person_id | stage   | status
    H1           | E2        | 2023-02-20 | 2023-03-05 | P2        | college | enrolled
    H2           | E2        | 2023-02-20 | 2023-07-05 | P2        | college | enrolled
"""


def tables(members: str = MEMBERS) -> dict[str, pl.DataFrame]:
    return {
        "members": drawn("members", members),
        "illness": drawn("illness", BILLS),
        "disability": drawn("disability", CARDS),
        "employment": drawn("employment", WORK),
        "education": drawn("education", SCHOOL),
    }


@pytest.mark.parametrize(
    ("name", "before", "after", "brought"),
    [
        ("persons", 2, 1, 1),
        ("self_paid_12m", 710, 10, 700),
        ("people_severely_disabled", 1, 0, 1),
        ("people_working", 1, None, 1),
        ("college_students", 1, 0, 1),
    ],
)
def test_what_a_person_has_goes_along_on_the_day_the_split_is_known(
    name: str, before: float, after: float | None, brought: float
) -> None:
    nothing = {"persons": None, "people_working": None}.get(name, 0)
    for day, old, new in [
        ("2023-07-04", before, nothing),
        ("2023-07-05", after, brought),
        ("2023-12-31", after, brought),
    ]:
        assert value(name, day, "H1", **tables()) == old, day
        assert value(name, day, "H2", **tables()) == new, day


def test_a_split_told_ahead_of_its_day_waits_for_it() -> None:
    ahead = MEMBERS.replace("| 2023-06-10 | split", "| 2023-08-01 | split")
    assert [value("self_paid_12m", day, "H1", **tables(ahead)) for day in ("2023-07-31", "2023-08-01")] == [710, 10]


def test_who_moved_out_of_the_county_s_households_leaves_the_bills_behind() -> None:
    moved = MEMBERS.replace("| split", "| moved")
    assert value("self_paid_12m", "2023-07-05", "H1", **tables(moved)) == 710


def test_whom_the_old_household_lists_again_counts_there_again() -> None:
    again = MEMBERS + "    H1 | P2-2023 | 2023-12-31 | 2024-01-05 | P2 | full | |\n"
    assert [value("self_paid_12m", day, "H1", **tables(again)) for day in ("2024-01-04", "2024-01-05")] == [
        10,
        700 + 10,
    ]


def test_a_split_that_is_taken_back_was_none() -> None:
    members = drawn("members", MEMBERS)
    back = members.filter(pl.col("record_id") == "gone-P2").with_columns(
        known_date=pl.lit(dt.date(2023, 9, 5)), withdrawn=pl.lit(True)
    )
    told = {**tables(), "members": pl.concat([members, back])}
    assert [value("self_paid_12m", day, "H1", **told) for day in ("2023-09-04", "2023-09-05")] == [10, 710]


DAYS = [dt.date(2023, 1, 4), dt.date(2023, 6, 10), dt.date(2023, 7, 4), dt.date(2023, 7, 5), dt.date(2024, 1, 31)]


def test_before_a_split_is_known_nothing_of_it_shows() -> None:
    everything = tables()
    for day in DAYS:
        earlier = without_later_knowledge(everything, pl.lit(day))
        index = index_of(["H1", "H2"], day)
        assert feature_frame(Records(earlier), index, POLICY).equals(feature_frame(Records(everything), index, POLICY))


def test_a_household_alone_is_as_it_is_beside_the_one_it_split_from() -> None:
    batch = feature_frame(Records(tables()), pl.concat(index_of(["H1", "H2"], day) for day in DAYS), POLICY)
    for household in ("H1", "H2"):
        only = {name: rows.filter(pl.col("household_id") == household) for name, rows in tables().items()}
        alone = feature_frame(Records(only), pl.concat(index_of([household], day) for day in DAYS), POLICY)
        assert alone.equals(batch.filter(pl.col("household_id") == household))


def test_a_household_that_moves_to_a_settlement_is_where_the_last_known_description_says() -> None:
    described = """
        record_id | event_date | known_date | region_code  | household_type
        D-2022    | 2022-09-30 | 2022-11-05 | 990101001001 | lifted_out
        D-2023    | 2023-09-30 | 2023-11-05 | 990102009001 | lifted_out
    """
    records = Records({"households": drawn("households", described)})
    for day, place in [("2023-11-04", "990101001001"), ("2023-11-05", "990102009001")]:
        frame = feature_frame(records, index_of(["H1"], dt.date.fromisoformat(day)), POLICY, ["persons"])
        assert frame["region_code"].to_list() == [place]
