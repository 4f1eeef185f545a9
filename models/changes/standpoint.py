"""Where a score was made: on what was known, on which day, by which policy and model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from features.errors import FanpinError
from features.frame import index_of
from features.frame.context.columns import add_columns
from features.frame.values import finished, frame_plan, measured_frame
from features.policy.loading import Policy
from features.records.gate import Records
from models.risk_model import RiskModel


class ChangedError(FanpinError, RuntimeError):
    """A score is not what it is said to have been when it is computed again: nothing may be told of how it moved."""


@dataclass(frozen=True, eq=False)
class Standpoint:
    """What a score of some households was made from.

    Attributes:
        records: of these households, in the versions that were there, with the figures of their places.
    """

    records: Records
    as_of: dt.date
    policy: Policy
    model: RiskModel

    def figures(self, households: pl.Series, names: frozenset[str]) -> pl.DataFrame:
        """What is counted at the places of each household, one row each: the figures that these features read.

        Raises:
            ContextError: figures are read, and the records carry none of the day.
        """
        plan = frame_plan(names)
        frame = measured_frame(self.records, index_of(households, self.as_of), self.policy, plan)
        return add_columns(frame, self.records, plan.context).select(plan.context)


def frame_with(
    records: Records, index: pl.DataFrame, policy: Policy, names: frozenset[str], figures: pl.DataFrame
) -> pl.DataFrame:
    """The feature frame as `features.frame.feature_frame` makes it, with figures of places that are given, a row for each of the index."""
    plan = frame_plan(names)
    return finished(measured_frame(records, index, policy, plan).hstack(figures), plan)
