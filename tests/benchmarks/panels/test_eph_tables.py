"""What the panel's columns become, and when each becomes known."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from benchmarks.panels.eph_argentina import COUNTY, poverty_line
from benchmarks.panels.eph_argentina import EXPERIMENT as SETTINGS
from benchmarks.panels.eph_tables import record_tables
from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.importing import import_records
from features.records.store import RecordStore
from models.scope import standing
from tests.benchmarks.panels.drawn_panel import panel
from training.cohorts.cohort import cohort
from training.cohorts.observed import Observed
from training.plan.horizons import horizon_of
from training.settings import Experiment

EXPERIMENT = Experiment.load(SETTINGS)
RULES = Policy.load(county=COUNTY)
LINE = poverty_line(RULES, EXPERIMENT)

SPRING, SUMMER = dt.date(2021, 3, 31), dt.date(2021, 6, 30)

# One household of two, seen in 8084 (income not answered) and 8085 (pays in pesos of that quarter, line 20,000).
TWO_VISITS = """
    hid | t    | members | line    | income_ok | itf   | wage_income | pension_income | transfer_income
    1   | 8084 | 2       | 18000.0 | no        | 5000  | 5000        | 0              | 0
    1   | 8085 | 2       | 20000.0 | yes       | 50000 | 30000       | 8000           | 10000
"""
LINKED = """
    hid | t    | t2   | k | income_ok | poor | poor_next
    1   | 8084 | 8085 | 1 | no        |      | 0
    1   | 8085 | 8089 | 4 | yes       | 0    | 1
"""
COUPLE = """
    hid | t    | line_no | relation | sex | age | activity | occ_category | inactive_reason | tenure | inc_main_job
    1   | 8084 | 1       | 1        | 1   | 40  | 1        | 3            | 0               | 5      | 20000
    1   | 8084 | 2       | 2        | 2   | 38  | 1        | 2            | 0               | 0      | 9000
    1   | 8085 | 1       | 1        | 1   | 41  | 1        | 3            | 0               | 5      | 30000
    1   | 8085 | 2       | 2        | 2   | 38  | 2        | 0            | 0               |        | 0
