"""Whatever a file holds, intake answers for it: it lands, or it is refused with a message."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from features.intake.file import read_file
from features.intake.files.archives import contents
from features.intake.files.content import Content
from features.intake.problems import FileRefusedError
from features.intake.recognising.catalogue import catalogue
from tests.features.intake.broken import BINARY_WORKBOOK, zipped
from tests.features.intake.files import as_csv, as_workbook, bill

CSV = as_csv([bill(number) for number in range(4)])
ARCHIVE = zipped({"甲镇/a.csv": CSV, "b.zip": zipped({"b.csv": CSV})})
WORKBOOK = as_workbook({"一月": [bill(number) for number in range(4)]})

answered = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def answer(name: str, data: bytes) -> None:
    """Read it; nothing but intake's own error may come of it, and that one says what to do."""
    refusal = None
    try:
        read_file(Content(name, data), "0" * 16, date(2024, 2, 5), catalogue())
    except FileRefusedError as error:
        refusal = error
    assert refusal is None or (refusal.file == name and refusal.message.zh and refusal.message.en)


@answered
@given(st.sampled_from(["a.csv", "a.xlsx", "a.xls"]), st.binary(max_size=400))
@example("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
@example("a.csv", b'"')
@example("a.csv", '证件号码,总费用\n"'.encode())
@example("a.csv", "户编号".encode())
@example("a.csv", "户编号\n\n\n1".encode())
def test_arbitrary_bytes(name: str, data: bytes) -> None:
    answer(name, data)


@answered
@given(st.integers(0, len(CSV) - 1), st.integers(0, len(CSV) - 1), st.binary(max_size=4))
def test_a_csv_with_some_bytes_changed(start: int, length: int, other: bytes) -> None:
    answer("a.csv", CSV[:start] + other + CSV[start + length % 8 :])


@answered
@given(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 8), st.binary(max_size=4))
def test_a_workbook_with_some_bytes_changed(start: int, length: int, other: bytes) -> None:
    answer("a.xlsx", WORKBOOK[:start] + other + WORKBOOK[start + length :])


@answered
@given(st.binary(max_size=300), st.sampled_from(["xl/workbook.xml", "[Content_Types].xml", "xl/worksheets/sheet1.xml"]))
def test_a_workbook_with_a_part_replaced(part: bytes, name: str) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as whole, zipfile.ZipFile(data, "w") as changed:
        for member in whole.infolist():
            changed.writestr(member.filename, part if member.filename == name else whole.read(member))
    answer("a.xlsx", data.getvalue())


@settings(answered, max_examples=15)
@given(st.integers(0, len(BINARY_WORKBOOK) - 1), st.integers(0, 600), st.binary(max_size=8))
@example(60, 4, b"\xff\xff\xff\x7f")  # asks for 17 GB
def test_a_binary_workbook_with_some_bytes_changed(start: int, length: int, other: bytes) -> None:
    answer("a.xls", BINARY_WORKBOOK[:start] + other + BINARY_WORKBOOK[start + length :])


@answered
@given(st.integers(0, len(ARCHIVE) - 1), st.integers(0, 8), st.binary(max_size=8))
@example(0, 0, b"")
def test_an_archive_with_some_bytes_changed(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, other: bytes
) -> None:
    path = tmp_path_factory.mktemp("archive") / "a.zip"
    path.write_bytes(ARCHIVE[:start] + other + ARCHIVE[start + length :])
    for inside in contents(path, "a.zip"):
        if isinstance(inside, FileRefusedError):
            assert inside.message.zh
            assert inside.file.startswith("a.zip")
        elif isinstance(inside, Content):
            answer(inside.file, inside.data)


@answered
@given(st.lists(st.lists(st.text(max_size=6), min_size=7, max_size=7), max_size=5))
def test_any_cells_under_a_sound_header(rows: list[list[str]]) -> None:
    header = list(bill(0))
    answer(
        "a.csv",
        as_csv([dict(zip(header, header, strict=True)), *(dict(zip(header, row, strict=True)) for row in rows)]),
    )


@pytest.mark.parametrize(
    "row", ["0001-01-01", "9999-99-99", "99999", "00000", "2024-1-1T", "-1", "1e400", "٣", "²", "½"]
)
def test_odd_dates_and_numbers_are_read_or_unknown(row: str) -> None:
    answer("a.csv", as_csv([bill(0, 结算日期=row, 总费用=row, 证件号码=row)]))
