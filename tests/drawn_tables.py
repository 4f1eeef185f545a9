"""Records drawn as tables, so that a test reads as the story that it tells."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.frame import feature_frame, index_of
from features.language import Measure
from features.language.plan import measured as evaluate
from features.language.plan import plan_of, prepared
from features.policy.loading import Policy
from features.records.gate import Records, as_index, rows_known_by
from features.records.tables import polars_schema

POLICY = Policy.load()


def drawn(table: str, drawing: str) -> pl.DataFrame:
    """Rows of a record table from `column | column` lines; an empty cell is unknown.

    Left out: `household_id` is H1, `record_id` the row's number, `known_date` the event's day, `delivery_id` d1.
    """
    lines = [line.strip() for line in drawing.strip().splitlines()]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    text = pl.DataFrame(
        {name: [row[position] or None for row in rows] for position, name in enumerate(header)},
        schema=dict.fromkeys(header, pl.String),
    )
    defaults = {
        "household_id": pl.lit("H1"),
        "record_id": pl.concat_str(pl.lit(f"{table}-"), pl.int_range(pl.len()).cast(pl.String)),
        "event_date": pl.col("known_date") if "known_date" in header else pl.lit("2024-01-01"),
        "delivery_id": pl.lit("d1"),
    }
    filled = text.with_columns(value.alias(name) for name, value in defaults.items() if name not in header)
    if "known_date" not in header:
        filled = filled.with_columns(known_date=pl.col("event_date"))
    schema = polars_schema(table)
    return filled.select(
        _typed(pl.col(name), dtype) if name in filled.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in schema.items()
    )


def _typed(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Boolean:
        return column == "yes"
    if dtype == pl.Date:
        return column.str.to_date("%Y-%m-%d")
    return column.cast(dtype)


def value(name: str, as_of: str, household: str = "H1", **tables: pl.DataFrame) -> float | None:
    """One feature of one household on one day."""
    index = pl.DataFrame({"household_id": [household], "as_of": [dt.date.fromisoformat(as_of)]})
    found: float | None = feature_frame(Records(tables), index, POLICY, [name])[name][0]
    return found


def measured(measure: Measure, as_of: str, table: str, drawing: str) -> float | None:
    """What a measure, not yet a feature, says about H1 by the drawn rows."""
    index = as_index(index_of(["H1"], dt.date.fromisoformat(as_of)))
    rows = rows_known_by(index, Records({table: drawn(table, drawing)}).versions[table])
    plan = plan_of({"value": measure.or_absent(None)}, pl.DataFrame({"value": [None]}, schema={"value": pl.Float64}))
    found: float | None = evaluate(plan, prepared(plan, rows.lazy(), 1).collect(), 1).collect()["value"][0]
    return found
