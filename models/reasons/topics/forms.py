"""How a fact is said in a phrase: a number with its words, a day, a sender, a member of the household; in Chinese and English."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Any

from features.bilingual import Bilingual
from features.registry import features
from models.reasons.topics.relatives import members_in_words

Form = Callable[[Any, int], str]
"""Of a value, in Chinese (0) or English (1)."""

MULTIPLE_FROM = 2.0
"""From here on a share of something is told as so many times of it."""

GRADES_ZH = ("一级", "二级", "三级", "四级")
DWELLING_GRADES = "ABCD"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""Not from the machine's locale, which would put its own words into an English sentence."""

EVENTS = {
    "其他意外事故": Bilingual("意外事故", "accident"),
    "其他灾害": Bilingual("自然灾害", "natural disaster"),
    "刑事案件": Bilingual("意外变故", "misfortune"),
}
"""What is said for codes that nobody says: what is left over from a list, what would hurt on a sheet that lies on a table."""

SUPPORT = {"最低生活保障": Bilingual("低保", "minimum living allowance"), "其他帮扶": Bilingual("帮扶", "support")}
"""As everybody calls it."""


def _number(value: float) -> str:
    """2, 2.5, 23,409: no digit that nobody would say."""
    whole = abs(value) >= 100 or float(value).is_integer()
    return f"{value:,.0f}" if whole else f"{value:,.1f}".removesuffix(".0")


def _counted(zh: str, one: str, more: str) -> Form:
    def form(value: float, language: int) -> str:
        number = _number(value)
        return f"{number}{zh}" if language == 0 else f"{number} {one if number == '1' else more}"

    return form


def _share(value: float, language: int) -> str:
    if value >= MULTIPLE_FROM:
        return f"{_number(round(value, 1))}{('倍', ' times')[language]}"
    return f"{value * 100:.0f}%"


def _share_of(value: float, language: int) -> str:
    """As `_share`, with the word that English puts behind it: 61% of the line, 2.3 times the line."""
    said = _share(value, language)
    return said if language == 0 or value >= MULTIPLE_FROM else f"{said} of"


def _drop(value: float, language: int) -> str:
    return _share(1 - value, language)


def _rise(value: float, language: int) -> str:
    return _share(value - 1, language)


def _loss(value: float, language: int) -> str:
    return FORMS["yuan"](-value, language)


def _about(form: str) -> Form:
    """Rounded, as nobody says 3.9 months."""

    def about(value: float, language: int) -> str:
        whole = float(round(value))
        said = FORMS[form](whole, language)
        return said if value == whole else f"{('约', 'about ')[language]}{said}"

    return about


def _per_hundred(value: float, _language: int) -> str:
    return f"{value * 100:.0f}"


def _gently(words: Mapping[str, Bilingual]) -> Form:
    """The official word of a code, or the one that is said instead."""

    def word(value: Mapping[str, str], language: int) -> str:
        said = words.get(value["zh"]) or Bilingual(value["zh"], value["en"])
        return (said.zh, said.en)[language]

    return word


def _month_of(value: str, language: int) -> str:
    day = dt.date.fromisoformat(value)
    return f"{day.year}年{day.month}月" if language == 0 else f"{MONTHS[day.month - 1]} {day.year}"


def _points(value: float, language: int) -> str:
    """Of a difference of two shares, which is no share itself."""
    number = f"{value * 100:.0f}"
    return f"{number}个百分点" if language == 0 else f"{number} percentage point{'' if number == '1' else 's'}"


def _times(value: float, language: int) -> str:
    number = _number(value)
    return f"{number}次" if language == 0 else {"1": "once", "2": "twice"}.get(number, f"{number} times")


def _disability_grade(value: float, language: int) -> str:
    return GRADES_ZH[int(value) - 1] if language == 0 else f"grade {int(value)}"


def _dwelling_grade(value: float, language: int) -> str:
    letter = DWELLING_GRADES[int(value) - 1]
    return f"{letter}级" if language == 0 else f"grade {letter}"


