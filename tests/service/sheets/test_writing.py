"""The workbook as it leaves: what is locked, offered, hidden and printed; nothing in it runs."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest

from features.vocabulary import RiskType
from service.keyring import Keyring
from service.procedure.verdicts import UnfoundedReason, Verdict
from service.sheets.columns import ABOUT, CHECK, COLUMNS, VISITS, WORDS
from tests.service.sheets.books import (
    AT,
    EXPORT,
    FIRST,
    LIST,
    MARK,
    MOMENT,
    ODD_CODES,
    PLAIN,
    WITH_LIBREOFFICE,
    book,
    through_libreoffice,
)

MANY = 45


@pytest.fixture(scope="module")
def data(keyring: Keyring) -> bytes:
    return book(keyring, MANY, villages=4, townships=2)


@pytest.fixture(scope="module")
def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_thick_line_stands_where_a_village_begins(opened: openpyxl.Workbook) -> None:
    sheet = opened[VISITS]
    villages = [sheet.cell(row, AT["village"]).value for row in range(FIRST, FIRST + MANY)]
    begins = [at for at in range(1, MANY) if villages[at] != villages[at - 1]]
    thick = [at for at in range(MANY) if sheet.cell(FIRST + at, AT["code"]).border.top.style == "thick"]
    assert len(thick) == 3
    assert thick == begins


def test_the_same_list_is_the_same_workbook(keyring: Keyring, data: bytes) -> None:
    assert book(keyring, MANY, villages=4, townships=2) == data


def test_everything_is_locked_but_what_is_to_be_filled_in(opened: openpyxl.Workbook) -> None:
    sheet = opened[VISITS]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for row in sheet.iter_rows(min_row=1, max_row=FIRST + MANY - 1, max_col=len(COLUMNS)):
        for column, cell in zip(COLUMNS, row, strict=True):
            assert cell.protection.locked == (not column.fill or cell.row < FIRST), cell.coordinate
    assert all(opened[name].protection.sheet for name in (ABOUT, CHECK, WORDS))


def test_two_sheets_and_one_column_are_hidden(opened: openpyxl.Workbook) -> None:
    assert opened.active.title == VISITS
    assert {sheet.title: sheet.sheet_state for sheet in opened} == {
        VISITS: "visible",
        ABOUT: "visible",
        CHECK: "hidden",
        WORDS: "hidden",
    }
    widths = opened[VISITS].column_dimensions
    assert [name for name, width in widths.items() if width.hidden] == [openpyxl.utils.get_column_letter(AT["token"])]


def test_words_are_offered_from_the_hidden_sheet_and_are_those_of_the_procedure(opened: openpyxl.Workbook) -> None:
    offered = {}
    for rule in opened[VISITS].data_validations.dataValidation:
        (there,) = rule.sqref.ranges
        assert (there.min_row, there.max_row) == (FIRST, FIRST + MANY - 1)
        offered[there.min_col] = rule
    for name, of in (("verdict", Verdict), ("risk_1", RiskType), ("risk_3", RiskType), ("reason", UnfoundedReason)):
        rule = offered[AT[name]]
        area = re.fullmatch(rf"'?{WORDS}'?!\$(.)\$(\d+):\$\1\$(\d+)", rule.formula1)
        assert area is not None
        letter, first, last = area.groups()
        assert len(rule.formula1) < 255
        words = [opened[WORDS][f"{letter}{row}"].value for row in range(int(first), int(last) + 1)]
        assert (rule.type, words) == ("list", [member.zh for member in of])
    assert offered[AT["visited_on"]].type == "date"
    assert (offered[AT["note"]].type, offered[AT["note"]].formula1) == ("textLength", "500")


def test_the_hidden_sheet_says_of_which_list_it_is_and_who_took_it(opened: openpyxl.Workbook) -> None:
    said = dict(opened[CHECK].iter_rows(max_col=2, values_only=True))
    assert (said["list_id"], said["export_id"], said["rows"], said["taken_by"]) == (LIST, EXPORT, str(MANY), "wang")
    assert said["taken_at"] == MOMENT.isoformat()
    assert re.fullmatch("[0-9a-f]{64}", said["checksum"])


def test_it_prints_across_with_the_mark_and_that_it_is_not_public(opened: openpyxl.Workbook) -> None:
    sheet = opened[VISITS]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$2"
    assert str(sheet.print_area).endswith(
        f"$A$1:${openpyxl.utils.get_column_letter(len(COLUMNS) - 1)}${FIRST + MANY - 1}"
    )
    assert sheet["A1"].value == MARK
    for page in (sheet, opened[ABOUT]):
        foot = f"{page.oddFooter.left.text}{page.oddFooter.right.text}"
        for words in ("不得公示", "某县＆监测中心 · wang", "第&[Page]页，共&[Pages]页"):
            assert words in foot.replace("&P", "&[Page]").replace("&N", "&[Pages]")
        assert len(foot) < 255
    # Another township's families stand on another page.
    assert [each.id for each in sheet.row_breaks.brk] == [FIRST + 22]


def test_nothing_that_a_code_begins_with_runs(data: bytes, opened: openpyxl.Workbook) -> None:
    cells = [opened[VISITS].cell(FIRST + PLAIN + at, AT["code"]) for at in range(len(ODD_CODES))]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells[:5]] == [
        (code, "s", True) for code in ODD_CODES[:5]
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)
                assert b"hyperlink" not in parts.read(name)


@WITH_LIBREOFFICE
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed (poppler-utils)")
def test_twenty_families_stand_on_a_page_of_paper(keyring: Keyring, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(through_libreoffice(book(keyring, MANY, villages=1), tmp_path, "pdf"))
    text = subprocess.run(["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True).stdout.decode()
    pages = text.rstrip("\f").split("\f")
    families = [page.count("张*") for page in pages]
    assert sum(families) == MANY
    assert families[0] >= 20
    assert families[1] >= 20
    assert all("不得公示" in page for page in pages)
    assert all("走访人签名" in page for page, many in zip(pages, families, strict=True) if many)
    assert f"第1页，共{len(pages)}页" in pages[0]
