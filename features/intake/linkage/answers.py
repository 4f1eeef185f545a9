"""The decisions that people wrote into a review list, read back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from features.errors import FanpinError
from features.intake.files.content import Container, Content
from features.intake.files.workbooks import workbook_sheets
from features.intake.linkage.review import DECIDED, IDENTITY, PERSON, SHEET, Decision
from features.intake.problems import FileRefusedError

DECISIONS: dict[str, pl.DataType] = {"identity": pl.String(), "person_id": pl.String(), "accepted": pl.Boolean()}

_WORDS = {decision.zh: decision is Decision.SAME for decision in Decision}
_ZH = {accepted: word for word, accepted in _WORDS.items()}


class ReviewListError(FanpinError):
    """A decided list cannot be read back, or would be written over; the message names the row and what is wrong with it."""


@dataclass(frozen=True)
class Answers:
    """What a review list decides: `new` with the columns of DECISIONS, and how many lines had been taken over before."""

    new: pl.DataFrame
    taken_before: int


def read_decisions(content: bytes, file: str, waiting: pl.DataFrame, decided: pl.DataFrame) -> Answers:
    """The decisions written into a review list; lines without one are left out.

    Args:
        waiting: `identity` and `person_id` of the links that may be decided.
        decided: `identity`, `person_id` and `accepted` of those decided already, oldest first.

    Raises:
        ReviewListError: no review list, a word that is no decision, a line that was not on the list or was decided
            otherwise before, or two answers to one question on different lines.
    """
    known = set(waiting.select("identity", "person_id").iter_rows())
    before = {(identity, person): yes for identity, person, yes in decided.select(list(DECISIONS)).iter_rows()}
    answers: dict[tuple[str, str], tuple[int, bool]] = {}
    taken_before = 0
    for row, (word, *identifiers) in enumerate(_lines(content, file).iter_rows(), start=2):
        decision = (word or "").strip()
        if not decision:
            continue
        if decision not in _WORDS:
            raise ReviewListError(
                f"{file}, 第{row}行, {DECIDED}: 只能填“{Decision.SAME.zh}”或“{Decision.ANOTHER.zh}” | row {row}: the decision "
                f"is none of the two; nothing was taken over."
            )
        pair, accepted = (identifiers[0], identifiers[1]), _WORDS[decision]
        first, answer = answers.setdefault(pair, (row, accepted))
        if answer is not accepted:
            raise ReviewListError(
                f"{file}, 第{first}行和第{row}行: 问的是同一个人，结论不同；改成一致后再交，此次什么都没有读入 | rows {first} and {row} "
                "ask the same and are answered differently; make them agree. Nothing was taken over."
            )
        if pair not in known:
            taken_before += _as_before(file, row, before, pair, accepted)
    new = [(*pair, accepted) for pair, (_, accepted) in answers.items() if pair in known]
    return Answers(pl.DataFrame(new, schema=DECISIONS, orient="row"), taken_before)


def _as_before(
    file: str, row: int, before: Mapping[tuple[str, str], bool], pair: tuple[str, str], accepted: bool
) -> int:
    """One line that had been taken over before."""
    if pair not in before:
        raise ReviewListError(
            f"{file}, 第{row}行: 不在待核对之列 | row {row} is not waiting for a decision; nothing was taken over. Write the list "
            "again with `fanpin people review`."
        )
    if before[pair] is not accepted:
        raise ReviewListError(
            f"{file}, 第{row}行: 此前已定为“{_ZH[before[pair]]}”，与这次不同；此次什么都没有读入，请删去这一行的结论 | row {row} was "
            "decided otherwise before; clear its decision. Nothing was taken over."
        )
    return 1


def may_be_written_over(path: Path) -> None:
    """Raises ReviewListError when what is there holds decisions or is no review list."""
    if not path.exists() or not path.stat().st_size:
        return
    answered = _lines(path.read_bytes(), path.name).filter(pl.col(DECIDED).str.strip_chars() != "").height
    if answered:
        raise ReviewListError(
            f"{path} 中已填了 {answered} 行结论，不能覆盖：先用 `fanpin people decide {path.name}` 读入，或换一个文件名 | {answered} of its "
            "lines are decided, so it is not written over: take them over with `fanpin people decide`, or give another name."
        )


def _lines(content: bytes, file: str) -> pl.DataFrame:
    """What is decided, of whom, and who it may be: a line for each of the list's, blank ones too."""
    cells = _cells(content, file)
    headers = list(cells.row(0)) if cells.height else []
    wanted = (DECIDED, IDENTITY, PERSON)
    if missing := [header for header in wanted if header not in headers]:
        raise ReviewListError(
            f"{file}: 缺少列 {'、'.join(missing)} | these columns are missing; write the list again with "
            "`fanpin people review`."
        )
    if twice := [header for header in wanted if headers.count(header) > 1]:
        raise ReviewListError(
            f"{file}: 有不止一个“{'、'.join(twice)}”列，请删去多余的 | these columns are there twice; delete the second."
        )
    return cells[1:].select(pl.nth(headers.index(header)).alias(header) for header in wanted)


def _cells(content: bytes, file: str) -> pl.DataFrame:
    """The list's sheet as text, read behind the guard that deliveries are read behind: it went through many hands."""
    workbook = Content(file, content)
    none = ReviewListError(
        f"{file} 不是核对清单：请用 `fanpin people review` 导出的工作簿 | it is no review list: give the workbook that "
        "`fanpin people review` wrote."
    )
    if workbook.container() is not Container.WORKBOOK:
        raise none
    try:
        sheets = [sheet.frame for sheet in workbook_sheets(workbook) if sheet.name == SHEET]
    except FileRefusedError as refusal:
        raise ReviewListError(str(refusal)) from refusal
    if not sheets:
        raise none
    return sheets[0]
