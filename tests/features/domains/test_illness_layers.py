"""Who pays a medical bill, and what a bill means for a household: layers, classes, promises, trends."""

from __future__ import annotations

import polars as pl
import pytest

from tests.drawn_tables import drawn, value

AS_OF = "2024-06-30"

LAYERS = """
    event_date | person_id | setting    | disease_class | total_yuan | basic_yuan | major_yuan | aid_yuan | top_up_yuan | self_paid_yuan
    2023-06-30 | P1        | inpatient  | major         | 90000      | 50000      | 20000      | 9000     | 900         | 10100
    2023-07-01 | P1        | inpatient  | major         | 20000      | 12000      | 2000       | 1000     | 500         | 4500
    2024-03-10 | P2        | outpatient | chronic       | 600        | 300        | 0          | 0        | 0           | 300
    2024-06-30 | P3        | inpatient  | accident      | 4000       | 2500       | 0          | 0        | 100         | 1400
    2024-06-30 | P3        | diagnosis  | major         | 7          | 7          | 7          | 7        | 7           | 7
    2024-07-01 | P1        | inpatient  | major         | 80000      | 50000      | 10000      | 9000     | 900         | 10100
"""
"""The first bill is a year and a day old, the last one is tomorrow's."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("medical_bills_12m", 24600),
        ("basic_insurance_12m", 14800),
        ("major_insurance_12m", 2000),
        ("medical_aid_12m", 1000),
        ("top_up_12m", 600),
        ("self_paid_12m", 6200),
        ("after_insurance_12m", 7800),  # what aid, top-up and the household paid together
        ("major_self_paid_12m", 4500),
        ("chronic_self_paid_12m", 300),
        ("injury_self_paid_12m", 1400),
        ("inpatient_reimbursed_share_12m", 1 - 5900 / 24000),
    ],
)
def test_each_layer_and_each_class_is_told_apart(name: str, expected: float) -> None:
    assert value(name, AS_OF, illness=drawn("illness", LAYERS)) == pytest.approx(expected)


def test_a_bill_that_does_not_tell_its_layers_is_not_taken_for_one_that_nobody_paid() -> None:
    bill = "event_date | person_id | setting | total_yuan | self_paid_yuan\n2024-05-01 | P1 | inpatient | 900 | 400"
    assert value("after_insurance_12m", AS_OF, illness=drawn("illness", bill)) is None
    assert value("basic_insurance_12m", AS_OF, illness=drawn("illness", bill)) is None
    assert value("basic_insurance_12m", AS_OF) == 0


def promised(group: str, on_dibao: str) -> float | None:
    tables = {
        "illness": drawn(
            "illness",
            "event_date | person_id | setting | total_yuan | self_paid_yuan\n"
            "2024-05-01 | P1 | inpatient | 10000 | 3000\n2024-05-02 | P1 | outpatient | 900 | 900",
        ),
        "support": drawn("support", f"event_date | kind | started_on | ended_on\n2023-01-01 | {on_dibao}"),
    }
    if group:
        place = f"event_date | region_code | household_type\n2023-12-31 | 990101001001 | {group}"
        tables["households"] = drawn("households", place)
    return value("reimbursed_below_rule_12m", AS_OF, "H1", **tables)


@pytest.mark.parametrize(
    ("group", "on_dibao", "below"),
    [
        ("general", "industry | 2023-01-01 | ", 0.1),  # 70 % of in-patient bills instead of 80
        ("lifted_out", "industry | 2023-01-01 | ", 0.2),
        ("general", "dibao | 2023-01-01 | ", 0.3),  # the allowance goes before the group
        ("lifted_out", "tekun | 2023-01-01 | 2024-06-30", 0.3),
        ("lifted_out", "dibao | 2023-01-01 | 2024-06-29", 0.2),  # over since yesterday
        ("", "industry | 2023-01-01 | ", None),  # nobody knows of which group it is
        ("", "dibao | 2023-01-01 | ", 0.3),
    ],
)
def test_what_was_reimbursed_is_held_against_what_the_group_is_promised(
    group: str, on_dibao: str, below: float | None
) -> None:
    found = promised(group, on_dibao)
    assert found == (None if below is None else pytest.approx(below))


@pytest.mark.parametrize(
    ("self_paid", "reimbursed", "below"), [(100, 0.9, 0), (200, 0.8, 0), (300, 0.7, 0.1), (1200, 0, 0.8)]
)
def test_more_than_promised_is_not_below_and_nobody_pays_more_than_the_bill(
    self_paid: float, reimbursed: float, below: float
) -> None:
    bill = f"event_date | person_id | setting | total_yuan | self_paid_yuan\n2024-05-01 | P1 | inpatient | 1000 | {self_paid}"
    place = "event_date | region_code | household_type\n2023-12-31 | 990101001001 | general"
    tables = {"illness": drawn("illness", bill), "households": drawn("households", place)}
    for name in ("reimbursed_share_12m", "inpatient_reimbursed_share_12m"):
        assert value(name, AS_OF, "H1", **tables) == pytest.approx(reimbursed)
    assert value("reimbursed_below_rule_12m", AS_OF, "H1", **tables) == pytest.approx(below)


@pytest.mark.parametrize(
    ("self_paid", "notable", "heavy", "ruinous"),
    [
        (999.99, 0, 0, 0),
        (1000, 1, 0, 0),
        (2499.99, 1, 0, 0),
        (2500, 1, 1, 0),
        (3999.99, 1, 1, 0),
        (4000, 1, 1, 1),
    ],
)
def test_the_burden_has_three_steps(self_paid: float, notable: float, heavy: float, ruinous: float) -> None:
    bill = f"event_date | person_id | setting | self_paid_yuan\n2024-06-01 | P1 | inpatient | {self_paid}"
    income = "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 10000 | 12"
    tables = {"illness": drawn("illness", bill), "income": drawn("income", income)}
    steps = [value(name, AS_OF, "H1", **tables) for name in ("notable_self_paid", "heavy_self_paid")]
    assert [*steps, value("catastrophic_illness", AS_OF, "H1", **tables)] == [notable, heavy, ruinous]
    assert value("largest_bill_to_income", AS_OF, "H1", **tables) == pytest.approx(self_paid / 10000)


@pytest.mark.parametrize(
    ("income", "bill", "expected"),
    [("wage | 0", 1, 1), ("business | -500", 1, 1), ("wage | 0", 0, 0), ("insurance_payout | 9", 1, None)],
)
def test_without_income_any_bill_weighs_and_of_an_unknown_income_nobody_can_tell(
    income: str, bill: float, expected: float | None
) -> None:
    tables = {
        "illness": drawn(
            "illness", f"event_date | person_id | setting | self_paid_yuan\n2024-06-01 | P1 | inpatient | {bill}"
        ),
        "income": drawn("income", f"event_date | category | amount_yuan | period_months\n2023-12-31 | {income} | 12"),
    }
    for name in ("notable_self_paid", "heavy_self_paid", "catastrophic_illness"):
        assert value(name, AS_OF, "H1", **tables) == expected


def stays(*days: str, setting: str = "inpatient") -> pl.DataFrame:
    rows = "\n".join(f"{day} | P1 | {setting} | 300" for day in days)
    return drawn("illness", f"event_date | person_id | setting | self_paid_yuan\n{rows}")


@pytest.mark.parametrize(
    ("days", "run", "months"),
    [
        (["2023-06-30"], 0, 0),
        (["2023-07-01"], 1, 1),
        (["2024-02-10", "2024-03-10", "2024-04-10", "2024-06-10"], 3, 4),
        (["2024-02-01", "2024-02-29", "2024-04-30", "2024-05-01"], 2, 3),
        (["2024-06-30", "2024-07-01"], 1, 1),
    ],
)
def test_stays_month_after_month_make_a_run(days: list[str], run: float, months: float) -> None:
    assert value("admission_run_12m", AS_OF, illness=stays(*days)) == run
    assert value("outpatient_months_12m", AS_OF, illness=stays(*days)) == 0
    assert value("admission_run_12m", AS_OF, illness=stays(*days, setting="outpatient")) == 0
    assert value("outpatient_months_12m", AS_OF, illness=stays(*days, setting="outpatient")) == months


def test_self_paid_is_held_against_the_months_before() -> None:
    lately, earlier = stays("2024-04-01"), stays("2024-03-31")
    assert value("self_paid_against_history", AS_OF, illness=lately) == 100
    assert value("self_paid_against_history", AS_OF, illness=earlier) == pytest.approx(-33.33)
    # A single bill of 300 in the third month of twelve from the end, or in the second from the beginning.
    assert value("self_paid_trend_12m", AS_OF, illness=lately) == pytest.approx(300 * 3.5 / 143, abs=0.01)
    assert value("self_paid_trend_12m", AS_OF, illness=stays("2023-08-01")) == pytest.approx(-300 * 4.5 / 143, abs=0.01)
    assert value("self_paid_trend_12m", AS_OF, illness=stays("2024-05-01", setting="diagnosis")) == 0
    assert value("self_paid_trend_12m", AS_OF) == 0


PATIENTS = """
    event_date | known_date | person_id | setting    | disease_class
    2023-06-30 | 2023-07-05 | P1        | diagnosis  | major
    2024-05-30 | 2024-06-05 | P1        | diagnosis  | major
    2023-07-01 | 2023-07-05 | P2        | diagnosis  | major
    2022-03-01 | 2022-03-05 | P3        | inpatient  | major
    2024-01-01 | 2024-01-05 | P3        | diagnosis  | major
    2024-03-01 | 2024-03-05 | P4        | outpatient | major
    2024-07-01 | 2024-06-30 | P5        | diagnosis  | major
    2020-03-01 | 2020-03-05 | P6        | outpatient | chronic
