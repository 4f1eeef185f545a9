"""A workbook is judged by what there is to be read: what it says of its own size counts neither for nor against it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from features.intake.files import extent
from features.intake.files.archives import BurstingError
from features.intake.files.content import Content
from features.intake.files.shared_texts import SharedTexts, shared_texts
from features.intake.files.tags import exact_extent, quick_extent, whole_tags
from features.intake.files.workbooks import workbook_sheets
from features.intake.problems import FileRefusedError
from features.records.store import RecordStore
from tests.features.intake.broken import BOOK, DAY, SHEET, with_part, workbook
from tests.features.intake.files import deliver, household, id_number, take_in

TEXTS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
LIE = b"999999999999"
PLAIN = workbook()

Change = Callable[[bytes], bytes]


def saying(pattern: bytes, instead: bytes) -> Change:
    return lambda part: re.sub(pattern, instead, part, flags=re.DOTALL)


def ending_with(rows: bytes) -> Change:
    return lambda part: part.replace(b"</sheetData>", rows + b"</sheetData>")


def several_times(times: int) -> Change:
    """The list of sheets with the same sheet under many names."""
    return lambda part: re.sub(
        rb"<sheet [^>]*/>",
        lambda tag: b"".join(tag[0].replace(b'name="', b'name="%d' % number) for number in range(times)),
        part,
    )


def shapes(book: bytes) -> list[tuple[int, int]]:
    return [sheet.frame.shape for sheet in workbook_sheets(Content("一月.xlsx", book))]


def refusal(book: bytes) -> FileRefusedError:
    with pytest.raises(FileRefusedError) as refused:
        list(workbook_sheets(Content("一月.xlsx", book)))
    return refused.value


def relief_by_month() -> bytes:
    """Twelve sheets of fourteen text columns that repeat few texts, as offices keep a list of relief."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for month in range(1, 13):
            sheet = book.add_worksheet(f"{month}月")
            others = ["备注", *(f"经办{number}" for number in range(8))]
            sheet.write_row(0, 0, ["户编号", "户主证件号码", "救助类型", "开始日期", "救助金额", *others])
            for number in range(20):
                sheet.write_row(
                    number + 1,
                    0,
                    [household(number), id_number(number), "最低生活保障", "2023-01-01", "300", *["无"] * 9],
                )
    return data.getvalue()


def test_a_workbook_of_twelve_months_lands_though_its_texts_are_named_more_often_than_it_has_bytes(
    tmp_path: Path, county: RecordStore
) -> None:
    book = relief_by_month()
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        texts = parts.read(TEXTS)
    assert max(int(said) for said in re.findall(rb' count="(\d+)"', texts)) > len(texts)
    (file,) = take_in(deliver(tmp_path / "delivered", DAY, {"救助.xlsx": book}), county).files
    assert file.refusal is None
    assert file.rows_read == 240
    assert not file.set_aside


