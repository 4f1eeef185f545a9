"""From a delivered file to sheets of text cells: csv, xlsx, xls, and zip archives of these.

Every cell is read as text: an ID that was a number for a moment has lost its last digits.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import fastexcel
import polars as pl

from features.intake.decoding import decode, separator_of
from features.intake.problems import FileRefusedError

WORKBOOKS = {".xlsx", ".xls", ".xlsm"}
READABLE = {*WORKBOOKS, ".csv", ".zip"}

HEADER_WITHIN = 10
"""Rows among which the header is looked for: titles and dates of export stand above it."""

LARGEST_ARCHIVE = 4 * 1024**3
"""Unpacked bytes of an archive beyond which it is no delivery but an accident or an attack."""

CountKnown = Callable[[Sequence[str | None]], int]

_EXPORT_AGAIN = "Open it in Excel or WPS to see whether it is sound, or export it again, and deliver it again"
_COPY_AGAIN = "Copy or export it again (it was probably cut off on the way) and deliver it again"


@dataclass(frozen=True)
class Sheet:
    """One table of a file.

    Attributes:
        cells: text columns named `0`, `1`, … and `source_row`, the row in the file (header and titles included).
    """

    file: str
    name: str | None
    header_row: int
    headers: tuple[str, ...]
    cells: pl.DataFrame


@dataclass(frozen=True)
class Content:
    """A file's bytes under the name by which reports speak of it."""

    file: str
    data: bytes

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.file).suffix.lower()


def contents(path: Path, label: str) -> list[Content]:
    """The file itself, or the files inside when it is a zip. Raises FileRefusedError for a zip that is not whole."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileRefusedError(label, f"the system could not read it ({error.strerror})", _COPY_AGAIN) from None
    if path.suffix.lower() != ".zip":
        return [Content(label, data)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > LARGEST_ARCHIVE:
                raise FileRefusedError(label, "it unpacks to more than 4 GB", "Deliver its files one by one")
            named = [(_member_name(member), member) for member in members]
            return [
                Content(f"{label}/{name}", archive.read(member))
                for name, member in sorted(named, key=lambda pair: pair[0])
                if PurePosixPath(name).suffix.lower() in READABLE - {".zip"} and not _is_by_product(name)
            ]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        # RuntimeError is how the library tells of a password, NotImplementedError of a compression it lacks.
        raise FileRefusedError(
            label, "the zip archive is truncated, damaged or locked by a password", _COPY_AGAIN
        ) from None


def sheets(content: Content, count_known: CountKnown) -> list[Sheet]:
    """The tables of a file whose header could be found. Raises FileRefusedError when it cannot be read or holds none."""
    read = _workbook_sheets if content.suffix in WORKBOOKS else _csv_sheet
    found = list(read(content, count_known))
    if not found:
        or_garbled = "" if content.suffix in WORKBOOKS else ", or its encoding is neither UTF-8 nor GBK"
        raise FileRefusedError(
            content.file,
            f"no row among the first {HEADER_WITHIN} holds headers that intake knows{or_garbled}",
            "Check that it is one of the exports listed in headers.yaml and that its header row is there"
            + ("" if content.suffix in WORKBOOKS else ', and save it as "CSV UTF-8"'),
            row=1,
        )
    return found


def _csv_sheet(content: Content, count_known: CountKnown) -> Iterator[Sheet]:
    text = decode(content.file, content.data)
    separator = separator_of(text)
    try:
        header = _find_header(_first_rows(text, separator), count_known)
        if header is None:
            return
        row, cells, consumed_lines = header
        rows = _csv_body(_after_lines(text, consumed_lines), separator, len(cells))
    except csv.Error as error:
        raise FileRefusedError(
            content.file, f"its quotes or separators do not add up ({error})", _EXPORT_AGAIN
        ) from None
    if isinstance(rows, ExtraCells):
        raise FileRefusedError(
            content.file,
            "a row has more cells than the header has columns",
            "Look for a separator inside a cell of that row, put the cell in quotes, and deliver it again",
            row=row + rows.record,
        )
    yield _sheet(content.file, None, row, cells, rows)


def _first_rows(text: str, separator: str) -> list[tuple[list[str | None], int]]:
    """Up to HEADER_WITHIN rows and, for each, how many lines of text they and those before them took."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[tuple[list[str | None], int]] = []
    for cells in reader:
        found.append((list(cells), reader.line_num))
        if len(found) == HEADER_WITHIN:
            break
    return found


