"""What an intake tells on the terminal: Chinese first, and many of a kind in one line."""

from __future__ import annotations

from datetime import date

from rich.console import Console

from features.intake.files.reading import Unread, UnreadSheet
from features.intake.printing import print_report
from features.intake.report import FileReport, IntakeReport, Outcome


def test_cells_and_sheets_are_told_in_chinese_first_and_a_workbook_in_one_line() -> None:
    sheets = tuple(UnreadSheet(f"表{number}", Unread.NO_HEADER) for number in range(99))
    file = FileReport(
        "书.xlsx",
        date(2024, 1, 5),
        Outcome.LANDED,
        ("county_member",),
        unreadable={"证件号码": 5746},
        unread_sheets=sheets,
    )
    hidden = FileReport(
        "二.xlsx", date(2024, 1, 5), Outcome.LANDED, unread_sheets=(UnreadSheet("底稿", Unread.HIDDEN),)
    )
    with (console := Console(width=200)).capture() as shown:
        print_report(IntakeReport((file, hidden)), console)
    lines = shown.get().splitlines()
    assert "county_member“证件号码”列：5,746 个单元格无法识别" in shown.get()
    assert [line for line in lines if "工作表" in line] == [
        "书.xlsx 工作表“表0”等 99 张工作表未读取：没有认识的表头 | sheet 表0 and 98 more were not read: no header that intake knows",
        "二.xlsx 工作表“底稿”未读取：隐藏 | sheet 底稿 was not read: hidden",
    ]
