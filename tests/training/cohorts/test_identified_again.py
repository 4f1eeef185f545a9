"""Labels when a household is identified again, rolled back, or corrected."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.gate import Records
from tests.drawn_tables import drawn
from training.cohorts.cohort import cohort
from training.cohorts.observed import Observed
from training.plan.horizons import always
from training.settings import Target

DESCRIBED = "event_date | region_code | household_type\n2022-12-31 | 990101001001 | general"
STEPS = "record_id | event_date | known_date | step"
END = dt.date(2024, 12, 31)


def labels(as_of: str, *steps: str, until: dt.date = END, within: int | None = None) -> list[int]:
    """Labels of the one household on one day; none when it is not in the cohort."""
    records = Records(
        {"households": drawn("households", DESCRIBED), "monitoring": drawn("monitoring", "\n".join([STEPS, *steps]))}
    )
    target = Target(described_within_months=within)
    return cohort(records, pl.Series(["H1"]), [dt.date.fromisoformat(as_of)], target, Observed(until), always(6))[
        "label"
    ].to_list()


IDENTIFIED = "A | 2023-06-20 | 2023-07-05 | identified"


def test_identified_twice_within_the_horizon_is_one_row() -> None:
    steps = (IDENTIFIED, "B | 2023-08-01 | 2023-08-05 | removed", "C | 2023-09-01 | 2023-09-05 | identified")
    assert labels("2023-03-31", *steps) == [1]


def test_a_removal_within_the_horizon_takes_nothing_back() -> None:
    assert labels("2023-03-31", IDENTIFIED, "B | 2023-07-01 | 2023-08-05 | removed") == [1]


def test_a_removal_is_no_event_and_a_rollback_is_one_since_the_household_is_monitored_again() -> None:
    steps = (
        "A | 2023-01-10 | 2023-01-15 | identified",
        "B | 2023-02-10 | 2023-02-15 | removed",
        "C | 2023-06-10 | 2023-06-15 | rolled_back",
    )
    assert labels("2023-03-31", *steps[:2]) == [0]
    assert labels("2023-03-31", *steps) == [1]
    assert labels("2023-06-12", *steps) == []  # rolled back in fact, not delivered yet


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["identified", "removed"], [0]),
        (["removed", "identified"], [0]),
        (["removed", "rolled_back"], []),
        (["rolled_back", "removed"], []),
    ],
)
def test_of_steps_on_one_day_the_later_in_the_procedure_holds(steps: list[str], expected: list[int]) -> None:
    rows = [f"S{n} | 2023-03-20 | 2023-07-05 | {step}" for n, step in enumerate(steps)]
    assert labels("2023-03-31", *rows) == expected


@pytest.mark.parametrize(("day", "expected"), [("2023-09-30", [1]), ("2023-10-01", [0])])
def test_the_horizon_ends_on_its_last_day(day: str, expected: list[int]) -> None:
    assert labels("2023-03-31", f"A | {day} | 2023-11-05 | identified") == expected


def test_an_identification_on_the_day_itself_is_neither_a_positive_nor_a_negative() -> None:
    assert labels("2023-06-20", IDENTIFIED) == []
    # Nor when it is known to have been taken back that same day: what began that day lies not after it.
    assert labels("2023-06-20", IDENTIFIED, "B | 2023-06-20 | 2023-07-05 | removed") == [0]


def test_what_is_known_after_the_end_is_not_looked_at() -> None:
    assert labels("2023-03-31", IDENTIFIED, until=dt.date(2023, 9, 30)) == [1]
    late = "A | 2023-06-20 | 2023-10-05 | identified"
    assert labels("2023-03-31", late, until=dt.date(2023, 9, 30)) == [0]
    corrected = ("A | 2023-06-20 | 2023-07-05 | identified", "A | 2023-12-20 | 2024-01-05 | identified")
    assert labels("2023-03-31", *corrected, until=dt.date(2023, 9, 30)) == [1]
    assert labels("2023-03-31", *corrected) == [0]


def test_the_last_horizon_may_end_on_the_last_observed_day() -> None:
    assert labels("2024-06-30", IDENTIFIED.replace("identified", "removed"), until=dt.date(2024, 12, 30)) == [0]


@pytest.mark.parametrize(("within", "expected"), [(4, [0]), (3, []), (None, [0])])
def test_an_old_description_is_left_out_when_asked(within: int | None, expected: list[int]) -> None:
    assert labels("2023-03-31", "A | 2022-01-01 | 2022-01-05 | removed", within=within) == expected
