"""Reading a simulated county's files without a word of the product's own reader."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import fastexcel
import yaml

HEADERS = Path(__file__).resolve().parents[3] / "features" / "intake" / "headers.yaml"
DATE_HEADERS = ("event_date", "started_on", "moved_on", "identified_on", "removed_on", "rolled_back_on", "remedied_on")


@cache
def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


@dataclass(frozen=True)
class Sheet:
    """A delivered file: its rows as text under canonical headers, the row of the header, the kind of file."""

    path: Path
    known: dt.date
    source: str
    header_row: int
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class SmallCounty:
    """A simulated county on disk."""

    folder: Path

    @cached_property
    def sheets(self) -> list[Sheet]:
        return [read(path) for path in sorted((self.folder / "deliveries").glob("*/*"))]

    def of(self, source: str) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.source == source]


@cache
def declared() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(HEADERS.read_text(encoding="utf-8"))
    return content


@cache
def canonical() -> dict[str, str]:
    """Every spelling that the reader's table knows, folded, and the header it stands for."""
    content = declared()
    known = {fold(header): fold(header) for source in content["sources"].values() for header in source["columns"]}
    return {fold(other): fold(header) for header, others in content["aliases"].items() for other in others} | known


def without_unit(header: str) -> str:
    """住房面积(平方米) is 住房面积, told with its unit."""
    return re.sub(r"\([^()]*\)$", "", header)


def cells(path: Path) -> list[list[str]]:
    if path.suffix == ".xlsx":
        sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
        return [["" if cell is None else cell for cell in row] for row in sheet.to_polars().rows()]
    content = path.read_bytes()
    text = content.decode("utf-8-sig") if _is_utf8(content) else content.decode("gbk")
    return list(csv.reader(io.StringIO(text), quoting=csv.QUOTE_NONE))


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read(path: Path) -> Sheet:
    table, names = cells(path), canonical()
    header_row = next(place for place, row in enumerate(table[:5]) if sum(cell != "" for cell in row) > 2)
    spelled = [fold(cell) for cell in table[header_row]]
    headers = [names.get(header, names.get(without_unit(header), header)) for header in spelled]
    known = dt.date.fromisoformat(path.parent.name)
    fitting = []
    for source, entry in declared()["sources"].items():
        own = {fold(header) for header in entry["columns"]}
        plain = [header if header in own else canon for header, canon in zip(spelled, headers, strict=True)]
        if {fold(header) for header in entry["required"]} <= set(plain):
            fitting.append((len(own & set(plain)), source, plain))
    assert fitting, f"{path.name}: no source has these headers: {spelled}"
    _, source, plain = max(fitting)
    rows = [{header: unwrap(cell) for header, cell in zip(plain, row, strict=True)} for row in table[header_row + 1 :]]
    return Sheet(path, known, source, header_row + 1, rows)


def unwrap(cell: str) -> str:
    wrapped = re.fullmatch(r'="(.*)"', cell)
    return wrapped.group(1) if wrapped else cell


def day(text: str) -> dt.date | None:
    """A date in any of the forms that the county uses; yyyyMM is the first of the month."""
    if text == "":
        return None
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) == 3:
        return dt.date(*numbers)
    digits = text.split(".", maxsplit=1)[0]
    if len(digits) == 8:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 6:
        return dt.date(int(digits[:4]), int(digits[4:]), 1)
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(digits))


def fingerprint(folder: Path) -> str:
    """One hash over the names and bytes of everything in a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(folder)).encode())
            total.update(path.read_bytes())
    return total.hexdigest()
