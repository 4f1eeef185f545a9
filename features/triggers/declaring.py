"""How a screening rule is declared: a value, a threshold and how they are compared, with whose rule it is.

A rule is hit, not hit, or unknown where the records can't tell; unknown is never a hit. All of it is written over
features and dated policy values, so a rule holds for any household on any day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.language import value_of
from features.registry import UNITS
from features.vocabulary import Labelled, RiskType

MONITORED = "monitored"
"""Whether the county knew the household as monitored. A label: rules may screen by it, no feature may read it."""


class Department(Labelled):
    """Who screens, monthly, and sends the hits to the townships."""

    MEDICAL_INSURANCE = "medical_insurance", "医保", "medical insurance"
    HEALTH = "health", "卫健", "health"
    EDUCATION = "education", "教育", "education"
    POLICE = "police", "公安", "police"
    CIVIL_AFFAIRS = "civil_affairs", "民政", "civil affairs"
    DISABLED_FEDERATION = "disabled_federation", "残联", "disabled persons' federation"
    HOUSING = "housing", "住建", "housing"
    WATER = "water", "水利", "water"
    HUMAN_RESOURCES = "human_resources", "人社", "human resources"
    AGRICULTURE = "agriculture", "农业农村", "agriculture"
    EMERGENCY = "emergency", "应急", "emergency"
    RURAL_AFFAIRS = "rural_affairs", "乡村振兴", "rural affairs"
    RELOCATION = "relocation", "发改", "relocation"


class Comparison(Labelled):
    """How a value is held against its threshold."""

    AT_LEAST = "at_least", "达到", "at or above"
    MORE_THAN = "more_than", "超过", "above"
    AT_MOST = "at_most", "不高于", "at or below"
    LESS_THAN = "less_than", "低于", "below"

    def holds(self, value: pl.Expr, threshold: pl.Expr) -> pl.Expr:
        """True, false, or null where either is unknown."""
        return {
            Comparison.AT_LEAST: value >= threshold,
            Comparison.MORE_THAN: value > threshold,
            Comparison.AT_MOST: value <= threshold,
            Comparison.LESS_THAN: value < threshold,
        }[self]


@dataclass(frozen=True)
class Condition:
    """When a rule is hit.

    Attributes:
        value: what is looked at, over features.
        comparison: how it is held against the threshold.
        threshold: over policy values, or a number by definition (any such event is one).
        among: of which households the rule speaks; None is all.
        any_such: the threshold is one, or above nothing, by definition: there is no line to tell.
    """

    value: pl.Expr
    comparison: Comparison
    threshold: pl.Expr
    among: pl.Expr | None = None
    any_such: bool = False

    @property
    def hit(self) -> pl.Expr:
        """True, false, or null where it can't be told. Of a household that the rule does not speak of it is false."""
        held = self.comparison.holds(self.value, self.threshold)
        return held if self.among is None else self.among & held

    @property
    def reads(self) -> frozenset[str]:
        """The features and `policy.` values that it stands on."""
        expressions = [self.value, self.threshold] + ([] if self.among is None else [self.among])
        return frozenset(name for expression in expressions for name in expression.meta.root_names())


def compared(value: pl.Expr, comparison: Comparison, threshold: pl.Expr, *, among: pl.Expr | None = None) -> Condition:
    """A value against a line."""
    return Condition(value, comparison, threshold, among)


def any_such(feature: str, *, among: pl.Expr | None = None) -> Condition:
    """One is enough: such an event, such a person, such a state."""
    return Condition(value_of(feature), Comparison.AT_LEAST, pl.lit(1.0), among, any_such=True)


def any_amount(feature: str, *, among: pl.Expr | None = None) -> Condition:
    """Any amount above nothing is enough."""
    return Condition(value_of(feature), Comparison.MORE_THAN, pl.lit(0.0), among, any_such=True)


@dataclass(frozen=True)
class Since:
    """The day on which a hit rests.

    Attributes:
        features: measures; the day is the latest among the rows that make them.
        day: which day of a row.
        amount: for a sum that grows inside its window, the amount: the day is that on which it came to the threshold.
    """

    features: tuple[str, ...]
    day: str = "event_date"
    amount: str | pl.Expr | None = None


