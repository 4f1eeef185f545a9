"""The simulated calendar: months counted from the start, days counted from 1970-01-01.

Month 0 is the month of `start`; the months of the warm-up are negative. Facts carry days, the latent state moves by months.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from features.errors import FanpinError

Days = npt.NDArray[np.int32]

WARM_UP_MONTHS = 24
"""Long enough that a full collection year and a full calendar year end before any start."""

DELIVERY_DAY = 5
"""Departments push what they learnt by the 5th of the following month."""

EPOCH = dt.date(1970, 1, 1)


def day_number(day: dt.date) -> int:
    return (day - EPOCH).days


def date_of(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=int(day))


@dataclass(frozen=True)
class Clock:
    """The months of a run. `start` must be the first day of a month."""

    start: dt.date
    months: int

    def __post_init__(self) -> None:
        if self.start.day != 1:
            raise FanpinError(
                f"start 是 {self.start}：虚构县要从某月1日开始，如 2021-01-01 | start is {self.start}: a county starts on the first day of a month, for example 2021-01-01"
            )
        if self.months < 1:
            raise FanpinError(
                f"months 是 {self.months}：至少要1个月 | months is {self.months}: at least one month is needed"
            )

    def first_date(self, month: int) -> dt.date:
        count = self.start.year * 12 + self.start.month - 1 + month
        return dt.date(count // 12, count % 12 + 1, 1)

    def year(self, month: int) -> int:
        return self.first_date(month).year

    def calendar_month(self, month: int) -> int:
        """1 for January to 12 for December."""
        return self.first_date(month).month

    def first_day(self, month: int) -> int:
        return day_number(self.first_date(month))

    def last_day(self, month: int) -> int:
        return self.first_day(month + 1) - 1

    @cached_property
    def _first_days(self) -> Days:
        spread = range(-WARM_UP_MONTHS, self.months + 36)
        return np.array([self.first_day(month) for month in spread], dtype=np.int32)

    def month_of(self, days: Days) -> npt.NDArray[np.int64]:
        """The month number that each day falls in."""
        return np.searchsorted(self._first_days, days, side="right") - 1 - WARM_UP_MONTHS

    @cached_property
    def delivery_dates(self) -> tuple[dt.date, ...]:
        """The first folder at the start, then one on the 5th after each month."""
        monthly = [self.first_date(month + 1).replace(day=DELIVERY_DAY) for month in range(self.months)]
        return (self.start, *monthly)

    @cached_property
    def delivery_days(self) -> Days:
        return np.array([day_number(day) for day in self.delivery_dates], dtype=np.int32)

    def delivery_of(self, known_days: Days) -> npt.NDArray[np.int64]:
        """Index of the first folder that can hold what is known by each day; beyond the last: not delivered."""
        return np.searchsorted(self.delivery_days, known_days, side="left")
