"""What can be wrong with the rows of an imported table: columns, cells, rules, contradictions."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from features.records.contracts import rules
from features.records.gate import FACT
from features.records.novelty import BROUGHT_BY
from features.records.tables import TABLES, polars_schema

FILLED_IN = ("record_id", "delivery_id", "source_row")
"""Columns that a file may leave out: they are worked out from its content."""

IDENTIFIER_LENGTH = 16
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")


@dataclass(frozen=True)
class BadRows:
    """What is wrong in a file: the first row of its kind, and how many more."""

    file: str
    problem: str
    what_to_do: str
    row: int | None = None
    column: str | None = None
    rows: int = 1

    def __str__(self) -> str:
        place = self.file
        place += f", row {self.row}" if self.row is not None else ""
        place += f", column {self.column}" if self.column else ""
        more = f" (and {self.rows - 1} more rows)" if self.rows > 1 else ""
        return f"{place}: {self.problem}{more}. {self.what_to_do}."


def column_problems(file: str, table: str, columns: Sequence[str]) -> Iterator[BadRows]:
    schema = TABLES[table].columns()
    for column in columns:
        if column not in schema:
            near = difflib.get_close_matches(column, schema, n=1)
            hint = f"Did you mean {near[0]}? " if near else ""
            yield BadRows(
                file,
                "the table has no such column",
                f"{hint}`fanpin records describe` lists the columns",
                column=column,
            )
    for name, described in schema.items():
        if not described.nullable and name not in columns and name not in FILLED_IN:
            yield BadRows(file, "this column is compulsory and absent", "Add it", column=name)


def typed(file: str, table: str, raw: pl.DataFrame) -> tuple[pl.DataFrame, list[BadRows]]:
    """Every column in its type; null stays null, and what cannot be read is told."""
    schema = polars_schema(table)
    read = raw.select(
        (_cast(name, raw.schema[name], kind) if name in raw.columns else pl.lit(None, kind)).alias(name)
        for name, kind in schema.items()
    )
    problems = []
    for name in raw.columns:
        lost = (raw.get_column(name).is_not_null() & read.get_column(name).is_null()).arg_true()
        if lost.len():
            kind = "yyyy-MM-dd" if schema[name] == pl.Date else str(schema[name])
            problems.append(
                BadRows(file, f"the cell is no {kind}", f"Write it as {kind}", _row(file, lost[0]), name, lost.len())
            )
    return read, problems


def _cast(name: str, given: pl.DataType, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Boolean and given == pl.String:
        return pl.when(column.is_in(TRUE)).then(True).when(column.is_in(FALSE)).then(False)
    if kind == pl.Date and given == pl.String:
        return column.str.to_date("%Y-%m-%d", strict=False)
    return column.cast(kind, strict=False)


def filled_in(file: str, table: str, rows: pl.DataFrame, delivery_id: str) -> pl.DataFrame:
    """Identities where the file leaves them out: of the fact, the hash of all that the row says about it."""
    rows = rows.with_columns(
        pl.col("delivery_id").fill_null(delivery_id),
        pl.col("source_row").fill_null(places(file)),
    )
    if not rows.get_column("record_id").null_count():
        return rows
    said = [name for name in polars_schema(table) if name not in (*FILLED_IN, *BROUGHT_BY)]
    texts = rows.select(pl.concat_str((pl.col(name).cast(pl.String).fill_null("") for name in said), separator="\x1f"))
    hashed = [hashlib.sha256(text.encode()).hexdigest()[:IDENTIFIER_LENGTH] for text in texts.to_series()]
    return rows.with_columns(pl.col("record_id").fill_null(pl.Series(hashed, dtype=pl.String)))


def broken_rules(file: str, table: str, rows: pl.DataFrame) -> Iterator[BadRows]:
    _, failure = TABLES[table].filter(rows)
    if not len(failure):
        return
    details = failure.details()
    for name, count in sorted(failure.counts().items()):
        first = details.filter(pl.col(name) == "invalid").get_column("source_row")[0]
        rule = rules(table)[name]
        yield BadRows(file, f"{rule.meaning} ({rule.id})", f"{rule.to_do}", int(first), rule.column, int(count))


def contradictions(file: str, rows: pl.DataFrame) -> Iterator[BadRows]:
    """One fact told twice with different content on one day: nobody could say which holds."""
    content = [name for name in rows.columns if name not in BROUGHT_BY and name not in FACT]
    told = rows.unique([*FACT, "known_date", *content], keep="first", maintain_order=True)
    twice = told.filter(pl.struct(*FACT, "known_date").is_duplicated())
    if twice.height:
        yield BadRows(
            file,
            "the same household_id, record_id and known_date stand in two rows that say different things",
            "Give different facts different record_ids, or leave the column out",
            twice.get_column("source_row")[1],
            "record_id",
            twice.height // 2,
        )


def _row(file: str, position: int) -> int:
    """The row as a person counts it: a csv has its header first, Parquet has none."""
    return position + (2 if file.endswith(".csv") else 1)


def places(file: str) -> pl.Expr:
    first = _row(file, 0)
    return pl.int_range(first, pl.len() + first, dtype=pl.Int32)
