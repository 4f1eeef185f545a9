"""A delivered file's bytes, and what kind of file they are: told by how they begin, for names lie."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from features.intake.files.decoding import LOOKED_AT, is_utf16
from features.intake.problems import Bilingual, FileRefusedError
from features.vocabulary import Labelled

WORKBOOKS = {".xlsx", ".xls", ".xlsm", ".et"}
READABLE = {*WORKBOOKS, ".csv", ".zip"}

HOLD_DATA_UNREAD = {".rar", ".7z", ".gz", ".tar", ".ods", ".xlsb", ".dbf", ".mdb", ".accdb", ".numbers"}
"""Endings of files that may well hold records, in a form that is not read: such a file is refused, not passed over."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a"))

_BINARY_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENCRYPTED_FROM_HERE = re.compile(
    rb"\x09\x08(?:\x10\x00\x00\x06\x05\x00.{12}|\x08\x00\x00\x05\x05\x00.{4})(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""In a binary workbook: the record that begins it (BOF), then the one that says the rest is encrypted (FILEPASS)."""


class Container(Labelled):
    """What a file is by its content."""

    TEXT = "text", "文本", "text"
    WORKBOOK = "workbook", "工作簿", "a workbook"
    ARCHIVE = "archive", "压缩包", "a zip archive"
    LOCKED = "locked", "加密的工作簿", "a workbook locked by a password"
    WEB_PAGE = "web_page", "网页（扩展名改成了表格）", "a web page under the name of a table"
    XML_TABLE = "xml_table", "XML 表格", "an XML table"
    BINARY_XLSX = "binary_xlsx", "二进制工作簿（xlsb）", "a binary workbook (xlsb)"
    OPEN_DOCUMENT = "open_document", "ODF 文档（ods）", "an OpenDocument file (ods)"
    DOCUMENT = "document", "Word 或演示文稿", "a Word document or a presentation"
    OTHER_ARCHIVE = "other_archive", "rar、7z 等压缩包", "an archive of another kind (rar, 7z, gz)"
    OLD_WORKBOOK = "old_workbook", "很旧的工作簿（Excel 4 或更早）", "a workbook of Excel 4 or older"
    PICTURE = "picture", "图片或 PDF", "a picture or a PDF"


_BEGINNINGS = (
    (b"Rar!", Container.OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Container.OTHER_ARCHIVE),
    (b"\x1f\x8b", Container.OTHER_ARCHIVE),
    (b"%PDF", Container.PICTURE),
    (b"\x89PNG", Container.PICTURE),
    (b"\xff\xd8\xff", Container.PICTURE),
    (b"GIF8", Container.PICTURE),
    (b"\x09\x00\x04\x00", Container.OLD_WORKBOOK),
    (b"\x09\x02\x06\x00", Container.OLD_WORKBOOK),
    (b"\x09\x04\x06\x00", Container.OLD_WORKBOOK),
    (b"MIME-Version:", Container.WEB_PAGE),
)

_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|style|div)\b")

_SAVE_AS_WORKBOOK = Bilingual(
    "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后重新报送",
    'Open it in Excel or WPS, save it as "Excel workbook (.xlsx)" and deliver it again',
)
_WHAT_TO_DO = {
    Container.LOCKED: Bilingual(
        "用 Excel 或 WPS 打开，取消打开密码（文件—信息—保护工作簿）后重新报送",
        "Open it in Excel or WPS, take the password off (File, Info, Protect Workbook) and deliver it again",
    ),
    Container.OTHER_ARCHIVE: Bilingual(
        "解压后直接报送其中的表格，或压缩成 zip 再报送",
        "Unpack it and deliver the tables inside, or pack them as a zip",
    ),
    Container.PICTURE: Bilingual(
        "请报送从系统导出的表格，不要报送扫描件", "Deliver the table as exported from the system, not a scan of it"
    ),
    Container.DOCUMENT: Bilingual(
        "请报送从系统导出的表格（xlsx、xls 或 csv）", "Deliver the table as exported from the system (xlsx, xls or csv)"
    ),
}