def _after_lines(text: str, lines: int) -> str:
    position = 0
    for _ in range(lines):
        ends = [end for end in (text.find("\n", position), text.find("\r", position)) if end >= 0]
        if not ends:
            return ""
        end = min(ends)
        position = end + (2 if text.startswith("\r\n", end) else 1)
    return text[position:]


@dataclass(frozen=True)
class ExtraCells:
    """A record below the header, counted from 1, that is wider than the header."""

    record: int


def _csv_body(text: str, separator: str, width: int) -> pl.DataFrame | ExtraCells:
    """The rows below the header. Polars reads what is regular; Python's reader what is not, and tells where."""
    columns = [str(position) for position in range(width)]
    if not text.strip():
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    if width > 1 and "\r" not in text.replace("\r\n", ""):
        try:
            return pl.read_csv(
                text.encode("utf-8"),
                separator=separator,
                has_header=False,
                schema=dict.fromkeys(columns, pl.String),
                truncate_ragged_lines=False,
            )
        except pl.exceptions.PolarsError:
            pass
    rows = []
    for record, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1):
        if any(cell.strip() for cell in cells[width:]):
            return ExtraCells(record)
        rows.append(cells[:width] + [""] * (width - len(cells)))
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _workbook_sheets(content: Content, count_known: CountKnown) -> Iterator[Sheet]:
    try:
        book = fastexcel.read_excel(content.data)
        frames = [
            (name, book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars())
            for name in book.sheet_names
        ]
    except BaseException as error:
        # The reader is Rust: some damaged workbooks make it panic, which Python does not see as an Exception.
        if isinstance(error, fastexcel.FastExcelError | pl.exceptions.PolarsError) or _is_panic(error):
            raise FileRefusedError(
                content.file, "the workbook is truncated, damaged or locked by a password", _COPY_AGAIN
            ) from None
        raise
    for name, frame in frames:
        beginning: list[tuple[list[str | None], int]] = [(list(row), 0) for row in frame.head(HEADER_WITHIN).rows()]
        header = _find_header(beginning, count_known)
        if header is not None:
            row, cells, _ = header
            body = frame[row:]
            yield _sheet(
                content.file, name, row, cells, body.rename(dict(zip(body.columns, _names(body), strict=True)))
            )


def _is_panic(error: BaseException) -> bool:
    """Every extension module brings a PanicException of its own, so only the name tells."""
    return type(error).__name__ == "PanicException"


def _names(frame: pl.DataFrame) -> list[str]:
    return [str(position) for position in range(frame.width)]


def _find_header(
    rows: Sequence[tuple[list[str | None], int]], count_known: CountKnown
) -> tuple[int, list[str | None], int] | None:
    """Row number (from 1), cells and lines consumed of the row that says most, or None when none says anything."""
    scored = [(count_known(cells), -number, cells, lines) for number, (cells, lines) in enumerate(rows, 1)]
    known, negative, cells, lines = max(scored, key=lambda row: row[:2], default=(0, 0, [], 0))
    return (-negative, cells, lines) if known else None


def _sheet(file: str, name: str | None, header_row: int, headers: Sequence[str | None], cells: pl.DataFrame) -> Sheet:
    numbered = cells.with_row_index("source_row", offset=header_row + 1).with_columns(
        pl.col("source_row").cast(pl.Int32)
    )
    return Sheet(file, name, header_row, tuple(header or "" for header in headers), numbered)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name. Windows writes GBK names without saying so; the library then reads them as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _is_by_product(name: str) -> bool:
    """Files that systems leave beside the real ones: hidden ones and the locks of open workbooks."""
    path = PurePosixPath(name)
    return path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
