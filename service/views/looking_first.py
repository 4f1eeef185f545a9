"""What a file would be taken for, before it is sent: of each table in it the kind, the columns, and what would stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.intake.problems import FileRefusedError
from features.intake.recognising.check import SheetCheck
from service.deliveries.outcomes import NUMBERS_OF_PEOPLE


@dataclass(frozen=True)
class Foreseen:
    """A table of a file.

    Attributes:
        place: the file, with the sheet.
        lines: what holds of it, a sentence each.
    """

    place: Bilingual
    would_be_read: bool
    lines: Sequence[Bilingual]

    @property
    def head(self) -> Bilingual:
        """Where it is, and whether it would be taken in."""
        verdict = Bilingual("：可以导入", ": can be taken in")
        return self.place.and_also(verdict if self.would_be_read else Bilingual("：不能导入", ": can't be taken in"))


def foreseen(checks: Iterable[SheetCheck | FileRefusedError]) -> list[Foreseen]:
    """Each table in its order. A header that is not known may be a family's row: it is told only where one is spelt nearly so."""
    every = [_refused(each) if isinstance(each, FileRefusedError) else _sheet(each) for each in checks]
    return every or [_nothing()]


def _refused(why: FileRefusedError) -> Foreseen:
    return Foreseen(_plain(why.file), would_be_read=False, lines=(_clean(why.problem), _clean(why.what_to_do)))


def _nothing() -> Foreseen:
    words = Bilingual(
        "没有认出任何一种表：核对表头是否在前几行、是否与系统导出的一致",
        "no kind of table was recognised: see that its headers stand in the first rows, as they are exported",
    )
    return Foreseen(Bilingual("该文件", "the file"), would_be_read=False, lines=(words,))


def _sheet(sheet: SheetCheck) -> Foreseen:
    place = f"{sheet.file}，{sheet.sheet}" if sheet.sheet else sheet.file
    used = [header.canonical for header in sheet.known if header.field]
    passed_over = [header.canonical for header in sheet.known if not header.field]
    lines = [
        Bilingual(
            f"会被认作“{sheet.source.zh}”（{sheet.source.department}），表头在第{sheet.header_row}行",
            f"would be taken for {sheet.source.name.replace('_', ' ')}; its headers are in row {sheet.header_row}",
        ),
        _several("读取的列", "columns that are read", used),
    ]
    if passed_over:
        lines.append(_several("认识但不保存的列", "columns that are known and not kept", passed_over))
    if sheet.missing:
        lines.append(
            _several("缺少必需的列，补上后再发送", "required columns that are missing: add them", sheet.missing)
        )
    if sheet.twice:
        lines.append(
            _several("重复的列，删去一列后再发送", "columns that stand there twice: take one out", sheet.twice)
        )
    lines += [
        Bilingual(f"不认识“{each.header}”，是否应为“{each.nearest}”", f"“{each.header}” is not known: {each.nearest}?")
        for each in sheet.unknown
        if each.nearest
    ]
    others = sum(not each.nearest for each in sheet.unknown)
    if others:
        lines.append(
            Bilingual(
                f"另有{others}列的表头不认识，不会读取", f"{others} more columns are not known and would not be read"
            )
        )
    return Foreseen(_plain(place), sheet.would_be_read, [_clean(line) for line in lines])


def _several(zh: str, en: str, headers: Sequence[str]) -> Bilingual:
    return Bilingual(f"{zh}（{len(headers)}）：{'、'.join(headers)}", f"{en} ({len(headers)}): {', '.join(headers)}")


def _plain(text: str) -> Bilingual:
    return _clean(Bilingual(text, text))


def _clean(words: Bilingual) -> Bilingual:
    return Bilingual(NUMBERS_OF_PEOPLE.sub("…", words.zh), NUMBERS_OF_PEOPLE.sub("…", words.en))
