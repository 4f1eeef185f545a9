"""As-of dates, at their ends."""

from __future__ import annotations

import datetime as dt

import pytest

from training.plan.dates import add_months, as_of_dates
from training.plan.horizons import always
from training.settings import Experiment


def dates_of(until: str, horizon: int = 6, **dates: str) -> list[str]:
    experiment = Experiment(name="story", registered_model="fanpin-story", dates=dates)  # type: ignore[arg-type]
    return [str(day) for day in as_of_dates(experiment, dt.date.fromisoformat(until), always(horizon))]


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
    assert dates_of(until, first="2021-03-31")[-1] == last


@pytest.mark.parametrize(("last", "number"), [("2023-01-30", 1), ("2023-01-31", 2), ("2023-02-27", 2)])
def test_the_last_date_may_be_named(last: str, number: int) -> None:
    assert len(dates_of("2023-12-31", first="2022-12-31", last=last)) == number
    assert len(dates_of("2023-12-31", first="2022-12-31")) == 7


def test_month_ends_stay_month_ends_and_other_days_keep_their_day() -> None:
    ends = dates_of("2023-06-01", 1, first="2022-12-31")
    assert ends == ["2022-12-31", "2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    thirtieth = dates_of("2023-06-01", 1, first="2022-12-30")
    assert thirtieth == ["2022-12-30", "2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30"]


def test_no_date_is_observed_before_its_horizon_ends() -> None:
    assert dates_of("2023-07-30", first="2023-01-31") == []
    assert dates_of("2023-07-31", first="2023-01-31") == ["2023-01-31"]
