"""When a rule is hit: a value over features, a line over policy, and how the one is held against the other.

A rule is hit, not hit, or unknown where the records can't tell; unknown is never a hit.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from features.language import value_of
from features.vocabulary import Labelled

MONITORED = "monitored"
"""Whether the county knew the household as monitored. A label: rules may screen by it, no feature may read it."""


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


@dataclass(frozen=True, kw_only=True)
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
        """The features and `policy.` values that it stands on, and `MONITORED` where it asks for the label."""
        expressions = [self.value, self.threshold] + ([] if self.among is None else [self.among])
        return frozenset(name for expression in expressions for name in expression.meta.root_names())


def compared(value: pl.Expr, comparison: Comparison, threshold: pl.Expr, *, among: pl.Expr | None = None) -> Condition:
    """A value against a line."""
    return Condition(value=value, comparison=comparison, threshold=threshold, among=among)


def any_such(what: str | pl.Expr, *, among: pl.Expr | None = None) -> Condition:
    """One is enough: such an event, such a person, such a state.

    Args:
        what: the name of a feature, or a sum of several.
    """
    return Condition(
        value=_value(what), comparison=Comparison.AT_LEAST, threshold=pl.lit(1.0), among=among, any_such=True
    )


def any_amount(what: str | pl.Expr, *, among: pl.Expr | None = None) -> Condition:
    """Any amount above nothing is enough."""
    return Condition(
        value=_value(what), comparison=Comparison.MORE_THAN, threshold=pl.lit(0.0), among=among, any_such=True
    )


def _value(what: str | pl.Expr) -> pl.Expr:
    return value_of(what) if isinstance(what, str) else what
