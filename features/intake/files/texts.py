"""Rows of a csv file as text cells. Polars reads what is regular; Python's reader what is not, and tells where."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import polars as pl

from features.intake.files.content import Content
from features.intake.files.decoding import SEPARATORS, decode, separator_of
from features.intake.problems import Bilingual, FileRefusedError

FEWEST_SEPARATORS = 3
"""Of a row that is looked for inside a cell: one or two commas and a line break stand in many an honest remark."""

EXCEL_BLOCK = 16
"""Rows of equal length one after another that are short because Excel wrote them: a row cut in two makes none such."""

WIDEST = 16_384
"""Columns of the widest table: as many as a sheet of Excel has."""

Beginning = list[tuple[list[str], int]]
"""The first rows, and for each how many lines of text they and those before them took."""

Header = tuple[int, Sequence[str | None]]

FindHeader = Callable[[Sequence[Sequence[str | None]]], tuple[int, Sequence[str | None]] | None]
"""Given the first rows: the row number (from 1) and cells of the header, or None."""

_QUOTES = Bilingual(
    "用 Excel 或 WPS 打开，检查该行附近的引号和分隔符；或重新导出后再报送",
    "Open it in Excel or WPS and look at the quotes and separators near that row, or export it again, and deliver it "
    "again",
)


ShortRow = tuple[int, int]
"""Row in the file of a row with fewer cells than the header, and how many it has."""


@dataclass(frozen=True)
class Table:
    """A csv below its header: text columns named `0`, `1`, …; `above` is the row over the header."""

    header_row: int
    headers: Sequence[str | None]
    cells: pl.DataFrame
    above: Sequence[str | None]
    short_rows: tuple[ShortRow, ...]


def csv_table(content: Content, find_header: FindHeader, among: int) -> Table | None:
    """The rows below the header; None when none of the first rows is one.

    Args:
        among: how many rows to look at for the header.

    Raises:
        FileRefusedError: encoding, quotes or separators do not add up.
    """
    text = decode(content.file, content.data)
    separator, beginning, header = _most_headers(content.file, text, find_header, among)
    if header is None:
        return None
    row, cells = header
    if len(cells) > WIDEST:
        raise FileRefusedError(
            content.file,
            Bilingual(
                f"表头有{len(cells)}列，超过{WIDEST}列", f"its header has {len(cells):,} columns, over {WIDEST:,}"
            ),
            _QUOTES,
            row=row,
        )
    lines = beginning[row - 1][1]
    above = beginning[row - 2][0] if row > 1 else []
    body, short_rows = _body(content.file, _after_lines(text, lines), separator, len(cells), row, lines)
    _refuse_swallowed_rows(content.file, body, separator, row)
    return Table(row, cells, body, above, short_rows)


def _most_headers(file: str, text: str, find_header: FindHeader, among: int) -> tuple[str, Beginning, Header | None]:
    """The separator by which the header has most cells, with the first rows and the header that it gives.

    Cells may hold more commas than the table has columns, so counting signs tells nothing where a header is known.
    """
    likeliest = separator_of(text)
    candidates: list[tuple[str, Beginning, Header]] = []
    refusal: FileRefusedError | None = None
    for separator in sorted(SEPARATORS, key=lambda sign: sign != likeliest):
        try:
            beginning = _first_rows(file, text, separator, among)
        except FileRefusedError as error:
            refusal = refusal or (error if separator == likeliest else None)
            continue
        if (header := find_header([cells for cells, _ in beginning])) is not None:
            candidates.append((separator, beginning, header))
    if candidates:
        return max(candidates, key=lambda each: len(each[2][1]))
    if refusal is not None:
        raise refusal
    return likeliest, [], None


def _first_rows(file: str, text: str, separator: str, among: int) -> Beginning:
    """Up to so many rows and, for each, how many lines of text they and those before them took."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    beginning: Beginning = []
    try:
        for cells in reader:
            beginning.append((cells, reader.line_num))
            if len(beginning) == among:
                break
    except csv.Error:
        raise _unbalanced(file, reader.line_num) from None
    return beginning


