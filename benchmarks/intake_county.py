"""A made-up county of any size in the files that a real one delivers, for measuring: real headers, sound ID numbers."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

from features.intake.recognising.catalogue import Column, Kind, Source, catalogue
from features.intake.sheets.whole import ID_NUMBERS
from features.intake.who.identity import check_character

DAY = "2024-01-05"
NEXT_MONTH = "2024-02-05"
COUNTY = "990101"
VILLAGES_A_TOWNSHIP = 16
HOUSEHOLDS_A_VILLAGE = 300
PEOPLE_A_HOUSEHOLD = 3

ROSTERS = frozenset({"region_codes", "national_household", "national_member", "county_household", "county_member"})

HOUSEHOLD_COLUMNS, PERSON_COLUMNS = 60, 45
"""Widths of the two sheets as exported; columns that nobody knows fill up what the catalogue does not name."""

Person = int
Cell = str | float


def draw(folder: Path, households: int) -> None:
    """Write the rosters and a month's extracts, unless they are there."""
    if (folder / "complete").exists():
        return
    (folder / DAY).mkdir(parents=True)
    (folder / NEXT_MONTH).mkdir()
    known = catalogue().sources
    villages = -(-households // HOUSEHOLDS_A_VILLAGE)
    _csv(folder / DAY / "villages.csv", ["乡", "村", "行政区划代码"], ([*_names(v), _code(v)] for v in range(villages)))
    household = _columns(known["national_household"], without={"行政区划代码", "户类型"})
    _xlsx(
        folder / DAY / "households.xlsx",
        [*household, *_unknown(HOUSEHOLD_COLUMNS - len(household))],
        ([_cell(column, number * PEOPLE_A_HOUSEHOLD) for column in household.values()] for number in range(households)),
    )
    member = _columns(known["national_member"])
    _xlsx(
        folder / DAY / "people.xlsx",
        [*member, *_unknown(PERSON_COLUMNS - len(member))],
        ([_cell(column, p) for column in member.values()] for p in range(households * PEOPLE_A_HOUSEHOLD)),
    )
    for name, source in known.items():
        if name not in ROSTERS:
            columns = _columns(source)
            # One person in fifteen has something to report, to each department another.
            start = len(name)
            people = range(start, households * PEOPLE_A_HOUSEHOLD, 15)
            _csv(folder / NEXT_MONTH / f"{name}.csv", list(columns), _damaged(_rows(columns, people), columns))
    (folder / "complete").touch()


def _rows(columns: dict[str, Column], people: Sequence[Person]) -> Iterator[list[Cell]]:
    return ([_cell(column, person) for column in columns.values()] for person in people)


def _damaged(rows: Iterator[list[Cell]], columns: dict[str, Column]) -> Iterator[list[Cell]]:
    """The rows, of which every fortieth has a digit of its number wrong and every fortieth none: work for linkage."""
    numbers = [place for place, column in enumerate(columns.values()) if column.field in ID_NUMBERS]
    for number, row in enumerate(rows):
        for place in numbers:
            written = str(row[place])
            if number % 40 == 0:
                row[place] = f"{written[:16]}{(int(written[16]) + 1) % 10}{written[17:]}"
            elif number % 40 == 20:
                row[place] = ""
        yield row


def _columns(source: Source, without: frozenset[str] | set[str] = frozenset()) -> dict[str, Column]:
    return {header: column for header, column in source.columns.items() if header not in without}


def _unknown(count: int) -> list[str]:
    return [f"其他栏目{number}" for number in range(1, count + 1)]


def _id_number(person: Person) -> str:
    born = dt.date(1940, 1, 1) + dt.timedelta(days=person % 29_000)
    digits = f"{COUNTY}{born:%Y%m%d}{person // 29_000 * 10 + person % 10:03d}"
    return digits + check_character(digits)


def _code(village: int) -> str:
    return f"{COUNTY}{village // VILLAGES_A_TOWNSHIP + 100:03d}{village % VILLAGES_A_TOWNSHIP + 1:03d}"[:12]


def _names(village: int) -> tuple[str, str]:
    return f"第{village // VILLAGES_A_TOWNSHIP}镇", f"{village}号村"


def _household(person: Person) -> str:
    number = person // PEOPLE_A_HOUSEHOLD
    return f"{_code(number // HOUSEHOLDS_A_VILLAGE)}{number:06d}"


_BY_FIELD: dict[str, Callable[[Person], Cell]] = {
    "household_id": _household,
    "id_number": _id_number,
    "head_id_number": lambda person: _id_number(person // PEOPLE_A_HOUSEHOLD * PEOPLE_A_HOUSEHOLD),
    "card_number": lambda person: f"{_id_number(person)}{person % 7 + 1}{person % 4 + 1}",
    "name": lambda person: f"某{chr(0x4E00 + person % 5000)}",
    "head_name": lambda person: f"某{chr(0x4E00 + person // 3 * 3 % 5000)}",
    "township": lambda person: _names(person // PEOPLE_A_HOUSEHOLD // HOUSEHOLDS_A_VILLAGE)[0],
    "village": lambda person: _names(person // PEOPLE_A_HOUSEHOLD // HOUSEHOLDS_A_VILLAGE)[1],
    "region_code": lambda person: _code(person // PEOPLE_A_HOUSEHOLD // HOUSEHOLDS_A_VILLAGE),
    "household_size": lambda _: PEOPLE_A_HOUSEHOLD,
    "relation": lambda person: ("户主", "配偶", "之子")[person % PEOPLE_A_HOUSEHOLD],
    "serial": lambda person: f"S{person:09d}",
    "year": lambda _: 2023,
    "birth_date": lambda person: _id_number(person)[6:12],
    "housing_grade": lambda person: "ABCD"[person % 4],
    "phone": lambda person: f"1390000{person % 10_000:04d}",
}


def _cell(column: Column, person: Person) -> Cell:
    """What a person's row says in a column: by its field where that matters, else by its kind."""
    if column.field in _BY_FIELD:
        return _BY_FIELD[str(column.field)](person)
    match column.kind:
        case Kind.NUMBER:
            # Amounts of a year are thousands of yuan; months, persons and hectares are few.
            return float(4_000 + person % 9_000) if "元" in (column.units or {}) else float(person % 12)
        case Kind.DATE:
            return f"2024-01-{person % 28 + 1:02d}"
        case Kind.FLAG:
            return "是" if person % 3 else "否"
        case Kind.WORD | Kind.SEVERAL:
            words = list(column.words or {"": ""})
            return words[person % len(words)]
        case _:
            return "" if person % 2 else f"{column.header[:4]}{person % 30}"


def _csv(path: Path, headers: Sequence[str], rows: Iterator[list[Cell]]) -> None:
    with path.open("w", encoding="gb18030", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(headers)
        writer.writerows(rows)


def _xlsx(path: Path, headers: Sequence[str], rows: Iterator[list[Cell]]) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("导出")
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, 1):
            for position, cell in enumerate([*row, *("" for _ in range(len(headers) - len(row)))]):
                if cell != "":
                    sheet.write(number, position, cell)
