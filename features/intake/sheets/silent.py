"""What people see in the kept columns of a sheet though its cells are empty as read: it is never taken for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from features.intake.files.reading import Sheet
from features.intake.files.silent_cells import Place
from features.intake.problems import Bilingual, FileRefusedError, Reason
from features.intake.recognising.catalogue import Column, Kind

Check = tuple[pl.Expr, str, Reason]

SHOWN_FOR_ERRORS = "#VALUE!"

WHOSE_OR_CALLED = frozenset({Kind.ID, Kind.TEXT})
"""Of these nothing is believed from a merged block: an empty identifier costs its row anyway, a name is looked up."""


def refuse_uncalculated(sheet: Sheet, placed: Mapping[int, Column]) -> None:
    """Raises FileRefusedError when a kept column holds formulas of which nobody saved the result."""
    uncalculated = [at for at in sheet.silent.uncalculated if at[1] in placed]
    if not uncalculated:
        return
    row, position = min(uncalculated)
    raise FileRefusedError(
        sheet.file,
        Bilingual(
            f"{len(uncalculated)}个单元格是公式，但没有保存计算结果，读到的是空格或0",
            f"{len(uncalculated):,} cells are formulas whose results were never saved: they read as empty, or as 0",
        ),
        Bilingual("用 Excel 或 WPS 打开，保存后重新报送", "Open it in Excel or WPS, save it, and deliver it again"),
        sheet=sheet.name,
        row=row,
        column=sheet.headers[position],
    )


def with_errors_shown(sheet: Sheet) -> pl.DataFrame:
    """The sheet's cells, with errors written as a csv has them: a cell that says something which nobody can read."""
    if not sheet.silent.errors:
        return sheet.cells
    first = sheet.header_row + 1
    rows_by_column: dict[str, list[int]] = {}
    for row, position in sheet.silent.errors:
        rows_by_column.setdefault(str(position), []).append(row - first)
    return sheet.cells.with_columns(
        sheet.cells.get_column(name).scatter(rows, SHOWN_FOR_ERRORS)
        for name, rows in rows_by_column.items()
        if name in sheet.cells.columns
    )


def silent_checks(sheet: Sheet, placed: Mapping[int, Column], frame: pl.DataFrame) -> Iterator[Check]:
    """For `Rows.without`: merged cells, and cells that a short row does not have."""
    for position, column in placed.items():
        field = str(column.field)
        if column.kind not in WHOSE_OR_CALLED and (rows := _rows(sheet.silent.merged, position)):
            yield _among(rows), field, Reason.MERGED
        # Some programs leave out the separators behind the last cell that says something: a column that is empty
        # everywhere has lost nothing.
        rows = [row for row, width in sheet.short_rows if width <= position]
        if rows and frame.get_column(field).null_count() < frame.height:
            yield _among(rows), field, Reason.CUT_SHORT


def _rows(places: Iterable[Place], position: int) -> list[int]:
    return [row for row, column in places if column == position]


def _among(rows: list[int]) -> pl.Expr:
    return pl.col("source_row").is_in(rows)
