"""A public notice (公示) of what people decided: its lines can hold nothing but what may hang in the village.

They come from a file that people filled in. A score decides nothing and is never read here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.policy.loading import Policy
from models.sheets.pages import page
from models.sheets.personal import personal_in

NOTICE_DAYS = "notice_days"
LONGEST = 40
"""Signs of a text on a notice."""

BY_HAND = "＿" * 8
"""In place of a name: a line on which it is written by hand."""

TEXTS: dict[str, Bilingual] = {
    "village": Bilingual("村", "village"),
    "head_of_household": Bilingual("户主姓名", "head of household"),
    "category": Bilingual("类别", "category"),
    "result": Bilingual("评议结果", "result"),
    "contact_office": Bilingual("受理单位", "contact office"),
}


class NoticeError(FanpinError, ValueError):
    """Something on a notice that may not hang in the village, or a period that is none; the message says what to do."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One household on a notice: exactly what may be shown, and no room for more.

    Attributes:
        head_of_household: as people typed it, or `BY_HAND`.
        category, result: in the words of the work.
        first_day, last_day: of the notice, both included.

    Raises:
        NoticeError: a text that is empty or too long, looks like a person's number or speaks of health; a last day before
            the first.
    """

    village: str
    head_of_household: str
    category: str
    result: str
    first_day: dt.date
    last_day: dt.date
    contact_office: str

    def __post_init__(self) -> None:
        for name, title in TEXTS.items():
            wrong = wrong_in(getattr(self, name), name)
            if wrong is not None:
                raise NoticeError(f"“{title.zh}”{wrong.zh}。 | {title.en}: {wrong.en}.")
        if self.last_day < self.first_day:
            raise NoticeError("公示止期早于起期：请核对两个日期。 | the notice ends before it begins: check both days.")

    @property
    def days(self) -> int:
        """For how many days it hangs, the first and the last included."""
        return (self.last_day - self.first_day).days + 1


def wrong_in(text: str, field: str) -> Bilingual | None:
    """Why a text may not stand in a field of a notice, and what to do; None where it may."""
    if not text.strip():
        return Bilingual("没有填：请补上", "nothing is written: fill it in")
    if len(text) > LONGEST:
        return Bilingual(f"超过{LONGEST}个字：请写短一些", f"longer than {LONGEST} signs: shorten it")
    if not text.isprintable():
        return Bilingual("有看不见的符号或换行：请重新手工录入", "holds signs that nobody sees: type it anew")
    is_name = field == "head_of_household"
    if is_name and text == BY_HAND:
        return None
    if is_name and any(not (sign.isalpha() or sign in "·•・ ") for sign in text):
        return Bilingual(
            "只能写姓名：请删去姓名以外的数字、括号和说明",
            "holds more than a name: take digits, brackets and remarks out",
        )
    personal = personal_in(text, name=is_name, office=field == "contact_office")
    return personal.value if personal is not None else None


def require_days(lines: Sequence[NoticeLine], policy: Policy) -> None:
    """Raises NoticeError: a notice hangs for fewer days than the policy asks for; PolicyError: it doesn't say."""
    for line in lines:
        least = int(policy.value(NOTICE_DAYS, None, line.first_day))
        if line.days < least:
            raise NoticeError(
                f"公示期 {line.first_day} 至 {line.last_day} 只有{line.days}天，少于规定的{least}天：请延后止期。 | the notice of "
                f"{line.first_day} to {line.last_day} hangs for {line.days} days; {least} are required. Let it end later."
            )


def page_of(lines: Sequence[NoticeLine]) -> str:
    """One printed page for each village, period and office: HTML that needs no other file and no network."""
    return page("notice.html").render(notices=list(_notices(lines)))


def sections_of(lines: Sequence[NoticeLine]) -> str:
    """The same notices without a page around them, for a page that has its own."""
    return page("notice_sections.html").render(notices=list(_notices(lines)))


def _notices(lines: Sequence[NoticeLine]) -> Iterator[list[NoticeLine]]:
    def of_one(line: NoticeLine) -> tuple[str, dt.date, dt.date, str]:
        return line.village, line.first_day, line.last_day, line.contact_office

    for _, there in groupby(sorted(lines, key=of_one), key=of_one):
        yield list(there)
