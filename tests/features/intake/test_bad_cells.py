"""What stands in cells that should not: formulas, errors, merged cells, dates of another century, other counties."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from features.intake import Outcome, Reason
from features.intake.files.reading import Unread
from features.records.store import RecordStore
from tests.features.intake.broken import BILLS, BOOK, DAY, landed, refused, with_part, workbook
from tests.features.intake.files import (
    VILLAGE,
    Cell,
    as_csv,
    as_workbook,
    bill,
    deliver,
    households,
    id_number,
    take_in,
)

Write = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]


def drawn(write: Write, options: dict[str, object] | None = None) -> bytes:
    """The twenty bills in a workbook, then whatever else is written over them. Row 2 is the first bill, G its self-paid."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **(options or {})}) as book:
        sheet = book.add_worksheet("一月")
        sheet.write_row(0, 0, list(BILLS[0]))
        for number, row in enumerate(BILLS, 1):
            sheet.write_row(number, 0, list(row.values()))
        write(book, sheet)
    return data.getvalue()


def bills_of(root: Path, store: RecordStore, content: bytes, name: str = "医保.xlsx") -> pl.DataFrame:
    report = take_in(deliver(root / "delivered", DAY, {name: content}), store)
    assert not report.refused, report.refused[0].refusal
    return store.records()["illness"].sort("record_id")