def _after_lines(text: str, lines: int) -> str:
    position = 0
    for _ in range(lines):
        ends = [end for end in (text.find("\n", position), text.find("\r", position)) if end >= 0]
        if not ends:
            return ""
        end = min(ends)
        position = end + (2 if text.startswith("\r\n", end) else 1)
    return text[position:]


def _body(
    file: str, text: str, separator: str, width: int, header_row: int, header_lines: int
) -> tuple[pl.DataFrame, tuple[ShortRow, ...]]:
    """The rows below the header, and those with fewer cells."""
    columns = dict.fromkeys(map(str, range(width)), pl.String)
    if not text.strip():
        return pl.DataFrame(schema=columns), ()
    if width > 1 and "\r" not in text.replace("\r\n", ""):
        try:
            read = pl.read_csv(
                text.encode("utf-8"),
                separator=separator,
                has_header=False,
                schema=columns,
                truncate_ragged_lines=False,
            )
            # The reader gives null for a cell that is not there; a row that has its last cell is not short.
            if not read.to_series(-1).null_count():
                return read, ()
        except pl.exceptions.PolarsError:
            pass
    rows, short_rows = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for record, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells[width:]):
                raise FileRefusedError(
                    file,
                    Bilingual("该行的单元格比表头的列多", "a row has more cells than the header has columns"),
                    Bilingual(
                        "检查该行单元格内是否有分隔符（如逗号），给该单元格加上引号后重新报送",
                        "Look for a separator inside a cell of that row, put the cell in quotes, and deliver it again",
                    ),
                    row=header_row + record,
                )
            if 0 < len(cells) < width and any(cell.strip() for cell in cells):
                short_rows.append((header_row + record, len(cells)))
            rows.append(cells[:width] + [""] * (width - len(cells)))
    except csv.Error:
        raise _unbalanced(file, header_lines + reader.line_num) from None
    return pl.DataFrame(rows, schema=columns, orient="row"), tuple(_without_blocks(short_rows))


def _without_blocks(short_rows: Sequence[ShortRow]) -> Iterator[ShortRow]:
    """Excel looks at so many rows at a time and leaves out the last columns when all of them are empty there."""
    runs = groupby(enumerate(short_rows), key=lambda each: (each[1][0] - each[0], each[1][1]))
    for _, run in runs:
        rows = [row for _, row in run]
        if len(rows) < EXCEL_BLOCK:
            yield from rows


def _refuse_swallowed_rows(file: str, body: pl.DataFrame, separator: str, header_row: int) -> None:
    """A cell with line breaks and as many separators as a whole row holds what a quote without its partner took in."""
    of_a_row = body.width - 1
    if of_a_row < FEWEST_SEPARATORS or body.is_empty():
        return
    swallows = pl.all().str.contains(r"[\r\n]") & (pl.all().str.count_matches(separator, literal=True) >= of_a_row)
    swallowing = (
        body.select(swallows.fill_null(False)).with_row_index("row").filter(pl.any_horizontal(pl.exclude("row")))
    )
    if swallowing.is_empty():
        return
    raise FileRefusedError(
        file,
        Bilingual(
            "单元格里有换行和整行的分隔符：像是引号没有成对，后面的行被并进了这一格",
            "a cell holds line breaks and a row's worth of separators: a quote without its partner seems to have taken in "
            "the rows after it",
        ),
        _QUOTES,
        row=header_row + 1 + int(swallowing.get_column("row")[0]),
    )


def _unbalanced(file: str, line: int) -> FileRefusedError:
    # The line is where the reader gave up; a quote that was never closed began before it.
    return FileRefusedError(
        file,
        Bilingual(
            f"引号或分隔符不成对（读到第{line}行为止仍对不上）",
            f"its quotes or separators do not add up (read as far as line {line})",
        ),
        _QUOTES,
        row=line,
    )
