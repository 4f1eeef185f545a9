"""The as-of dates of an experiment: the days whose outcome is fully observed."""

from __future__ import annotations

import calendar
import datetime as dt

from training.plan.horizons import Horizon
from training.settings import Experiment


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
