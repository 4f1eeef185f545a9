"""Deliveries of one day that contradict each other about the same fact: the last to arrive holds, but never in silence."""

from __future__ import annotations

import polars as pl

from features.records.gate import FACT
from features.records.store.repeats import BROUGHT_BY

CONTRADICTIONS: dict[str, pl.DataType] = {
    "table": pl.String(),
    "household_id": pl.String(),
    "columns": pl.List(pl.String()),
    "delivery_id": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int32(),
    "holds_by": pl.String(),
    "holds_sheet": pl.String(),
    "holds_row": pl.Int32(),
}
"""One row per delivered row that another delivery of its day contradicts: in which columns, where it stands, and where
the row stands that holds in its place."""

_DAY = (*FACT, "known_date")
_CLAIM = (*_DAY, "delivery_id")


def contradictions(table: str, claims: pl.DataFrame) -> pl.DataFrame:
    """The claims about one fact that differ from what another delivery of the same day says, with the columns of CONTRADICTIONS.

    An empty cell contradicts nothing: unknown is not another value. Of several rows of one delivery the last counts.

    Args:
        table: the record table.
        claims: rows of the table, repetitions included, in the order in which they arrived.
    """
    several = claims.filter(pl.struct(_DAY).is_duplicated()) if claims.height else claims
    if several.is_empty():
        return pl.DataFrame(schema=CONTRADICTIONS)
    last = several.unique(_CLAIM, keep="last", maintain_order=True)
    holding = last.unique(_DAY, keep="last", maintain_order=True)
    pairs = last.join(holding, on=_DAY, suffix=_HOLDS, maintain_order="left")
    pairs = pairs.filter(pl.col("delivery_id") != pl.col(f"delivery_id{_HOLDS}"))
    differing = pl.concat_list(
        # A comparison with an unknown value is itself unknown, which is no difference.
        pl.when(pl.col(name) != pl.col(f"{name}{_HOLDS}")).then(pl.lit(name))
        for name in claims.columns
        if name not in (*_DAY, *BROUGHT_BY)
    )
    differences = pairs.select(
        pl.lit(table).alias("table"),
        "household_id",
        differing.list.drop_nulls().alias("columns"),
        *("delivery_id", "source_sheet", "source_row"),
        pl.col(f"delivery_id{_HOLDS}").alias("holds_by"),
        pl.col(f"source_sheet{_HOLDS}").alias("holds_sheet"),
        pl.col(f"source_row{_HOLDS}").alias("holds_row"),
    )
    return differences.filter(pl.col("columns").list.len() > 0).select(
        pl.col(name).cast(kind) for name, kind in CONTRADICTIONS.items()
    )


def repetitions_as_claims(repeated: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that told nothing new, with what they said: it stands in the version that they repeat.

    Args:
        repeated: columns of REPEATED, of one table.
        rows: rows of the table, the repeated versions among them.
    """
    content = rows.drop(
        [name for name in BROUGHT_BY if name in rows.columns and name not in ("known_date", "delivery_id")]
    )
    said = content.unique([*_CLAIM], keep="last").rename({"known_date": "said_on", "delivery_id": "said_by"})
    return repeated.join(said, on=[*FACT, "said_on", "said_by"]).select(rows.columns)


_HOLDS = " that holds"
