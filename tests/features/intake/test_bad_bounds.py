"""Files made, or grown by accident, to be larger than they look: refused before the memory is full, or read small."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from features.intake.files import archives
from features.intake.files.archives import BurstingError, unpacked
from features.intake.files.content import Content
from features.intake.files.workbooks import workbook_sheets
from features.intake.problems import FileRefusedError
from features.records.store import RecordStore
from tests.features.intake.broken import BILLS, BINARY_WORKBOOK, SHEET, landed, refused, with_part, workbook, zipped
from tests.features.intake.files import as_csv

MANY_ZEROS = b"0" * 40 * 1024**2
"""As bombs are made: it packs a thousandfold."""

LAST_ROW = 1_048_576


def with_rows(book: bytes, rows: bytes) -> bytes:
    return with_part(book, SHEET, lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>"))


def test_a_zip_bomb_is_refused_while_it_unpacks(tmp_path: Path, county: RecordStore) -> None:
    told = refused(tmp_path, county, "医保.zip", zipped({"医保.csv": MANY_ZEROS}))
    assert told.file.endswith("医保.zip/医保.csv")
    assert "已停止解压" in told.problem.zh
    assert "stopped" in told.problem.en


def test_a_bomb_inside_a_zip_in_a_zip_is_refused(tmp_path: Path, county: RecordStore) -> None:
    told = refused(tmp_path, county, "医保.zip", zipped({"甲镇.zip": zipped({"医保.csv": MANY_ZEROS})}))
    assert told.file.endswith("医保.zip/甲镇.zip/医保.csv")
    assert "stopped" in told.problem.en


def test_archives_nested_too_deep_are_not_opened(tmp_path: Path, county: RecordStore) -> None:
    inside = as_csv(BILLS)
    for name in ("医保.csv", "三.zip", "二.zip", "一.zip"):
        inside = zipped({name: inside})
    told = refused(tmp_path, county, "医保.zip", inside)
    assert "3 deep" in told.problem.en


@pytest.mark.parametrize(("measure", "refusals"), [(3_000, 0), (2_999, 1)])
def test_all_files_of_an_archive_share_one_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, measure: int, refusals: int
) -> None:
    (tmp_path / "医保.zip").write_bytes(zipped({f"{number}.csv": b"1" * 1_000 for number in range(3)}))
    monkeypatch.setattr(archives, "LARGEST_FILE", measure)
    found = list(archives.contents(tmp_path / "医保.zip", "医保.zip"))
    assert [isinstance(file, FileRefusedError) for file in found] == [False, False, bool(refusals)]


def test_an_archive_of_very_many_files_is_refused(
    tmp_path: Path, county: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_FILES", 3)
    told = refused(tmp_path, county, "医保.zip", zipped({f"{n}.csv": b"1" for n in range(4)}))
    assert "4 files" in told.problem.en


def test_a_file_larger_than_any_export_is_not_even_read(
    tmp_path: Path, county: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST_FILE", 5_000)
    told = refused(tmp_path, county, "医保.csv", b" " * 5_001)
    assert "1 GB" in told.problem.en


def test_what_the_header_says_of_a_length_is_not_believed(tmp_path: Path, county: RecordStore) -> None:
    honest = zipped({"医保.csv": MANY_ZEROS})
    length = len(MANY_ZEROS).to_bytes(4, "little")
    assert honest.count(length) >= 1
    told = refused(tmp_path, county, "医保.zip", honest.replace(length, (1000).to_bytes(4, "little")))
    assert "damaged" in told.problem.en or "stopped" in told.problem.en


@pytest.mark.parametrize(("length", "fits"), [(1000, True), (1001, False)])
def test_unpacking_stops_at_the_measure(tmp_path: Path, length: int, fits: bool) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a": bytes(range(200)) * 5 + b"1" * (length - 1000)}))
    with zipfile.ZipFile(path) as archive:
        pieces = unpacked(archive, archive.infolist()[0], 1000)
        if fits:
            assert sum(map(len, pieces)) == length
        else:
            with pytest.raises(BurstingError):
                list(pieces)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET, "xl/media/image1.png"])
def test_a_workbook_that_bursts_is_refused(tmp_path: Path, county: RecordStore, part: str) -> None:
    told = refused(tmp_path, county, "医保.xlsx", with_part(workbook(), part, lambda part: part + MANY_ZEROS))
    assert "已停止读取" in told.problem.zh


def test_formats_down_to_the_last_row_cost_nothing(tmp_path: Path, county: RecordStore) -> None:
    # Seven cells with a border in each of a million rows, as after formatting whole columns.
    formatted = b"".join(
        b'<row r="%d">%s</row>' % (row, b"".join(b'<c r="%c%d" s="0"/>' % (letter, row) for letter in b"ABCDEFG"))
        for row in range(22, LAST_ROW + 1, 16)
    )
    report = landed(tmp_path, county, "医保.xlsx", with_rows(workbook(), formatted))
    assert report.rows_read == 20


@pytest.mark.parametrize(
    ("stray", "row", "column"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1_048_576, 16_384),
        (
            b'<row r="22"><c r="XFD22"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
            1_048_576,
            16_384,
        ),
        (b'<row r="700000"><c s="0" r="AZ700000" t="n"><v>1</v></c></row>', 700_000, 52),
    ],
)
def test_something_typed_far_away_from_the_table_is_told(
    tmp_path: Path, county: RecordStore, stray: bytes, row: int, column: int
) -> None:
    told = refused(tmp_path, county, "医保.xlsx", with_rows(workbook(), stray))
    assert told.row == row
    assert f"第{row}行、第{column}列" in told.problem.zh
    assert "Ctrl+End" in told.what_to_do.zh


@pytest.mark.parametrize(
    ("tall", "rows"),
    [
        (b'<row r="9999"><c r="A9999"><v>1</v></c></row>', 9_999),
        (b"<row><c><v>1</v></c></row>" * 2_000, 2_022),
    ],
)
def test_cells_without_a_place_are_counted(tmp_path: Path, county: RecordStore, tall: bytes, rows: int) -> None:
    wide = b"<row>" + b"<c><v>1</v></c>" * 16_384 + b"</row>"
    assert refused(tmp_path, county, "医保.xlsx", with_rows(workbook(), wide + tall)).row == rows


def test_a_stray_cell_that_does_no_harm_is_only_empty_space(tmp_path: Path, county: RecordStore) -> None:
    book = with_rows(workbook(), b'<row r="30000"><c r="ZZ30000" s="0"/></row>')
    assert landed(tmp_path, county, "医保.xlsx", book).rows_read == 20


@pytest.mark.parametrize(("status", "told"), [(-6, "内存"), (1, "损坏")])
def test_a_binary_workbook_that_met_the_limit_may_be_large_and_not_damaged(
    monkeypatch: pytest.MonkeyPatch, status: int, told: str
) -> None:
    def ends(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(status, "reader")

    monkeypatch.setattr("features.intake.files.apart.subprocess.run", ends)
    with pytest.raises(FileRefusedError) as refusal:
        list(workbook_sheets(Content("一.xls", BINARY_WORKBOOK)))
    assert told in refusal.value.problem.zh
    assert ("xlsx" in refusal.value.what_to_do.zh) == (status < 0)
