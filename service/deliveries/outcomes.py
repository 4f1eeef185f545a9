"""What intake made of a file, as it is kept and told: where, what and what to do, never what a cell says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from features.intake.problems import FileRefusedError
from features.intake.report import FileReport, IntakeReport, Outcome
from features.vocabulary import Labelled
from service.deliveries.custody import STEM
from service.store.tables import Upload, UploadState

NUMBERS_OF_PEOPLE = re.compile(r"[0-9]{11,}[Xx]?")
"""ID numbers and telephones; a village's code, twelve digits, is told by its household's row."""


class FindingKind(Labelled):
    ROW_SET_ASIDE = "row_set_aside", "未保留的行", "a row that was not kept"
    FILE_REFUSED = "file_refused", "整份退回", "a file that was refused whole"
    FILE_PASSED_OVER = "file_passed_over", "未读取的文件", "a file that holds no table"
    SHEET_UNREAD = "sheet_unread", "未读取的工作表", "a sheet that was passed over"
    HEADERS_UNKNOWN = "headers_unknown", "不认识的表头", "headers that no alias stands for"
    CELLS_UNREADABLE = "cells_unreadable", "无法识别的单元格", "cells that became unknown"
    CONTRADICTED = "contradicted", "同一天的文件说法不一", "rows that another file of the day contradicts"


@dataclass(frozen=True)
class Ended:
    """To what end a file came.

    Attributes:
        files: of it, or of each file in it: `file`, `outcome`, `delivery_id`, and counts.
        findings: of whole files, in the form of `finding`; rows are the record store's to tell.
    """

    state: UploadState
    files: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def finding(
    kind: FindingKind,
    file: str,
    problem: Bilingual,
    what_to_do: Bilingual,
    *,
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
) -> dict[str, Any]:
    places = {"file": file, "sheet": _shown(sheet), "row": row, "column": _shown(column)}
    return {"kind": kind.value, **places, "problem": _shown(str(problem)), "what_to_do": _shown(str(what_to_do))}


def _shown(text: str | None) -> str | None:
    """Sheets and headers are anybody's words: a number that may be a person's is left out."""
    return None if text is None else NUMBERS_OF_PEOPLE.sub("…", text)


def refused(row: Upload, refusal: FileRefusedError) -> Ended:
    """A file of which nothing was taken in."""
    return Ended(UploadState.REFUSED, [], [_of_refusal(row.file, refusal)])


def outcome_of(row: Upload, report: IntakeReport, deliveries: Mapping[str, str], earlier: str | None) -> Ended:
    """What became of a file, or of each file in an archive.

    Args:
        deliveries: of every file that it brought into the records the name of its delivery, by the file's own.
        earlier: the delivery with which the same bytes came before.
    """
    files: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    for each in report.files:
        name = _as_sent(row, each.file)
        # Of a file that was taken in before a kill intake says that it is known.
        came = each.file in deliveries
        files.append(
            {
                "file": name,
                "outcome": (Outcome.LANDED if came else each.outcome).value,
                "delivery_id": deliveries.get(each.file, earlier if each.outcome is Outcome.ALREADY_KNOWN else None),
                "unknown_headers": len(each.unknown_headers),
                "unreadable_cells": sum(each.unreadable.values()),
                "unread_sheets": len(each.unread_sheets),
            }
        )
        findings += _of_file(name, each)
    findings += [_of_refusal(_as_sent(row, note.file), note) for note in report.notes]
    if report.contradictions:
        findings.append(
            finding(
                FindingKind.CONTRADICTED,
                row.file,
                Bilingual(
                    f"{len(report.contradictions)}行与同一天的另一份文件说法不一",
                    f"{len(report.contradictions)} rows are contradicted by another file of the same day",
                ),
                Bilingual(
                    "核对并更正错的一份，重新报送；各行见核查清单",
                    "Compare both and deliver the wrong one corrected; the findings name every row.",
                ),
            )
        )
    is_taken = any(file["outcome"] in (Outcome.LANDED.value, Outcome.ALREADY_KNOWN.value) for file in files)
    return Ended(UploadState.LANDED if is_taken else UploadState.REFUSED, files, findings)


def _as_sent(row: Upload, file: str) -> str:
    """A file by the name that its sender gave it, with its place in the archive."""
    _, _, below = file.partition("/")
    own, _, inside = below.partition("/")
    name = row.file if own.startswith(STEM) else own
    return str(_shown(f"{name}/{inside}" if inside else name))


def _of_refusal(name: str, refusal: FileRefusedError) -> dict[str, Any]:
    return finding(
        FindingKind.FILE_REFUSED,
        name,
        refusal.problem,
        refusal.what_to_do,
        sheet=refusal.sheet,
        row=refusal.row,
        column=refusal.column,
    )


def _of_file(name: str, file: FileReport) -> Iterator[dict[str, Any]]:
    if file.refusal is not None:
        yield _of_refusal(name, file.refusal)
    if file.passed_over is not None:
        check = Bilingual(
            "如果里面有数据，请发送从系统导出的表格", "If it holds data, send the table as exported from the system."
        )
        yield finding(FindingKind.FILE_PASSED_OVER, name, file.passed_over, check)
    for sheet in file.unread_sheets:
        why = Bilingual(f"工作表未读取：{sheet.why.zh}", f"the sheet was not read: {sheet.why.en}")
        look = Bilingual("如果里面有数据，取消隐藏或补上表头后重新发送", "If it holds data, show it or give it headers, and send it again.")  # fmt: skip
        yield finding(FindingKind.SHEET_UNREAD, name, why, look, sheet=sheet.name)
    if count := len(file.unknown_headers):
        # What stands there may be no header at all, but a family's row: so it is counted and not repeated.
        yield finding(
            FindingKind.HEADERS_UNKNOWN,
            name,
            Bilingual(f"{count}列的表头不认识，未读取", f"{count} columns have headers that are not known and were not read"),
            Bilingual(
                "用 fanpin headers check 查看；本县自己的表头请数据管理员补充到 headers.yaml",
                "See `fanpin headers check`; a county's own headers go into its headers.yaml.",
            ),
        )  # fmt: skip
    for header, cells in file.unreadable.items():
        yield finding(
            FindingKind.CELLS_UNREADABLE,
            name,
            Bilingual(f"{cells}个单元格无法识别，按未知处理", f"{cells} cells could not be read and count as unknown"),
            Bilingual("按该列的规定填写后重新导出", "Write them as the column asks and export it again."),
            column=header,
        )
