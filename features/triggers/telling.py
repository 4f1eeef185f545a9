"""A hit in official words: what was found, against which line, since when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.registry.wording import UNIT_WORDS, number_in_words
from features.triggers.declaring import Trigger
from features.triggers.rules import TRIGGERS

BY_NAME = {one.name: one for one in TRIGGERS}


def tell_hit(hit: dict[str, Any]) -> Bilingual:
    """A row of `screened` that is a hit, in words: 医保：年度住院自付 23,400元，达到预警线 5,000元（自 2026-03-04 起）."""
    return _told(BY_NAME[hit["trigger"]], hit["value"], hit["threshold"], hit["since"])


def _told(one: Trigger, value: float, threshold: float, since: dt.date) -> Bilingual:
    found = amount(value, one.unit) if one.unit != "yes/no" else Bilingual("", "")
    zh = f"{one.department.zh}：{one.zh}{f' {found.zh}' if found.zh else ''}"
    en = f"{one.department.en}: {one.en}{f': {found.en}' if found.en else ''}"
    if not one.condition.any_such:
        line = amount(threshold, one.unit)
        zh += f"，{one.condition.comparison.zh}预警线 {line.zh}"
        en += f", {one.condition.comparison.en} the line of {line.en}"
    return Bilingual(f"{zh}（自 {since} 起）", f"{en} (since {since})")


def hits_in_words(hits: pl.DataFrame | None) -> list[dict[str, Any]]:
    """The rules that one household hits on a day, each as it is told to people.

    Args:
        hits: rows of `screened` that are hits; None where nobody screened.

    Returns:
        `trigger`, `department`, `risk_type`, `zh`, `en`, `unit`, `value`, `threshold`, `since`.
    """
    told = []
    for hit in () if hits is None else hits.iter_rows(named=True):
        one, words = BY_NAME[hit["trigger"]], tell_hit(hit)
        said = {"department": one.department.value, "risk_type": one.risk_type.value, "zh": words.zh, "en": words.en}
        told.append(
            {"trigger": one.name, **said, **{name: hit[name] for name in ("unit", "value", "threshold", "since")}}
        )
    return told


def amount(value: float | None, unit: str) -> Bilingual:
    """A number with its unit; nothing where there is none."""
    if value is None:
        return Bilingual("", "")
    if unit == "yes/no":
        return Bilingual("是", "yes") if value else Bilingual("否", "no")
    zh, en = UNIT_WORDS.get(unit, ("", ""))
    number = number_in_words(value, unit)
    return Bilingual(f"{number}{zh}", f"{number} {en}".rstrip())
