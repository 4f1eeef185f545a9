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


class UnreadableError(Exception):
    """The workbook could not be read."""


def sheets_apart(data: bytes) -> list[tuple[str, bool, pl.DataFrame]]:
    """Name, whether it is hidden, and text cells of every sheet. Raises UnreadableError."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter, this very file
            [sys.executable, "-I", __file__], input=data, capture_output=True, timeout=LONGEST, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise UnreadableError from None
    return list(_received(io.BytesIO(done.stdout)))


def _received(stream: BinaryIO) -> Iterator[tuple[str, bool, pl.DataFrame]]:
    while line := stream.readline():
        about = json.loads(line)
        yield about["name"], about["hidden"], pl.read_ipc_stream(io.BytesIO(stream.read(about["length"])))


def main() -> None:
    """Read a workbook from the input, write its sheets to the output."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    book = fastexcel.read_excel(sys.stdin.buffer.read())
    for name in book.sheet_names:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        cells = io.BytesIO()
        sheet.to_polars().write_ipc_stream(cells)
        about = {"name": name, "hidden": sheet.visible != "visible", "length": len(cells.getvalue())}
        sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + cells.getvalue())


if __name__ == "__main__":
    main()
