"""Checked rows on their way into the store: what of them says something new, and what comes along with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from features.records.store import RecordStore
from features.records.store.late_arrivals import changes_back
from features.records.store.repeats import Novelty, novelty
from features.records.store.side_tables import PEOPLE, REPEATED

NewRows = Mapping[str, pl.DataFrame]
"""By record table the rows that say something new."""


def land_what_is_new(
    tables: Mapping[str, pl.DataFrame],
    store: RecordStore,
    deliveries: Callable[[NewRows], pl.DataFrame],
    *,
    people_come: bool = True,
) -> NewRows:
    """Land rows that keep their contracts in one landing: those that say something new, and who repeated what.

    Call it inside `writing()`.

    Args:
        tables: rows by record table, in the order in which they were brought.
        deliveries: makes the rows of DELIVERIES.
        people_come: whether rows of members say to which household a person belongs from now on.

    Returns:
        The new rows, by table.
    """
    novelties = {table: _novelty(table, rows, store) for table, rows in tables.items()}
    fresh = {table: new.fresh for table, new in novelties.items()}
    repeated = pl.concat(
        new.repeated.with_columns(table=pl.lit(table)).select(list(REPEATED)) for table, new in novelties.items()
    )
    people = None
    if people_come and "members" in fresh:
        described = fresh["members"].with_columns(described_on="event_date").select(list(PEOPLE))
        people = described.unique(["person_id", "household_id"], keep="first")
    landing = {table: pl.concat([rows, changes_back(rows, table, store)]) for table, rows in fresh.items()}
    store.land(landing, deliveries(fresh), people=people, repeated=repeated)
    return fresh


def _novelty(table: str, rows: pl.DataFrame, store: RecordStore) -> Novelty:
    households = rows.select(pl.col("household_id").unique())
    buckets = {store.bucket_of(household) for household in households.to_series()}
    stored = store.scan(table, buckets=buckets).join(households.lazy(), on="household_id", how="semi")
    return novelty(rows, store.collected(stored)[0], store.withdrawn_facts(table))
