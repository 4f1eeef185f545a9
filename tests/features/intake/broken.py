"""Files broken or disguised on purpose, and what becomes of them beside a sound one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl

from features.intake import Outcome
from features.intake.problems import FileRefusedError
from features.intake.report import FileReport
from features.records.store import RecordStore
from tests.features.intake.files import Row, as_csv, as_workbook, bill, deliver, take_in

DAY = "2024-02-05"
BILLS = [bill(number) for number in range(20)]
SOUND = as_csv([bill(number, 结算流水号=f"G{number:06d}") for number in range(20)])

BINARY_WORKBOOK = (Path(__file__).parent / "delivered" / "bills.xls").read_bytes()
"""The twenty bills under a title, with formulas and real dates, as LibreOffice 7 saves them for Excel 97."""

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def refused(root: Path, store: RecordStore, name: str, content: bytes) -> FileRefusedError:
    """The refusal of a file that was delivered beside a sound one. The sound one lands, of the other nothing does."""
    report = take_in(deliver(root / "delivered", DAY, {name: content, "完好.csv": SOUND}), store)
    assert [file.outcome for file in report.files if file.file.endswith("完好.csv")] == [Outcome.LANDED]
    landed = store.records()["illness"]
    assert sorted(landed["record_id"]) == [f"bill-G{number:06d}" for number in range(20)]
    assert store.deliveries().filter(pl.col("known_date") == pl.lit(DAY).str.to_date()).height == 1
    (file,) = report.refused
    assert file.refusal is not None
    assert file.refusal.file == file.file
    assert file.file.startswith(f"{DAY}/{name}")
    message = file.refusal.message
    assert all(
        any("一" <= sign <= "鿿" for sign in part.zh) for part in (file.refusal.problem, file.refusal.what_to_do)
    )
    assert str(file.refusal) == f"{message.zh} | {message.en}"
    return file.refusal


def landed(root: Path, store: RecordStore, name: str, content: bytes) -> FileReport:
    """The report on a file that is taken in whole: twenty bills of 10,000 yuan of which 4,000 were self-paid."""
    report = take_in(deliver(root / "delivered", DAY, {name: content}), store)
    assert not report.refused, report.refused[0].refusal
    assert not report.set_aside
    bills = store.records()["illness"].sort("record_id")
    assert bills["record_id"].to_list() == [f"bill-S{number:06d}" for number in range(20)]
    assert bills["total_yuan"].to_list() == [10_000] * 20
    assert bills["self_paid_yuan"].to_list() == [4_000] * 20
    (file,) = report.having(Outcome.LANDED)
    return file


def workbook(rows: Sequence[Row] | None = None, sheet: str = "一月") -> bytes:
    return as_workbook({sheet: rows or BILLS})


def zipped(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def with_part(book: bytes, name: str, changed: Callable[[bytes], bytes]) -> bytes:
    """A workbook, or any zip, of which one part is another (an absent one is added)."""
    with zipfile.ZipFile(io.BytesIO(book)) as whole:
        parts = {member.filename: whole.read(member) for member in whole.infolist()}
    return zipped({**parts, name: changed(parts.get(name, b""))})
