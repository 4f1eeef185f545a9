"""Rows of delivered files that are not in the records: for whoever sent the file, not for a village."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.intake.problems import Reason
from features.intake.recognising.catalogue import catalogue
from features.records.gate import without_later_knowledge
from features.records.store import RecordStore

SET_ASIDE: dict[str, pl.DataType] = {
    "department": pl.String(),
    "source": pl.String(),
    "known_date": pl.Date(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "column": pl.String(),
    "reason": pl.String(),
    "what_to_do": pl.String(),
}
"""One row per row not kept; `source` in the office's words, `what_to_do` the Chinese half of the advice."""


def rows_set_aside(store: RecordStore, as_of: dt.date) -> pl.DataFrame:
    """The rows not kept of the files known by a day, with the columns of SET_ASIDE, by department, newest file first.

    A row that waited to be told whose it is is judged as people have decided by that day: confirmed, it is in the records;
    refused, it is one of somebody on no roster.
    """
    files = without_later_knowledge({"deliveries": store.deliveries()}, pl.lit(as_of))["deliveries"]
    words = {name: source.zh for name, source in catalogue().sources.items()}
    sources = pl.col("source").str.split("+").list.eval(pl.element().replace(words)).list.join("、")
    return (
        _as_decided(store, as_of)
        .join(files.select("delivery_id", "department", sources.alias("source"), "known_date"), on="delivery_id")
        .with_columns(pl.col("what_to_do").str.split(" | ").list.first())
        .sort(
            *("department", "source", "known_date", "file", "sheet", "row", "column"),
            descending=[False, False, True, False, False, False, False],
        )
        .select(list(SET_ASIDE))
    )


_ROW = ("delivery_id", "sheet", "row")


def _as_decided(store: RecordStore, as_of: dt.date) -> pl.DataFrame:
    """The rows set aside without those that people have confirmed, and those that they refused as such."""
    sides = without_later_knowledge({"links": store.links(), "decided": store.link_decisions()}, pl.lit(as_of))
    pairs = sides["decided"].unique(["identity", "person_id"], keep="last", maintain_order=True)
    judged = sides["links"].join(pairs, on=["identity", "person_id"]).group_by(_ROW).agg(pl.col("accepted").last())
    waited = pl.col("reason") == Reason.POSSIBLE_MATCH.value
    refused = waited & ~pl.col("accepted")
    return (
        store.set_aside()
        .join(judged, on=_ROW, how="left", nulls_equal=True, maintain_order="left")
        .filter((~waited | ~pl.col("accepted")).fill_null(value=True))
        .with_columns(
            pl.when(refused).then(pl.lit(word)).otherwise(name).alias(name)
            for name, word in (("reason", Reason.UNMATCHED.value), ("what_to_do", Reason.UNMATCHED.zh))
        )
    )
