"""From a sheet of text to typed columns, with every cell that could not be read accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from features.intake.files.reading import Sheet
from features.intake.problems import Reason
from features.intake.recognising.catalogue import Catalogue, Column, Kind, Source, UnknownHeader
from features.intake.sheets.cells import blank_as_null, clean
from features.intake.sheets.silent import refuse_uncalculated, silent_checks, with_errors_shown
from features.intake.sheets.typed import DOUBTS, TYPES, in_every_form, in_usual_form, looks_odd
from features.intake.sheets.whole import (
    missing_headers,
    number_was_kept,
    positions_of,
    refuse_bare_days_since_1904,
    refuse_rounded_identifiers,
)

WORTH_COUNTING = 10_000
"""Rows from which it pays to look how many different texts a column has."""

ASIDE = {"source_row": pl.Int32(), "column": pl.String(), "reason": pl.String()}
UNREAD = {"source_row": pl.Int32(), "field": pl.String()}


@dataclass(frozen=True)
class Rows:
    """The rows of one sheet in the fields of its source.

    Attributes:
        frame: `source_row` and every field of the source; a field whose header is absent is null.
        aside: rows that were not kept: `source_row`, `column`, `reason`.
        rows_read: rows that were not blank.
        unreadable: how many cells of each other column said something that could not be read; they became null.
        unread: where those cells stand: `source_row`, `field`.
    """

    sheet: Sheet
    source: Source
    frame: pl.DataFrame
    aside: pl.DataFrame
    rows_read: int
    unreadable: Mapping[str, int]
    unknown_headers: tuple[UnknownHeader, ...]
    unread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNREAD))

    def without(self, checks: Iterable[tuple[pl.Expr, str, Reason]]) -> Rows:
        """The rows that pass every check; of a row that fails, the first check tells why.

        Args:
            checks: (expression that is true where a row fails, field or header of the column, reason).
        """
        named_checks = [(fails, self.header_of(column), reason.value) for fails, column, reason in checks]
        if not named_checks or self.frame.is_empty():
            return self
        judged = self.frame.with_columns(
            pl.coalesce(pl.when(fails).then(pl.lit(column)) for fails, column, _ in named_checks).alias("_column"),
            pl.coalesce(pl.when(fails).then(pl.lit(reason)) for fails, _, reason in named_checks).alias("_reason"),
        )
        failed = judged.filter(pl.col("_reason").is_not_null())
        if failed.is_empty():
            return self
        aside = failed.select("source_row", pl.col("_column").alias("column"), pl.col("_reason").alias("reason"))
        kept = judged.filter(pl.col("_reason").is_null()).select(self.frame.columns)
        return replace(self, frame=kept, aside=pl.concat([self.aside, aside]))

    def unread_in(self, field: str) -> pl.Series:
        """The rows whose cell for the field said something that could not be read."""
        return self.unread.filter(pl.col("field") == field).get_column("source_row")

    def with_frame(self, frame: pl.DataFrame) -> Rows:
        return replace(self, frame=frame)

    def has(self, field: str) -> bool:
        """Whether the file has a column for the field."""
        filling = {column.header for column in self.source.kept if column.field == field}
        return any(header and self.source.canonical(header) in filling for header in self.sheet.headers)

    def header_of(self, field: str) -> str:
        """The header that fills a field, in this file's own spelling; the field itself when none does."""
        filling = [column.header for column in self.source.kept if column.field == field]
        spelt = [header for header in self.sheet.headers if header and self.source.canonical(header) in filling]
        return (spelt or filling or [field])[0]


def read_rows(sheet: Sheet, source: Source, missing: Iterable[str], catalogue: Catalogue) -> Rows:
    """The typed rows of a recognised sheet. Raises FileRefusedError for a header missing, or given twice."""
    if missing := tuple(missing):
        raise missing_headers(sheet, source, missing)
    positions = positions_of(sheet, source)
    present = [
        replace(source.columns[told], factor=source.factor(sheet.headers[position]))
        for told, position in positions.items()
    ]
    absent = [column for column in source.kept if column.header not in positions]
    placed = {positions[column.header]: column for column in present}
    read = _without_blank_rows(sheet, _read_columns(with_errors_shown(sheet), placed))
    fields = ["source_row", *(str(column.field) for column in present)]
    read = read.with_columns(
        # A product of floats has a tail; no amount or measure has seven decimals.
        (pl.col(str(column.field)) * column.factor).round(6)
        for column in present
        if column.factor != 1
    )
    frame = read.select(*fields, *(pl.lit(None, TYPES[column.kind]).alias(str(column.field)) for column in absent))
    refuse_uncalculated(sheet, placed)
    refuse_rounded_identifiers(sheet, placed, frame)
    refuse_bare_days_since_1904(sheet, placed)
    counts = read.select((pl.col(_wrote(column)) & pl.col(str(column.field)).is_null()).sum() for column in present)
    unreadable = dict(zip((column.header for column in present), counts.row(0), strict=True))
    decisive = [column for column in present if _decides(column) and unreadable[column.header]]
    doubtful = [column for column in present if read.get_column(_doubt(column)).null_count() < read.height]
    rows = Rows(
        # The texts are not needed any more, and they hold ID numbers and names.
        sheet=replace(sheet, cells=sheet.cells.clear()),
        source=source,
        frame=frame.hstack(read.select(*map(_wrote, decisive), *map(_doubt, doubtful))),
        aside=pl.DataFrame(schema=ASIDE),
        rows_read=frame.height,
        unreadable=_unknown(read, [column for column in present if not _decides(column)]),
        unknown_headers=catalogue.unknown(source, sheet.headers),
        unread=_unread(read, (c for c in present if unreadable[c.header] and not _decides(c))),
    )
    checked = rows.without(
        [
            *silent_checks(sheet, placed, frame),
            *(
                (pl.col(_doubt(column)) == reason.value, str(column.field), reason)
                for column in doubtful
                for reason in DOUBTS
            ),
            *(
                (pl.col(_wrote(column)) & pl.col(str(column.field)).is_null(), str(column.field), _reason(column))
                for column in decisive
            ),
        ]
    )
    checked = replace(checked, frame=checked.frame.select(frame.columns))
    identifiers = [column for column in present if column.kind is Kind.ID]
    suspects = ((number_was_kept(sheet, column, checked.frame), str(column.field)) for column in identifiers)
    return checked.without((looks, field, Reason.KEPT_AS_NUMBER) for looks, field in suspects if looks is not None)


