"""The features of households on one day, for questions that no model asks."""

from __future__ import annotations

import polars as pl

from features.context.keeping import context_wanted_by
from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore


def features_on(rows: pl.DataFrame, names: tuple[str, ...], store: RecordStore, policy: Policy) -> pl.DataFrame:
    """The rows with these features, bucket by bucket.

    Args:
        rows: `household_id`, `as_of`, `region_code` and what else is to be kept.
    """
    versions = store.versions()
    days = rows["as_of"].unique().sort().to_list()
    context = context_wanted_by(names, store, days, versions=versions)
    parts = []
    for bucket in range(store.buckets):
        records = Records(store.records(buckets=[bucket], versions=versions), context)
        households = records.tables["households"].select("household_id").unique()
        here = rows.join(households, on="household_id", how="semi", maintain_order="left")
        if here.height:
            parts.append(here.hstack(feature_frame(records, here, policy, names).select(names)))
    return pl.concat(parts)