"""
"""P1 is told of again, P3 was treated long before anybody registered it, P4 was never registered."""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("new_major_disease_6m", 1),  # P3, on 1 January
        ("new_major_disease_12m", 2),  # and P2; P1 was new a day too early, and not again in May
        ("months_since_major_disease", 5),
        ("people_with_major_disease", 4),
        ("people_with_chronic_disease", 1),
    ],
)
def test_a_disease_is_new_once(name: str, expected: float) -> None:
    assert value(name, AS_OF, illness=drawn("illness", PATIENTS)) == expected


def test_the_dead_are_no_patients_but_their_bills_were_paid() -> None:
    died = "event_date | person_id | listing | left_on | left_reason\n2024-06-01 | P1 | change | 2024-06-01 | died"
    tables = {"illness": drawn("illness", LAYERS), "members": drawn("members", died)}
    assert value("people_with_major_disease", AS_OF, "H1", **tables) == 1
    assert value("major_self_paid_12m", AS_OF, "H1", **tables) == 4500


ROSTER = """
    event_date | person_id | listing | insured | chronic | major_illness
    2023-12-31 | P1        | full    | no      | yes     | no
    2023-12-31 | P2        | full    | no      | no      | yes
    2023-12-31 | P3        | full    | no      | no      | no
    2023-12-31 | P4        | full    | yes     | yes     | yes
"""


@pytest.mark.parametrize(
    ("name", "by_roster", "by_both"),
    [("uninsured_ill_people", 2, 2), ("major_patients", 2, 4), ("chronic_patients", 2, 2)],
)
def test_patients_are_those_of_the_longer_list(name: str, by_roster: float, by_both: float) -> None:
    members = drawn("members", ROSTER)
    assert value(name, AS_OF, members=members) == by_roster
    assert value(name, AS_OF, members=members, illness=drawn("illness", PATIENTS)) == by_both


def test_a_roster_that_says_nothing_of_insurance_tells_of_nobody_uninsured() -> None:
    silent = drawn("members", "event_date | person_id | listing\n2023-12-31 | P1 | full")
    silent = silent.with_columns(chronic=pl.lit(value=True), insured=pl.lit(None, dtype=pl.Boolean))
    assert value("uninsured_ill_people", AS_OF, members=silent) is None
