"""A sum of one function per feature: logistic regressions, points scorecards and machines without interactions.

A function is a line in the feature, or steps over it; what is not recorded has a value of its own. What a feature
contributes is its function's value less the mean of training, so that a reason says what sets a household apart from
the average one (the exact SHAP values of a sum: Štrumbelj and Kononenko, Knowledge and Information Systems 41, 2014).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from models.scorers.scorer import Array, Matrix, ScorerError, ScorerKind


class Transform(StrEnum):
    """What a line is drawn over."""

    NONE = "none"
    SIGNED_LOG = "signed_log"
    """sign(x) · log(1 + |x|): amounts span four orders of magnitude, debts are below zero."""


@dataclass(frozen=True)
class Linear:
    """`weight · transform(x)`; `unknown` where x is not recorded.

    Attributes:
        expected: mean over training, what is not recorded included.
    """

    weight: float
    transform: Transform
    unknown: float
    expected: float

    def value(self, column: Array) -> Array:
        drawn = np.sign(column) * np.log1p(np.abs(column)) if self.transform is Transform.SIGNED_LOG else column
        return np.where(np.isnan(column), self.unknown, self.weight * drawn)

    def as_dict(self) -> dict[str, Any]:
        return {
            "weight": self.weight,
            "transform": self.transform.value,
            "unknown": self.unknown,
            "expected": self.expected,
        }


@dataclass(frozen=True)
class Steps:
    """`values[i]` from `edges[i - 1]` on, that edge included, up to `edges[i]`; `unknown` where x is not recorded.

    Raises:
        ScorerError: edges that don't rise, or other than one value more than edges.
    """

    edges: tuple[float, ...]
    values: tuple[float, ...]
    unknown: float
    expected: float

    def __post_init__(self) -> None:
        if len(self.values) != len(self.edges) + 1 or any(np.diff(self.edges) <= 0):
            raise ScorerError(
                f"分段函数的断点和取值不配 | steps with {len(self.edges)} edges and {len(self.values)} values: edges have to rise, with one value "
                "more than edges."
            )

    def value(self, column: Array) -> Array:
        at = np.searchsorted(np.asarray(self.edges, dtype=np.float64), column, side="right")
        return np.where(np.isnan(column), self.unknown, np.asarray(self.values, dtype=np.float64)[at])

    def as_dict(self) -> dict[str, Any]:
        return {
            "edges": list(self.edges),
            "values": list(self.values),
            "unknown": self.unknown,
            "expected": self.expected,
        }


Term = Linear | Steps


def _term(read: dict[str, Any]) -> Term:
    if "edges" in read:
        return Steps(tuple(read["edges"]), tuple(read["values"]), float(read["unknown"]), float(read["expected"]))
    return Linear(float(read["weight"]), Transform(read["transform"]), float(read["unknown"]), float(read["expected"]))


@dataclass(frozen=True)
class Additive:
    """An intercept and one function per feature, in log-odds.

    Raises:
        ScorerError: other than one function per feature, or an infinite or missing number.
    """

    kind: ClassVar[ScorerKind] = ScorerKind.ADDITIVE

    features: tuple[str, ...]
    terms: tuple[Term, ...] = field(repr=False)
    intercept: float

    def __post_init__(self) -> None:
        if len(self.terms) != len(self.features):
            raise ScorerError(
                f"特征有 {len(self.features)} 个，函数有 {len(self.terms)} 个，应当一样多 | {len(self.terms)} functions for {len(self.features)} features: one each is needed."
            )
        for name, term in zip(self.features, self.terms, strict=True):
            numbers = [
                number for kept in term.as_dict().values() if not isinstance(kept, str) for number in _flat(kept)
            ]
            if not np.isfinite(numbers).all():
                raise ScorerError(
                    f"特征 {name} 的函数中有不是数的值 | the function of feature {name} holds a number that is none."
                )
        if not np.isfinite(self.intercept):
            raise ScorerError("截距不是数 | the intercept is no number.")

    @cached_property
    def base_value(self) -> float:
        return self.intercept + sum(term.expected for term in self.terms)

    @property
    def decisive(self) -> tuple[str, ...]:
        return self.features

    def raw_score(self, matrix: Matrix) -> Array:
        # Column by column, never rows by features at once: a county's rows times hundreds of features are gigabytes.
        total = np.full(len(matrix), self.intercept)
        for position, term in enumerate(self.terms):
            total += term.value(matrix[:, position].astype(np.float64))
        return total

    def contributions(self, matrix: Matrix) -> Array:
        added = np.empty((len(matrix), len(self.features)))
        for position, term in enumerate(self.terms):
            added[:, position] = term.value(matrix[:, position].astype(np.float64)) - term.expected
        return added

    def second_opinion(self, matrix: Matrix) -> Array:
        """By what the score loses where a feature is not recorded, told against its mean."""
        score, lost = self.raw_score(matrix), np.empty((len(matrix), len(self.features)))
        for position, term in enumerate(self.terms):
            without = matrix.copy()
            without[:, position] = np.nan
            lost[:, position] = score - self.raw_score(without) + term.unknown - term.expected
        return lost

    def interactions(self, matrix: Matrix) -> Array:
        """Nothing but a diagonal: no function looks at what another one sees."""
        pairs = np.zeros((len(matrix), len(self.features), len(self.features)))
        at = np.arange(len(self.features))
        pairs[:, at, at] = self.contributions(matrix)
        return pairs

    def save(self, folder: Path) -> dict[str, Any]:  # noqa: ARG002 - small enough for model.json
        return {"intercept": self.intercept, "terms": [term.as_dict() for term in self.terms]}

    @classmethod
    def load(cls, folder: Path, described: dict[str, Any], features: tuple[str, ...]) -> Self:  # noqa: ARG003 - as above
        return cls(features, tuple(_term(read) for read in described["terms"]), float(described["intercept"]))


def _flat(kept: float | list[float]) -> list[float]:
    return kept if isinstance(kept, list) else [kept]
