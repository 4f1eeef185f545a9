"""What came of a workbook that was handed in: to be shown, printed, and taken along as a workbook."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.texts.unrepeated import read_json
from features.workbooks.book import Column, writing
from service.keyring import Keyring
from service.sheets.checking import Checked, Fault, Filled, Skipped
from service.sheets.tokens import Head

PURPOSE = "outcome of a visit workbook"
MOST_UNPACKED = 16 * 1024**2
COLUMNS = (
    Column("行 row", 7, "0"),
    Column("序号 number", 9),
    Column("户编号 household", 24),
    Column("原因 why", 22),
    Column("怎么办 what to do", 90),
)


@dataclass(frozen=True)
class Outcome:
    """Of each row what became of it.

    Attributes:
        missing: rows that left with the workbook and did not come back.
    """

    list_id: str
    landed: int
    empty: int
    missing: int
    skipped: tuple[Skipped, ...]


def outcome_of(
    head: Head, rows: int, checked: Checked, landed: Sequence[Filled], passed_over: Sequence[Skipped]
) -> Outcome:
    """What came of it.

    Args:
        rows: that came back with a token, each once.
    """
    every = sorted([*checked.skipped, *passed_over], key=lambda each: each.row)
    return Outcome(head.list_id, len(landed), checked.empty, max(0, head.rows - rows), tuple(every))


def packed(keyring: Keyring, session: str, outcome: Outcome) -> str:
    """The rows that were passed over, as a page hands them back for the file; marked, for this session alone."""
    lines = [
        [each.row, each.number, each.code, each.fault.value, each.words.zh, each.words.en] for each in outcome.skipped
    ]
    text = base64.urlsafe_b64encode(zlib.compress(json.dumps(lines, ensure_ascii=False).encode())).decode()
    return f"{keyring.mark(f'{session} {text}'.encode('utf-8', 'replace'), purpose=PURPOSE)}.{text}"


def unpacked(keyring: Keyring, session: str, sent: str) -> list[Skipped] | None:
    """The same; None where it was not given to this session."""
    mark, _, text = sent.partition(".")
    if not keyring.is_marked(f"{session} {text}".encode("utf-8", "replace"), mark, purpose=PURPOSE):
        return None
    lines = read_json(zlib.decompressobj().decompress(base64.urlsafe_b64decode(text), MOST_UNPACKED))
    return [Skipped(row, number, code, Fault(fault), Bilingual(zh, en)) for row, number, code, fault, zh, en in lines]


def workbook(skipped: Sequence[Skipped], mark: str, day: dt.date, *, english: bool = False) -> bytes:
    """The rows that were passed over, as a workbook."""
    target = io.BytesIO()
    with writing(target, "未收的行", day) as book:
        rows = [
            (
                each.row,
                each.number,
                each.code,
                each.fault.en if english else each.fault.zh,
                each.words.en if english else each.words.zh,
            )
            for each in skipped
        ]
        on_paper = mark[:200].replace("&", "＆")
        book.write_table(book.sheet("未收的行"), COLUMNS, rows, footer=on_paper, above=mark)
    return target.getvalue()
