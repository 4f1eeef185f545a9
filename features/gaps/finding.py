"""Which gaps a household has on a day; what can't be told is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from features.frame import index_of
from features.gaps.declaring import Gap
from features.gaps.rules import GAPS
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore
from features.rules import evaluate, policy_behind

GAP_FINDINGS: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "gap": pl.String(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
}
"""One row per gap of a household."""


def gap_policy(gaps: Iterable[Gap] = GAPS) -> set[str]:
    """The policy values that the rules stand on, those of the features that they read included."""
    return policy_behind(gaps)


def find_gaps(records: Records, index: pl.DataFrame, policy: Policy, gaps: Iterable[Gap] = GAPS) -> pl.DataFrame:
    """The gaps of each (`household_id`, `as_of`) of the index, as known that day.

    Returns:
        Columns of `GAP_FINDINGS`, in the order of the index and of the rules.

    Raises:
        PolicyError: a line has no value on a day.
    """
    return evaluate(records, index, policy, gaps, only_hits=True).rename({"rule": "gap"}).select(list(GAP_FINDINGS))


def find_gaps_in_store(store: RecordStore, as_of: dt.date, policy: Policy, households: pl.Series) -> pl.DataFrame:
    """The gaps of these households on a day, columns of `GAP_FINDINGS`, bucket by bucket, so memory holds a bucket.

    Raises:
        PolicyError: a line has no value on that day.
    """

    def gaps_of_bucket(records: Records) -> pl.DataFrame:
        here = described(records)
        index = index_of(here.filter(here.is_in(households.implode())), as_of)
        return find_gaps(records, index, policy) if index.height else pl.DataFrame(schema=GAP_FINDINGS)

    return pl.concat(over_buckets(store, gaps_of_bucket, versions=store.versions()))
