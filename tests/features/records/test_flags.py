"""What is kept and flagged, in stories: for each rule a row that is out of order and its neighbour that is not."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.policy.loading import Policy, PolicyValue, Step
from features.policy.steps import Status
from features.records.contracts import every_rule, flagged, rules
from features.records.tables import TABLES
from features.records.tables.rules import Severity
from tests.drawn_tables import POLICY, drawn

STORIES: dict[str, tuple[str, str]] = {
    # rule: (the columns, the rows with what they are) — `!` begins a row that is flagged
    "members.born_before_described": ("birth_month", "! 2024-02-01\n  2024-01-01"),
    "members.age_is_possible": ("birth_month", "! 1908-01-01\n  1908-01-02"),
    "members.head_is_no_child": (
        "relation | birth_month",
        "! head | 2008-02-01\n  head | 2008-01-01\n  child | 2020-01-01\n  head | ",
    ),
    "members.no_labour_below_working_age": (
        "labour | birth_month",
        "! ordinary | 2008-01-02\n! skilled | 2010-01-01\n  ordinary | 2008-01-01\n  weak | 2010-01-01\n  none | 2020-01-01",
    ),
    "members.no_work_below_working_age": (
        "work_months | birth_month",
        "! 1 | 2008-02-01\n  0 | 2008-02-01\n  1 | 2008-01-01\n   | 2010-01-01",
    ),
    "members.no_full_year_of_work_while_at_school": (
        "work_months | student",
        "! 12 | college\n  11 | college\n  12 | not\n  12 | \n   | senior",
    ),
    "members.post_and_work_fit_a_year": (
        "public_post_months | work_months | work_place",
        "! 6 | 7 | outside\n! 6 | 7 | province\n  6 | 6 | outside\n   | 12 | outside\n  6 | 7 | county\n  6 | 7 | ",
    ),
    "members.schooling_or_stage": (
        "schooling | student",
        "! junior | senior\n  junior | not\n  junior | \n   | senior",
    ),
    "members.college_fits_age": (
        "student | birth_month",
        "! college | 2010-02-01\n  college | 2010-01-01\n  senior | 2012-01-01",
    ),
    "members.left_with_day_and_reason": (
        "left_on | left_reason",
        "! 2024-01-01 | \n!  | died\n  2024-01-01 | died\n   | ",
    ),
    "members.medical_insurance_as_its_kind_says": (
        "insured | medical_insurance",
        "! yes | none\n! no | resident\n  no | none\n  yes | both\n   | worker\n  yes | ",
    ),
    "members.pension_insurance_as_its_kind_says": (
        "pension_insured | pension_insurance",
        "! yes | none\n! no | worker\n  no | none\n  yes | resident\n   | worker",
    ),
    "disability.nursing_subsidy_for_the_severe": (
        "category | grade | nursing_subsidy",
        "! 4 | 3 | yes\n  4 | 2 | yes\n  5 | 3 | yes\n  6 | 4 | yes\n  7 | 3 | yes\n  4 | 3 | no\n  4 | 3 | \n   | 3 | yes",
    ),
    "employment.wage_within_limit": ("started_on | monthly_wage_yuan", "! 2024-01-01 | 50001\n  2024-01-01 | 50000"),
    "employment.wage_is_paid": (
        "started_on | monthly_wage_yuan",
        "! 2024-01-01 | 49.99\n  2024-01-01 | 50\n  2024-01-01 | ",
    ),
    "employment.ended_before_it_was_known": (
        "started_on | ended_on",
        "! 2023-01-01 | 2024-01-02\n  2023-01-01 | 2024-01-01\n  2023-01-01 | ",
    ),
    "employment.spell_within_a_working_life": (
        "started_on | ended_on",
        "! 1970-01-01 | 2021-01-01\n  1970-01-01 | 2020-12-31",
    ),
    "education.aid_within_cost": ("cost_yuan | aid_yuan", "! 1000 | 1001\n  1000 | 1000\n   | 1000"),
    "education.schooling_cost_within_limit": ("cost_yuan", "! 100001\n  100000"),
    "education.enrolled_at_some_stage": (
        "status | stage",
        "! enrolled | \n! enrolled | not\n  enrolled | senior\n  dropped_out | ",
    ),
    "education.known_within_years": ("event_date | known_date", "! 2018-01-01 | 2024-01-01\n  2019-01-02 | 2024-01-01"),
    "water.known_within_years": ("event_date | known_date", "! 2019-01-01 | 2024-01-01\n  2019-01-02 | 2024-01-01"),
    "shocks.known_within_years": ("event_date | known_date", "! 2019-01-01 | 2024-01-01\n  2019-01-02 | 2024-01-01"),
    "visits.known_within_years": ("event_date | known_date", "! 2019-01-01 | 2024-01-01\n  2019-01-02 | 2024-01-01"),
    "illness.bill_known_within_years": (
        "setting | event_date | known_date | total_yuan",
        "! inpatient | 2019-01-01 | 2024-01-01 | 100\n  inpatient | 2019-01-02 | 2024-01-01 | 100\n"
        "  diagnosis | 2001-01-01 | 2024-01-01 |",
    ),
    "income.income_within_limit": (
        "amount_yuan | period_months",
        "! 2000001 | 12\n  2000000 | 12\n! 200000 | 1\n  150000 | 1",
    ),
    "households.net_income_within_limit": ("stated_net_income_yuan", "! 2000001\n  2000000"),
    "households.net_loss_within_limit": ("stated_net_income_yuan", "! -2000001\n  -2000000"),
    "illness.layers_within_total": (
        "setting | total_yuan | basic_yuan | major_yuan | aid_yuan | top_up_yuan",
        "! inpatient | 1000 | 900 | 50 | 50 | 2\n  inpatient | 1000 | 900 | 50 | 50 | 1\n"
        "! inpatient | 1000 | 1002 | | |\n  inpatient | | 900 | 50 | 50 | 2\n  inpatient | 1000 | | | |",
    ),
    "illness.self_paid_within_total": (
        "setting | total_yuan | self_paid_yuan",
        "! inpatient | 1000 | 1001.01\n  inpatient | 1000 | 1001\n  inpatient | | 1000\n  inpatient | 1000 |",
    ),
    "illness.bill_within_limit": ("setting | total_yuan", "! inpatient | 1000001\n  inpatient | 1000000"),
    "illness.outpatient_bill_within_limit": (
        "setting | total_yuan",
        "! outpatient | 100001\n  outpatient | 100000\n  inpatient | 100001",
    ),
    "illness.bill_tells_an_amount": (
        "setting | total_yuan | self_paid_yuan",
        "! inpatient | | \n  inpatient | 5 | \n  inpatient | | 5\n  diagnosis | |",
    ),
    "illness.bill_is_not_nothing": (
        "setting | total_yuan | self_paid_yuan",
        "! outpatient | 0 | \n  outpatient | 0.01 | ",
    ),
    "shocks.loss_is_not_nothing": (
        "kind | loss_yuan",
        "! disaster_flood | 0\n  disaster_flood | 1\n  disaster_flood |",
    ),
    "shocks.loss_within_limit": ("kind | loss_yuan", "! disaster_flood | 2000001\n  disaster_flood | 2000000"),
    "relocation.housing_debt_within_limit": ("housing_debt_yuan", "! 500001\n  500000"),
    "support.support_within_limit": ("started_on | amount_yuan", "! 2024-01-01 | 500001\n  2024-01-01 | 500000"),
    "support.support_within_years": (
        "started_on | ended_on",
        "! 2000-01-01 | 2021-01-01\n  2000-01-01 | 2020-12-31\n  2000-01-01 |",
    ),
    "households.household_has_somebody": ("household_size", "! 0\n  1\n  "),
    "households.household_size_within_limit": ("household_size", "! 21\n  20"),
    "households.household_size_is_whole": ("household_size", "! 2.5\n  2"),
    "households.land_within_limit": ("land_mu", "! 1001\n  1000"),
    "households.forest_within_limit": ("forest_mu", "! 5001\n  5000"),
    "households.dwelling_has_an_area": ("dwelling_m2", "! 0\n  1"),
    "households.dwelling_within_limit": (
        "household_size | dwelling_m2",
        "! 2 | 1001\n  2 | 1000\n  0 | 100\n   | 4000",
    ),
    "households.road_within_limit": ("road_km", "! 50.1\n  50"),
    "housing.remedied_after_inspection": (
        "event_date | remedied_on",
        "! 2024-01-02 | 2024-01-01\n  2024-01-01 | 2024-01-01",
    ),
    "water.litres_within_limit": ("litres_per_day", "! 1001\n  1000"),
    "water.fetching_within_limit": ("fetch_minutes", "! 301\n  300"),
    "water.some_days_with_water": ("days_out", "! 365\n! 366\n  364"),
    "water.safe_water_is_clean": (
        "safe | quality_ok",
        "! yes | no\n  yes | yes\n  no | no\n  yes | \n   | no",
    ),
    "relocation.moved_before_visited": (
        "event_date | moved_on",
        "! 2024-01-01 | 2024-01-02\n  2024-01-01 | 2024-01-01\n  2024-01-01 | ",
    ),
    "relocation.moved_somewhere": ("kind | settlement_id", "! moved | \n  moved | S1\n  follow_up | "),
    "monitoring.identified_with_category": ("step | category", "! identified | \n  identified | edge\n  removed | "),
    "monitoring.identified_with_risk": ("step | risk_types", "! identified | \n  identified | illness\n  removed | "),
    "monitoring.risk_types_differ": ("risk_types", "! illness;illness\n  illness;other\n  illness\n  "),
    "monitoring.removal_mode_of_a_removal": (
        "step | removal_mode",
        "! identified | support\n! rolled_back | natural\n  removed | support\n  identified | ",
    ),
    "visits.confirmed_risk_is_named": ("outcome | risk_type", "! confirmed | \n  confirmed | illness\n  no_risk | "),
}


def scene(rule: str) -> tuple[pl.DataFrame, set[str]]:
    """The rows of a story, and the records among them that are to be flagged."""
    header, lines = STORIES[rule]
    rows = [(line[0] == "!", line[1:]) for line in lines.split("\n")]
    drawing = [f"record_id | {header}", *(f"R{number} | {cells}" for number, (_, cells) in enumerate(rows))]
    if "event_date" not in header:
        drawing = [
            f"event_date | {line}" if number == 0 else f"2024-01-01 | {line}" for number, line in enumerate(drawing)
        ]
    expected = {f"R{number}" for number, (out_of_order, _) in enumerate(rows) if out_of_order}
    return drawn(rule.partition(".")[0], "\n".join(drawing)), expected


@pytest.mark.parametrize("rule", STORIES)
def test_a_row_out_of_order_is_flagged_and_its_neighbour_is_not(rule: str) -> None:
    table, _, name = rule.partition(".")
    rows, expected = scene(rule)
    alone = [row for row in rows.iter_slices(1) if name in flagged(table, row, POLICY)["rule"]]
    assert {row["record_id"].item() for row in alone} == expected
    together = flagged(table, rows, POLICY).filter(pl.col("rule") == name)
    assert together.height == len(expected)


def test_every_flag_has_its_story() -> None:
    assert set(STORIES) == {rule.id for rule in every_rule() if rule.severity is Severity.FLAG}


@pytest.mark.parametrize("rule", STORIES)
def test_a_story_s_good_rows_are_rows_that_may_be_stored(rule: str) -> None:
    """What is flagged is kept: a limit beyond the range of the column would flag nothing, ever."""
    table, _, _ = rule.partition(".")
    rows, _ = scene(rule)
    told = [name for name, entry in rules(table).items() if entry.severity is Severity.SET_ASIDE]
    mentioned = STORIES[rule][0].replace(" ", "").split("|")
    _, failure = TABLES[table].filter(rows)
    broken = {name for name in failure.counts() if name in told and name.partition("|")[0] in mentioned}
    assert not {name for name in broken if not name.endswith("|nullability")}


def test_a_flag_tells_the_number_the_limit_and_the_place() -> None:
    rows = drawn(
        "households",
        """
        household_id | event_date | known_date | delivery_id | source_sheet | source_row | household_size | region_code
        H7           | 2023-09-30 | 2023-12-01 | d9          | 农户          | 12         | 21             | 990101001001
        """,
    )
    assert flagged("households", rows, POLICY).row(0, named=True) == {
        "table": "households",
        "rule": "household_size_within_limit",
        "household_id": "H7",
        "person_id": None,
        "column": "household_size",
        "value": 21.0,
        "threshold": 20.0,
        "event_date": dt.date(2023, 9, 30),
        "known_date": dt.date(2023, 12, 1),
        "delivery_id": "d9",
        "source_sheet": "农户",
        "source_row": 12,
    }


def limited(*steps: Step) -> Policy:
    """The policy with other steps for the largest household."""
    name = "contract_household_size_most"
    known = POLICY.values[name]
    return Policy({**POLICY.values, name: PolicyValue(name, known.unit, known.zh, known.en, known.file, steps)}, "")


def step(since: str, value: float, scope: str = "") -> Step:
    return Step(dt.date.fromisoformat(since), value, scope, "drawn", Status.EXAMPLE)


SIX_PEOPLE = """
    event_date | known_date | household_size | region_code
    2023-12-31 | 2024-06-01 | 6              | 990101001001
    2024-01-01 | 2024-06-01 | 6              | 990101001001
    2024-01-01 | 2024-06-01 | 6              | 990201001001
"""


def test_a_limit_is_the_one_of_the_day_and_the_place() -> None:
    policy = limited(step("1949-10-01", 20), step("2024-01-01", 5, "9901"))
    found = flagged("households", drawn("households", SIX_PEOPLE), policy)
    assert found["rule"].to_list() == ["household_size_within_limit"]
    assert found["event_date"].to_list() == [dt.date(2024, 1, 1)]


def test_a_table_without_region_codes_takes_the_limit_of_the_place_that_is_asked() -> None:
    rows = drawn("relocation", "event_date | housing_debt_yuan\n2024-01-01 | 400000")
    name = "contract_housing_debt_most"
    known = POLICY.values[name]
    steps = (step("1949-10-01", 500000), step("2020-01-01", 100000, "9901"))
    policy = Policy({**POLICY.values, name: PolicyValue(name, known.unit, known.zh, known.en, known.file, steps)}, "")
    assert flagged("relocation", rows, policy).is_empty()
    assert flagged("relocation", rows, policy, "990101")["threshold"].to_list() == [100000]
