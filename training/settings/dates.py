"""The as-of dates, and how they are parted in time."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, model_validator

from training.settings.base import Settings


class Dates(Settings):
    """The as-of dates."""

    first: Annotated[dt.date, Field(description="The first as-of date. A month's last day stays a month's last day.")]
    last: Annotated[
        dt.date | None,
        Field(description="The last as-of date; empty takes the last one whose horizon is fully observed."),
    ] = None
    every_months: Annotated[int, Field(ge=1, le=60, description="Months from one as-of date to the next.")] = 1

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError("`last` must not come before `first`")
        return self


class Split(Settings):
    """How the as-of dates are parted in time: windows of train, later data and test, a gap of one horizon between the parts."""

    windows: Annotated[
        int,
        Field(
            ge=1,
            le=60,
            description="Windows of the backtest; their test dates follow each other. A shorter history has fewer: the latest ones.",
        ),
    ] = 4
    test_dates: Annotated[int, Field(ge=1, description="As-of dates of each window's test part.")] = 3
    later_dates: Annotated[
        int,
        Field(
            ge=1, description="As-of dates of later data, between train and test: early stopping and the calibrator."
        ),
    ] = 6
    train_dates: Annotated[
        int | None,
        Field(
            ge=1, description="As-of dates to train on, the latest ones; empty takes every earlier date (expanding)."
        ),
    ] = None

    @property
    def fewest_train_dates(self) -> int:
        """As-of dates that a window must have to train on."""
        return self.train_dates or 1