def latest_of(*features: str, day: str = "event_date") -> Since:
    """The last event, inspection or listing on which the value stands."""
    return Since(features, day)


def when_reached(feature: str, amount: str | pl.Expr) -> Since:
    """The day on which the total inside the window came to the threshold."""
    return Since((feature,), amount=amount)


@dataclass(frozen=True)
class Trigger:
    """One rule of one department.

    Attributes:
        name: as in reports.
        department: who screens.
        zh, en: what the value is, in the words of an office.
        unit: of value and threshold, a key of `features.registry.UNITS`.
        risk_type: the official risk that a hit points to.
        source: whose rule it is.
        condition: when it is hit.
        since: the day on which a hit rests.
        when_no_rows: of a household of which nothing is recorded: 0 not hit, None unknown.
        screen_only: it reads a label, so it may be screened by and is never a feature.
        question: of a count of which one is enough, what is asked, as a feature says it.
        declared_by: the function that declares it.
    """

    name: str
    department: Department
    zh: str
    en: str
    unit: str
    risk_type: RiskType
    source: str
    condition: Condition
    since: Since
    when_no_rows: float | None
    screen_only: bool
    question: Bilingual | None
    declared_by: Callable[[], Condition]

    @property
    def column(self) -> str:
        """Its column of hits in a wide frame."""
        return f"trigger.{self.name}"

    @property
    def twin(self) -> str | None:
        """The yes-or-no feature that says the very same, where there is one."""
        condition = self.condition
        is_one = condition.any_such and condition.among is None and self.unit == "yes/no"
        return next(iter(condition.reads)) if is_one else None

    @property
    def feature(self) -> str:
        """The name of the feature that it is: its twin's, or one of its own."""
        return self.twin or f"screened_{self.name}"

    @property
    def reads(self) -> frozenset[str]:
        return self.condition.reads


class TriggerDeclarationError(TypeError):
    """A rule's declaration lacks something; the message says what to write."""


_DECLARED: dict[str, Trigger] = {}


def declared() -> tuple[Trigger, ...]:
    """Every rule declared so far, in the order of the departments' table."""
    return tuple(_DECLARED.values())


def trigger(
    department: Department,
    *,
    unit: str,
    risk_type: RiskType,
    source: str,
    since: Since,
    when_no_rows: float | None = 0,
    question: str = "",
) -> Callable[[Callable[[], Condition]], Callable[[], Condition]]:
    """Declare a rule. The docstring says what its value is: `中文 | English`.

    Args:
        question: of a count of which one is enough, the same as a yes or no: `中文 | English`.

    Raises:
        TriggerDeclarationError: on import, when the declaration is incomplete or its name is taken.
    """

    def declare(function: Callable[[], Condition]) -> Callable[[], Condition]:
        name = function.__name__
        zh, bar, en = (function.__doc__ or "").strip().partition("|")
        asked_zh, asked_bar, asked_en = question.partition("|")
        condition = function()
        counts = condition.any_such and unit != "yes/no"
        wrong = [
            message
            for is_wrong, message in (
                (not (bar and zh.strip() and en.strip()), 'a meaning: a docstring """中文 | English"""'),
                (unit not in UNITS, f"a unit: one of {', '.join(UNITS)}"),
                (not source, "a source: whose rule it is"),
                (counts and not asked_bar, "a question: 'whether there is one', as 中文 | English"),
                (not since.features, "the features on whose rows a hit rests"),
                (name in _DECLARED, "another name: this one is taken"),
            )
            if is_wrong
        ]
        if wrong:
            raise TriggerDeclarationError(f"trigger {name} needs " + "; ".join(wrong) + ".")
        _DECLARED[name] = Trigger(
            name=name,
            department=department,
            zh=zh.strip(),
            en=" ".join(en.split()).rstrip("."),
            unit=unit,
            risk_type=risk_type,
            source=source,
            condition=condition,
            since=since,
            when_no_rows=when_no_rows,
            screen_only=MONITORED in condition.reads,
            question=Bilingual(asked_zh.strip(), asked_en.strip()) if question else None,
            declared_by=function,
        )
        return function

    return declare
