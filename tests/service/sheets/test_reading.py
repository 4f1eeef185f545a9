"""A file that is none of ours is refused whole, in words; one that a spreadsheet program saved is read as it was filled in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.keyring import Keyring
from service.sheets.checking import check_rows
from service.sheets.columns import CHECK, VISITS
from service.sheets.reading import NotOursError, read_workbook
from tests.service.sheets.books import (
    AT,
    CONFIRMED,
    FIRST,
    ODD_CODES,
    PLAIN,
    TODAY,
    UNFOUNDED,
    WITH_LIBREOFFICE,
    book,
    edited,
    filled,
    through_libreoffice,
)


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """With another part in its zip."""
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return target.getvalue()


def refused(keyring: Keyring, data: bytes) -> str:
    with pytest.raises(NotOursError) as error:
        read_workbook("a.xlsx", data, keyring)
    assert error.value.why.en
    assert error.value.what_to_do.zh
    return error.value.why.zh


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "没有选择文件"),
        (b"a,b\n1,2\n", "不是 Excel 工作簿"),
        (b"%PDF-1.7 ...", "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "不是 Excel 工作簿"),
        (b"PK\x03\x04 cut off", ""),
    ],
)
def test_what_is_no_workbook_is_refused(keyring: Keyring, data: bytes, why: str) -> None:
    assert why in refused(keyring, data)


def test_what_bursts_runs_or_links_is_refused(keyring: Keyring) -> None:
    data = book(keyring)
    assert "大得不正常" in refused(keyring, with_part(data, "xl/media/a.bin", bytes(70 * 1024**2)))
    assert "宏" in refused(keyring, with_part(data, "xl/vbaProject.bin", b"x"))
    assert "链接" in refused(keyring, with_part(data, "xl/externalLinks/externalLink1.xml", b"<x/>"))


def test_another_installation_s_is_told_as_such(keyring: Keyring, other_keyring: Keyring) -> None:
    assert "另一套系统" in refused(keyring, book(other_keyring))


def _change(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(opened: Any) -> None:
        opened[sheet][cell].value = value

    return change


def _remove(sheet: str) -> Callable[[Any], None]:
    return lambda opened: opened.remove(opened[sheet])


def _more(opened: Any) -> None:
    opened[VISITS].cell(FIRST - 1, len(AT) + 1).value = "户编号"


def _far(opened: Any) -> None:
    opened[VISITS].cell(40_000, 1).value = "x"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_remove(CHECK), "不是本系统导出"),
        (_remove(VISITS), "不是本系统导出"),
        (_change(CHECK, "B2", "list_x"), "“核对”页被改动"),
        (_change(CHECK, "B5", "1"), "“核对”页被改动"),
        (_change(VISITS, "D2", "编号"), "表头"),
        (_more, "表头"),
        (_far, "大得多"),
    ],
)
def test_a_workbook_whose_frame_was_changed_is_refused_whole(
    keyring: Keyring, change: Callable[[Any], None], why: str
) -> None:
    assert why in refused(keyring, edited(book(keyring), change))


def test_what_openpyxl_only_opened_and_saved_is_whole(keyring: Keyring) -> None:
    sent = read_workbook("a.xlsx", edited(book(keyring, 12), lambda _: None), keyring)
    assert (len(sent.rows), check_rows(sent, keyring, TODAY).empty) == (12, 12)
    assert [row.row for row in sent.rows] == list(range(FIRST, FIRST + 12))


@WITH_LIBREOFFICE
def test_through_libreoffice_and_back_every_row_is_what_was_filled_in(keyring: Keyring, tmp_path: Path) -> None:
    many = len(ODD_CODES) + PLAIN + 2
    fill = {FIRST + at: CONFIRMED if at % 2 else UNFOUNDED for at in range(many)}
    once = through_libreoffice(book(keyring, many), tmp_path)
    checked = [
        check_rows(read_workbook("a.xlsx", data, keyring), keyring, TODAY)
        for data in (
            filled(book(keyring, many), fill),
            filled(once, fill),
            through_libreoffice(filled(once, fill), tmp_path),
            through_libreoffice(filled(book(keyring, many), fill), tmp_path),
        )
    ]
    assert len(checked[0].good) == many
    assert all(each == checked[0] for each in checked[1:])
