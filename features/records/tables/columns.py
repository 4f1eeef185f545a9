"""The kinds of columns that record tables have, each with its meaning in two languages and what it allows."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dataframely as dy

from features.bilingual import Bilingual
from features.policy.loading import DEFAULT_FOLDER
from features.policy.reading import read_files
from features.policy.steps import PolicyError
from features.records.tables.rules import Severity
from features.texts.invisible import NEVER_MEANT, TURNS_AROUND
from features.vocabulary import Labelled

EARLIEST_DAY = dt.date(1950, 1, 1)
"""An earlier day is what a spreadsheet makes of an empty cell, a 0 or a 1."""

EARLIEST_BIRTH = dt.date(1900, 2, 1)
"""A spreadsheet's 1 reads as January 1900; nobody alive was born then."""

LATEST_DAY = dt.date(2100, 12, 31)


def _money_most() -> float:
    """The bound of every amount. A schema is made once, for all days, so the step that holds last is the one that counts."""
    values, problems = read_files([DEFAULT_FOLDER / "money.yaml"], "", {})
    if problems:
        raise PolicyError("\n".join(problems))
    return values["money_most"].step(None, LATEST_DAY).value


MONEY_MOST = _money_most()
"""Yuan. No amount of one household reaches it; infinity, 1e308 and a card's number in the wrong column lie beyond."""

_NOT_AS_IT_LOOKS = rf"{NEVER_MEANT}|{TURNS_AROUND}|^\s|\s$"


def about(
    zh: str,
    en: str,
    unit: str | None = None,
    values: type[Labelled] | None = None,
    *,
    form: Bilingual | None = None,
    severity: Severity = Severity.SET_ASIDE,
) -> dict[str, Any]:
    """The metadata of a column.

    Args:
        unit: of numbers, in English; `UNITS` has the Chinese.
        values: its closed set.
        form: how a text with a fixed form is written.
        severity: what a cell that the column does not allow costs.
    """
    return {
        "zh": zh,
        "en": en,
        "unit": unit,
        "values": values.values() if values else None,
        "labels": [word.zh for word in values] if values else None,
        "labels_en": [word.en for word in values] if values else None,
        "form": form,
        "severity": severity,
    }


UNITS = {
    "yuan": "元",
    "persons": "人",
    "mu": "亩",
    "square metres": "平方米",
    "km": "公里",
    "metres": "米",
    "months": "个月",
    "litres": "升",
    "days": "天",
    "minutes": "分钟",
    "code": "",
    "grade": "",
}
"""Units of numbers in Chinese; codes and grades have none."""


def text(zh: str, en: str, *, nullable: bool = True, severity: Severity = Severity.SET_ASIDE) -> dy.String:
    return dy.String(nullable=nullable, min_length=None if nullable else 1, metadata=about(zh, en, severity=severity))


def identifier(zh: str, en: str, *, nullable: bool = True, severity: Severity = Severity.SET_ASIDE) -> dy.String:
    """Text by which rows are brought together: two that look alike must be alike."""
    return dy.String(
        nullable=nullable,
        min_length=None if nullable else 1,
        check={"looks_as_it_is": lambda column: ~column.str.contains(_NOT_AS_IT_LOOKS)},
        metadata=about(zh, en, severity=severity),
    )


def written_as(pattern: str, zh: str, en: str, form: Bilingual, *, nullable: bool = True) -> dy.String:
    """Text of a fixed form."""
    return dy.String(nullable=nullable, regex=pattern, metadata=about(zh, en, form=form))


def choice(values: type[Labelled], zh: str, en: str, *, nullable: bool = True) -> dy.String:
    """A word of a closed set, kept as text: codes would be one more thing to get wrong."""
    allowed = values.values()
    return dy.String(
        nullable=nullable,
        check={"known_word": lambda column: column.is_in(allowed)},
        metadata=about(zh, en, values=values),
    )


def yuan(zh: str, en: str, *, nullable: bool = True, may_be_negative: bool = False) -> dy.Float64:
    least = -MONEY_MOST if may_be_negative else 0
    return dy.Float64(nullable=nullable, min=least, max=MONEY_MOST, metadata=about(zh, en, "yuan"))


def number(zh: str, en: str, unit: str, low: float, high: float, *, nullable: bool = True) -> dy.Float64:
    return dy.Float64(nullable=nullable, min=low, max=high, metadata=about(zh, en, unit))


def flag(zh: str, en: str) -> dy.Bool:
    return dy.Bool(nullable=True, metadata=about(zh, en))


def day(
    zh: str,
    en: str,
    *,
    nullable: bool = True,
    earliest: dt.date = EARLIEST_DAY,
    severity: Severity = Severity.SET_ASIDE,
) -> dy.Date:
    return dy.Date(nullable=nullable, min=earliest, max=LATEST_DAY, metadata=about(zh, en, "date", severity=severity))


def bound_in_words(bound: float) -> str:
    """A bound as people write it: 1,000,000,000 and not 1e+09."""
    return f"{bound:,.0f}" if abs(bound) >= 1e6 else f"{bound:g}"
