"""The files of one delivery: each read as far as its own content goes, or reported on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from features.intake.file import ReadFile, read_file
from features.intake.files.archives import contents
from features.intake.files.content import Content
from features.intake.files.sifting import PassedOver, sifted
from features.intake.folders import Delivery
from features.intake.problems import Bilingual, FileRefusedError
from features.intake.recognising.catalogue import Catalogue
from features.intake.report import FileReport, Outcome

DELIVERY_ID_LENGTH = 16

Landed = Mapping[str, date | None]
"""The deliveries that the store has, with the day from which one does not count, if it was withdrawn."""


def read_folder(folder: Delivery, known: Landed, table: Catalogue) -> list[ReadFile | FileReport]:
    """The files of a folder, or the report on one that goes no further; first those that tell how to read the others.

    Args:
        known: the deliveries that the store has already.
        table: the headers by which files are recognised.
    """
    files: list[ReadFile | FileReport] = []
    for path, label in folder.files():
        inside = [_read_content(content, folder.known_date, known, table) for content in contents(path, label)]
        files += _as_one(label, folder.known_date, inside) if path.suffix.lower() != ".zip" else inside
    return sorted(files, key=lambda file: file.turn if isinstance(file, ReadFile) else -1)


def _as_one(label: str, known_date: date, inside: list[ReadFile | FileReport]) -> list[ReadFile | FileReport]:
    """Many kinds of documents are zip archives inside: one that holds no table at all is named once."""
    if len(inside) < 2 or any(isinstance(file, ReadFile) or file.outcome is not Outcome.IGNORED for file in inside):
        return inside
    return [FileReport(label, known_date, Outcome.IGNORED, passed_over=_NO_TABLES)]


_NO_TABLES = Bilingual("压缩包，其中没有表格", "an archive that holds no table")


def _read_content(
    content: Content | FileRefusedError | PassedOver, known_date: date, known: Landed, table: Catalogue
) -> ReadFile | FileReport:
    if isinstance(content, Content):
        content = sifted(content, table.count_known)
    if isinstance(content, FileRefusedError):
        return refused(content.file, known_date, content)
    if isinstance(content, PassedOver):
        return FileReport(content.file, known_date, Outcome.IGNORED, passed_over=content.why)
    delivery_id = _counting_again(_delivery_id(content.data), known_date, known)
    if delivery_id in known:
        return FileReport(content.file, known_date, Outcome.ALREADY_KNOWN)
    try:
        read = read_file(content, delivery_id, known_date, table)
    except FileRefusedError as refusal:
        return refused(content.file, known_date, refusal)
    if any(sheet.rows_read for sheet in read.sheets):
        return read
    # A list without rows says that nothing has happened until its day: next month's says more, in the same bytes.
    of_the_day = _counting_again(_delivery_id(content.data + str(known_date).encode()), known_date, known)
    empty = replace(read, delivery_id=of_the_day)
    return FileReport(content.file, known_date, Outcome.ALREADY_KNOWN) if empty.delivery_id in known else empty


def _counting_again(delivery_id: str, known_date: date, known: Landed) -> str:
    """The identifier under which a file counts: another one when it was withdrawn and has come anew on a later day.

    In the folder in which it came first it stays withdrawn, or the next intake of all folders would bring it back.
    """
    while (withdrawn_on := known.get(delivery_id)) is not None and known_date > withdrawn_on:
        delivery_id = _delivery_id(delivery_id.encode("ascii"))
    return delivery_id


def _delivery_id(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DELIVERY_ID_LENGTH]


def refused(file: str, known_date: date | None, refusal: FileRefusedError) -> FileReport:
    return FileReport(file, known_date, Outcome.REFUSED, refusal=refusal)
