"""Row by row: what is wrong, as far as the row itself and those beside it tell. What the store says to it comes when it lands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from features.bilingual import Bilingual
from features.vocabulary import Labelled, RiskType
from service.keyring import Keyring
from service.procedure.verdicts import UnfoundedReason, Verdict
from service.sheets.columns import FILLED, LONGEST_NOTE, RISKS, chosen
from service.sheets.reading import Sent, SentRow
from service.sheets.tokens import RowToken, plain_cells

Details = Mapping[str, object]


class Fault(Labelled):
    """Why a row was passed over."""

    TAMPERED = "tampered", "锁定内容被改动", "locked cells were changed"
    FOREIGN = "foreign", "不属于本表或您的辖区", "of another workbook, or outside your places"
    DUPLICATE = "duplicate", "重复", "twice, or handed in before"
    STALE = "stale", "情况已有变化", "overtaken meanwhile"
    WRONG = "wrong", "填写不完整或有误", "incomplete or wrong"
    OFFICE = "office", "不由您办理", "not yours to do"


@dataclass(frozen=True)
class Skipped:
    """A row that was passed over.

    Attributes:
        words: what is wrong with it, and what to do.
    """

    row: int
    number: str
    code: str
    fault: Fault
    words: Bilingual


@dataclass(frozen=True)
class Filled:
    """A row with which nothing is wrong as far as it tells by itself.

    Attributes:
        details: what is said with the move `visit`.
    """

    row: int
    number: int
    code: str
    token: RowToken
    details: Details


@dataclass
class Checked:
    """What became of each row."""

    good: list[Filled] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    empty: int = 0


class WrongError(Exception):
    """What was filled in can't be taken so."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Bilingual(zh, en)


def skipped(row: SentRow, fault: Fault, zh: str, en: str) -> Skipped:
    return Skipped(row.row, row.cells["number"], row.cells["code"], fault, Bilingual(zh, en))


def check_rows(sent: Sent, keyring: Keyring, today: dt.date) -> Checked:
    """Each row that was filled in: good, or passed over for one reason, the gravest first."""
    checked = Checked()
    fitting: list[tuple[SentRow, RowToken]] = []
    for row in sent.rows:
        if row.is_empty:
            # What left and came back without a word; a line of blanks that somebody put in is none.
            checked.empty += bool(row.cells["token"])
            continue
        token = RowToken.parsed(row.cells["token"])
        if token is None or not token.fits(keyring, row.cells):
            checked.skipped.append(_tampered(row))
        elif (token.list_id, token.export_id) != (sent.head.list_id, sent.head.export_id):
            checked.skipped.append(_of_another(row))
        else:
            fitting.append((row, token))
    for row, token in _once_each(fitting, checked.skipped):
        try:
            number, details = int(plain_cells(row.cells)["number"]), details_of(row, today)
        except WrongError as error:
            checked.skipped.append(skipped(row, Fault.WRONG, error.words.zh, error.words.en))
        else:
            checked.good.append(Filled(row.row, number, row.cells["code"], token, details))
    return checked


def _once_each(
    fitting: Sequence[tuple[SentRow, RowToken]], passed_over: list[Skipped]
) -> Iterator[tuple[SentRow, RowToken]]:
    """The rows, each household once: of two that say the same the first, of two that do not neither."""
    of_household: dict[str, list[tuple[SentRow, RowToken]]] = {}
    for row, token in fitting:
        of_household.setdefault(token.mark, []).append((row, token))
    for rows in of_household.values():
        first, *further = rows
        alike = all(_filled(row) == _filled(first[0]) for row, _ in further)
        if alike:
            yield first
        for row, _ in further if alike else rows:
            zh = (
                f"与第{first[0].row}行是同一户，只收一次：请删去本行"
                if alike
                else "同一户在表中填了几行且内容不同，都没有收：只留正确的一行，再交回"
            )
            en = (
                f"it is the household of row {first[0].row}, which is taken once: delete this row"
                if alike
                else "the household is filled in several times, each saying something else: leave the right row alone, and hand it in again"
            )
            passed_over.append(skipped(row, Fault.DUPLICATE, zh, en))


def _filled(row: SentRow) -> tuple[object, ...]:
    return (row.unreadable, *(row.cells[column.name] for column in FILLED))


