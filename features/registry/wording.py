"""How a fact is said: a feature's meaning with its value and unit, in Chinese and English."""

from __future__ import annotations

import math

from features.bilingual import Bilingual
from features.registry.declarations import Feature
from features.vocabulary import Schooling

UNIT_WORDS: dict[str, tuple[str, str]] = {
    "yuan": ("元", "yuan"),
    "yuan per month": ("元/月", "yuan a month"),
    "persons": ("人", "persons"),
    "months": ("个月", "months"),
    "person-months": ("人月", "person-months"),
    "years": ("岁", "years"),
    "count": ("次", "times"),
    "mu": ("亩", "mu"),
    "square metres": ("平方米", "square metres"),
    "km": ("公里", "km"),
    "metres": ("米", "metres"),
    "litres": ("升", "litres"),
    "days": ("天", "days"),
    "minutes": ("分钟", "minutes"),
    "grade": ("级", ""),
    "ratio": ("", ""),
}
COUNTED: dict[str, tuple[str, str]] = {
    "kinds_of_shock_12m": ("类", "kinds"),
    "kinds_of_trouble": ("类", "kinds"),
    "measures_ended_6m": ("项", "measures"),
    "measures_underway": ("项", "measures"),
    "public_posts_ended_12m": ("个", "posts"),
    "risk_types_at_once": ("类", "types"),
    "water_indicators_failed": ("项", "indicators"),
}
"""Counts of something else than times (次)."""

SCALES = frozenset({"dwelling_grade", "furthest_work", "furthest_work_year_before"})
"""Grades whose meaning says what each number stands for: 级 behind it would name another grade."""

STAGES: tuple[tuple[str, str], ...] = tuple((stage.zh, stage.en) for stage in Schooling)
"""What the numbers of a stage of schooling stand for."""


def number_in_words(value: float, unit: str) -> str:
    """A value as people write it: 23,400 rather than 23400.0; a share as a percentage; a dash where it is no number."""
    if not math.isfinite(value):
        return "—"
    value += 0.0  # Minus zero is zero.
    if unit == "share":
        return f"{value * 100:.0f}%"
    if unit == "ratio":
        return f"{value:.2f}" if abs(value) >= 0.005 else "0.00"
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:,.1f}"


def fact_zh(feature: Feature, value: float | None) -> str:
    """近12个月医疗自付：23,400元."""
    return f"{feature.zh}：{value_in_words(feature, value).zh}"


def fact_en(feature: Feature, value: float | None) -> str:
    """Medical bills paid by the household in the last 12 months: 23,400 yuan."""
    return f"{feature.en.rstrip('.')}: {value_in_words(feature, value).en}"


def value_in_words(feature: Feature, value: float | None) -> Bilingual:
    """The value alone."""
    return Bilingual(_value_in(feature, value, 0), _value_in(feature, value, 1))


def _value_in(feature: Feature, value: float | None, language: int) -> str:
    """The value in Chinese (0) or English (1)."""
    if value is None:
        return ("没有记录", "not recorded")[language]
    if feature.unit == "yes/no":
        return (("否", "是"), ("no", "yes"))[language][bool(value)]
    if feature.unit == "stage":
        return STAGES[int(value)][language]
    unit = COUNTED.get(feature.name, UNIT_WORDS.get(feature.unit, ("", "")))[language]
    if feature.name in SCALES:
        unit = ""
    if value == 1:
        unit = unit.removesuffix("s")
    return f"{number_in_words(value, feature.unit)}{(unit, f' {unit}')[language]}".rstrip()
