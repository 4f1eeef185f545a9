"""A month in an office, by the command line alone: from files to a workbook, a decision and a file taken back."""

from __future__ import annotations

from pathlib import Path

import fastexcel
import polars as pl
import xlsxwriter

from features.records.store import RecordStore
from tests.features.intake.files import deliver, id_number
from tests.features.intake.linkage.county import bill, bills, born, name, number_of, roster, slip
from tests.journeys.front_door import called


class Office:
    """Runs commands in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "records"

    def run(self, *arguments: str, expect: int = 0) -> str:
        status, printed = called(self.folder, {"FANPIN_DATA": str(self.data)}, *arguments)
        assert status == expect, printed
        return printed

    def findings(self, day: str) -> list[str]:
        """Names of the sheets of that day's workbook."""
        self.run("findings", "--region", "990101", "--as-of", day, "--out", "清单.xlsx")
        return fastexcel.read_excel(self.folder / "清单.xlsx").sheet_names

    def bills(self) -> int:
        return RecordStore.open(self.data).records()["illness"].height


def cells(file: Path, sheet: str) -> list[list[str]]:
    read = fastexcel.read_excel(file).load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return [[cell or "" for cell in row] for row in read.rows()]


def answer(file: Path, word: str) -> None:
    """Fill in the column of decisions, as a spreadsheet saves it."""
    lines = cells(file, "待核对")
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("待核对")
        for at, line in enumerate(lines):
            for place, cell in enumerate([word, *line[1:]] if at else line):
                page.write_string(at, place, cell)


def test_from_files_to_workbook_decision_and_withdrawal(tmp_path: Path) -> None:
    office = Office(tmp_path)
    deliver(tmp_path / "in", "2024-01-05", roster())
    another = bill(47, 证件号码=id_number(900, born(47)), 结算流水号="T1")
    damaged = bill(58, 证件号码=slip(number_of(58)), 结算流水号="T2")
    deliver(tmp_path / "in", "2024-02-05", {"医保.csv": bills(another, damaged)})

    assert "medical_settlement：可以识别" in office.run("headers", "check", "in/2024-02-05/医保.csv")
    (tmp_path / "日记.csv").write_text("天气,心情\n晴,好\n", encoding="utf-8")
    office.run("headers", "check", "日记.csv", expect=1)
    assert not office.data.exists()

    assert "已入库 3" in office.run("intake", "in")
    assert office.bills() == 41
    assert "nothing is flagged" in office.run("records", "check")

    report = next(line for line in office.run("people", "report").splitlines() if "医保结算" in line)
    assert [cell.strip() for cell in report.split("│")[2:8]] == ["40", "1", "0", "1", "0", "0"]
    assert "青石镇" in office.run("people", "audit", "--as-of", "2024-02-05")

    assert {"待确认身份", "未入库的行"} <= set(office.findings("2024-02-20"))
    assert "1 links to decide" in office.run("people", "review", "--out", "核对.xlsx")
    told = str(cells(tmp_path / "核对.xlsx", "待核对"))
    assert not [secret for secret in (name(47), number_of(47), id_number(900, born(47))) if secret in told]
    answer(tmp_path / "核对.xlsx", "是同一人")
    assert "1 confirmed, 0 refused, 1 record rows landed" in office.run(
        "people", "decide", "核对.xlsx", "--on", "2024-02-20"
    )
    assert office.bills() == 42
    assert not {"待确认身份", "未入库的行"} & set(office.findings("2024-02-20"))
    assert {"待确认身份", "未入库的行"} <= set(office.findings("2024-02-19"))
    assert "1 lines taken over before" in office.run("people", "decide", "核对.xlsx", "--on", "2024-02-21")
    assert "不能覆盖" in office.run("people", "review", "--out", "核对.xlsx", expect=2)
    assert cells(tmp_path / "核对.xlsx", "待核对")[1][0] == "是同一人"
    for name_of_file, told in (("核对.csv", ".xlsx"), (".", "文件夹")):
        for command in (["people", "review"], ["findings"]):
            assert told in office.run(*command, "--out", name_of_file, expect=2)

    taken = RecordStore.open(office.data).deliveries()
    sent = taken.filter(pl.col("source") == "medical_settlement").get_column("delivery_id")[0]
    gone = office.run("deliveries", "withdraw", sent, "--on", "2024-03-01", "--reason", "送错了文件")
    assert "自 2024-03-01 起" in gone
    again = office.run("deliveries", "withdraw", sent, "--on", "2024-03-02", "--reason", "送错了文件", expect=2)
    assert "已于 2024-03-01 撤回" in again
    listed = office.run("deliveries", "--as-of", "2024-03-02")
    assert "2024-02-05/医保.csv" in listed
    assert "撤回" in listed
    assert not {"待确认身份", "未入库的行"} & set(office.findings("2024-03-01"))
    assert "此前已导入 3" in office.run("intake", "in")
