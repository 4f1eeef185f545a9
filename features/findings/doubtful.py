"""Rows that may be a listed person's, though their ID number is not the listed one: people decide."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.intake.linkage.bands import Band
from features.intake.recognising.catalogue import catalogue
from features.records.gate import without_later_knowledge
from features.records.store import RecordStore

WAITING = [Band.REVIEW.value, Band.TWICE.value]
"""Bands whose rows wait until somebody decides."""

DOUBTFUL: dict[str, pl.DataType] = {
    "region_code": pl.String(),
    "township": pl.String(),
    "village": pl.String(),
    "household_id": pl.String(),
    "source": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "match_weight": pl.Float64(),
}
"""One row per row of a file; the household is the one to which the likeliest person belongs."""


def doubtful_rows(store: RecordStore, as_of: dt.date, here: pl.DataFrame) -> pl.DataFrame:
    """What nobody has decided yet by a day and may be of these households' people, with the columns of DOUBTFUL.

    Args:
        here: households as `features.workbooks.homes.homes` gives them.
    """
    sides = {"links": store.links(), "decided": store.link_decisions(), "people": store.people()}
    known = without_later_knowledge(sides, pl.lit(as_of))
    belongs = known["people"].unique("person_id", keep="last", maintain_order=True).select("person_id", "household_id")
    words = {name: source.zh for name, source in catalogue().sources.items()}
    return (
        known["links"]
        .filter(pl.col("band").is_in(WAITING))
        .join(known["decided"], on=["identity", "person_id"], how="anti")
        .join(belongs, on="person_id")
        .join(here, on="household_id")
        .join(store.deliveries().select("delivery_id", "file"), on="delivery_id")
        .with_columns(pl.col("source").replace(words))
        .sort("region_code", "household_id", "file", "sheet", "row", nulls_last=True)
        .select(list(DOUBTFUL))
    )