def details_of(row: SentRow, today: dt.date) -> Details:
    """What was filled in, as the procedure takes it. Raises WrongError: in words of the sheet what is missing or wrong."""
    cells = row.cells
    if row.unreadable:
        raise WrongError(
            "有的格是错误值、没有结果的公式或合并的格：请直接填写文字和日期",
            "a cell holds an error, a formula without its result, or is merged: type words and dates",
        )
    day = _day(cells["visited_on"], today)
    verdict = _chosen(Verdict, cells["verdict"], "核查结论", "the verdict")
    if verdict is None:
        raise WrongError("缺核查结论：请从下拉中选", "the verdict is missing: choose one")
    risks = [risk for name in RISKS if (risk := _chosen(RiskType, cells[name], "风险类型", "the risk type"))]
    reason = _chosen(UnfoundedReason, cells["reason"], "无风险的原因", "the reason")
    _refuse_what_does_not_go_together(verdict, risks, reason)
    if len(cells["note"]) > LONGEST_NOTE:
        raise WrongError(
            f"说明超过{LONGEST_NOTE}字：请缩短", f"the note has more than {LONGEST_NOTE} signs: shorten it"
        )
    details: dict[str, object] = {"visited_on": day, "verdict": verdict.value}
    if risks:
        details["risk_types"] = [risk.value for risk in risks]
    if reason is not None:
        details["unfounded_reason"] = reason.value
    return {**details, "note": cells["note"]} if cells["note"] else details


def _refuse_what_does_not_go_together(verdict: Labelled, risks: Sequence[Labelled], reason: Labelled | None) -> None:
    confirmed, unfounded = verdict is Verdict.CONFIRMED, verdict is Verdict.UNFOUNDED
    if confirmed and not risks:
        raise WrongError("存在风险的，至少选一个风险类型", "a risk was confirmed: choose at least one risk type")
    if unfounded and reason is None:
        raise WrongError("不存在风险的，须选无风险的原因", "no risk was found: choose why")
    if risks and not confirmed:
        raise WrongError(
            f"核查结论是“{verdict.zh}”，不填风险类型：请删去，或改结论",
            f"with the verdict '{verdict.en}' no risk type is given: delete it, or change the verdict",
        )
    if reason is not None and not unfounded:
        raise WrongError(
            f"核查结论是“{verdict.zh}”，不填无风险的原因：请删去，或改结论",
            f"with the verdict '{verdict.en}' no reason is given: delete it, or change the verdict",
        )
    if len(set(risks)) < len(risks):
        raise WrongError("同一风险类型选了两次：请改正", "a risk type is chosen twice: change one")


def _chosen(of: type[Labelled], word: str, zh: str, en: str) -> Labelled | None:
    if not word:
        return None
    member = chosen(of, word)
    if member is None:
        words = "、".join(each.zh for each in of)
        raise WrongError(f"{zh}只能从下拉中选：{words}", f"{en} is none of the words to choose from: {words}")
    return member


_WRITTEN = re.compile(r"([0-9]{4})\s?[-/.年]\s?([0-9]{1,2})\s?[-/.月]\s?([0-9]{1,2})\s?日?(?:[ T][0-9:.]{5,15})?")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_FIRST_SERIAL = dt.date(1899, 12, 30)


def _day(text: str, today: dt.date) -> dt.date:
    if not text:
        raise WrongError(
            "缺入户日期：请写成 2026-01-05 这样", "the day of the visit is missing: write it as 2026-01-05"
        )
    day = written_day(text)
    if day is None:
        raise WrongError(
            "入户日期看不懂：请写成 2026-01-05 这样", "the day of the visit can't be read: write it as 2026-01-05"
        )
    if day > today:
        raise WrongError(f"入户日期 {day} 还没有到：请核对", f"the day of the visit, {day}, is still to come: check it")
    return day


def written_day(text: str) -> dt.date | None:
    """A day as a spreadsheet program gives it back or as somebody types it; None where it is none."""
    if serial := _SERIAL.fullmatch(text):
        return _FIRST_SERIAL + dt.timedelta(days=int(serial[1]))
    if match := _WRITTEN.fullmatch(text):
        try:
            return dt.date(*(int(part) for part in match.groups()))
        except ValueError:
            return None
    return None


def _tampered(row: SentRow) -> Skipped:
    return skipped(
        row,
        Fault.TAMPERED,
        "锁定的格或核对码与导出时不一致，没有收：请重新导出走访表，把填写的内容抄到该户的行再交回",
        "its locked cells are not as they were given out: take a new workbook along, copy what was filled in to the household's row, and hand it in",
    )


def _of_another(row: SentRow) -> Skipped:
    return skipped(
        row,
        Fault.FOREIGN,
        "该行来自另一份走访表，没有收：请填在原来那份表中交回",
        "the row is of another workbook: fill it in there, and hand that one in",
    )
