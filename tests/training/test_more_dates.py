"""As-of dates at their ends, and splits with not a date to spare."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.drawing import POLICY
from training.dates import Parts, SplitError, add_months, as_of_dates, split
from training.horizons import horizon_of
from training.settings import Experiment


def experiment(dates: dict[str, object], calibrate: int = 1, test: int = 1, horizon: int = 6) -> Experiment:
    return Experiment(
        name="story",
        registered_model="fanpin-story",
        target={"horizon_months": horizon},  # type: ignore[arg-type]
        dates=dates,  # type: ignore[arg-type]
        split={"calibrate_dates": calibrate, "test_dates": test},  # type: ignore[arg-type]
    )


def dates_of(settings: Experiment, until: dt.date) -> list[dt.date]:
    return as_of_dates(settings, until, horizon_of(settings.target, POLICY))


def parts_of(dates: list[dt.date], settings: Experiment) -> Parts:
    return split(dates, settings, horizon_of(settings.target, POLICY))


@pytest.mark.parametrize(("last", "number"), [("2023-01-30", 1), ("2023-01-31", 2), ("2023-02-27", 2), (None, 7)])
def test_the_last_date_may_be_named(last: str | None, number: int) -> None:
    dates = dates_of(experiment({"first": "2022-12-31", "last": last}), dt.date(2023, 12, 31))
    assert len(dates) == number


def test_month_ends_stay_month_ends_and_other_days_keep_their_day() -> None:
    ends = dates_of(experiment({"first": "2022-12-31"}, horizon=1), dt.date(2023, 6, 1))
    assert [str(day) for day in ends] == ["2022-12-31", "2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30"]
    thirtieth = dates_of(experiment({"first": "2022-12-30"}, horizon=1), dt.date(2023, 6, 1))
    assert [str(day) for day in thirtieth] == ["2022-12-30", "2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30"]


def test_no_date_is_observed_before_its_horizon_ends() -> None:
    assert dates_of(experiment({"first": "2023-01-31"}), dt.date(2023, 7, 30)) == []
    assert dates_of(experiment({"first": "2023-01-31"}), dt.date(2023, 7, 31)) == [dt.date(2023, 1, 31)]


def test_the_shortest_history_that_can_be_split_has_two_horizons_and_a_day() -> None:
    every = [add_months(dt.date(2020, 1, 31), n) for n in range(13)]
    parts = parts_of(every, experiment({"first": "2020-01-31"}))
    assert (parts.train, parts.calibrate, parts.test) == ((every[0],), (every[6],), (every[12],))
    with pytest.raises(SplitError):
        parts_of(every[:-1], experiment({"first": "2020-01-31"}))


def test_parts_have_the_number_of_dates_that_was_asked_for() -> None:
    every = [add_months(dt.date(2020, 1, 31), n) for n in range(20)]
    parts = parts_of(every, experiment({"first": "2020-01-31"}, calibrate=3, test=2))
    assert parts.test == tuple(every[-2:])
    assert parts.calibrate == tuple(every[10:13])
    assert parts.train == tuple(every[:5])
    assert parts.as_dict()["calibrate"] == {"first": str(every[10]), "last": str(every[12]), "dates": 3}
    with pytest.raises(SplitError):
        parts_of(every, experiment({"first": "2020-01-31"}, calibrate=14, test=1))
