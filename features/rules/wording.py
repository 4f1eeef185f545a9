"""The numbers of a rule in words: a value with its unit, and the line that it was held against."""

from __future__ import annotations

from features.bilingual import Bilingual
from features.registry.wording import UNIT_WORDS, number_in_words
from features.rules.condition import Condition


def amount_in_words(value: float | None, unit: str) -> Bilingual:
    """A number with its unit; nothing where there is none."""
    if value is None:
        return Bilingual("", "")
    if unit == "yes/no":
        return Bilingual("是", "yes") if value else Bilingual("否", "no")
    zh, en = UNIT_WORDS.get(unit, ("", ""))
    number = number_in_words(value, unit)
    return Bilingual(f"{number}{zh}", f"{number} {en}".rstrip())


def line_in_words(condition: Condition, unit: str, *thresholds: float) -> str:
    """How a value is compared and with which lines, for a table: 低于 6,600元; nothing without a line to tell."""
    if condition.any_such or not thresholds:
        return ""
    return f"{condition.comparison.zh} {'、'.join(amount_in_words(line, unit).zh for line in thresholds)}"
