"""Workbooks for visits as they leave, and as an office, a spreadsheet program or somebody careless gives them back."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from service.keyring import Keyring
from service.sheets.columns import COLUMNS, VISITS
from service.sheets.gathering import Row, Sheet, sheet_of
from service.sheets.tokens import RowToken
from service.sheets.writing import workbook

MOMENT = dt.datetime(2026, 1, 5, 9, 30, 1, 234567, tzinfo=dt.UTC)
TODAY = MOMENT.date()
LIST, EXPORT = f"list_{'0' * 26}", f"export_{'1' * 26}"
MARK = "某县&监测中心 · wang · 2026-01-05 17:30 · req_1 · 内部资料，不得外传"
FIRST = 3
"""The first household's row, as a spreadsheet program counts."""
AT = {column.name: position for position, column in enumerate(COLUMNS, start=1)}
SOFFICE = shutil.which("soffice")
WITH_LIBREOFFICE = pytest.mark.skipif(
    SOFFICE is None,
    reason="soffice is not installed (apt-get install libreoffice-calc): nobody looks what it makes of it",
)

PLAIN = 3
"""Households with plain codes; those after them have odd ones."""
ODD_CODES = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', '<b>="&011', "_x0041_1", "0012", "1e5", " 7  8 ")


def rows_of(
    keyring: Keyring, many: int, *, of_list: str = LIST, export: str = EXPORT, villages: int = 2, townships: int = 1
) -> list[Row]:
    """Households of made-up villages, some with codes that a spreadsheet program might run or rewrite."""
    rows = []
    for number in range(1, many + 1):
        village = (number - 1) * villages // many
        cells: dict[str, str | int] = {
            "number": number,
            "township": "某某河谷镇",
            "village": f"第{village + 1}村",
            "code": ODD_CODES[number - PLAIN - 1]
            if PLAIN < number <= PLAIN + len(ODD_CODES)
            else f"99010100100{village}{number:04d}",
            "head": "张*",
            "risks": "因病、缺劳动力、因务工就业不稳" if number % 2 else "因病",
            "chance": "12.3%",
            "slot": "上期在列，他户领先不足，保留" if number % 3 else "命中严重规则，必查",
            "must": "" if number % 3 else "必查",
        }
        token = RowToken.given(keyring, cells, of_list, export, None, 0)
        township = (number - 1) * townships // many
        rows.append(Row(f"99010100{township + 1}00{village}", cells, token))
    return rows


def sheet(keyring: Keyring, rows: Sequence[Row], *, of_list: str = LIST, export: str = EXPORT) -> Sheet:
    return sheet_of(rows, of_list, export, "990101001", "wang", MOMENT, MARK)


def book(keyring: Keyring, many: int = 6, **which: Any) -> bytes:
    """A workbook of so many households."""
    of = {name: value for name, value in which.items() if name not in ("villages", "townships")}
    return workbook(sheet(keyring, rows_of(keyring, many, **which), **of), keyring)


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """After somebody changed it: `change` is given the whole workbook."""
    opened = openpyxl.load_workbook(io.BytesIO(data))
    change(opened)
    target = io.BytesIO()
    opened.save(target)
    return target.getvalue()


def filled(data: bytes, rows: Mapping[int, Mapping[str, Any]]) -> bytes:
    """With what an office typed, by the row as a spreadsheet program counts it and the column's name."""

    def fill(opened: Any) -> None:
        for row, cells in rows.items():
            for name, value in cells.items():
                opened[VISITS].cell(row, AT[name]).value = value

    return edited(data, fill)


CONFIRMED = {"visited_on": TODAY, "verdict": "存在风险", "risk_1": "因病", "risk_2": "缺劳动力"}
UNFOUNDED = {"visited_on": TODAY, "verdict": "不存在风险", "reason": "困难已自行化解", "note": "收入已恢复"}


def through_libreoffice(data: bytes, folder: Path, to: str = "xlsx") -> bytes:
    """As LibreOffice saves it. It opens it without a word."""
    source, out = folder / "in.xlsx", folder / "out"
    source.write_bytes(data)
    done = subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(out),
            str(source),
        ],
        capture_output=True,
        check=True,
        timeout=240,
    )
    assert b"rror" not in done.stderr + done.stdout, done.stderr
    return (out / f"in.{to.partition(':')[0]}").read_bytes()
