"""Names of files, sheets and headers are anybody's words: none of them drives a terminal or runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import polars as pl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from features.cli import app
from features.deliveries.freshness import taken_by
from features.deliveries.printing import print_deliveries
from features.disk.outputs import write_csv
from features.intake.printing import print_report
from features.intake.problems import Bilingual, FileRefusedError
from features.records.store import RecordStore
from features.texts.printable import LONGEST, printable, printable_name
from tests.features.intake.broken import BOOK, DAY, with_part, workbook, zipped
from tests.features.intake.files import as_csv, bill, deliver, take_in

CLEAR_SCREEN = "\x1b[2J\x1b]0;x\x07"
TURNED = "\u202egpj.exe"
UNSHOWN = ("\x1b", "\x07", "\u202e", "\r", "\x9b", "\u2028", "\ud800")


def printed(show: object) -> str:
    console = Console(file=io.StringIO(), width=300, force_terminal=False)
    show(console)  # type: ignore[operator]
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_no_name_of_a_file_drives_the_terminal(tmp_path: Path, county: RecordStore) -> None:
    sound, refused = as_csv([bill(1)]), b"Rar!\x1a\x07\x00"
    files = {
        f"{CLEAR_SCREEN}医保.csv": sound,
        f"{TURNED}.rar": refused,
        "照片\r\n.jpg": b"\xff\xd8\xff\xe0",
        "上报.zip": zipped({f"{CLEAR_SCREEN}二.csv": as_csv([bill(2)]), "\u2028三.rar": refused}),
    }
    report = take_in(deliver(tmp_path / "in", DAY, files), county)
    assert len(report.refused) == 2
    taken = taken_by(county.deliveries(), county.withdrawals(), report.files[0].known_date)  # type: ignore[arg-type]
    told = printed(lambda console: print_report(report, console)) + printed(
        lambda console: print_deliveries(taken, console)
    )
    told += "".join(str(file.refusal) for file in report.refused) + "".join(county.deliveries()["file"])
    assert not [sign for sign in UNSHOWN if sign in told]
    assert "␛[2J" in told
    assert f"{DAY}/照片␍␊.jpg" in told


def test_nor_does_a_header_or_a_sheet(tmp_path: Path, county: RecordStore) -> None:
    rows = [bill(number) | {f"{CLEAR_SCREEN}备注": "x"} for number in range(2)]
    header = as_csv([{f"{name}{TURNED if name == '就诊类型' else ''}": cell for name, cell in bill(0).items()}])
    report = take_in(deliver(tmp_path / "in", DAY, {"一.csv": as_csv(rows), "二.csv": header}), county)
    (file,) = report.refused
    told = printed(lambda console: print_report(report, console)) + str(file.refusal)
    assert "备注" in told
    assert not [sign for sign in UNSHOWN if sign in told]
    named = with_part(workbook(), BOOK, lambda part: part.replace("一月".encode(), "一&#x202e;月".encode()))
    (landed,) = take_in(deliver(tmp_path / "other", DAY, {"三.xlsx": named}), county).files
    assert landed.refusal is None
    assert county.records()["illness"]["source_sheet"].drop_nulls().unique().to_list() == ["一�月"]


def test_a_name_in_gbk_is_read_and_one_in_no_encoding_is_shown() -> None:
    gbk = os.fsdecode("医保".encode("gb18030") + b".csv")
    assert printable_name(gbk) == "医保.csv"
    assert printable_name("a\udcff") == "a�"
    assert printable("表\t一") == "表␉一"
    long = "长" * 5_000 + ".csv"
    assert len(printable_name(long)) == LONGEST + 1
    assert printable_name(long).endswith(".csv")


def test_a_file_whose_name_is_in_gbk_lands_under_that_name(tmp_path: Path, county: RecordStore) -> None:
    root = deliver(tmp_path / "in", DAY, {})
    Path(os.fsdecode(os.fsencode(root / DAY) + b"/" + "医保".encode("gb18030") + b".csv")).write_bytes(
        as_csv([bill(1)])
    )
    (file,) = take_in(root, county).files
    assert file.file == f"{DAY}/医保.csv"
    assert county.deliveries().filter(pl.col("file") == file.file).height == 1


def test_a_sheet_named_like_a_formula_stays_text_in_the_list_of_rows_set_aside(
    tmp_path: Path, county: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FANPIN_DATA", str(county.path))
    book = workbook([*(bill(number) for number in range(3)), bill(3, 结算日期="某日")], sheet="=1+1")
    take_in(deliver(tmp_path / "in", DAY, {"=HYPERLINK(1).xlsx": book}), county)
    out = tmp_path / "aside.csv"
    assert CliRunner().invoke(app, ["deliveries", "--set-aside", str(out)]).exit_code == 0
    (row,) = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines())
    assert row["sheet"] == "'=1+1"
    assert row["file"].startswith(DAY)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x"])
def test_what_begins_like_a_formula_is_text_in_every_csv(tmp_path: Path, text: str) -> None:
    write_csv(pl.DataFrame({"a": [text, "x=1", None], "b": [-1.0, 2.0, None]}), tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["a", f"'{text}", "x=1", ""]
    assert rows[1][1] == "-1.0"


def test_an_error_never_quotes_what_drives_a_terminal() -> None:
    error = FileRefusedError(
        f"{CLEAR_SCREEN}.csv",
        Bilingual(f"“{CLEAR_SCREEN}”", CLEAR_SCREEN),
        Bilingual("", ""),
        sheet=TURNED,
        column="\x9b",
    )
    assert not [sign for sign in UNSHOWN if sign in str(error)]
