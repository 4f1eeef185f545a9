"""A refusal points at its own cause: each is provoked for another reason than the usual one, and its sentence is read."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from features.intake import Reason
from features.intake.file import read_file
from features.intake.files.content import Content
from features.intake.files.reading import opened
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import catalogue
from features.intake.who.identity import check_character
from features.records.store import RecordStore
from tests.features.intake.broken import BILLS, DAY, workbook, zipped
from tests.features.intake.files import Row, as_csv, as_workbook, bill, deliver, households, members, take_in

CATALOGUE = catalogue()
TEXT = as_csv(BILLS).decode("utf-8-sig")
NOTE = "一，二，三,四,五,六,七,八,九,十,甲,乙,丙,丁,戊,己,庚,辛"


def told(name: str, content: bytes) -> FileRefusedError:
    with pytest.raises(FileRefusedError) as refused:
        read_file(Content(name, content), "d", date.fromisoformat(DAY), CATALOGUE)
    return refused.value


def set_aside(root: Path, store: RecordStore, rows: list[Row]) -> list[tuple[str, str]]:
    """Reason and column of the rows of a csv that are set aside; the file lands."""
    report = take_in(deliver(root / "in", DAY, {"表.csv": as_csv(rows)}), store)
    assert not report.refused, report.refused[0].refusal
    return store.set_aside().select("reason", "column").rows()


UNREAD: dict[str, tuple[Row, Reason, str]] = {
    "a word": (bill(3, 就诊类型="家庭病床"), Reason.UNREAD_WORD, "就诊类型"),
    "no word at all": (bill(3, 就诊类型=""), Reason.RULE, "就诊类型"),
}


@pytest.mark.parametrize("case", UNREAD)
def test_a_required_cell_that_is_not_understood_is_not_called_empty(
    tmp_path: Path, county: RecordStore, case: str
) -> None:
    row, reason, column = UNREAD[case]
    assert set_aside(tmp_path, county, [*BILLS[:3], row]) == [(reason.value, column)]
    (advice,) = county.set_aside()["what_to_do"]
    assert ("为空" in advice) == (reason is Reason.RULE)


def test_a_whole_column_that_is_not_understood_is_not_called_empty(tmp_path: Path, county: RecordStore) -> None:
    content = as_csv([bill(n, 就诊类型="家庭病床") for n in range(20)])
    report = take_in(deliver(tmp_path / "in", DAY, {"医保.csv": content}), county)
    (file,) = report.refused
    assert file.refusal is not None
    assert file.refusal.column == "就诊类型"
    assert "用语不认识" in file.refusal.problem.zh
    assert "headers.yaml" in file.refusal.what_to_do.zh


REGIONS = {
    "9.90103E+11": Reason.BAD_REGION,
    "99010100100": Reason.BAD_REGION,
    "河口村": Reason.BAD_REGION,
    "": Reason.NO_REGION,
}


@pytest.mark.parametrize("code", REGIONS)
def test_a_region_code_that_is_damaged_is_not_called_absent(tmp_path: Path, store: RecordStore, code: str) -> None:
    rows: list[Row] = [*households(4), {**households(5)[4], "行政区划代码": code}]
    assert set_aside(tmp_path, store, rows) == [(REGIONS[code].value, "行政区划代码")]


def test_the_thirtieth_of_february_is_told_as_a_day_that_is_none(tmp_path: Path, county: RecordStore) -> None:
    digits = "99010119700230001"
    rows: list[Row] = [*BILLS[:3], bill(3, 证件号码=digits + check_character(digits))]
    assert set_aside(tmp_path, county, rows) == [(Reason.BAD_ID.value, "证件号码")]
    (advice,) = county.set_aside()["what_to_do"]
    assert "出生日期不存在" in advice
    assert "its birth date is no day" in advice


@pytest.mark.parametrize("separator", ["\t", "|", ";"])
def test_commas_in_cells_do_not_hide_another_separator(separator: str) -> None:
    lines = [line.replace(",", separator) for line in TEXT.splitlines()]
    text = "\n".join([f"{lines[0]}{separator}备注,姓名", *(f"{line}{separator}{NOTE}" for line in lines[1:])])
    (sheet,) = read_file(Content("医保.csv", text.encode()), "d", date.fromisoformat(DAY), CATALOGUE).sheets
    assert sheet.rows_read == 20
    assert sheet.frame["self_paid_yuan"].to_list() == [4_000] * 20


def in_two_rows(first: list[str], second: list[str]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一月")
        sheet.write_row(0, 0, first)
        sheet.write_row(1, 0, second)
        sheet.write_row(2, 0, list(BILLS[0].values()))
    return data.getvalue()


HEADER = list(BILLS[0])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([*HEADER[:4], "结算", "", ""], ["", "", "", "", *HEADER[4:]]),
        (["流水", *HEADER[1:3], "", "", "", ""], [HEADER[0], "", "", *HEADER[3:]]),
    ],
)
def test_a_header_that_takes_two_rows_is_told_so(first: list[str], second: list[str]) -> None:
    for name, content in (
        ("医保.xlsx", in_two_rows(first, second)),
        ("医保.csv", "\n".join(",".join(row) for row in (first, second, map(str, BILLS[0].values()))).encode()),
    ):
        refusal = told(name, content)
        assert "第1、2两行" in refusal.problem.zh
        assert "取消表头的合并" in refusal.what_to_do.zh


def test_a_header_that_lacks_a_column_is_still_told_so() -> None:
    rows = [{header: cell for header, cell in row.items() if header != "总费用"} for row in BILLS]
    assert "缺少“总费用”列" in told("医保.csv", as_csv(rows)).problem.zh


WEB = "<table><tr><td>证件号码</td></tr></table>"
ENCRYPTED = bytes(range(256)) * 20

CAUSES = {
    "web page in UTF-16": ("医保.xls", f"<html>{WEB}</html>".encode("utf-16"), "网页"),
    "web page after a comment": ("医保.xls", f"<!-- x --><div>{WEB}</div>".encode(), "网页"),
    "web page in one file": ("医保.xls", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html>", "网页"),
    "encrypted xls": ("医保.xls", ENCRYPTED, "加密软件"),
    "encrypted xlsx": ("医保.xlsx", b"\x62\x14\x23\x65" + ENCRYPTED, "加密软件"),
    "encrypted csv": ("医保.csv", ENCRYPTED, "加密软件"),
    "Excel 3": ("医保.xls", b"\x09\x02\x06\x00\x00\x00\x10\x00" + b"\0" * 50, "很旧的工作簿"),
    "Excel 95 with a password": (
        "医保.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"\x09\x08\x08\x00\x00\x05\x05\x00\0\0\0\0\x2f\0\x04\0",
        "加密的工作簿",
    ),
    "only charts and empty sheets": ("医保.xlsx", as_workbook({"一月": [{}]}), "没有内容"),
    "blank lines": ("医保.csv", b"\xef\xbb\xbf\r\n,,\r\n", "没有内容"),
}


@pytest.mark.parametrize("case", CAUSES)
def test_what_a_file_is_is_told_and_not_that_it_is_a_bad_csv(case: str) -> None:
    name, content, zh = CAUSES[case]
    refusal = told(name, content)
    assert zh in refusal.problem.zh, refusal.message.zh
    assert "CSV UTF-8" not in refusal.what_to_do.zh


def test_chinese_text_is_text_in_every_encoding() -> None:
    for encoding in ("utf-8", "gbk", "utf-8-sig"):
        assert opened(Content("人口.xls", as_csv(members(3), encoding)), CATALOGUE.count_known).sheets


def test_a_rar_under_the_name_of_a_zip_is_told_as_one(tmp_path: Path, county: RecordStore) -> None:
    inside = zipped({"甲镇.zip": b"Rar!\x1a\x07\x00" + b"\0" * 40, "乙镇.zip": as_csv(BILLS)})
    report = take_in(deliver(tmp_path / "in", DAY, {"二月.zip": inside}), county)
    (file,) = report.refused
    assert file.refusal is not None
    assert file.file.endswith("甲镇.zip")
    assert "rar" in file.refusal.problem.zh
    assert report.rows_landed


def test_a_day_later_than_the_folder_s_may_be_the_folder_s_fault() -> None:
    assert "文件夹名" in Reason.FUTURE_DATE.fix_zh
    assert "folder" in Reason.FUTURE_DATE.en
    assert opened(Content("医保.xlsx", workbook()), CATALOGUE.count_known).sheets[0].above == ()
