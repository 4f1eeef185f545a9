"""Rules held against households on days: hit, not hit, or unknown where the records can't tell, with value and threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from features.frame import feature_frame
from features.policy.columns import PREFIX
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.monitored import monitored
from features.registry import chosen, policy_read
from features.rules.condition import MONITORED
from features.rules.declaration import Rule

EVALUATED: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "rule": pl.String(),
    "hit": pl.Boolean(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
    "unit": pl.String(),
}
"""One row per household, day and rule. `hit` is null where the records can't tell."""


def features_read(rules: Iterable[Rule]) -> list[str]:
    """The features that the rules read, in the registry's order."""
    return list(chosen({name for rule in rules for name in rule.features_read}))


def policy_behind(rules: Iterable[Rule]) -> set[str]:
    """The policy values that the rules stand on, those of the features that they read included."""
    rules = tuple(rules)
    return {name for rule in rules for name in rule.policy_read} | policy_read(features_read(rules))


def with_hit_columns(frame: pl.DataFrame, policy: Policy, rules: Iterable[Rule]) -> pl.DataFrame:
    """Add `<kind>.<name>` per rule to a feature frame that holds what the rules read: true, false, or null (unknown).

    A rule that reads the label `monitored` can't be told where the frame does not hold it.
    """
    rules = tuple(rules)
    lines = {f"{PREFIX}{name}" for rule in rules for name in rule.policy_read}
    frame = policy.add_columns(frame, lines - set(frame.columns))
    hits = [rule.condition.hit.alias(rule.column) for rule in rules]
    if MONITORED in frame.columns:
        return frame.with_columns(hits)
    return frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(MONITORED)).with_columns(hits).drop(MONITORED)


def evaluate(
    records: Records,
    index: pl.DataFrame,
    policy: Policy,
    rules: Iterable[Rule],
    *,
    only_hits: bool = False,
    frame: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Every rule held against every (`household_id`, `as_of`) of the index, as known that day.

    Args:
        only_hits: leave out what is not hit and what can't be told; most rules are hit by few, so this is quicker.
        frame: a feature frame of the index with at least `features_read`, where one was made already.

    Returns:
        Columns of `EVALUATED`, in the order of the index and of the rules.

    Raises:
        PolicyError: a threshold has no value on a day.
    """
    rules = tuple(rules)
    frame = frame_read(records, index, policy, rules) if frame is None else _labelled(frame, records, index, rules)
    # A query over a frame of hundreds of columns has its price for each of them.
    read = {"household_id", "as_of", "region_code", *(name for rule in rules for name in rule.reads)}
    frame = frame[[name for name in frame.columns if name in read]]
    frame = with_hit_columns(frame, policy, rules).with_row_index("_row")
    if only_hits:
        is_hit = frame.select(pl.col(rule.column).any() for rule in rules)
        rules = tuple(rule for rule in rules if is_hit[rule.column].item())
    if not rules:
        return pl.DataFrame(schema=EVALUATED)
    parts = [
        (frame.filter(pl.col(rule.column)) if only_hits else frame).select(
            "_row",
            pl.lit(position, dtype=pl.UInt32).alias("_rule"),
            *("household_id", "as_of", "region_code"),
            pl.lit(rule.name).alias("rule"),
            pl.col(rule.column).alias("hit"),
            rule.condition.value.cast(pl.Float64).alias("value"),
            rule.condition.threshold.cast(pl.Float64).alias("threshold"),
            pl.lit(rule.unit).alias("unit"),
        )
        for position, rule in enumerate(rules)
    ]
    return pl.concat(parts).sort("_row", "_rule").select(pl.col(name).cast(dtype) for name, dtype in EVALUATED.items())


def frame_read(records: Records, index: pl.DataFrame, policy: Policy, rules: Sequence[Rule]) -> pl.DataFrame:
    """The feature frame that the rules read, with the label where one of them asks for it."""
    return _labelled(feature_frame(records, index, policy, features_read(rules)), records, index, rules)


def _labelled(frame: pl.DataFrame, records: Records, index: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    asked = any(rule.reads_the_label for rule in rules)
    return frame.with_columns(monitored(records, index)) if asked else frame