FORMS: dict[str, Form] = {
    "yuan": _counted("元", "yuan", "yuan"),
    "yuan per month": _counted("元", "yuan", "yuan"),
    "persons": _counted("人", "person", "people"),
    "months": _counted("个月", "month", "months"),
    "person-months": _counted("个月", "person-month", "person-months"),
    "years": _counted("岁", "year", "years"),
    "mu": _counted("亩", "mu", "mu"),
    "square metres": _counted("平方米", "square metre", "square metres"),
    "km": _counted("公里", "km", "km"),
    "metres": _counted("米", "metre", "metres"),
    "litres": _counted("升", "litre", "litres"),
    "days": _counted("天", "day", "days"),
    "minutes": _counted("分钟", "minute", "minutes"),
    "mouths": _counted("口人", "person", "people"),
    "others": _counted("口人", "other person", "other people"),
    "workers": _counted("个劳动力", "person with labour", "people with labour"),
    "elders": _counted("位老人", "elder", "elders"),
    "children": _counted("个孩子", "child", "children"),
    "infants": _counted("个婴儿", "infant", "infants"),
    "kinds": _counted("类", "kind", "kinds"),
    "items": _counted("项", "item", "items"),
    "measures": _counted("项", "measure", "measures"),
    "count": _times,
    "share": _share,
    "share of": _share_of,
    "drop": _drop,
    "rise": _rise,
    "loss": _loss,
    "per hundred": _per_hundred,
    "about person-months": _about("person-months"),
    "points": _points,
    "plain": lambda value, _language: _number(value),
    "disability grade": _disability_grade,
    "dwelling grade": _dwelling_grade,
}
"""Of a number: a feature, a policy value or a column of the seen row."""

COLUMN_FORMS: dict[str, Form] = {
    **FORMS,
    "label": lambda value, language: str(value[("zh", "en")[language]]),
    "event": _gently(EVENTS),
    "support": _gently(SUPPORT),
    "month": _month_of,
}
"""Of a column of the seen row: a number, a code with its words, or a day in figures."""


def unit_form(name: str) -> str:
    """The form of a feature that a template gives none: its unit.

    Raises:
        ValueError: it needs one to be named, such as a ratio, of which only the template knows what it is a share of.
    """
    declared = features().get(name)
    if declared is None or declared.unit not in FORMS:
        raise ValueError(f"{{{name}}} needs a form behind a colon: one of {', '.join(sorted(FORMS))}")
    return declared.unit


def day_in_words(day: dt.date, language: int) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == 0 else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _month(seen: Mapping[str, Any], language: int) -> str:
    return _month_of(seen["on"], language)


def _sent(seen: Mapping[str, Any], language: int) -> str:
    """Who sent it, and when; of what nobody sent, when it became known."""
    day, sender = day_in_words(dt.date.fromisoformat(seen["known"]), language), seen["department"]
    if language == 0:
        return f"（{sender['zh']}{day}送达）" if sender else f"（{day}知晓）"
    return f" (sent by {sender['en']} on {day})" if sender else f" (known since {day})"


SEEN_FORMS: dict[str, Form] = {
    "month": _month,
    "day": lambda seen, language: day_in_words(dt.date.fromisoformat(seen["on"]), language),
    "sent": _sent,
    "who": lambda seen, language: members_in_words(seen["members"], language),
}
"""Of the seen row: when it happened, who sent it and when, and which members it is about."""


def is_sayable(value: Any, column: str, form: str) -> bool:
    """Whether a fact is there to be said: known, and neither nothing nor less than nothing when it is said.

    Args:
        value: a number, or what was seen; None where unknown.
    """
    if value is None:
        return False
    if isinstance(value, Mapping) and form in SEEN_FORMS and not column:
        return form != "who" or bool(value["members"])
    if column:
        value = value["columns"].get(column)
        return value is not None and (isinstance(value, Mapping | str) or is_sayable(value, "", form))
    if not math.isfinite(value):
        return False
    said = FORMS[form](value, 0)
    return not said.startswith("-") and any(digit in "123456789一二三四ABCD" for digit in said)
