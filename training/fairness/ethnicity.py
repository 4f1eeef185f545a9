"""Ethnicity for one audit: read from a file that is given with the question, used, and kept nowhere.

It is no feature and stands in no record table, no experiment and no model. It is asked about because a model that does
not see it may treat people by it all the same.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl

from features.errors import FanpinError
from training.fairness.wording import MIXED, AuditOnly
from training.groups import UNKNOWN
from training.predictions import GROUP

COLUMN = f"{GROUP}{AuditOnly.ETHNICITY.value}"

HOUSEHOLD_HEADERS = ("household_id", "户编号")
GROUP_HEADERS = ("ethnicity", "民族")

ENCODINGS = ("utf-8-sig", "gb18030")
"""As exports come: UTF-8 with or without its mark, else the national encoding, of which GBK is a part."""

SHOWN = 10
"""Rows named in a message."""


class EthnicityError(FanpinError, ValueError):
    """A file of ethnicities that can't be used; rows are named by their number, never by whom they are about."""


def read_ethnicity(file: Path) -> pl.DataFrame:
    """`household_id`, `group.ethnicity` of a CSV with a household's code (`户编号`) and its ethnicity (`民族`).

    A household may stand in several rows, one per person; where they differ it is of the group `mixed`. Left blank, it is
    unknown.

    Raises:
        EthnicityError: it can't be read, or columns or households' codes are missing.
    """
    rows = list(csv.reader(io.StringIO(_text(file))))
    if not rows:
        raise EthnicityError(
            f"{file.name} 是空文件：首行要有 {_headers()}。 | {file.name}: the file is empty. It needs a header with {_headers()}."
        )
    header = [name.strip() for name in rows[0]]
    household, group = (_place(header, names) for names in (HOUSEHOLD_HEADERS, GROUP_HEADERS))
    if household is None or group is None:
        raise EthnicityError(
            f"{file.name} 的首行应当有 {_headers()}。 | {file.name}: the first row has to name {_headers()}; it has {', '.join(header)}."
        )
    groups_by_household: dict[str, set[str]] = {}
    nameless = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row] + [""] * len(header)
        # Long codes are exported as ="5200…", so that spreadsheets leave their digits alone.
        code = cells[household].removeprefix("=").strip('"')
        if not code:
            nameless += [number] if any(cells) else []
            continue
        groups_by_household.setdefault(code, set()).update([cells[group]] if cells[group] else [])
    if nameless:
        listed = ", ".join(map(str, nameless[:SHOWN])) + (" …" if len(nameless) > SHOWN else "")
        raise EthnicityError(
            f"{file.name}：{len(nameless)} 行没有户编号（第 {listed} 行）：请补填或删去这些行。 | {file.name}: {len(nameless)} row(s) have no household's code ({HOUSEHOLD_HEADERS[1]}): row {listed}. Fill it in "
            "or take the rows out."
        )
    return pl.DataFrame(
        {
            "household_id": list(groups_by_household),
            COLUMN: [_group_of(groups) for groups in groups_by_household.values()],
        },
        schema={"household_id": pl.String, COLUMN: pl.String},
    )


def _group_of(groups: set[str]) -> str:
    return MIXED if len(groups) > 1 else next(iter(groups), UNKNOWN)


def with_ethnicity(rows: pl.DataFrame, ethnicity: pl.DataFrame) -> pl.DataFrame:
    """The rows with their household's group; unknown where the file does not tell.

    Raises:
        EthnicityError: the file tells of none of the rows' households.
    """
    joined = rows.join(ethnicity, on="household_id", how="left", maintain_order="left")
    if joined[COLUMN].null_count() == joined.height:
        raise EthnicityError(
            f"the file tells of {ethnicity.height:,} households, and none of them is among those tested: its codes are "
            "others. Use the codes of the household roster (户编号)."
        )
    return joined.with_columns(pl.col(COLUMN).fill_null(UNKNOWN))


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise EthnicityError(
            f"{file.name} 读不出：请检查文件和权限。 | {file.name}: can't be read: {error.strerror}."
        ) from error
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise EthnicityError(
        f"{file.name} 既不是 UTF-8 也不是 GBK 文本：请另存为 CSV（UTF-8）。 | {file.name}: is neither UTF-8 nor GBK text. Save it as CSV (UTF-8)."
    )


def _place(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _headers() -> str:
    return " and ".join(f"{zh} ({name})" for name, zh in (HOUSEHOLD_HEADERS, GROUP_HEADERS))
