"""Rows that another file of the same day contradicts: somebody has to say which of the two is right."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.intake.contradicting_files import columns_named
from features.records.gate import FACT, without_later_knowledge
from features.records.store import RecordStore
from features.records.store.contradictions import CONTRADICTIONS, contradictions, repetitions_as_claims
from features.records.store.side_tables import ONE_BY_ONE
from features.records.tables import TABLES

CONTRADICTED: dict[str, pl.DataType] = {
    "region_code": pl.String(),
    "township": pl.String(),
    "village": pl.String(),
    "household_id": pl.String(),
    "columns": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "holds_file": pl.String(),
    "holds_sheet": pl.String(),
    "holds_row": pl.Int64(),
}
"""One row per row that does not hold: what the two rows tell differently, in words, and where each of them stands."""

_OF_A_DAY = (*FACT, "known_date")


def contradicted_rows(store: RecordStore, as_of: dt.date, here: pl.DataFrame) -> pl.DataFrame:
    """The contradictions among the files known by a day, about these households, with the columns of CONTRADICTED.

    Withdrawn files contradict nothing.

    Args:
        here: households as `features.workbooks.homes.homes` gives them.
    """
    taken = store.deliveries().join(store.withdrawals(), on="delivery_id", how="anti")
    known = without_later_knowledge({"deliveries": taken}, pl.lit(as_of))["deliveries"]
    # A day on which one file came has nothing to contradict it.
    several = known.filter(pl.col("known_date").is_duplicated()).select("delivery_id", "known_date", "file", "source")
    parts = [pl.DataFrame(schema=CONTRADICTIONS)]
    if several.height:
        parts += [contradictions(table, _claims(store, table, several)) for table in TABLES]
    files = several.select("delivery_id", "file", "source")
    holding = files.rename({"delivery_id": "holds_by", "file": "holds_file", "source": "holds_source"})
    rows = pl.concat(parts).join(here, on="household_id").join(files, on="delivery_id").join(holding, on="holds_by")
    # Who enters something a second time on a day corrects themselves.
    corrected = (pl.col("source") == pl.col("holds_source")) & pl.col("source").is_in(sorted(ONE_BY_ONE))
    rows = rows.filter(~corrected.fill_null(value=False))
    return (
        rows.with_columns(
            pl.Series(
                "columns",
                [columns_named(table, names).zh for table, names in rows.select("table", "columns").iter_rows()],
            ),
            *(pl.col(row).cast(pl.Int64) for row in ("source_row", "holds_row")),
        )
        .rename({"source_sheet": "sheet", "source_row": "row"})
        .select(pl.col(name).cast(kind) for name, kind in CONTRADICTED.items())
        .sort("region_code", "household_id", "file", "sheet", "row", nulls_last=True)
    )


def _claims(store: RecordStore, table: str, several: pl.DataFrame) -> pl.DataFrame:
    """What more than one of these deliveries says of one fact on one day, in the order in which it arrived."""
    rows, again = store.scan(table), store.repeated(table)
    days = several.lazy().select("delivery_id", "known_date")
    keys = [*_OF_A_DAY, "delivery_id"]
    claimed = pl.concat([rows.select(keys), again.lazy().select(keys)]).join(
        days, on=["delivery_id", "known_date"], how="semi"
    )
    facts = (
        claimed.group_by(_OF_A_DAY).agg(pl.col("delivery_id").n_unique()).filter(pl.col("delivery_id") > 1).collect()
    )
    if facts.is_empty():
        return rows.head(0).collect()
    versions = rows.join(facts.lazy(), on=list(FACT), how="semi").collect()
    claims = pl.concat([versions, repetitions_as_claims(again, versions)])
    claims = claims.join(facts, on=_OF_A_DAY, how="semi").join(
        days.collect(), on=["delivery_id", "known_date"], how="semi"
    )
    return claims.sort("known_date", "arrival", "source_row")
