"""Days told on the command line: what is done is done today or was done before."""

from __future__ import annotations

import datetime as dt

from features.errors import FanpinError


class DayToComeError(FanpinError):
    """The day told is yet to come."""


def not_to_come(day: dt.date, today: dt.date) -> dt.date:
    """The day itself. Raises DayToComeError when it is later than today."""
    if day > today:
        raise DayToComeError(
            f"日期 {day} 晚于今天 {today}：请用 --on 给出今天或之前的日期。 | {day} is yet to come, today is {today}. Give "
            "--on a day that has been."
        )
    return day
