"""Binary workbooks (.xls) are read in a process of their own.

They tell their own lengths, and the reader believes them: a damaged one can ask for more memory than there is, which
ends the process without a word. Here it ends this one, with a limit, and the intake goes on. Run as a script it reads a
workbook from its input and writes its sheets to its output, each as a line of JSON and that many bytes of Arrow.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import BinaryIO

import fastexcel
import polars as pl

MEMORY = 4 * 1024**3
"""Bytes of address space. The largest sheet of a binary workbook, 65,536 rows in 256 columns, needs a quarter."""

LONGEST = 120
"""Seconds after which a reader that has not finished is going in circles."""


LONGER_THAN_EXCEL_KEEPS = r"^[0-9]{16,38}$"
"""Of a number Excel keeps 15 digits: what is longer has lost its end when it was a number once."""

Place = tuple[int, int]
"""Row and column of a cell, both from 0."""

SheetRead = tuple[str, bool, pl.DataFrame, list[Place]]
"""Name, whether it is hidden, text cells, and the places of cells that are numbers of more digits than Excel keeps."""


class UnreadableError(Exception):
    """The workbook could not be read."""


class LimitError(UnreadableError):
    """Reading it would have taken more memory or time than there is for it: it is damaged, or too large."""


def read_sheets(book: fastexcel.ExcelReader, no_cells: frozenset[str] = frozenset()) -> Iterator[SheetRead]:
    """Every sheet of an opened workbook, one at a time.

    Args:
        no_cells: the names of charts and the like, which hold none and are not opened.
    """
    for name in book.sheet_names:
        if name in no_cells:
            yield name, False, pl.DataFrame(), []
            continue
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        cells = sheet.to_polars()
        yield name, sheet.visible != "visible", cells, _long_numbers(book, name, cells)


def _long_numbers(book: fastexcel.ExcelReader, name: str, cells: pl.DataFrame) -> list[Place]:
    """As text a number looks like any other digits. Asked for truth values, the reader answers for numbers alone."""
    long = cells.select(pl.all().str.contains(LONGER_THAN_EXCEL_KEEPS).any()).row(0) if cells.height else ()
    told = cells.select(name for name, has_long in zip(cells.columns, long, strict=False) if has_long)
    exact = told.select(
        (pl.all().cast(pl.Float64, strict=False).cast(pl.Int128, strict=False).cast(pl.String) == pl.all())
        & pl.all().str.contains(LONGER_THAN_EXCEL_KEEPS)
    )
    suspects = [cells.columns.index(column.name) for column in exact.iter_columns() if column.any()]
    if not suspects:
        return []
    truths = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="boolean", use_columns=suspects).to_polars()
    return sorted(
        (row, position)
        for position, truth in zip(suspects, truths.iter_columns(), strict=True)
        for row in (truth.is_not_null() & exact.get_column(cells.columns[position])).arg_true()
    )


def sheets_apart(data: bytes) -> list[SheetRead]:
    """The same of a binary workbook. Raises UnreadableError, LimitError among them."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter, this very file
            [sys.executable, "-I", __file__], input=data, capture_output=True, timeout=LONGEST, check=True
        )
    except subprocess.TimeoutExpired:
        raise LimitError from None
    except subprocess.CalledProcessError as error:
        # The reader is ended by a signal when it gets no more memory; other damage it tells, and leaves by itself.
        raise (LimitError if error.returncode < 0 else UnreadableError) from None
    return list(_received(io.BytesIO(done.stdout)))


def _received(stream: BinaryIO) -> Iterator[SheetRead]:
    while line := stream.readline():
        about = json.loads(line)
        cells = pl.read_ipc_stream(io.BytesIO(stream.read(about["length"])))
        yield about["name"], about["hidden"], cells, [(row, column) for row, column in about["long_numbers"]]


def main() -> None:
    """Read a workbook from the input, write its sheets to the output."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    book = fastexcel.read_excel(sys.stdin.buffer.read())
    for name, hidden, frame, long_numbers in read_sheets(book):
        cells = io.BytesIO()
        frame.write_ipc_stream(cells)
        about = {"name": name, "hidden": hidden, "length": len(cells.getvalue()), "long_numbers": long_numbers}
        sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + cells.getvalue())


if __name__ == "__main__":
    main()
