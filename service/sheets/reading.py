"""A workbook that was handed in, read within bounds: what it says of itself, and its rows as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.intake.files.archives import DAMAGED
from features.intake.files.content import Container, Content
from features.intake.files.workbooks import Cells, workbook_sheets
from features.intake.problems import FileRefusedError
from service.deliveries.examining import refuse_unfit
from service.keyring import Keyring
from service.sheets.columns import CHECK, FILLED, LOCKED, TOKEN, VISITS
from service.sheets.tokens import Head, installation, plain

LARGEST = 64 * 1024**2
"""Bytes that may come out of it. A workbook of 20,000 households has a third of it."""
MOST_ROWS, MOST_COLUMNS = 30_000, 60
HEADER_WITHIN = 10
"""Rows among which the header is looked for."""

_EXPORT_ANEW = Bilingual("请重新导出走访表，填好后再交回", "Take a new workbook along, fill it in and hand it in")
_SAVE_AS = Bilingual(
    "请交回本系统导出的走访表，保存为“Excel 工作簿（.xlsx）”",
    'Hand in the workbook that fanpin gave out, saved as "Excel workbook (.xlsx)"',
)
NO_FILE = (Bilingual("没有选择文件", "no file was chosen"), Bilingual("请选择填好的走访表", "Choose the workbook"))


class NotOursError(FanpinError):
    """A file that can't be taken in as a whole: why, and what to do."""

    def __init__(self, why: Bilingual, what_to_do: Bilingual) -> None:
        super().__init__(f"{why.zh}：{what_to_do.zh} | {why.en}. {what_to_do.en}.")
        self.why, self.what_to_do = why, what_to_do


@dataclass(frozen=True)
class SentRow:
    """A row as it stands.

    Attributes:
        row: its number in the workbook.
        cells: the text of each cell by the column's name; what was typed into `note` as it was typed.
        unreadable: a cell that people see something in, which nobody can read: an error, a formula without its result, merged cells.
    """

    row: int
    cells: Mapping[str, str]
    unreadable: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not self.unreadable and not any(self.cells[column.name] for column in FILLED)


@dataclass(frozen=True)
class Sent:
    """What was handed in."""

    head: Head
    rows: Sequence[SentRow]


def read_workbook(file: str, data: bytes, keyring: Keyring) -> Sent:
    """What a workbook says that this installation gave out.

    Raises:
        NotOursError: it is none, or was damaged, or its sheets are not as they were.
    """
    if not data:
        raise NotOursError(*NO_FILE)
    try:
        refuse_unfit(file, data)
        content = Content(file, data)
        if content.container() is not Container.WORKBOOK or not data.startswith(b"PK"):
            raise NotOursError(Bilingual("不是 Excel 工作簿（.xlsx）", "it is no Excel workbook (.xlsx)"), _SAVE_AS)
        _refuse_bursting(data)
        sheets = {cells.name: cells for cells in workbook_sheets(content)}
    except FileRefusedError as error:
        raise NotOursError(error.problem, error.what_to_do) from None
    if CHECK not in sheets or VISITS not in sheets:
        raise NotOursError(Bilingual("不是本系统导出的走访表", "it is not a workbook that fanpin gave out"), _SAVE_AS)
    return Sent(_head(sheets[CHECK], keyring), _rows(sheets[VISITS]))


def _refuse_bursting(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as book:
            length = sum(part.file_size for part in book.infolist())
    except DAMAGED:
        raise NotOursError(Bilingual("文件不完整或已损坏", "the file is truncated or damaged"), _EXPORT_ANEW) from None
    if length > LARGEST:
        raise NotOursError(
            Bilingual("文件解压后大得不正常", "it unpacks to far more than a list can hold"), _EXPORT_ANEW
        )


def _head(cells: Cells, keyring: Keyring) -> Head:
    lines = [[plain(text) for text in row[:2]] for row in cells.frame.head(50).iter_rows()]
    facts = {line[0]: line[1] for line in lines if len(line) == 2 and line[0]}
    if facts.get("installation", "") not in ("", installation(keyring)):
        elsewhere = Bilingual("这是另一套系统导出的走访表", "another installation gave this workbook out")
        raise NotOursError(elsewhere, Bilingual("请在导出它的系统中交回", "Hand it in where it was taken from"))
    head = Head.parsed(facts, keyring)
    if head is None:
        changed = Bilingual(
            "隐藏的“核对”页被改动过或来自另一份表", "its hidden sheet was changed, or is of another workbook"
        )
        raise NotOursError(changed, _EXPORT_ANEW)
    return head


def _rows(cells: Cells) -> list[SentRow]:
    if cells.frame.height > MOST_ROWS or cells.frame.width > MOST_COLUMNS:
        larger = Bilingual("走访登记页比导出时大得多", "the sheet is far larger than it was given out")
        raise NotOursError(larger, _EXPORT_ANEW)
    lines = list(cells.frame.iter_rows())
    wanted = {column.header: column.name for column in (*LOCKED, *FILLED, TOKEN)}
    for at, line in enumerate(lines[:HEADER_WITHIN]):
        headers = [plain(text) for text in line]
        if TOKEN.header in headers:
            places = {wanted[header]: place for place, header in enumerate(headers) if header in wanted}
            known = [header for header in headers if header in wanted]
            if len(places) == len(wanted) == len(known):
                return _below(cells, lines, at, places)
    missing = Bilingual("走访登记页的表头或隐藏的核对码列被改动过", "the header or the hidden column was changed")
    raise NotOursError(missing, _EXPORT_ANEW)


def _below(cells: Cells, lines: Sequence[Sequence[object]], header: int, places: Mapping[str, int]) -> list[SentRow]:
    # There rows are counted from 1, as people do.
    silent = cells.silent.below(header + 1)
    filled = {places[column.name] for column in FILLED}
    odd = {row - 1 for row, place in (*silent.errors, *silent.uncalculated, *silent.merged) if place in filled}
    rows = []
    for at, line in enumerate(lines[header + 1 :], start=header + 1):
        cells_of = {name: line[place] if place < len(line) else None for name, place in places.items()}
        texts = {name: str(text or "").strip() if name == "note" else plain(text) for name, text in cells_of.items()}
        if any(texts.values()) or at in odd:
            rows.append(SentRow(at + 1, texts, at in odd))
    return rows
