"""Which gaps a household has on a day; what can't be told is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from features.frame import feature_frame, index_of
from features.gaps.declaring import Gap
from features.gaps.rules import GAPS
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.monitored import monitored
from features.records.store import RecordStore
from features.registry import chosen, policy_read

FOUND: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "gap": pl.String(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
}
"""One row per gap of a household."""


def gap_features(gaps: Iterable[Gap] = GAPS) -> list[str]:
    """The features that the rules read."""
    return list(chosen({name for one in gaps for name in one.reads if not name.startswith("policy.")}))


def gap_policy(gaps: Iterable[Gap] = GAPS) -> set[str]:
    """The policy values that the rules stand on, those of the features that they read included."""
    gaps = tuple(gaps)
    own = {name.removeprefix("policy.") for one in gaps for name in one.reads if name.startswith("policy.")}
    return own | policy_read(gap_features(gaps))


def gaps_found(records: Records, index: pl.DataFrame, policy: Policy, gaps: Iterable[Gap] = GAPS) -> pl.DataFrame:
    """The gaps of each (`household_id`, `as_of`) of the index, as known that day.

    Returns:
        Columns of `FOUND`, in the order of the index and of the rules.

    Raises:
        PolicyError: a line has no value on a day.
    """
    gaps = tuple(gaps)
    frame = feature_frame(records, index, policy, gap_features(gaps)).with_columns(monitored(records, index))
    reads = {name for one in gaps for name in one.reads if name.startswith("policy.")}
    frame = policy.add_columns(frame, reads - set(frame.columns)).with_row_index("_row")
    told = [
        frame.filter(one.condition.hit).select(
            "_row",
            pl.lit(position, dtype=pl.UInt32).alias("_rule"),
            *("household_id", "as_of", "region_code"),
            pl.lit(one.id).alias("gap"),
            one.condition.value.cast(pl.Float64).alias("value"),
            one.condition.threshold.cast(pl.Float64).alias("threshold"),
        )
        for position, one in enumerate(gaps)
    ]
    every = pl.concat(told).sort("_row", "_rule")
    return every.select(pl.col(name).cast(dtype) for name, dtype in FOUND.items())


def gaps_in_store(store: RecordStore, as_of: dt.date, policy: Policy, households: pl.Series) -> pl.DataFrame:
    """The gaps of these households on a day, columns of `FOUND`, bucket by bucket, so memory holds a bucket.

    Raises:
        PolicyError: a line has no value on that day.
    """

    def found(records: Records) -> pl.DataFrame:
        here = described(records)
        index = index_of(here.filter(here.is_in(households.implode())), as_of)
        return gaps_found(records, index, policy) if index.height else pl.DataFrame(schema=FOUND)

    return pl.concat(over_buckets(store, found, versions=store.versions()))
