"""Small made-up deliveries, written as departments write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from features.intake import IntakeReport, intake
from features.intake.who.identity import check_character
from features.records.store import RecordStore

KEY = b"a key for tests only"
VILLAGE = "990101001001"

Cell = str | float | None
Row = Mapping[str, Cell]


def household(number: int) -> str:
    return f"99010100100100{number + 1:06d}"


def id_number(number: int, born: str = "19700115") -> str:
    """A valid ID number of the county that does not exist."""
    digits = f"990101{born}{number:03d}"
    return digits + check_character(digits)


def damaged(number: str) -> str:
    """The ID number with its last digit wrong."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def as_csv(rows: Sequence[Row], encoding: str = "utf-8-sig", before: Sequence[Sequence[str]] = ()) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows(before)
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode(encoding)


def as_workbook(sheets: Mapping[str, Sequence[Row]], before: Sequence[Sequence[str]] = ()) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for position, cells in enumerate([*before, list(rows[0]), *(list(row.values()) for row in rows)]):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(position, column, cell)
    return data.getvalue()


def households(count: int, **changed: Cell) -> list[dict[str, Cell]]:
    """The county's roster of general households; household n is headed by person n."""
    return [
        {
            "行政区划代码": VILLAGE,
            "户编号": household(number),
            "户主证件号码": id_number(number),
            "户类型": "一般农户",
            "家庭人口数": "3",
            "年度": "2023",
            "家庭经营收入": "9000",
            **changed,
        }
        for number in range(count)
    ]


def members(count: int) -> list[dict[str, Cell]]:
    return [
        {
            "户编号": household(number),
            "姓名": "某人",
            "证件号码": id_number(number),
            "性别": "男",
            "出生日期": "197001",
            "年度": "2023",
            "与户主关系": "户主",
            "健康状况": "健康",
        }
        for number in range(count)
    ]


def bill(number: int, **changed: Cell) -> dict[str, Cell]:
    """A settled bill of person n."""
    return {
        "结算流水号": f"S{number:06d}",
        "证件号码": id_number(number),
        "就诊类型": "住院",
        "病种类别": "大病",
        "结算日期": "2024-01-20",
        "总费用": "10000",
        "个人自付": "4000",
        **changed,
    }


def deliver(root: Path, day: str, files: Mapping[str, bytes]) -> Path:
    """A delivery folder of that day, below `root`."""
    folder = root / day
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return root


def rosters(count: int = 20) -> dict[str, bytes]:
    return {"农户.csv": as_csv(households(count)), "人口.csv": as_csv(members(count))}


def take_in(root: Path, store: RecordStore) -> IntakeReport:
    return intake(root, store, key=KEY)
