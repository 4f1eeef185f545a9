"""Which rules a household hits on a day, with the value, the threshold, and since when."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.monitored import monitored
from features.registry import chosen, policy_read
from features.triggers.declaring import MONITORED, Trigger
from features.triggers.rules import TRIGGERS
from features.triggers.since import since_when

SCREENED: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "trigger": pl.String(),
    "hit": pl.Boolean(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
    "unit": pl.String(),
    "since": pl.Date(),
}
"""One row per household, day and rule. `hit` is null where the records can't tell; `since` is told of hits."""


def trigger_features(triggers: Iterable[Trigger] = TRIGGERS) -> list[str]:
    """The features that the rules read."""
    reads = {name for one in triggers for name in one.reads if not name.startswith("policy.")}
    return list(chosen(reads - {MONITORED}))


def trigger_policy(triggers: Iterable[Trigger] = TRIGGERS) -> set[str]:
    """The policy values that the rules stand on, those of the features that they read included."""
    triggers = tuple(triggers)
    own = {name.removeprefix("policy.") for one in triggers for name in one.reads if name.startswith("policy.")}
    return own | policy_read(trigger_features(triggers))


def with_triggers(frame: pl.DataFrame, policy: Policy, triggers: Iterable[Trigger] = TRIGGERS) -> pl.DataFrame:
    """Add `trigger.<name>` per rule to a feature frame that holds what the rules read: true, false, or null (unknown).

    A rule that reads the label `monitored` can't be told where the frame does not hold it.
    """
    triggers = tuple(triggers)
    wanted = {name for one in triggers for name in one.reads if name.startswith("policy.")}
    frame = policy.add_columns(frame, wanted - set(frame.columns))
    if MONITORED not in frame.columns:
        without_label = frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(MONITORED))
        return without_label.with_columns(one.condition.hit.alias(one.column) for one in triggers).drop(MONITORED)
    return frame.with_columns(one.condition.hit.alias(one.column) for one in triggers)


def with_hits(frame: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Add the rules' columns and `hits`, the number of rules hit; what can't be told counts as no hit."""
    counted = pl.sum_horizontal(pl.col(one.column).fill_null(value=False) for one in TRIGGERS)
    return with_triggers(frame, policy).with_columns(counted.cast(pl.Int32).alias("hits"))


def trigger_frame(records: Records, index: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Which rules each (`household_id`, `as_of`) of the index hits: `trigger.<name>` columns and `hits`."""
    frame = with_hits(_frame(records, index, policy, TRIGGERS), policy)
    return frame.select("household_id", "as_of", *(one.column for one in TRIGGERS), "hits")


def screened(
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    triggers: Iterable[Trigger] = TRIGGERS,
    *,
    only_hits: bool = False,
    frame: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Every rule held against every (`household_id`, `as_of`) of the index.

    Args:
        only_hits: leave out what is not hit and what can't be told; most rules are hit by few, so this is quicker.
        frame: a feature frame of the index with at least `trigger_features`, where one was made already.

    Returns:
        Columns of `SCREENED`, in the order of the index and of the rules.

    Raises:
        PolicyError: a threshold has no value on a day.
    """
    triggers = tuple(triggers)
    frame = _frame(records, index, policy, triggers, frame)
    # A query over a frame of hundreds of columns has its price for each of them.
    read = {"household_id", "as_of", "region_code", *(name for one in triggers for name in one.reads)}
    frame = frame[[name for name in frame.columns if name in read]]
    frame = with_triggers(frame, policy, triggers).with_row_index("_row")
    if only_hits:
        is_hit = frame.select(pl.col(one.column).any() for one in triggers)
        triggers = tuple(one for one in triggers if is_hit[one.column].item())
    told = [
        (frame.filter(pl.col(one.column)) if only_hits else frame).select(
            "_row",
            pl.lit(position, dtype=pl.UInt32).alias("_rule"),
            *("household_id", "as_of", "region_code"),
            pl.lit(one.name).alias("trigger"),
            pl.col(one.column).alias("hit"),
            one.condition.value.cast(pl.Float64).alias("value"),
            one.condition.threshold.cast(pl.Float64).alias("threshold"),
            pl.lit(one.unit).alias("unit"),
        )
        for position, one in enumerate(triggers)
    ]
    if not told:
        return pl.DataFrame(schema=SCREENED)
    every = pl.concat(told).sort("_row", "_rule")
    return every.with_columns(since_when(records, every, triggers)).select(
        pl.col(name).cast(dtype) for name, dtype in SCREENED.items()
    )


def _frame(
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    triggers: tuple[Trigger, ...],
    made: pl.DataFrame | None = None,
) -> pl.DataFrame:
    frame = feature_frame(records, index, policy, trigger_features(triggers)) if made is None else made
    return frame.with_columns(monitored(records, index)) if any(one.screen_only for one in triggers) else frame