"""


def features(tables: dict[str, pl.DataFrame], as_of: dt.date, *names: str, household: str = "1-8085") -> tuple:
    index = pl.DataFrame({"household_id": [household], "as_of": [as_of]})
    return feature_frame(Records(tables), index, RULES, names).select(names).row(0)


def test_income_is_told_in_parts_of_the_line_so_that_prices_do_not_matter() -> None:
    tables = record_tables(panel(TWO_VISITS, LINKED, COUPLE), LINE)

    (ratio,) = features(tables, SUMMER, "income_to_line")

    assert ratio == pytest.approx(50_000 / 20_000)


def test_income_that_was_not_answered_is_unknown_not_zero() -> None:
    tables = record_tables(panel(TWO_VISITS, LINKED, COUPLE), LINE)

    assert tables["income"]["known_date"].unique().to_list() == [SUMMER]
    assert features(tables, SPRING, "net_income_year", "wage_year") == (None, None)


def test_the_half_yearly_bonus_belongs_to_the_wage() -> None:
    tables = record_tables(panel(TWO_VISITS, LINKED, COUPLE), LINE)

    by_category = dict(tables["income"].select("category", "amount_yuan").rows())

    # 50,000 in all, 40,000 by source: the 10,000 left are the bonus. A quarter of 2 persons' yearly lines is 500 parts.
    quarter_of_the_lines = 2 * LINE / 4
    assert by_category["wage"] == pytest.approx((30_000 + 10_000) / 20_000 * quarter_of_the_lines)
    assert by_category["transfer_pension"] == pytest.approx(8_000 / 20_000 * quarter_of_the_lines)
    assert by_category["transfer_other"] == pytest.approx(2_000 / 20_000 * quarter_of_the_lines)
    assert by_category["business"] == 0


def test_work_is_known_when_its_quarter_is_over_and_ends_when_a_visit_finds_it_gone() -> None:
    tables = record_tables(panel(TWO_VISITS, LINKED, COUPLE), LINE)

    assert features(tables, SPRING, "people_working", "jobs_ended_12m") == (2, 0)
    assert features(tables, SUMMER, "people_working", "jobs_ended_12m") == (1, 1)
    (wages,) = features(tables, SUMMER, "wages_now_to_line")
    assert wages == pytest.approx(30_000 / 20_000)


@pytest.mark.parametrize(
    ("tenure", "spells", "working"),
    [
        (6, 1, 1),  # the same job
        (1, 2, 1),  # less than a month in this one: the former job is over
        (9, 1, 1),  # not answered: nothing says that it is another
    ],
)
def test_a_newer_job_ends_the_former_one(tenure: int, spells: int, working: int) -> None:
    worker = f"""
        hid | t    | activity | occ_category | tenure | inc_main_job
        1   | 8084 | 1        | 3            | 6      | 20000
        1   | 8085 | 1        | 3            | {tenure}  | 30000
    """
    tables = record_tables(panel(TWO_VISITS, LINKED, worker), LINE)

    assert tables["employment"]["record_id"].n_unique() == spells
    assert features(tables, SUMMER, "people_working", "jobs_ended_12m") == (working, spells - 1)


def test_who_was_not_interviewed_may_still_be_at_work() -> None:
    worker = """
        hid | t    | activity | occ_category | tenure
        1   | 8084 | 1        | 3            | 6
        1   | 8085 | 0        | 0            |
    """
    tables = record_tables(panel(TWO_VISITS, LINKED, worker), LINE)

    assert features(tables, SUMMER, "people_working", "jobs_ended_12m") == (1, 0)


def test_a_line_number_given_to_somebody_else_is_another_person() -> None:
    swapped = """
        hid | t    | line_no | relation | sex | age
        1   | 8084 | 1       | 1        | 1   | 40
        1   | 8084 | 2       | 3        | 1   | 19
        1   | 8085 | 1       | 1        | 1   | 40
        1   | 8085 | 2       | 2        | 2   | 35
    """
    tables = record_tables(panel(TWO_VISITS, LINKED, swapped), LINE)

    assert sorted(tables["members"]["person_id"].unique()) == ["1-8085-1", "1-8085-2", "1-8085-2-8084"]
    assert features(tables, SUMMER, "persons") == (2,)


def test_people_keep_their_age_their_school_and_what_was_not_asked() -> None:
    family = """
        hid | t    | line_no | relation | sex | age | health_cover | attends_school | educ_level | activity | inactive_reason
        1   | 8085 | 1       | 1        | 2   | 70  | 1            | 2              | 2          | 3        | 1
        1   | 8085 | 2       | 3        | 1   | 45  | 4            | 2              | 4          | 3        | 6
        1   | 8085 | 3       | 5        | 1   | 16  | 9            | 1              | 3          | 3        | 3
        1   | 8085 | 4       | 5        | 2   | -1  | 4            | 3              | 7          | 4        | 0
    """
    tables = record_tables(panel(TWO_VISITS, LINKED, family), LINE)

    assert features(tables, SUMMER, "head_age", "youngest_age", "elders", "children") == (70, 0, 1, 1)
    assert features(tables, SUMMER, "people_who_lost_labour", "people_with_labour") == (1, 0)
    assert features(tables, SUMMER, "people_at_school", "students_after_compulsory") == (1, 1)
    assert tables["members"].sort("person_id")["insured"].to_list() == [True, False, None, False]
    assert tables["members"]["disabled"].to_list().count(True) == 1


def test_poor_a_year_later_is_the_outcome_and_nothing_else_is() -> None:
    households = """
        hid | t    | itf
        1   | 8085 | 200
        2   | 8085 | 200
    """
    pairs = """
        hid | t    | t2   | poor_next
        1   | 8085 | 8089 | 1
        2   | 8085 | 8089 | 0
    """
    records = Records(record_tables(panel(households, pairs), LINE))

    labelled = cohort(
        records,
        pl.Series(["1-8085", "2-8085"]),
        [SPRING, SUMMER, dt.date(2021, 9, 30)],
        EXPERIMENT.target,
        Observed(dt.date(2022, 9, 30)),
        horizon_of(EXPERIMENT.target, RULES),
    )

    told = labelled.select("household_id", "as_of", "label")
    assert told.rows() == [("1-8085", SUMMER, 1), ("2-8085", SUMMER, 0)]


def test_an_earlier_visit_informs_but_puts_nobody_in_scope() -> None:
    records = Records(record_tables(panel(TWO_VISITS, LINKED, COUPLE), LINE))
    index = pl.DataFrame({"household_id": ["1-8085"] * 2, "as_of": [SPRING, SUMMER]})

    said = standing(records, index, EXPERIMENT.target.described_within_months)

    assert said["standing"].to_list() == ["unknown", "in_scope"]


def test_the_tables_pass_the_door_that_every_panel_passes(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    tables = record_tables(panel(TWO_VISITS, LINKED, COUPLE), LINE)
    for name, rows in tables.items():
        if rows.height:
            rows.write_parquet(files / f"{name}.parquet")
    store = RecordStore.create(tmp_path / "records")

    import_records(files, store)

    assert {name: rows.height for name, rows in store.records().items() if rows.height} == {
        name: rows.height for name, rows in tables.items() if rows.height
    }
