"""Where a command writes: a path that cannot be written is told before the work, in a sentence and without a traceback."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import TYPE_CHECKING

from features.disk import EXIT_STATUS, fault_of, write_whole
from features.errors import FanpinError

if TYPE_CHECKING:
    import polars as pl

FORMULA = r"^ *[=+\-@＝＋－＠\t\r\n]"
"""How a text begins that a spreadsheet program takes for a formula; those made for Chinese take the wide signs too."""


class OutputError(FanpinError):
    """Nothing can be written there: a folder in the way, a file where a folder is needed, or no permission."""


class OutputDiskError(OutputError):
    """Nothing can be written there because of the disk."""

    exit_status = EXIT_STATUS


def writable_file(path: Path) -> Path:
    """The path, with its folders made. What is there stays until it is written over. Raises OutputError."""
    if path.is_dir():
        raise OutputError(
            f"{path} 是一个文件夹，不能写成文件：请给出文件名。 | {path} is a folder. Give the name of a file in it."
        )
    writable_folder(path.parent)
    already = path.exists()
    try:
        # The only sure way to know; permissions alone do not tell of a disk that is read-only or full.
        path.open("ab").close()
    except OSError as error:
        raise _cannot(path, error) from error
    if not already:
        path.unlink()
    return path


def writable_workbook(path: Path) -> Path:
    """As `writable_file`, for what is written as an Excel workbook. Raises OutputError for a name that says otherwise."""
    if path.suffix.lower() != ".xlsx" and not path.is_dir():
        raise OutputError(
            f"{path} 写成的是 Excel 工作簿，文件名要以 .xlsx 结尾。 | {path}: an Excel workbook is written there. Give a name that "
            "ends in .xlsx."
        )
    return writable_file(path)


def writable_folder(path: Path) -> Path:
    """The folder, made when it is not there. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot(path, error) from error
    return path


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """Write a csv for spreadsheets, whole or not at all: a text that begins like a formula, a sheet's name for one, gets an
    apostrophe and stays text. Raises DiskError.
    """
    write_whole(path, lambda to: to.write_bytes(csv_of(frame)))


def csv_of(frame: pl.DataFrame, above: str = "") -> bytes:
    """The same as bytes.

    Args:
        above: a line above the header.
    """
    import polars as pl

    target = io.BytesIO()
    # Excel takes a csv for GBK unless it begins with the mark of UTF-8.
    target.write(codecs.BOM_UTF8)
    if above:
        _harmless(pl.DataFrame({"above": [above]})).write_csv(target, include_header=False)
    _harmless(frame).write_csv(target)
    return target.getvalue()


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(FORMULA)).then(pl.concat_str(pl.lit("'"), name)).otherwise(name).alias(name)
        for name in texts
    )


def _cannot(path: Path, error: OSError) -> OutputError:
    kind = OutputDiskError if fault_of(error) else OutputError
    return kind(
        f"无法写入 {path}（{error.strerror}）：检查路径和权限，或换一个位置。 | {path} cannot be written "
        f"({error.strerror}). Check the path and its permissions, or choose another place."
    )
