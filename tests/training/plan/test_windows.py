"""Rolling windows: the worked example, the law of the gap, and histories with not a date to spare."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from training.plan.dates import add_months, as_of_dates
from training.plan.horizons import always
from training.plan.windows import Plan, SplitError, Window, plan
from training.settings import Experiment


def experiment(every_months: int = 1, first: str = "2021-03-31", **split: int | None) -> Experiment:
    return Experiment(
        name="story",
        registered_model="fanpin-story",
        dates={"first": first, "every_months": every_months},  # type: ignore[arg-type]
        split=split,  # type: ignore[arg-type]
    )


def planned(settings: Experiment, until: str, horizon: int = 6) -> Plan:
    dates = as_of_dates(settings, dt.date.fromisoformat(until), always(horizon))
    return plan(dates, settings, always(horizon))


def ends(window: Window) -> list[str]:
    """First and last day of each part."""
    return [str(part[end]) for part in (window.train, window.later, window.test) if part for end in (0, -1)]


EXAMPLE = planned(experiment(windows=4, test_dates=3, later_dates=6), "2024-12-31")


def test_the_worked_example_is_true() -> None:
    first, _, _, last = EXAMPLE.windows
    assert ends(last) == ["2021-03-31", "2022-11-30", "2023-05-31", "2023-10-31", "2024-04-30", "2024-06-30"]
    assert ends(first) == ["2021-03-31", "2022-02-28", "2022-08-31", "2023-01-31", "2023-07-31", "2023-09-30"]
    assert ends(EXAMPLE.final) == ["2021-03-31", "2023-07-31", "2024-01-31", "2024-06-30"]


def test_windows_test_one_date_after_the_other_and_none_twice() -> None:
    assert list(EXAMPLE.tested) == [add_months(dt.date(2023, 7, 31), n) for n in range(12)]
    assert EXAMPLE.used == [add_months(dt.date(2021, 3, 31), n) for n in range(40)]


@pytest.mark.parametrize(("cadence", "horizon"), [(1, 6), (1, 1), (3, 12), (12, 12), (3, 7)])
@pytest.mark.parametrize("train_dates", [None, 2])
def test_no_outcome_of_a_part_lies_in_the_time_of_a_later_part(
    cadence: int, horizon: int, train_dates: int | None
) -> None:
    chosen = experiment(cadence, "2005-12-31", windows=3, later_dates=2, test_dates=2, train_dates=train_dates)
    made = planned(chosen, "2024-12-31", horizon)
    for window in (*made.windows, made.final):
        for earlier, later in pairwise(part for part in (window.train, window.later, window.test) if part):
            assert add_months(earlier[-1], horizon) <= later[0]
            # Nor is a date given away that could have been used.
            assert add_months(earlier[-1], horizon + cadence) > later[0]


def test_training_expands_or_slides() -> None:
    expanding = [len(window.train) for window in EXAMPLE.windows]
    sliding = planned(experiment(windows=4, test_dates=3, later_dates=6, train_dates=10), "2024-12-31")
    assert expanding == [12, 15, 18, 21]
    assert [len(window.train) for window in (*sliding.windows, sliding.final)] == [10] * 5
    assert [window.train[-1] for window in sliding.windows] == [window.train[-1] for window in EXAMPLE.windows]


# One date to test, one of later data and one to train on, six months apart: two horizons and a day.
SHORTEST = experiment(windows=1, later_dates=1, test_dates=1, first="2020-01-31")


def test_the_shortest_history_has_two_horizons_and_a_day() -> None:
    made = planned(SHORTEST, "2021-07-31")
    assert [ends(window) for window in made.windows] == [
        ["2020-01-31", "2020-01-31", "2020-07-31", "2020-07-31", "2021-01-31", "2021-01-31"]
    ]
    assert ends(made.final) == ["2020-01-31", "2020-07-31", "2021-01-31", "2021-01-31"]
    with pytest.raises(SplitError, match=r"只有 12 个，一个回测窗口也不够.*12 as-of dates"):
        planned(SHORTEST, "2021-07-30")


@pytest.mark.parametrize(
    ("until", "windows"), [("2024-05-31", 5), ("2024-02-29", 4), ("2023-08-31", 2), ("2023-05-31", 1)]
)
def test_a_shorter_history_has_the_latest_windows_that_fit_and_says_how_many_are_missing(
    until: str, windows: int
) -> None:
    asked = experiment(windows=6, test_dates=3, later_dates=6)
    made = planned(asked, until)
    assert (len(made.windows), made.too_early) == (windows, 6 - windows)
    # The same as if so many had been asked for.
    fewer = planned(experiment(windows=windows, test_dates=3, later_dates=6), until)
    assert (made.windows, made.final, fewer.too_early) == (fewer.windows, fewer.final, 0)


def test_too_short_a_history_for_one_window_says_what_a_window_needs() -> None:
    with pytest.raises(SplitError, match="3 dates to test, 6 of later data and 1 to train on, with gaps of 6 months"):
        planned(experiment(windows=6, test_dates=3, later_dates=6), "2022-11-30")


def test_no_date_at_all_is_told_the_same_way() -> None:
    with pytest.raises(SplitError, match="0 as-of dates"):
        planned(experiment(), "2021-01-31")


def test_a_window_is_told_by_its_first_and_last_days() -> None:
    assert EXAMPLE.windows[0].as_dict()["later"] == {"first": "2022-08-31", "last": "2023-01-31", "dates": 6}
    assert "test" not in EXAMPLE.final.as_dict()
