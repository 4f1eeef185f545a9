"""As-of dates and their split, at the boundary days."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.drawing import POLICY
from training.dates import Parts, SplitError, add_months, as_of_dates, split
from training.horizons import horizon_of
from training.settings import Experiment


def experiment(**changes: object) -> Experiment:
    settings: dict[str, object] = {
        "name": "story",
        "registered_model": "fanpin-story",
        "target": {"horizon_months": 6},
        "dates": {"first": "2021-03-31"},
        "split": {"calibrate_dates": 6, "test_dates": 9},
    }
    return Experiment(**{**settings, **changes})  # type: ignore[arg-type]


def dates_of(settings: Experiment, until: dt.date) -> list[dt.date]:
    return as_of_dates(settings, until, horizon_of(settings.target, POLICY))


def parts_of(dates: list[dt.date], settings: Experiment) -> Parts:
    return split(dates, settings, horizon_of(settings.target, POLICY))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2021-01-31", 1, "2021-02-28"),
        ("2021-02-28", 1, "2021-03-31"),  # a month's last day stays one
        ("2023-08-31", 6, "2024-02-29"),
        ("2021-11-15", 3, "2022-02-15"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2021-12-31", 12, "2022-12-31"),
    ],
)
def test_months_are_added_as_a_calendar_does(day: str, months: int, expected: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(("until", "last"), [("2024-12-30", "2024-05-31"), ("2024-12-31", "2024-06-30")])
def test_the_last_date_is_the_one_whose_horizon_is_fully_observed(until: str, last: str) -> None:
    assert dates_of(experiment(), dt.date.fromisoformat(until))[-1] == dt.date.fromisoformat(last)


def test_the_worked_example_of_the_split_is_true() -> None:
    parts = parts_of(dates_of(experiment(), dt.date(2024, 12, 31)), experiment())
    assert (parts.train[0], parts.train[-1]) == (dt.date(2021, 3, 31), dt.date(2022, 5, 31))
    assert (parts.calibrate[0], parts.calibrate[-1]) == (dt.date(2022, 11, 30), dt.date(2023, 4, 30))
    assert (parts.test[0], parts.test[-1]) == (dt.date(2023, 10, 31), dt.date(2024, 6, 30))


@pytest.mark.parametrize(("cadence", "horizon"), [(1, 6), (1, 1), (3, 12), (12, 12), (3, 7)])
def test_no_outcome_of_a_part_lies_in_the_time_of_the_next(cadence: int, horizon: int) -> None:
    chosen = experiment(
        target={"horizon_months": horizon},
        dates={"first": "2005-12-31", "every_months": cadence},
        split={"calibrate_dates": 2, "test_dates": 3},
    )
    parts = parts_of(dates_of(chosen, dt.date(2024, 12, 31)), chosen)
    assert add_months(parts.train[-1], horizon) <= parts.calibrate[0]
    assert add_months(parts.calibrate[-1], horizon) <= parts.test[0]
    # Nor is a date given away that could have been used.
    assert add_months(parts.train[-1], horizon + cadence) > parts.calibrate[0]
    assert add_months(parts.calibrate[-1], horizon + cadence) > parts.test[0]


def test_too_short_a_history_says_what_it_needs() -> None:
    with pytest.raises(SplitError, match="9 to test, 6 to calibrate and some to train with gaps of 6 months"):
        parts_of(dates_of(experiment(), dt.date(2023, 6, 30)), experiment())