def _unread(read: pl.DataFrame, columns: Iterable[Column]) -> pl.DataFrame:
    """Where the cells of these columns stand that said something and could not be read."""
    places = [
        read.filter(pl.col(_wrote(column)) & pl.col(str(column.field)).is_null()).select(
            "source_row", pl.lit(str(column.field)).alias("field")
        )
        for column in columns
    ]
    return pl.concat([pl.DataFrame(schema=UNREAD), *places])


def _read_columns(cells: pl.DataFrame, columns: Mapping[int, Column]) -> pl.DataFrame:
    """`source_row`, every field typed, and beside it whether its cell said anything.

    Most columns of a long sheet repeat few texts (a sex, a year, a day): those are read once per text.
    """
    distinct = dict.fromkeys(columns, cells.height)
    if cells.height > WORTH_COUNTING:
        counted = cells.select(pl.col(str(position)).n_unique() for position in columns).row(0)
        distinct = dict(zip(columns, counted, strict=True))
    once = {position for position in columns if distinct[position] * 4 < cells.height and cells.height > WORTH_COUNTING}
    each = {position: column for position, column in columns.items() if position not in once}
    parts = [cells.select("source_row"), _read(cells.select(str(position) for position in each), each.values())]
    for position in once:
        texts = cells.select(str(position))
        unique = texts.unique()
        read = unique.hstack(_read(unique, [columns[position]]))
        joined = texts.join(read, on=str(position), how="left", nulls_equal=True, maintain_order="left")
        parts.append(joined.drop(str(position)))
    return pl.concat(parts, how="horizontal")


def _read(cells: pl.DataFrame, columns: Iterable[Column]) -> pl.DataFrame:
    """The columns typed. What the usual form does not fit is read again with every form, which takes longer."""
    by_name = dict(zip(cells.columns, columns, strict=True))
    texts = clean(cells)
    read = texts.select(
        *(in_usual_form(pl.col(name), column).alias(str(column.field)) for name, column in by_name.items()),
        *(blank_as_null(pl.col(name)).is_not_null().alias(_wrote(column)) for name, column in by_name.items()),
        *(pl.lit(None, pl.String).alias(_doubt(column)) for column in by_name.values()),
    )
    if read.is_empty():
        return read
    unread = read.select((pl.col(_wrote(c)) & pl.col(str(c.field)).is_null()).any() for c in by_name.values()).row(0)
    odd = texts.select(looks_odd(pl.all()).any()).row(0)
    for (name, column), *why in zip(by_name.items(), unread, odd, strict=True):
        if any(why):
            again = in_every_form(texts.get_column(name), column)
            read = read.with_columns(
                again.get_column("value").alias(str(column.field)), again.get_column("doubt").alias(_doubt(column))
            )
    return read


def _unknown(read: pl.DataFrame, columns: Sequence[Column]) -> dict[str, int]:
    """How many cells of each column said something that could not be read, those aside that cost their row."""
    counts = read.select(
        (pl.col(_wrote(column)) & pl.col(str(column.field)).is_null() & pl.col(_doubt(column)).is_null())
        .sum()
        .alias(column.header)
        for column in columns
    )
    return {header: int(count) for header, count in counts.row(0, named=True).items() if count} if columns else {}


def _doubt(column: Column) -> str:
    return f"{column.field} in doubt"


def _wrote(column: Column) -> str:
    return f"{column.field} said something"


def _without_blank_rows(sheet: Sheet, read: pl.DataFrame) -> pl.DataFrame:
    """Rows in which no column that is kept says anything are blank unless another column does."""
    wrote = [name for name in read.columns if name.endswith(" said something")]
    if not wrote:
        return read
    silent = ~read.select(pl.any_horizontal(wrote)).to_series()
    if not silent.any():
        return read
    rest = sheet.cells.filter(silent)
    elsewhere = clean(rest.drop("source_row")).select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    blank = rest.filter(~elsewhere).get_column("source_row")
    return read.filter(~pl.col("source_row").is_in(blank.implode()))


def _decides(column: Column) -> bool:
    """Whether an unreadable cell of this column costs the row: without it nobody knows whose or when."""
    return column.kind is Kind.DATE or column.field in {"household_id", "year"}


def _reason(column: Column) -> Reason:
    return Reason.UNREADABLE_KEY if column.field == "household_id" else Reason.UNREADABLE_DATE