def test_a_formula_gives_the_value_last_saved_and_is_not_worked_out(tmp_path: Path, county: RecordStore) -> None:
    def write(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula("G2", "=9999*9999", None, 4000)
        sheet.write_formula("G3", '=WEBSERVICE("http://127.0.0.1:9/"&B3)', None, 4000)

    landed(tmp_path, county, "医保.xlsx", drawn(write))


@pytest.mark.parametrize("saved", ["", 0])
def test_a_formula_that_was_never_worked_out_is_neither_unknown_nor_zero(
    tmp_path: Path, county: RecordStore, saved: float | str
) -> None:
    """A script writes formulas without results, or with 0, and asks for them to be worked out on opening."""
    refusal = refused(
        tmp_path, county, "医保.xlsx", drawn(lambda _, sheet: sheet.write_formula("G3", "=1+1", None, saved))
    )
    assert (refusal.sheet, refusal.row, refusal.column) == ("一月", 3, "个人自付")
    assert "保存计算结果" in refusal.problem.zh


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_in_a_cell_is_unknown_not_zero_and_told(tmp_path: Path, county: RecordStore, error: str) -> None:
    book = drawn(lambda _, sheet: sheet.write_formula("G2", "=NA()", None, error))
    report = take_in(deliver(tmp_path / "delivered", DAY, {"医保.xlsx": book}), county)
    assert county.records()["illness"].sort("record_id")["self_paid_yuan"].to_list() == [None, *[4_000] * 19]
    # What a lookup did not find is nothing; what went wrong is not.
    assert report.files[0].unreadable == ({} if error == "#N/A" else {"个人自付": 1})


def test_an_error_where_the_id_should_be_costs_the_row(tmp_path: Path, county: RecordStore) -> None:
    def write(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula("B2", "=NA()", None, "#REF!")
        sheet.write_formula("E4", "=1/0", None, "#DIV/0!")

    assert bills_of(tmp_path, county, drawn(write)).height == 18
    aside = county.set_aside().select("sheet", "row", "column", "reason").sort("row").rows()
    assert aside == [("一月", 2, "证件号码", "error_value"), ("一月", 4, "结算日期", "error_value")]


def test_numbers_as_text_and_text_as_numbers_read_the_same(tmp_path: Path, county: RecordStore) -> None:
    def write(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in range(1, 21):
            sheet.write_number(row, 6, 4000.0)
            sheet.write_string(row, 5, "１０，０００.00 " if row % 2 else " 10000")

    landed(tmp_path, county, "医保.xlsx", drawn(write))


def test_letters_of_several_kinds_in_one_cell_are_its_text(tmp_path: Path, county: RecordStore) -> None:
    def write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_rich_string("F2", book.add_format({"bold": True}), "10", "000")
        sheet.write_rich_string("A1", "结算", book.add_format({"color": "red"}), "流水号")

    landed(tmp_path, county, "医保.xlsx", drawn(write))


def test_a_header_broken_over_two_lines_is_the_same_header(tmp_path: Path, county: RecordStore) -> None:
    landed(tmp_path, county, "医保.xlsx", drawn(lambda _, sheet: sheet.write("G1", "个人\n自付 ")))


def test_merged_cells_hold_their_value_in_the_first_row_only(tmp_path: Path, county: RecordStore) -> None:
    book = drawn(lambda book, sheet: sheet.merge_range("B2:B4", id_number(0), book.add_format({"bold": True})))
    assert bills_of(tmp_path, county, book).height == 18
    assert county.set_aside()["row"].to_list() == [3, 4]
    assert "合并" in county.set_aside()["what_to_do"][0]


def test_a_hidden_sheet_is_not_read_and_named(tmp_path: Path, county: RecordStore) -> None:
    def write(book: xlsxwriter.Workbook, _: xlsxwriter.worksheet.Worksheet) -> None:
        hidden = book.add_worksheet("去年")
        hidden.write_row(0, 0, list(BILLS[0]))
        hidden.write_row(1, 0, list(bill(1, 结算流水号="S999999").values()))
        hidden.hide()
        book.add_worksheet("空表")
        book.add_worksheet("说明").write(0, 0, "填表说明")

    report = landed(tmp_path, county, "医保.xlsx", drawn(write))
    assert [(sheet.name, sheet.why) for sheet in report.unread_sheets] == [
        ("去年", Unread.HIDDEN),
        ("说明", Unread.NO_HEADER),
    ]


def test_a_workbook_whose_only_table_is_hidden_is_refused(tmp_path: Path, county: RecordStore) -> None:
    def write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        book.add_worksheet("封面").activate()
        book.worksheets()[1].set_first_sheet()
        sheet.hide()

    told = refused(tmp_path, county, "医保.xlsx", drawn(write))
    assert "隐藏的工作表不读取：一月" in told.problem.zh
    assert "取消隐藏" in told.what_to_do.zh


def test_a_workbook_without_any_filled_sheet_is_refused(tmp_path: Path, county: RecordStore) -> None:
    told = refused(tmp_path, county, "医保.xlsx", as_workbook({"一": [{"": None}], "二": [{"": None}]}))
    assert "工作表都是空的" in told.problem.zh


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_workbook_that_counts_days_from_1904_tells_the_same_day(
    tmp_path: Path, county: RecordStore, since_1904: bool
) -> None:
    def write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        for row in range(1, 21):
            sheet.write_datetime(row, 4, dt.datetime(2024, 1, 20), day)

    book = drawn(write, {"date_1904": since_1904})
    assert bills_of(tmp_path, county, book)["event_date"].unique().to_list() == [dt.date(2024, 1, 20)]


def test_a_bare_day_number_in_a_workbook_since_1904_is_not_guessed(tmp_path: Path, county: RecordStore) -> None:
    # 20 January 2024 is day 45311 since 1900 and day 43849 since 1904; without a date format nothing tells which.
    def write(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in range(1, 21):
            sheet.write_number(row, 4, 43_849)

    told = refused(tmp_path, county, "医保.xlsx", drawn(write, {"date_1904": True}))
    assert (told.sheet, told.row, told.column) == ("一月", 2, "结算日期")
    assert "1904" in told.problem.zh
    assert "日期格式" in told.what_to_do.zh


@pytest.mark.parametrize("serial", [-3, 0, 1, 60, 2_958_466])
def test_a_day_of_another_century_costs_its_row(tmp_path: Path, county: RecordStore, serial: int) -> None:
    def write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_number("E2", serial, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert bills_of(tmp_path, county, drawn(write)).height == 19
    (aside,) = county.set_aside().to_dicts()
    # A day that no calendar has cannot be read; one of 1900 can, and breaks the table's rule.
    assert (aside["row"], aside["column"]) == (2, "结算日期")
    assert aside["reason"] in {Reason.UNREADABLE_DATE.value, Reason.RULE.value}


@pytest.mark.parametrize(
    ("day", "kept"), [("1900-01-01", False), ("1949-12-31", False), ("1950-01-01", True), ("1900/1/0", False)]
)
def test_a_bill_of_the_year_1900_is_no_bill(tmp_path: Path, county: RecordStore, day: str, kept: bool) -> None:
    content = as_csv([bill(number, 结算日期=day if number == 3 else "2024-01-20") for number in range(20)])
    assert bills_of(tmp_path, county, content, "医保.csv").height == 19 + kept


def test_a_bill_of_the_year_2099_costs_the_file(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(number, 结算日期="2099-01-01" if number == 3 else "2024-01-20") for number in range(20)]
    told = refused(tmp_path, county, "医保.xlsx", workbook(rows))
    assert (told.sheet, told.row, told.column) == ("一月", 5, "结算日期")
    assert "日期晚于交付日期" in told.problem.zh


@pytest.mark.parametrize("written", ["5.20123E+17", "9.90101197001150E+17"])
def test_an_id_in_scientific_notation_costs_the_file(tmp_path: Path, county: RecordStore, written: str) -> None:
    told = refused(tmp_path, county, "医保.csv", as_csv([bill(n, 证件号码=written) for n in range(20)]))
    assert told.column == "证件号码"
    assert "文本格式" in told.what_to_do.zh


def test_ids_kept_as_numbers_cost_the_file(tmp_path: Path, county: RecordStore) -> None:
    rows: list[dict[str, Cell]] = [bill(n, 证件号码=float(int(id_number(n)[:17] + "0"))) for n in range(20)]
    told = refused(tmp_path, county, "医保.xlsx", workbook(rows))
    assert (told.sheet, told.row, told.column) == ("一月", 2, "证件号码")
    assert "文本" in told.what_to_do.zh


def test_a_village_of_another_county_costs_its_row(tmp_path: Path, store: RecordStore) -> None:
    rows = [{**row, "行政区划代码": "990102001001" if n == 3 else VILLAGE} for n, row in enumerate(households(20))]
    report = take_in(deliver(tmp_path / "delivered", DAY, {"农户.csv": as_csv(rows)}), store)
    assert report.set_aside == {Reason.OTHER_COUNTY: 1}
    (aside,) = store.set_aside().to_dicts()
    assert (aside["row"], aside["column"]) == (5, "行政区划代码")
    assert "其他县" in aside["what_to_do"]


@pytest.mark.parametrize(("of_another", "aside"), [(2, 2), (3, 0)])
def test_which_county_it_is_most_rows_tell(tmp_path: Path, store: RecordStore, of_another: int, aside: int) -> None:
    # Of five rows three say what the county is; of six, three and three say nothing.
    count = 3 + of_another
    rows = [
        {**row, "行政区划代码": "990102001001" if n < of_another else VILLAGE}
        for n, row in enumerate(households(count))
    ]
    report = take_in(deliver(tmp_path / "delivered", DAY, {"农户.csv": as_csv(rows)}), store)
    assert report.set_aside.get(Reason.OTHER_COUNTY, 0) == aside


def test_negative_money_costs_its_row(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv([bill(number, 总费用="-10000" if number == 3 else "10000") for number in range(20)])
    assert bills_of(tmp_path, county, content, "医保.csv").height == 19
    (aside,) = county.set_aside().to_dicts()
    assert (aside["file"], aside["row"], aside["column"]) == (f"{DAY}/医保.csv", 5, "总费用")
    assert "-10000" not in str(aside)


@pytest.mark.parametrize(
    ("changed", "zh", "row"),
    [
        (lambda text: text.replace("大病", '"大病', 1), "引号", None),
        (lambda text: text.replace("大病", "大\0病", 1), "空字节", 2),
        (lambda text: text.replace("4000", "4000,,,,1", 1), "比表头的列多", 2),
        (lambda text: "\r\n".join(text.split("\r\n")[1:]), "没有认识的表头", 1),
        (lambda text: text.replace("结算流水号", "," * 20_000 + "结算流水号", 1), "超过16384列", 1),
        (lambda text: text.replace("大病", "大病" * 100_000, 1).replace("4000", '4000"', 1), "引号", None),
        (lambda text: text.replace("病种类别", "费用总额", 1), "同一项内容", 1),
        (lambda text: text.replace("结算日期", "结算周期", 1), "缺少“结算日期”列", 1),
        (lambda _: "科室,房间,座位\r\n办公室,3,1\r\n", "没有认识的表头", 1),
        (lambda _: "姓名,科室,房间\r\n某人,办公室,3\r\n", "不属于任何一种已知的导出表", 1),
    ],
)  # fmt: skip
def test_a_damaged_csv_is_told_where(
    tmp_path: Path, county: RecordStore, changed: Callable[[str], str], zh: str, row: int | None
) -> None:
    told = refused(tmp_path, county, "医保.csv", changed(as_csv(BILLS).decode()).encode())
    assert zh in told.problem.zh
    assert row is None or told.row == row


def test_three_encodings_in_one_file_are_told_with_the_line(tmp_path: Path, county: RecordStore) -> None:
    lines = as_csv(BILLS, "utf-8").decode().split("\r\n")
    mixed = [*lines[:7], *lines[7:12], *lines[12:]]
    content = b"\r\n".join(
        line.encode("utf-8" if number < 7 else "gb18030" if number < 12 else "big5", errors="replace")
        for number, line in enumerate(mixed)
    )
    told = refused(tmp_path, county, "医保.csv", content)
    assert told.row == 8
    assert "混用" in told.problem.zh
    assert "CSV UTF-8" in told.what_to_do.zh


def test_a_very_long_cell_is_only_a_long_cell(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv([{**row, "备注": "长" * 40_000} for row in BILLS])
    landed(tmp_path, county, "医保.csv", content)


def test_another_department_s_columns_among_ours_are_named_not_read(tmp_path: Path, county: RecordStore) -> None:
    rows = [{**row, "=cmd|' /C calc'!A0": "x"} for row in BILLS]
    report = landed(tmp_path, county, "医保.csv", as_csv(rows))
    assert [unknown.header for unknown in report.unknown_headers] == ["=cmd|' /C calc'!A0"]


def test_a_book_that_says_1904_in_another_spelling(tmp_path: Path, county: RecordStore) -> None:
    book = with_part(workbook(), BOOK, lambda part: part.replace(b"<workbookPr ", b'<workbookPr date1904="true" ', 1))
    report = take_in(deliver(tmp_path / "delivered", DAY, {"医保.xlsx": book}), county)
    assert [file.outcome for file in report.files] == [Outcome.LANDED]
