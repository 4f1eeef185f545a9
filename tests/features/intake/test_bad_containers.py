"""What a file is, its content tells: the disguised one is read, the unreadable one is told apart from the damaged one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from features.intake import Outcome
from features.records.store import RecordStore
from tests.features.intake.broken import (
    BILLS,
    BINARY_WORKBOOK,
    DAY,
    SOUND,
    landed,
    refused,
    with_part,
    workbook,
    zipped,
)
from tests.features.intake.files import as_csv, deliver, take_in

UTF16 = "utf-16-le"


def locked_workbook() -> bytes:
    """The container in which Excel keeps an encrypted xlsx: it holds no sheets but one stream, EncryptedPackage."""
    name = "EncryptedPackage".encode(UTF16)
    return BINARY_WORKBOOK.replace("Workbook".encode(UTF16).ljust(len(name), b"\0"), name)


def locked_binary_workbook() -> bytes:
    """The record after the beginning of the book says that the rest is encrypted (FILEPASS)."""
    changed = BINARY_WORKBOOK.replace(b"\xe1\x00\x02\x00\xb0\x04", b"\x2f\x00\x02\x00\xb0\x04", 1)
    assert changed != BINARY_WORKBOOK
    return changed


CSV = as_csv(BILLS)

DISGUISED = {
    "a binary workbook": ("医保.xls", BINARY_WORKBOOK),
    "xls named xlsx": ("医保.xlsx", BINARY_WORKBOOK),
    "xls named csv": ("医保.csv", BINARY_WORKBOOK),
    "xls of WPS": ("医保.et", BINARY_WORKBOOK),
    "xls in capitals": ("医保.XLS", BINARY_WORKBOOK),
    "xlsx named xls": ("医保.xls", workbook()),
    "xlsx named csv": ("医保.csv", workbook()),
    "xlsx named zip": ("医保.zip", workbook()),
    "xlsm with macros": ("医保.xlsm", with_part(workbook(), "xl/vbaProject.bin", lambda _: b"Sub AutoOpen()")),
    "csv named xlsx": ("医保.xlsx", CSV),
    "csv named xls": ("医保.xls", as_csv(BILLS, "gbk")),
    "tabs named xls": ("医保.xls", as_csv(BILLS, "gbk").replace(b",", b"\t")),
    "text": ("医保.txt", CSV),
    "semicolons": ("医保.csv", CSV.replace(b",", b";")),
    "zip named xlsx": ("医保.xlsx", zipped({"医保.csv": CSV})),
    "zip of a zip": ("医保.zip", zipped({"甲镇.zip": zipped({"医保.csv": CSV})})),
    "zip of a workbook": ("医保.zip", zipped({"医保.xlsx": workbook()})),
    "mark of UTF-8 before GBK": ("医保.csv", b"\xef\xbb\xbf" + as_csv(BILLS, "gbk")),
    "a line for Excel first": ("医保.csv", b"sep=,\r\n" + as_csv(BILLS, "gbk")),
}


@pytest.mark.parametrize("case", DISGUISED)
def test_a_disguised_file_is_read_by_its_content(tmp_path: Path, county: RecordStore, case: str) -> None:
    name, content = DISGUISED[case]
    landed(tmp_path, county, name, content)


WEB_PAGE = "<html><table><tr><td>证件号码</td></tr></table></html>".encode()
XML_TABLE = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>'
OPEN_DOCUMENT = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})

UNREAD = {
    "locked workbook": ("医保.xlsx", locked_workbook(), "加密", "password", "取消打开密码"),
    "locked workbook named xls": ("医保.xls", locked_workbook(), "加密", "password", "取消打开密码"),
    "locked binary workbook": ("医保.xls", locked_binary_workbook(), "加密", "password", "取消打开密码"),
    "web page named xls": ("医保.xls", WEB_PAGE, "网页", "web page", "另存为"),
    "web page with its declaration": ("医保.xls", b"<!DOCTYPE html>" + WEB_PAGE, "网页", "web page", "另存为"),
    "web page after blanks": ("医保.csv", b"\xef\xbb\xbf\r\n\r\n" + WEB_PAGE, "网页", "web page", "另存为"),
    "XML table": ("医保.xls", XML_TABLE, "XML", "XML", "另存为"),
    "xlsb named xlsx": ("医保.xlsx", with_part(workbook(), "xl/workbook.bin", lambda _: b"x"), "xlsb", "xlsb", "另存"),
    "ods named xlsx": ("医保.xlsx", OPEN_DOCUMENT, "ODF", "OpenDocument", "另存为"),
    "docx named xlsx": ("医保.xlsx", zipped({"word/document.xml": b"<x/>"}), "Word", "Word", "导出的表格"),
    "doc named xls": (
        "医保.xls",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode(UTF16),
        "Word",
        "Word",
        "导出的表格",
    ),
    "rar named zip": ("医保.zip", b"Rar!\x1a\x07\x00" + b"\0" * 40, "rar", "rar", "zip"),
    "rar named xlsx": ("医保.xlsx", b"Rar!\x1a\x07\x00" + b"\0" * 40, "rar", "rar", "zip"),
    "rar": ("医保.rar", b"Rar!\x1a\x07\x00", ".rar", ".rar", "zip"),
    "7z": ("医保.7z", b"7z\xbc\xaf\x27\x1c", ".7z", ".7z", "zip"),
    "xlsb": ("医保.xlsb", b"PK\x03\x04", ".xlsb", ".xlsb", "另存为"),
    "PDF named xlsx": ("医保.xlsx", b"%PDF-1.7 ...", "PDF", "PDF", "扫描件"),
    "photo named csv": ("医保.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片", "picture", "扫描件"),
    "nothing at all": ("医保.csv", b"", "0 字节", "0 bytes", "重新导出"),
    "an empty workbook file": ("医保.xlsx", b"", "0 字节", "0 bytes", "重新导出"),
    "truncated xlsx": ("医保.xlsx", workbook()[:3000], "损坏", "damaged", "重新"),
    "truncated xls": ("医保.xls", BINARY_WORKBOOK[:4000], "损坏", "damaged", "重新"),
    "xls without its end": ("医保.xls", BINARY_WORKBOOK[:9000], "损坏", "damaged", "重新"),
    "workbook without its list of sheets": (
        "医保.xlsx",
        with_part(workbook(), "xl/workbook.xml", lambda _: b""),
        "损坏",
        "damaged",
        "重新",
    ),
    "workbook with a broken sheet": (
        "医保.xlsx",
        with_part(workbook(), "xl/worksheets/sheet1.xml", lambda part: part[: len(part) // 2]),
        "损坏",
        "damaged",
        "重新",
    ),
}


@pytest.mark.parametrize("case", UNREAD)
def test_an_unreadable_file_is_told_for_what_it_is(tmp_path: Path, county: RecordStore, case: str) -> None:
    name, content, zh, en, do = UNREAD[case]
    told = refused(tmp_path, county, name, content)
    assert zh in told.problem.zh
    assert en in told.problem.en
    assert do in told.what_to_do.zh


def test_a_name_of_another_system_does_not_matter(tmp_path: Path, county: RecordStore) -> None:
    content = zipped({"..\\..\\etc\\医保.csv": CSV})
    assert landed(tmp_path, county, "医保.zip", content).file == f"{DAY}/医保.zip/etc/医保.csv"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_in_a_zip_are_read_though_nobody_says_their_encoding(
    tmp_path: Path, county: RecordStore, encoding: str
) -> None:
    plain = zipped({"N" * len("医保.csv".encode(encoding)): CSV})
    named = plain.replace(b"N" * len("医保.csv".encode(encoding)), "医保.csv".encode(encoding))
    assert landed(tmp_path, county, "二月.zip", named).file == f"{DAY}/二月.zip/医保.csv"


def test_steps_out_of_a_zip_are_not_taken(tmp_path: Path, county: RecordStore) -> None:
    assert landed(tmp_path, county, "二月.zip", zipped({"../../医保.csv": CSV})).file == f"{DAY}/二月.zip/医保.csv"
    assert not list(tmp_path.parent.glob("医保.csv"))


def test_one_damaged_file_of_a_zip_costs_itself_only(tmp_path: Path, county: RecordStore) -> None:
    content = bytearray(zipped({"完好.csv": SOUND, "医保.csv": CSV}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        start = archive.getinfo("医保.csv").header_offset
    content[start + 80 : start + 90] = b"\0" * 10
    report = take_in(deliver(tmp_path / "delivered", DAY, {"二月.zip": bytes(content)}), county)
    assert [(file.file, file.outcome) for file in report.files] == [
        (f"{DAY}/二月.zip/医保.csv", Outcome.REFUSED),
        (f"{DAY}/二月.zip/完好.csv", Outcome.LANDED),
    ]
    assert county.records()["illness"].height == 20


def test_what_is_no_table_in_a_zip_is_named(tmp_path: Path, county: RecordStore) -> None:
    content = zipped(
        {"说明.docx": b"x", "医保.csv": CSV, "旧.rar": b"Rar!", "__MACOSX/._医保.csv": b"x", "~$医保.xlsx": b"x"}
    )
    report = take_in(deliver(tmp_path / "delivered", DAY, {"二月.zip": content}), county)
    assert {file.file.removeprefix(f"{DAY}/二月.zip/"): file.outcome for file in report.files} == {
        "说明.docx": Outcome.IGNORED,
        "旧.rar": Outcome.REFUSED,
        "医保.csv": Outcome.LANDED,
        "__MACOSX/._医保.csv": Outcome.IGNORED,
        "~$医保.xlsx": Outcome.IGNORED,
    }


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path, county: RecordStore) -> None:
    root = deliver(tmp_path / "delivered", DAY, {})
    deliver(root / DAY, "医保.csv", {"医保.csv": CSV})
    (file,) = take_in(root, county).files
    assert (file.file, file.outcome) == (f"{DAY}/医保.csv/医保.csv", Outcome.LANDED)


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, county: RecordStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "医保.csv":
            raise PermissionError(13, "Permission denied")
        return sound(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    told = refused(tmp_path, county, "医保.csv", CSV)
    assert "无法读取" in told.problem.zh
    assert "Permission denied" in told.problem.en
