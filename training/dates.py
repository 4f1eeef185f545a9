"""As-of dates, and their split in time with a gap of one horizon."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from features.errors import FanpinError
from training.horizons import Horizon
from training.settings import Experiment


class SplitError(FanpinError, ValueError):
    """The records are too short for the experiment; the message says what it needs."""


@dataclass(frozen=True)
class Parts:
    """The as-of dates of the three parts, each in order."""

    train: tuple[dt.date, ...]
    calibrate: tuple[dt.date, ...]
    test: tuple[dt.date, ...]

    def as_dict(self) -> dict[str, dict[str, str | int]]:
        return {
            name: {"first": str(dates[0]), "last": str(dates[-1]), "dates": len(dates)}
            for name, dates in (("train", self.train), ("calibrate", self.calibrate), ("test", self.test))
        }


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; a month's last day stays a month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month + 1, last if was_last else min(day.day, last))


def as_of_dates(experiment: Experiment, observed_until: dt.date, horizon: Horizon) -> list[dt.date]:
    """Every as-of date of the experiment whose outcome is fully observed: `as_of + horizon <= observed_until`."""
    dates = []
    day = experiment.dates.first
    while (experiment.dates.last is None or day <= experiment.dates.last) and (
        add_months(day, horizon(day)) <= observed_until
    ):
        dates.append(day)
        day = add_months(experiment.dates.first, experiment.dates.every_months * len(dates))
    return dates


def split(dates: list[dt.date], experiment: Experiment, horizon: Horizon) -> Parts:
    """Train, calibrate and test, with nothing of a later part's time in an earlier part's outcomes.

    One example, worked out. Horizon 6 months, monthly dates from 31 March 2021, outcomes observed to the end of 2024,
    6 calibration dates, 9 test dates:

        the last date of all   its outcome ends by 2024-12-31                  -> as-of 2024-06-30
        test                   the last 9 dates                                -> 2023-10-31 ... 2024-06-30
        calibrate              on 2023-10-31 an office can only have learned outcomes that ended by then: the outcome
                               of as-of 2023-04-30 ends on 2023-10-31, that of 2023-05-31 a month too late
                               so the last 6 dates up to 2023-04-30            -> 2022-11-30 ... 2023-04-30
        train                  likewise, outcomes that ended by 2022-11-30: up to as-of 2022-05-31
                                                                               -> 2021-03-31 ... 2022-05-31
        gap                    the dates in between (2022-06-30 ... 2022-10-31 and 2023-05-31 ... 2023-09-30) are used
                               by no part: five dates, since a horizon of six lies between neighbours of two parts

    Raises:
        SplitError: some part is left without a date.
    """
    test = dates[-experiment.split.test_dates :]
    before_test = [day for day in dates if test and add_months(day, horizon(day)) <= test[0]]
    calibrate = before_test[-experiment.split.calibrate_dates :]
    train = [day for day in dates if calibrate and add_months(day, horizon(day)) <= calibrate[0]]
    if not train or len(calibrate) < experiment.split.calibrate_dates:
        raise SplitError(
            f"experiment {experiment.name}: {len(dates)} as-of dates with a fully observed outcome are too few for "
            f"{experiment.split.test_dates} to test, {experiment.split.calibrate_dates} to calibrate and some to train "
            f"with gaps of {horizon(experiment.dates.first)} months between. Deliver a longer history, or set fewer dates or a shorter horizon."
        )
    return Parts(tuple(train), tuple(calibrate), tuple(test))
