"""What answers about households rest on, of many at once, as numbers and names: words are made where somebody reads."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from features.basis.known import DESCRIBING, TABLE_NAMES, known_on
from features.basis.wording import Basis, basis_in_words
from features.checks.finding import found_by
from features.checks.registry import checks
from features.checks.wording import Kind, Subject, Theme
from features.policy.loading import Policy
from features.records.collecting import lists_by_row
from features.records.contracts import all_flagged
from features.records.gate import Records
from features.records.tables import polars_schema

BASIS: dict[str, pl.DataType] = {
    "rests_on": pl.List(
        pl.Struct({"table": pl.String, "rows": pl.Int64, "newest_event": pl.Date, "newest_known": pl.Date})
    ),
    "missing": pl.List(pl.Struct({"table": pl.String, "rows": pl.Int64})),
    "warnings": pl.List(
        pl.Struct(
            {
                "rule": pl.String,
                "table": pl.String,
                "event_date": pl.Date,
                "known_date": pl.Date,
                "delivery_id": pl.String,
                "source_row": pl.Int32,
            }
        )
    ),
}
"""What a `Basis` is made of, as numbers and names. `missing.rows`: so many rows are about people who are on no list of members; 0: the
table has no row at all."""


def basis(records: Records, index: pl.DataFrame, policy: Policy, at_hand: pl.DataFrame | None = None) -> Basis:
    """What is known of one household on one day, and how far it can be relied on.

    Args:
        index: the household and the day, one row.
        at_hand: as `bases`.

    Raises:
        PolicyError: a limit has no value on the day of an event.
    """
    return basis_in_words(bases(records, index, policy, at_hand).row(0, named=True))


def bases(records: Records, index: pl.DataFrame, policy: Policy, at_hand: pl.DataFrame | None = None) -> pl.DataFrame:
    """The same of many households on one day, without words: columns of BASIS, a row for each of the index, in its order.

    Args:
        index: households, each once, on one day.
        at_hand: what checks find in their records, those of `checks_of_members` among them (`features.checks.finding.find`), where
            they were asked already.

    Raises:
        PolicyError: a limit has no value on the day of an event of some household.
    """
    if index.is_empty():
        return pl.DataFrame(schema=BASIS)
    known = known_on(records, index)
    counted = _counted(known, index.height)
    parts = {
        "rests_on": counted,
        "missing": _missing(known, counted),
        "warnings": _warnings(records, index, known, policy, at_hand),
    }
    return pl.DataFrame({name: lists_by_row(rows, index.height, BASIS[name]) for name, rows in parts.items()})


def _counted(known: Mapping[str, pl.DataFrame], height: int) -> pl.DataFrame:
    """Of each row and table how many rows were known, and their newest days."""
    every = [
        known[table].select("row", pl.lit(table).alias("table"), "event_date", "known_date") for table in TABLE_NAMES
    ]
    counts = (
        pl.concat(every)
        .group_by("row", "table")
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            pl.col("event_date").max().alias("newest_event"),
            pl.col("known_date").max().alias("newest_known"),
        )
    )
    cells = pl.DataFrame(
        {
            "row": pl.int_range(height, dtype=pl.UInt32, eager=True).repeat_by(len(TABLE_NAMES)).explode(),
            "table": pl.Series(list(TABLE_NAMES) * height, dtype=pl.String),
        }
    )
    counted = cells.join(counts, on=["row", "table"], how="left", maintain_order="left")
    return counted.with_columns(pl.col("rows").fill_null(0))


def _missing(known: Mapping[str, pl.DataFrame], counted: pl.DataFrame) -> pl.DataFrame:
    without = counted.filter(pl.col("table").is_in(DESCRIBING), pl.col("rows") == 0).select("row", "table", "rows")
    people = [
        known[table].select("row", pl.lit(table).alias("table"), "person_id")
        for table in TABLE_NAMES
        if table != "members" and "person_id" in known[table].columns
    ]
    listed = known["members"].select("row", "person_id").unique()
    of_others = pl.concat(people).join(listed, on=["row", "person_id"], how="anti").group_by("row", "table").len("rows")
    order = pl.DataFrame({"table": list(TABLE_NAMES)}, schema={"table": pl.String}).with_row_index("_order")
    in_order = (
        of_others.join(order, on="table").sort("row", "_order").select("row", "table", pl.col("rows").cast(pl.Int64))
    )
    return pl.concat([without, in_order]).sort("row", maintain_order=True)


def _warnings(
    records: Records,
    index: pl.DataFrame,
    known: Mapping[str, pl.DataFrame],
    policy: Policy,
    at_hand: pl.DataFrame | None,
) -> pl.DataFrame:
    homes = known["households"].group_by("row", maintain_order=True).agg(pl.col("region_code").last())
    rows = {
        table: _at_home(of_table, homes).select(*polars_schema(table), "region_code")
        if "region_code" not in polars_schema(table)
        else of_table.select(list(polars_schema(table)))
        for table, of_table in known.items()
        if of_table.height
    }
    place = ["event_date", "known_date", "delivery_id", "source_row"]
    flags = all_flagged(rows.items(), policy).select(
        "household_id", pl.concat_str("table", pl.lit("."), "rule").alias("rule"), "table", *place
    )
    as_of = index["as_of"][0]
    contradicted = found_by(checks_of_members(), at_hand, records, as_of, policy).select(
        "household_id", pl.col("check").alias("rule"), pl.lit(None, dtype=pl.String).alias("table"), *place
    )
    whose = index.select("household_id").with_row_index("row")
    there = pl.concat([flags, contradicted]).join(whose, on="household_id", how="inner", maintain_order="left")
    return there.select("row", "rule", "table", *place).sort("row", maintain_order=True)


def _at_home(rows: pl.DataFrame, homes: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table that tells no place with that of each household, where limits are looked up."""
    return rows.join(homes, on="row", how="left", maintain_order="left")


@cache
def checks_of_members() -> tuple[str, ...]:
    """The checks of who makes up a household that one household's records suffice for."""
    return tuple(
        check.id
        for check in checks().values()
        if check.theme is Theme.MEMBERS and check.kind is Kind.CONTRADICTION and check.subject is not Subject.ACROSS
    )