@dataclass(frozen=True)
class Content:
    """A file's bytes under the name by which reports speak of it."""

    file: str
    data: bytes

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.file).suffix.lower()

    def container(self) -> Container:
        """What the bytes are. Of a damaged zip container nobody can tell, so its name is believed."""
        # A tab may begin a text, and an old workbook as well.
        old = next((kind for signature, kind in _BEGINNINGS if self.data.startswith(signature)), None)
        if old is not None:
            return old
        beginning = self.data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
        if beginning.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return self._in_zip()
        if self.data.startswith(_BINARY_CONTAINER):
            return self._in_binary_container()
        for signature, container in _BEGINNINGS:
            if beginning.startswith(signature):
                return container
        if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            beginning = beginning.decode("utf-16", "ignore").lstrip().encode()
        lower = beginning.lower()
        if lower.startswith(b"<") and _WEB_PAGE.search(lower):
            return Container.WEB_PAGE
        if lower.startswith(b"<?xml"):
            return Container.WEB_PAGE if b"<html" in lower else Container.XML_TABLE
        return Container.TEXT

    def is_sound(self) -> bool:
        """Whether the container can be opened: a zip with its directory, or a binary one that holds a workbook."""
        if self.data.startswith(b"PK"):
            return zipfile.is_zipfile(io.BytesIO(self.data))
        return any(name.encode("utf-16-le") in self.data for name in ("Workbook", "Book"))

    def _in_zip(self) -> Container:
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return Container.ARCHIVE if self.suffix == ".zip" else Container.WORKBOOK
        if "xl/workbook.bin" in names:
            return Container.BINARY_XLSX
        if any(name.startswith("xl/") for name in names):
            return Container.WORKBOOK
        if any(name.startswith(("word/", "ppt/")) for name in names):
            return Container.DOCUMENT
        return Container.OPEN_DOCUMENT if "mimetype" in names and "content.xml" in names else Container.ARCHIVE

    def _in_binary_container(self) -> Container:
        def holds(stream: str) -> bool:
            return stream.encode("utf-16-le") in self.data

        if holds("EncryptedPackage") or _ENCRYPTED_FROM_HERE.search(self.data):
            return Container.LOCKED
        if holds("WordDocument") or holds("PowerPoint Document"):
            return Container.DOCUMENT
        return Container.WORKBOOK


def no_text(data: bytes) -> bool:
    """Whether bytes that are no known container are no text either: more than three in a hundred control something."""
    beginning = data[:LOOKED_AT]
    return not is_utf16(data) and len(beginning.translate(None, _CONTROLS)) * 100 < len(beginning) * 97


def refuse_no_text(content: Content) -> FileRefusedError:
    """The refusal of a file that is neither a workbook nor a text, whatever it is called."""
    problem = Bilingual(
        "内容既不是工作簿，也不是文本：多半是被加密软件加了密，或已损坏",
        "it holds neither a workbook nor a text: probably encryption software has locked it, or it is damaged",
    )
    what_to_do = Bilingual(
        "在装有加密软件的电脑上解密或“另存为”明文后重新报送；打不开的，重新导出",
        "Decrypt it, or save it in the clear, on a computer that has the software, and deliver it again; if it does not "
        "open there either, export it again",
    )
    return FileRefusedError(content.file, problem, what_to_do)


def refuse_unread(content: Content, container: Container) -> FileRefusedError:
    """The refusal of a file whose kind is known and not read."""
    problem = Bilingual(
        f"文件内容是{container.zh}，不能直接读取", f"it holds {container.en}, which intake does not read"
    )
    return FileRefusedError(content.file, problem, _WHAT_TO_DO.get(container, _SAVE_AS_WORKBOOK))


def refuse_ending(file: str) -> FileRefusedError:
    """The refusal of a file whose name says that it holds data in a form that is not read."""
    suffix = PurePosixPath(file).suffix.lower()
    problem = Bilingual(
        f"不读取 {suffix} 格式的文件（可读取 xlsx、xls、csv 和 zip）",
        f"files ending in {suffix} are not read (xlsx, xls, csv and zip are)",
    )
    other = suffix in {".rar", ".7z", ".gz", ".tar"}
    return FileRefusedError(file, problem, _WHAT_TO_DO[Container.OTHER_ARCHIVE] if other else _SAVE_AS_WORKBOOK)
