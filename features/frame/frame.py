"""The feature frame: the values of all features for any number of (household, as-of day) pairs.

The API passes one pair, the nightly run a bucket of households, training many dates; there is no second definition.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.frame.context.columns import add_columns
from features.frame.values import FramePlan, finished, frame_plan, measured_frame
from features.policy.loading import Policy
from features.records.gate import Records


def feature_frame(
    records: Records, index: pl.DataFrame, policy: Policy, names: Iterable[str] | None = None
) -> pl.DataFrame:
    """Features of each (`household_id`, `as_of`) of the index.

    Args:
        records: what is recorded about the households, later knowledge included; the gate keeps it out.
        index: columns `household_id` and `as_of`, any number of rows.
        policy: dated policy values.
        names: the features wanted; all of the registry when None.

    Returns:
        One row per row of the index in its order: `household_id`, `as_of`, `region_code` (null when no description
        of the household was known), `household_type`, the policy values that were used as `policy.<name>`, and the
        features as Float64, null where unknown.

    Raises:
        PolicyError: a day before the first step of a policy value.
        ContextError: figures of places are read, and the records carry them of another day or of other records.
    """
    plan = frame_plan(None if names is None else frozenset(names))
    return finished(measures(records, index, policy, plan), plan)


def measures(records: Records, index: pl.DataFrame, policy: Policy, plan: FramePlan) -> pl.DataFrame:
    """What the combinations of a plan are made of: measures, policy values and figures of places of each row of the index.

    It serves every other plan that needs no more (`features.frame.values.finished`).

    Raises:
        PolicyError, ContextError: as `feature_frame`.
    """
    return add_columns(measured_frame(records, index, policy, plan), records, plan.context)
