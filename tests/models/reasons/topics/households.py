"""Households drawn for phrases: edge values of every feature that a phrase reads, and rows that it may be told of."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import polars as pl

from features.records.tables import TABLES
from features.registry import features
from features.vocabulary import Department, Relation, Sex
from models.reasons.topics import Phrase, Topic
from models.reasons.topics.conditions import Condition
from models.reasons.topics.template import SEEN
from tests.drawn_tables import POLICY

AS_OF = dt.date(2024, 12, 31)
REGION = "990101001001"
MONEY = (0, 0.004, 0.4, 1, 99.5, 100, 999.99, 1_000, 1_200.4, 2_000, 23_409, 1_000_000, 87_654_321)
WHOLE = (0, 1, 2, 3, 5, 12)
EDGES: dict[str, Sequence[float]] = {
    "yes/no": (0, 1),
    "persons": WHOLE,
    "count": WHOLE,
    "months": (*WHOLE, 4, 8, 13, 240),
    "person-months": (*WHOLE, 30, 72),
    "yuan": (*MONEY, -5_000),
    "yuan per month": (*MONEY, -350),
    "ratio": (-2.5, 0, 0.003, 0.01, 0.61, 0.994, 1, 1.5, 1.96, 2, 4, 61.23),
    "share": (0, 0.003, 0.01, 0.3, 0.5, 0.61, 0.996, 1),
    "grade": (1, 2, 3, 4),
    "years": (1, 17, 60, 83, 101),
    "stage": (0, 1, 2, 3, 4),
}
COUNTED = ("persons", "count", "yes/no", "months")
FURTHER: Sequence[float] = (0, 0.04, 0.5, 1, 1.5, 2, 30, 999.99, 12_000)
"""Of any other unit."""

DAYS = [
    dt.date(2024, 12, 31),
    dt.date(2024, 2, 29),
    dt.date(2023, 1, 1),
    dt.date(2021, 11, 30),
    dt.date(1999, 10, 31),
]
DEPARTMENTS = [None, *({"zh": one.zh, "en": one.en} for one in Department)]
AGES = [None, 0, 1, 2, 16, 83, 101]


@dataclass(frozen=True)
class Drawn:
    """A household as a phrase sees it.

    Attributes:
        values: features and `policy.` values; None where unknown.
        seen: of each measure that has rows, what is told of the one.
    """

    values: dict[str, float | None]
    seen: dict[str, dict[str, Any]]

    def facts(self, phrase: Phrase) -> dict[str, Any]:
        facts: dict[str, Any] = {
            place.name: self.values[place.name] for place in phrase.text.places if place.name != SEEN
        }
        return facts if phrase.seen is None else {**facts, SEEN: self.seen.get(phrase.seen)}

    def can_hear(self, phrase: Phrase) -> bool:
        """Whether the phrase is told where its topic is strong and nothing else says the same."""
        if not all(condition.holds(self.values) for condition in phrase.when):
            return False
        return (phrase.seen is None or phrase.seen in self.seen) and phrase.text.is_complete(self.facts(phrase))


def limits(names: Iterable[str]) -> dict[str, float | None]:
    """The `policy.` values among these names, as they are in force on AS_OF."""
    return dict(_limits(frozenset(name for name in names if name.startswith("policy."))))


@cache
def _limits(figures: frozenset[str]) -> dict[str, float | None]:
    row = POLICY.add_columns(pl.DataFrame({"region_code": [REGION], "as_of": [AS_OF]}), set(figures)).row(0, named=True)
    return {name: row[name] for name in sorted(figures)}


def household(draws: Random, topic: Topic, phrases: Sequence[Phrase], to_hear: Phrase | None = None) -> Drawn:
    """A household with some edge value, or none, of everything that the phrases read.

    Args:
        to_hear: the conditions of this phrase hold, whatever else does.
    """
    read = {name for phrase in phrases for name in phrase.reads}
    # Of much known and of little, so that the plainer phrases get their turn.
    unknown = draws.choice([0.05, 0.5, 0.95])
    values: dict[str, float | None] = {
        name: None if draws.random() < unknown else draws.choice(edges(name))
        for name in sorted(read | set(topic.features))
        if not name.startswith("policy.")
    }
    values |= limits(read)
    for name in sorted({condition.feature for condition in to_hear.when} if to_hear else ()):
        values[name] = _fitting(draws, name, [one for one in to_hear.when if one.feature == name], values)  # type: ignore[union-attr]
    seen = {
        phrase.seen: row_of(draws, phrases, phrase.seen)
        for phrase in phrases
        if phrase.seen is not None and draws.random() > unknown
    }
    if to_hear is not None:
        for place in to_hear.text.places:
            if place.name != SEEN and values[place.name] is None:
                values[place.name] = draws.choice(edges(place.name))
        if to_hear.seen is not None:
            seen[to_hear.seen] = row_of(draws, phrases, to_hear.seen)
    return Drawn(values, seen)


def edges(name: str) -> Sequence[float]:
    return EDGES.get(features()[name].unit, FURTHER)


def row_of(draws: Random, phrases: Sequence[Phrase], measure: str) -> dict[str, Any]:
    """What is told of a row behind a measure, as `models.reasons.evidence` gives it."""
    view = features()[measure].view
    assert view is not None
    on, known = sorted(draws.choice(DAYS) for _ in range(2))
    columns = {place.column for one in phrases if one.seen == measure for place in one.text.places if place.column}
    return {
        "on": on.isoformat(),
        "known": known.isoformat(),
        "department": draws.choice(DEPARTMENTS),
        "members": [
            {"relation": draws.choice([None, *Relation]), "sex": draws.choice([None, *Sex]), "age": draws.choice(AGES)}
            for _ in range(draws.choice([0, 1, 1, 2, 3, 4]))
        ],
        "columns": {column: _cell(draws, view.table, column) for column in sorted(columns)},
    }


def _cell(draws: Random, table: str, column: str) -> Any:
    about = TABLES[table].columns()[column].metadata or {}
    if about.get("values"):
        labels = list(zip(about["labels"], about["labels_en"] or about["labels"], strict=True))
        return draws.choice([None, *({"zh": zh, "en": en} for zh, en in labels)])
    if TABLES[table].columns()[column].dtype == pl.Date:
        return draws.choice([None, *(day.isoformat() for day in DAYS)])
    return draws.choice([None, *MONEY])


def _fitting(draws: Random, name: str, conditions: Sequence[Condition], values: dict[str, float | None]) -> float:
    bounds = [bound for one in conditions for bound in (one.low, one.high) if bound is not None]
    for bound in bounds:
        if isinstance(bound, str) and not bound.startswith("policy."):
            # Large, so that there is room below it.
            values[bound] = max(edges(bound))
    limits = [number for bound in bounds if (number := values[bound] if isinstance(bound, str) else bound) is not None]
    near = [number for limit in limits for number in (limit, limit + 1, limit * 1.3, limit * 0.7)]
    # Who is counted is counted whole.
    whole = [math.floor(number) for number in near] if features()[name].unit in COUNTED else near
    fit = [edge for edge in (*edges(name), *whole) if all(one.holds({**values, name: edge}) for one in conditions)]
    assert fit, f"no {name} fits {conditions}"
    return draws.choice(fit)