@pytest.mark.parametrize(
    ("part", "change"),
    [
        (TEXTS, saying(rb' count="\d+"', b' count="%s"' % LIE)),
        (TEXTS, saying(rb' uniqueCount="\d+"', b' uniqueCount="%s"' % LIE)),
        (TEXTS, saying(rb' uniqueCount="\d+"', b" uniqueCount = '%s'" % LIE)),
        (TEXTS, saying(rb' uniqueCount="\d+"', b' said=">" uniqueCount="%s"' % LIE)),
        (TEXTS, lambda part: re.sub(rb"<(/?)sst", rb"<\1x:sst", re.sub(rb'Count="\d+"', b'Count="%s"' % LIE, part))),
        (TEXTS, saying(rb' uniqueCount="\d+"', b' uniqueCount="1"')),
        (TEXTS, saying(rb' (?:c|uniqueC)ount="\d+"', b"")),
        (STYLES, saying(rb' count="\d+"', b' count="%s"' % LIE)),
        (SHEET, saying(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"')),
        (SHEET, saying(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"')),
        (SHEET, saying(rb' spans="[^"]*"', b' spans="1:16384"')),
        (SHEET, saying(rb' r="([A-Z]*\d+)"', rb" r='\1'")),
        (SHEET, saying(rb' r="[A-Z]*\d+"', b"")),
        (SHEET, lambda part: re.sub(rb"<(/?)(c|row|v|sheetData|worksheet)\b", rb"<\1x:\2", part)),
        (SHEET, ending_with(b'<mergeCells count="%s"/>' % LIE)),
    ],
)
def test_what_is_said_of_a_size_changes_nothing(part: str, change: Change) -> None:
    changed = with_part(PLAIN, part, change)
    (sound,) = workbook_sheets(Content("一月.xlsx", PLAIN))
    (read,) = workbook_sheets(Content("一月.xlsx", changed))
    assert read.frame.equals(sound.frame)


FAR_AWAY = {
    "rows out of order": b'<row r="1048576"><c r="A1048576"><v>1</v></c></row><row r="23"><c r="XFD23"><v>1</v></c></row>',
    "a cell that is not in its row": b'<row r="22"><c r="XFD1048576"><v>1</v></c></row>',
    "quotes of the other kind": b"<row r='22'><c r='XFD1048576'><v>1</v></c></row>",
    "small letters": b'<row r="22"><c r="xfd1048576"><v>1</v></c></row>',
    "a tab": b'<row r="22"><c\tr="XFD1048576"><v>1</v></c></row>',
    "two places": b'<row r="22"><c r="A22" r="XFD1048576"><v>1</v></c></row>',
    "prefixes": b'<row r="22"><x:c r="XFD1048576"><x:v>1</x:v></x:c></row>',
    "the format after the place": b'<row r="22"><c s="0" t="n" r="XFD1048576"><v>1</v></c></row>',
}


@pytest.mark.parametrize("case", FAR_AWAY)
def test_a_cell_far_away_is_seen_however_it_is_written(case: str) -> None:
    told = refusal(with_part(PLAIN, SHEET, ending_with(FAR_AWAY[case])))
    assert (told.sheet, told.row) == ("一月", 1_048_576)
    assert "第16384列" in told.problem.zh


@pytest.mark.parametrize("path", ["xl/worksheets/other.dat", "xl/elsewhere/sheet1.xml", "elsewhere/sheet1.xml"])
def test_a_sheet_is_measured_wherever_it_lies(path: str) -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as parts:
        far = ending_with(FAR_AWAY["a cell that is not in its row"])(parts.read(SHEET))
    target = path.removeprefix("xl/") if path.startswith("xl/") else f"/{path}"
    led = with_part(
        PLAIN, "xl/_rels/workbook.xml.rels", lambda part: part.replace(b"worksheets/sheet1.xml", target.encode())
    )
    assert refusal(with_part(led, path, lambda _: far)).row == 1_048_576


def test_many_sheets_share_one_measure() -> None:
    wide = with_part(PLAIN, SHEET, ending_with(b'<row r="500000"><c r="Z500000"><v>1</v></c></row>'))
    assert shapes(with_part(PLAIN, BOOK, several_times(3))) == [(21, 7)] * 3
    told = refusal(with_part(wide, BOOK, several_times(3)))
    assert "39,000,000" in told.problem.zh
    assert "拆成几个" in told.what_to_do.zh
    assert "2,001 sheets" in refusal(with_part(PLAIN, BOOK, several_times(2_001))).problem.en


def named_by_cells(times: int, text: bytes) -> bytes:
    """One text in a workbook, named by this many cells."""
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, times + 1))
    book = with_part(PLAIN, SHEET, saying(rb"<sheetData>.*</sheetData>", b"<sheetData>%s</sheetData>" % rows))
    return with_part(book, TEXTS, lambda _: b"<sst><si><t>%s</t></si></sst>" % text)


def test_one_text_that_many_cells_name_counts_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MOST_TEXT", 100_000)
    assert shapes(named_by_cells(90, b"x" * 1_000)) == [(90, 1)]
    assert "已停止读取" in refusal(named_by_cells(100, b"x" * 1_000)).problem.zh
    assert "已停止读取" in refusal(with_part(named_by_cells(60, b"x" * 1_000), BOOK, several_times(2))).problem.zh


def test_numbers_that_look_like_texts_are_no_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MOST_TEXT", 5_000)
    amounts = named_by_cells(100, b"x" * 1_000)
    assert shapes(with_part(amounts, SHEET, lambda part: part.replace(b' t="s"', b""))) == [(100, 1)]


def test_more_texts_than_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(shared_texts([b"<sst><si/><si><t>a</t></si></sst>"], 2).lengths) == 2
    with pytest.raises(BurstingError):
        shared_texts([b"<sst>" + b"<si/>" * 3 + b"</sst>"], 2)


def test_a_tag_without_an_end_is_no_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("features.intake.files.tags.LONGEST_RUN", 20)
    assert b"".join(whole_tags([b"<a>" + b"x" * 30, b"<b/>"])) == b"<a>" + b"x" * 30 + b"<b/>"
    with pytest.raises(BurstingError):
        list(whole_tags([b"<a " + b"x" * 30]))


def test_both_measures_agree_wherever_the_pieces_end() -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as parts:
        sheet, texts = parts.read(SHEET), shared_texts([parts.read(TEXTS)], 1_000)
    whole = quick_extent([sheet], texts)
    assert (whole.rows, whole.columns, whole.usual) == (21, 7, True)
    assert exact_extent([sheet], texts) == whole
    for length in (7, 64, 1_000):
        pieces = [sheet[start : start + length] for start in range(0, len(sheet), length)]
        assert quick_extent(pieces, texts) == exact_extent(pieces, texts) == whole
    assert exact_extent([sheet], SharedTexts()).text == 0


def test_a_chart_is_named_and_prints_nothing(
    tmp_path: Path, county: RecordStore, capfd: pytest.CaptureFixture[str]
) -> None:
    data = io.BytesIO(relief_by_month())
    with zipfile.ZipFile(data, "a") as book:
        relations = book.read("xl/_rels/workbook.xml.rels").replace(
            b'/worksheet" Target="worksheets/sheet12', b'/chartsheet" Target="chartsheets/sheet12'
        )
        sheet = book.read("xl/worksheets/sheet12.xml")
        book.writestr("xl/chartsheets/sheet12.xml", sheet)
    charted = with_part(data.getvalue(), "xl/_rels/workbook.xml.rels", lambda _: relations)
    (file,) = take_in(deliver(tmp_path / "delivered", DAY, {"救助.xlsx": charted}), county).files
    assert file.rows_read == 220
    assert [(sheet.name, sheet.why.value) for sheet in file.unread_sheets] == [("12月", "no_cells")]
    assert capfd.readouterr() == ("", "")
