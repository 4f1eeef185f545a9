"""The features of households on one day, for questions that no model asks."""

from __future__ import annotations

import polars as pl

from features.context.cache import context_wanted_by
from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
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

    def of_bucket(records: Records) -> pl.DataFrame | None:
        here = rows.join(described(records).to_frame(), on="household_id", how="semi", maintain_order="left")
        return here.hstack(feature_frame(records, here, policy, names).select(names)) if here.height else None

    parts = over_buckets(store, of_bucket, versions=versions, context=context)
    return pl.concat(part for part in parts if part is not None)
