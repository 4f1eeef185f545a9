"""Whatever is done to a workbook, what is taken in is what was filled in for the household that the row says."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.keyring import Keyring
from service.procedure.verdicts import Verdict
from service.sheets.checking import Fault, check_rows, written_day
from service.sheets.columns import COLUMNS, LOCKED, VISITS
from service.sheets.reading import read_workbook
from service.sheets.tokens import plain_cells
from tests.service.sheets.books import AT, CONFIRMED, EXPORT, FIRST, TODAY, UNFOUNDED, book, edited, filled, rows_of

MANY = 6
ROWS = st.integers(FIRST, FIRST + MANY - 1)
COLUMN = st.sampled_from([column.name for column in COLUMNS if column.name != "signature"])
VALUES = st.sampled_from(
    [None, "", "=1+1", "#N/A", 0, 1, 3.0, True, TODAY, dt.datetime(2026, 1, 5, 8, 30), "存在风险", "因病", "x" * 600]
) | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)
EDITS = st.lists(
    st.tuples(st.just("set"), ROWS, COLUMN, VALUES)
    | st.tuples(st.sampled_from(["swap rows", "copy row"]), ROWS, ROWS)
    | st.tuples(st.sampled_from(["swap cells", "copy cell"]), ROWS, ROWS, COLUMN)
    | st.tuples(st.sampled_from(["delete", "insert", "clear"]), ROWS),
    max_size=5,
)


def apply(sheet: Any, edit: tuple[Any, ...]) -> None:
    """What somebody did."""
    match edit:
        case "set", row, name, value:
            sheet.cell(row, AT[name]).value = value
        case ("swap rows" | "copy row" | "swap cells" | "copy cell") as what, one, other, *names:
            for at in [AT[name] for name in names] or range(1, len(COLUMNS) + 1):
                first, second = sheet.cell(one, at), sheet.cell(other, at)
                first_said, second.value = second.value, first.value
                if what.startswith("swap"):
                    first.value = first_said
        case "delete", row:
            sheet.delete_rows(row)
        case "insert", row:
            sheet.insert_rows(row)
        case "clear", row:
            for at in range(1, len(COLUMNS) + 1):
                sheet.cell(row, at).value = None


@pytest.fixture(scope="module")
def sent_back(keyring: Keyring) -> bytes:
    """What an office sends, before anything is done to it that nobody should do: the same each time."""
    return filled(book(keyring, MANY), {FIRST: CONFIRMED, FIRST + 1: UNFOUNDED, FIRST + 3: CONFIRMED})


@given(EDITS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_wrong_is_taken_in(keyring: Keyring, sent_back: bytes, edits: list[tuple[Any, ...]]) -> None:
    given_out = {row.cells["number"]: row for row in rows_of(keyring, MANY)}

    def change(opened: Any) -> None:
        for edit in edits:
            apply(opened[VISITS], edit)

    data = edited(sent_back, change)
    checked = check_rows(read_workbook("a.xlsx", data, keyring), keyring, TODAY)
    sheet = openpyxl.load_workbook(io.BytesIO(data))[VISITS]
    for good in checked.good:
        row = given_out[good.number]
        stands = {column.name: sheet.cell(good.row, AT[column.name]).value for column in COLUMNS}
        assert plain_cells(stands) == plain_cells(row.cells)
        assert str(stands["token"]) == str(row.token)
        assert plain_cells(row.cells)["code"] == good.code
        assert Verdict(str(good.details["verdict"])).zh == str(stands["verdict"]).strip()
        assert good.details["visited_on"] <= TODAY  # type: ignore[operator]
    assert len({good.number for good in checked.good}) == len(checked.good), "each household once"
    told = [*(each.row for each in checked.good), *(each.row for each in checked.skipped)]
    assert len(set(told)) == len(told), "each row once"
    if not edits:
        assert ([good.row for good in checked.good], checked.empty) == ([FIRST, FIRST + 1, FIRST + 3], MANY - 3)


def checked_of(keyring: Keyring, rows: Mapping[int, Mapping[str, Any]], *edits: tuple[Any, ...]) -> Any:
    def change(opened: Any) -> None:
        for edit in edits:
            apply(opened[VISITS], edit)

    data = edited(filled(book(keyring, MANY), rows), change)
    return check_rows(read_workbook("a.xlsx", data, keyring), keyring, TODAY)


@pytest.mark.parametrize("name", [*(column.name for column in LOCKED), "token"])
def test_a_row_of_which_a_locked_cell_was_changed_is_told(keyring: Keyring, name: str) -> None:
    checked = checked_of(keyring, {FIRST: CONFIRMED, FIRST + 1: UNFOUNDED}, ("set", FIRST, name, "别的"))
    ((row, fault),) = [(each.row, each.fault) for each in checked.skipped]
    assert (row, fault) == (FIRST, Fault.TAMPERED)
    assert [good.row for good in checked.good] == [FIRST + 1]


def test_a_copied_row_is_taken_once_and_two_that_differ_not_at_all(keyring: Keyring) -> None:
    alike = checked_of(keyring, {FIRST: CONFIRMED}, ("copy row", FIRST, FIRST + 4))
    assert ([good.row for good in alike.good], [each.fault for each in alike.skipped]) == ([FIRST], [Fault.DUPLICATE])
    differing = checked_of(
        keyring, {FIRST: CONFIRMED}, ("copy row", FIRST, FIRST + 4), ("set", FIRST + 4, "risk_1", "因残")
    )
    assert differing.good == []
    assert [(each.row, each.fault) for each in differing.skipped] == [
        (FIRST, Fault.DUPLICATE),
        (FIRST + 4, Fault.DUPLICATE),
    ]


def test_a_row_of_another_workbook_is_told(keyring: Keyring) -> None:
    other = edited(book(keyring, MANY, export=f"export_{'2' * 26}"), lambda _: None)
    theirs = openpyxl.load_workbook(io.BytesIO(other))[VISITS]

    def paste(opened: Any) -> None:
        for at in range(1, len(COLUMNS) + 1):
            opened[VISITS].cell(FIRST, at).value = theirs.cell(FIRST, at).value
        for name, value in CONFIRMED.items():
            opened[VISITS].cell(FIRST, AT[name]).value = value

    checked = check_rows(read_workbook("a.xlsx", edited(book(keyring, MANY), paste), keyring), keyring, TODAY)
    assert [(each.row, each.fault) for each in checked.skipped] == [(FIRST, Fault.FOREIGN)]
    assert EXPORT not in theirs.cell(FIRST, AT["token"]).value


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"verdict": "存在风险", "risk_1": "因病"}, "缺入户日期"),
        ({"visited_on": TODAY}, "缺核查结论"),
        ({**CONFIRMED, "visited_on": TODAY + dt.timedelta(days=1)}, "还没有到"),
        ({**CONFIRMED, "visited_on": "下周一"}, "看不懂"),
        ({**CONFIRMED, "visited_on": "2026-02-30"}, "看不懂"),
        ({**CONFIRMED, "verdict": "有风险"}, "只能从下拉中选"),
        ({**CONFIRMED, "risk_3": "因赌"}, "只能从下拉中选"),
        ({**CONFIRMED, "risk_2": "因病"}, "选了两次"),
        ({**CONFIRMED, "reason": "已有保障"}, "不填无风险的原因"),
        ({"visited_on": TODAY, "verdict": "存在风险"}, "至少选一个风险类型"),
        ({"visited_on": TODAY, "verdict": "不存在风险"}, "须选无风险的原因"),
        ({**UNFOUNDED, "risk_1": "因病"}, "不填风险类型"),
        ({**UNFOUNDED, "note": "很" * 501}, "超过500字"),
        ({**UNFOUNDED, "note": "=1/0"}, "没有结果的公式"),
        ({"note": "没去"}, "缺入户日期"),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_words_of_the_sheet(
    keyring: Keyring, cells: Mapping[str, Any], told: str
) -> None:
    checked = checked_of(keyring, {FIRST: cells, FIRST + 1: CONFIRMED})
    ((row, fault, words),) = [(each.row, each.fault, each.words.zh) for each in checked.skipped]
    assert (row, fault, told in words) == (FIRST, Fault.WRONG, True), words
    assert len(checked.good) == 1


@pytest.mark.parametrize(
    "text",
    ["2026-01-05", "2026-1-5", "2026/1/5", "2026.01.05", "2026年1月5日", "46027", "46027.0", "2026-01-05 00:00:00",
     "2026-01-05T08:30:00"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert written_day(text) == TODAY


@pytest.mark.parametrize("text", ["26-1-5", "5/1/2026", "1月5日", "2026", "2026-13-01", "460270", "-46027"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert written_day(text) is None
