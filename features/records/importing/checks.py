"""What can be wrong with the rows of an imported table: columns, cells, rules, contradictions."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.records.contracts import rules
from features.records.gate import FACT
from features.records.importing.readings import read_column, unclear_codes
from features.records.store.repeats import BROUGHT_BY
from features.records.tables import TABLES, polars_schema

FILLED_IN = ("record_id", "delivery_id", "source_row")
"""Columns that a file may leave out: they are worked out from its content."""

IDENTIFIER_LENGTH = 16


@dataclass(frozen=True)
class BadRows:
    """What is wrong in a file: the first row of its kind, and how many there are."""

    file: str
    problem: Bilingual
    what_to_do: Bilingual
    row: int | None = None
    column: str | None = None
    rows: int = 1

    def __str__(self) -> str:
        zh, en = self.file, self.file
        if self.row is not None:
            zh, en = f"{zh}，第{self.row}行", f"{en}, row {self.row}"
        if self.column:
            zh, en = f"{zh}，“{self.column}”列", f"{en}, column {self.column}"
        also = Bilingual(f"（另有{self.rows - 1}行）", f" (and {self.rows - 1} more rows)")
        problem = self.problem.and_also(also) if self.rows > 1 else self.problem
        return f"{zh}：{problem.zh}。{self.what_to_do.zh}。 | {en}: {problem.en}. {self.what_to_do.en}."


class ImportRefusedError(FanpinError):
    """Nothing landed; `problems` are all that was found, in every file."""

    def __init__(self, problems: Sequence[BadRows]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def rows_checked(
    file: str,
    table: str,
    raw: pl.DataFrame,
    delivery_id: str,
    problems: list[BadRows],
    wrong: Sequence[BadRows] = (),
) -> pl.DataFrame | None:
    """Rows in the table's schema, or None after adding everything that is wrong to `problems`.

    Args:
        raw: as they were brought.
        wrong: what is known to be wrong already.
    """
    wrong = [*wrong, *column_problems(file, table, raw.columns)]
    if wrong:
        problems += wrong
        return None
    rows, unreadable = typed(file, table, raw)
    rows = filled_in(file, table, rows, delivery_id)
    # The file's own source_row may be anything: problems are told by the place in this file.
    counted = rows.with_columns(source_row=places(file))
    wrong = unreadable or list(broken_rules(file, table, counted)) or list(contradictions(file, counted))
    problems += wrong
    return None if wrong else rows


def column_problems(file: str, table: str, columns: Sequence[str]) -> Iterator[BadRows]:
    schema = TABLES[table].columns()
    for column in columns:
        if column not in schema:
            yield BadRows(
                file,
                Bilingual("该表没有这一列", "the table has no such column"),
                did_you_mean(column, schema).and_also(
                    Bilingual("`fanpin records describe` 列出各列", "`fanpin records describe` lists the columns")
                ),
                column=column,
            )
    for name, described in schema.items():
        if not described.nullable and name not in columns and name not in FILLED_IN:
            yield BadRows(
                file,
                Bilingual("缺少这一必需列", "this column is compulsory and absent"),
                Bilingual("补上该列", "Add it"),
                column=name,
            )


def short_lines(file: str, content: bytes) -> Iterator[BadRows]:
    """Lines of a csv with fewer cells than the header: what is missing would read as unknown. Raises csv.Error."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    width = len(next(lines))
    short = [position for position, cells in enumerate(lines) if cells and len(cells) < width]
    if short:
        yield BadRows(
            file,
            Bilingual("该行的单元格比表头少", "the row has fewer cells than the header"),
            Bilingual("补全分隔符，未知的留空", "Write all its separators, with nothing between them for unknown"),
            _row(file, short[0]),
            rows=len(short),
        )


def did_you_mean(word: str, known: Iterable[str]) -> Bilingual:
    """The nearest known word as a question, nothing where none is near."""
    near = difflib.get_close_matches(word, known, n=1)
    return Bilingual(f"是否应为 {near[0]}？", f"Did you mean {near[0]}? ") if near else Bilingual("", "")


def typed(file: str, table: str, raw: pl.DataFrame) -> tuple[pl.DataFrame, list[BadRows]]:
    """Every column in its documented type; null stays null, and what cannot be read exactly is told."""
    schema = polars_schema(table)
    read: dict[str, pl.Series] = {}
    problems = []
    for name in raw.columns:
        read[name], refused = read_column(raw.get_column(name), schema[name])
        if _is_identifier(table, name):
            refused += unclear_codes(read[name])
        problems += [
            BadRows(file, one.problem, one.to_do, _row(file, one.position), name, one.cells) for one in refused
        ]
    rows = raw.select(read.get(name, pl.lit(None, kind)).alias(name) for name, kind in schema.items())
    return rows, problems


def _is_identifier(table: str, name: str) -> bool:
    """Whether a column names somebody or something: text that is no word of a closed set and no title of a sheet."""
    column = TABLES[table].columns()[name]
    return column.dtype == pl.String and not (column.metadata or {})["values"] and name != "source_sheet"


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
        meaning = rule.meaning.and_also(Bilingual(f" ({rule.id})", f" ({rule.id})"))
        yield BadRows(file, meaning, rule.to_do, int(first), rule.column, int(count))


def contradictions(file: str, rows: pl.DataFrame) -> Iterator[BadRows]:
    """One fact told twice with different content on one day: nobody could say which holds."""
    content = [name for name in rows.columns if name not in BROUGHT_BY and name not in FACT]
    told = rows.unique([*FACT, "known_date", *content], keep="first", maintain_order=True)
    twice = told.filter(pl.struct(*FACT, "known_date").is_duplicated())
    if twice.height:
        yield BadRows(
            file,
            Bilingual(
                "household_id、record_id、known_date 相同的两行内容不同",
                "the same household_id, record_id and known_date stand in two rows that say different things",
            ),
            Bilingual(
                "不同的事实用不同的 record_id，或不写该列",
                "Give different facts different record_ids, or leave the column out",
            ),
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
