"""The time as offices have it: China has one, without summer time, since 1991."""

from __future__ import annotations

import datetime as dt

CHINA = dt.timezone(dt.timedelta(hours=8))


def day_of(moment: dt.datetime) -> dt.date:
    """The day in the county, whose clocks all stand as in Beijing."""
    return moment.astimezone(CHINA).date()
