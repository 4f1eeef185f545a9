"""Who is in the cohort, and with which label."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.gate import Records
from models.scope import Standing, standing
from tests.drawn_tables import drawn
from training.cohorts.cohort import cohort
from training.cohorts.observed import Observed
from training.plan.horizons import always
from training.settings import Target

DESCRIBED = """
    household_id | event_date | region_code  | household_type
    H1           | 2022-12-31 | 990101001001 | general
    H2           | 2022-12-31 | 990101001001 | general
"""
IDENTIFIED_AND_REMOVED = """
    record_id  | event_date | known_date | step
    identified | 2023-06-20 | 2023-07-05 | identified
    removed    | 2024-03-10 | 2024-04-05 | removed
"""
END = dt.date(2024, 12, 31)


def records(steps: str = IDENTIFIED_AND_REMOVED) -> Records:
    return Records({"households": drawn("households", DESCRIBED), "monitoring": drawn("monitoring", steps)})


def label(as_of: str, household: str = "H1", horizon: int = 6) -> int | None:
    """The label, or None when the household is not in the cohort of the day."""
    rows = cohort(
        records(), pl.Series(["H1", "H2"]), [dt.date.fromisoformat(as_of)], Target(), Observed(END), always(horizon)
    ).filter(pl.col("household_id") == household)
    return None if rows.is_empty() else rows["label"][0]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2022-12-19", None),  # not described yet
        ("2022-12-31", 1),
        ("2023-06-19", 1),  # identified the next day
        ("2023-06-20", None),  # identified that day: neither before nor after, so out
        ("2023-06-30", None),  # identified in fact, not delivered yet: out, not a negative
        ("2023-07-05", None),  # monitored, known
        ("2024-03-31", None),  # removed in fact, not known yet
        ("2024-04-05", 0),  # removed, known: in again
    ],
)
def test_a_household_is_in_the_cohort_until_it_is_identified_and_after_removal(
    as_of: str, expected: int | None
) -> None:
    assert label(as_of) == expected


@pytest.mark.parametrize(("horizon", "expected"), [(5, 0), (6, 1)])
def test_the_label_counts_to_the_last_day_of_the_horizon(horizon: int, expected: int) -> None:
    # 20 June lies five months and twenty days after the day; with a horizon of five it is too late.
    assert label("2022-12-31", horizon=horizon) == expected


@pytest.mark.parametrize(("as_of", "expected"), [("2022-12-31", 1), ("2023-01-01", 1)])
def test_the_horizon_ends_inclusively(as_of: str, expected: int) -> None:
    until = dt.date.fromisoformat(as_of)
    steps = f"""
        record_id  | event_date | known_date | step
        identified | {"2023-06-30" if until.month == 12 else "2023-07-01"} | 2023-08-05 | identified
    """
    rows = cohort(records(steps), pl.Series(["H1"]), [until], Target(), Observed(END), always(6))
    assert rows["label"].to_list() == [expected]


def test_a_household_that_nobody_identified_is_a_negative() -> None:
    assert label("2023-06-30", household="H2") == 0


def test_a_rolled_back_household_is_monitored_again() -> None:
    steps = IDENTIFIED_AND_REMOVED + "    rolled | 2024-05-01 | 2024-06-05 | rolled_back\n"
    index = pl.DataFrame({"household_id": ["H1"] * 2, "as_of": [dt.date(2024, 6, 4), dt.date(2024, 6, 5)]})
    assert standing(records(steps), index)["standing"].to_list() == [Standing.IN_SCOPE, Standing.MONITORED]


@pytest.mark.parametrize(
    ("as_of", "expected"), [("2023-12-30", Standing.IN_SCOPE), ("2023-12-31", Standing.NOT_DESCRIBED_LATELY)]
)
def test_an_old_description_can_be_left_out(as_of: str, expected: Standing) -> None:
    index = pl.DataFrame({"household_id": ["H2"], "as_of": [dt.date.fromisoformat(as_of)]})
    assert standing(records(), index, described_within_months=12)["standing"].to_list() == [expected]


def test_an_unknown_household_is_unknown() -> None:
    index = pl.DataFrame({"household_id": ["H9"], "as_of": [dt.date(2024, 1, 1)]})
    assert standing(records(), index)["standing"].to_list() == [Standing.UNKNOWN]
