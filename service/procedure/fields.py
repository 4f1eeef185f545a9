"""What may be said with a move: fields of closed types, each of which says what is wrong with a value and what to write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from features.bilingual import Bilingual
from features.texts.invisible import TURNS_AROUND, without_invisible
from features.vocabulary import Labelled, MonitoringCategory, RemovalMode, RiskType, SupportKind
from service.procedure import verdicts
from service.procedure.lead import Detail


class Kind(Labelled):
    """The types of fields."""

    TEXT = "text", "文字", "text"
    CHOICE = "choice", "单选", "one of"
    CHOICES = "choices", "多选", "some of"
    DAY = "day", "日期", "a date"
    NUMBER = "number", "整数", "a whole number"
    YES_NO = "yes_no", "是否", "yes or no"
    PLACE = "place", "行政区划代码", "a region code"


PLACE_DIGITS = (9, 12)
"""Of the region codes of townships and villages."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        choices: of CHOICE and CHOICES, the closed set; of several the main one comes first.
        most: signs of a text, choices, or the greatest number.
        least: the smallest number.
    """

    name: str
    zh: str
    en: str
    kind: Kind
    choices: type[Labelled] | None = None
    most: int = 0
    least: int = 0

    def read(self, value: object) -> Detail | Bilingual:
        """The value as a step keeps it; or a sentence on what is wrong with it, and what to write."""
        match self.kind, value:
            case Kind.TEXT, str():
                return self._text(value)
            case Kind.CHOICE, str() if value in _values(self.choices):
                return str(value)
            case Kind.CHOICES, list() | tuple():
                return self._several(value)
            case Kind.DAY, dt.date() if not isinstance(value, dt.datetime):
                return value
            case Kind.NUMBER, int() if not isinstance(value, bool) and self.least <= value <= self.most:
                return value
            case Kind.YES_NO, bool():
                return value
            case Kind.PLACE, str() if len(value) in PLACE_DIGITS and value.isascii() and value.isdigit():
                return value
            case _:
                return self._wrong()

    @property
    def values_in_words(self) -> Bilingual:
        """What may be written in it, for people."""
        members = list(self.choices or ())
        if self.kind is Kind.CHOICES:
            return Bilingual(
                f"{'、'.join(m.zh for m in members)}；至多{self.most}项，主要的在前",
                f"{', '.join(m.en for m in members)}; {self.most} at most, the main one first",
            )
        if self.kind is Kind.CHOICE:
            return Bilingual("、".join(m.zh for m in members), ", ".join(m.en for m in members))
        if self.kind is Kind.TEXT:
            return Bilingual(f"文字，至多{self.most}字", f"text of {self.most} signs at most")
        return Bilingual(self.kind.zh, self.kind.en)

    def _text(self, value: str) -> Detail | Bilingual:
        text = without_invisible(value).strip()
        return text if text and len(text) <= self.most and TURNS_AROUND not in text else self._wrong()

    def _several(self, value: Sequence[object]) -> Detail | Bilingual:
        known = _values(self.choices)
        several = tuple(str(item) for item in value if isinstance(item, str) and item in known)
        sound = len(value) == len(several) == len(set(several)) and 1 <= len(several) <= self.most
        return several if sound else self._wrong()

    def _wrong(self) -> Bilingual:
        write = _TO_WRITE[self.kind]
        known = _values(self.choices)
        filled = {
            "least": self.least,
            "most": self.most,
            "zh": "、".join(f"{zh}（{value}）" for value, zh in known.items()),
            "en": ", ".join(known),
        }
        return Bilingual(
            f"“{self.zh}”（{self.name}）填写有误：请填{write.zh.format(**filled)}",
            f"{self.en} ({self.name}) is wrong: write {write.en.format(**filled)}",
        )


_TO_WRITE = {
    Kind.TEXT: Bilingual(
        "1 至 {most} 个字，不含改变书写方向的符号", "1 to {most} signs, none of which turns the text around"
    ),
    Kind.CHOICE: Bilingual("其中一项：{zh}", "one of {en}"),
    Kind.CHOICES: Bilingual("1 至 {most} 项，不重复，从中选：{zh}", "1 to {most} of these, none twice: {en}"),
    Kind.DAY: Bilingual("一个日期，如 2026-01-05", "a date such as 2026-01-05"),
    Kind.NUMBER: Bilingual("{least} 至 {most} 的整数", "a whole number from {least} to {most}"),
    Kind.YES_NO: Bilingual("是（true）或否（false）", "true or false"),
    Kind.PLACE: Bilingual(
        "乡镇（9位）或村（12位）的行政区划代码", "the region code of a township (9 digits) or a village (12)"
    ),
}


@cache
def _values(choices: type[Labelled] | None) -> dict[str, str]:
    """The words of a closed set, as they are written and in Chinese."""
    return {member.value: member.zh for member in choices or ()}


RISK_TYPES_AT_MOST = 5
"""Of one household, by the official procedure."""

NOTE = Field("note", "说明", "Note", Kind.TEXT, most=500)
PLACE = Field("place", "派发到", "Dispatched to", Kind.PLACE)
VERDICT = Field("verdict", "核查结论", "Verdict", Kind.CHOICE, verdicts.Verdict)
VISITED_ON = Field("visited_on", "入户日期", "Day of the visit", Kind.DAY)
RISK_TYPES = Field("risk_types", "风险类型", "Risk types", Kind.CHOICES, RiskType, most=RISK_TYPES_AT_MOST)
UNFOUNDED_REASON = Field(
    "unfounded_reason", "无风险的原因", "Why it is unfounded", Kind.CHOICE, verdicts.UnfoundedReason
)
COMPARISON = Field("comparison", "比对结果", "Comparison", Kind.CHOICE, verdicts.Comparison)
MET_ON = Field("met_on", "评议日期", "Day of the meeting", Kind.DAY)
PARTICIPANTS = Field("participants", "参会人数", "Number of participants", Kind.NUMBER, most=1_000, least=1)
REVIEW_RESULT = Field("review_result", "评议结果", "Result of the review", Kind.CHOICE, verdicts.ReviewResult)
FIRST_DAY = Field("first_day", "公示起期", "First day of the notice", Kind.DAY)
NOTICE_DAYS = Field("notice_days", "公示天数", "Days of the notice", Kind.NUMBER, most=60, least=1)
OBJECTIONS = Field("objections", "公示异议", "Objections", Kind.CHOICE, verdicts.Objections)
DECISION = Field("decision", "审定结果", "Decision", Kind.CHOICE, verdicts.Decision)
AGAINST_REASON = Field(
    "against_reason", "不予纳入的原因", "Why it is decided against", Kind.CHOICE, verdicts.AgainstReason
)
CATEGORY = Field("category", "监测对象类别", "Category", Kind.CHOICE, MonitoringCategory)
MEASURES = Field("measures", "帮扶措施", "Measures", Kind.CHOICES, SupportKind, most=len(SupportKind))
REMOVAL_MODE = Field("removal_mode", "风险消除方式", "How the risk was removed", Kind.CHOICE, RemovalMode)
HELD_SINCE = Field("held_since", "收入稳定高于监测线起始日", "Income above the line since", Kind.DAY)
GUARANTEES_HOLD = Field("guarantees_hold", "“三保障”和饮水安全有保障", "The guarantees hold", Kind.YES_NO)
HAS_LABOUR = Field("has_labour", "家庭有劳动力", "The household has labour", Kind.YES_NO)
SENT_BACK_REASON = Field("sent_back_reason", "退回原因", "Why it is sent back", Kind.CHOICE, verdicts.SentBackReason)
REOPEN_REASON = Field("reopen_reason", "重新启动的原因", "Why it is taken up again", Kind.CHOICE, verdicts.ReopenReason)
WATCH_UNTIL = Field("watch_until", "关注至", "Watched until", Kind.DAY)
CLOSE_REASON = Field("close_reason", "办结原因", "Why it is closed", Kind.CHOICE, verdicts.CloseReason)
