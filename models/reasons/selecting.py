"""Which topics are told of a household, and by which phrase: what raises its risk, and apart from it what holds it up.

Contributions of the known features of a topic are added, so that a burden's sum, share and recent month are one reason.
Facts are numbers, days and codes here; words are made of them where somebody reads (`models.reasons.wording`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from features.vocabulary import RiskType
from models.reasons.evidence import Evidence, Row
from models.reasons.risk_types import Array, Places, sums_by_group
from models.reasons.topics import Phrase, Topic, Topics
from models.reasons.topics.conditions import Values
from models.reasons.topics.template import SEEN
from models.scorers import Matrix

MOST_REASONS, MOST_PROTECTING = 5, 3

LEAST_SHARE = 0.1
"""Of what the strongest topic adds: a weaker one is not told beside it."""

LEAST = 0.05
"""Of the raw score, in log-odds: a topic that adds less is told of nobody; it turns no decision."""

REASON: dict[str, type[pl.DataType]] = {
    "topic": pl.String,
    "risk_type": pl.String,
    "phrase": pl.String,
    "facts": pl.String,
    "contribution": pl.Float64,
    "points": pl.Float64,
}
"""One reason: a topic and the phrase for it, the facts of the phrase as JSON, what it adds to the raw score in log-odds, and
to the probability in percentage points (`models.reasons.points`); both below 0 for what protects."""


@dataclass(frozen=True)
class Chosen:
    """A topic that can be told of one household."""

    topic: Topic
    phrase: Phrase
    facts: Mapping[str, Any]
    contribution: float


def topic_sums(topics: Topics, names: Sequence[str], matrix: Matrix, contributions: Array) -> dict[str, Array]:
    """Of each topic that the features tell of, what its known features add to each row together, in log-odds.

    What nobody recorded may raise a score; it is no fact that a visitor could check, and no reason.

    Args:
        names: of the columns of `matrix` and `contributions`.
    """
    topic_names, column, group = _columns_of(
        tuple((topic.name, topic.features) for topic in topics.by_name.values()), tuple(names)
    )
    known = np.where(np.isnan(matrix), 0.0, contributions)
    sums = sums_by_group(known[:, column], group, len(topic_names))
    return dict(zip(topic_names, sums.T, strict=True))


@lru_cache(maxsize=16)
def _columns_of(
    topics: tuple[tuple[str, tuple[str, ...]], ...], names: tuple[str, ...]
) -> tuple[list[str], Places, Places]:
    """The topics that these features tell of, and of each of their columns its place among the names and its topic's."""
    places = {name: place for place, name in enumerate(names)}
    read = {topic: [places[name] for name in features if name in places] for topic, features in topics}
    kept = [name for name, columns in read.items() if columns]
    pairs = [(column, group) for group, name in enumerate(kept) for column in read[name]]
    columns, groups = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return kept, columns, groups


def strong_enough(sums: Mapping[str, Array], row: int, sign: int) -> list[str]:
    """Topics that raise (1) or lower (-1) a row's risk by enough to be told, the strongest first, then by name."""
    added = {name: sign * float(total[row]) for name, total in sums.items()}
    least = max(LEAST, LEAST_SHARE * max(added.values(), default=0.0))
    return sorted((name for name, amount in added.items() if amount >= least), key=lambda name: (-added[name], name))


def candidates(phrases: Iterable[Phrase], values: Values, added: Mapping[str, float], sign: int) -> list[Phrase]:
    """The phrases whose conditions hold, and whose features together push the phrase's way."""
    return [
        phrase
        for phrase in phrases
        if all(condition.holds(values) for condition in phrase.when)
        and (not phrase.of or sign * sum(added.get(name, 0.0) for name in phrase.of) > 0)
    ]


def sayable(
    phrases: Iterable[Phrase], values: Values, rows: Mapping[str, Sequence[Row]], evidence: Evidence, row: int
) -> list[tuple[Phrase, dict[str, Any]]]:
    """Those of the candidates whose facts are all known, with their facts.

    Args:
        rows: behind the features that the phrases show, of this household.
    """
    phrased = []
    for phrase in phrases:
        facts: dict[str, Any] = {
            place.name: values.get(place.name) for place in phrase.text.places if place.name != SEEN
        }
        if phrase.seen is not None:
            if phrase.seen not in rows:
                continue
            columns = {place.column for place in phrase.text.places if place.column}
            facts[SEEN] = evidence.seen(phrase.seen, rows[phrase.seen], row, columns, phrase.largest)
        if phrase.text.is_complete(facts):
            phrased.append((phrase, facts))
    return phrased


def without_repeats(strong: Sequence[tuple[Topic, list[tuple[Phrase, dict[str, Any]]], float]]) -> list[Chosen]:
    """Of each topic its first phrase that no other told topic says already; a topic that is left without one is not told."""
    names = {topic.name for topic, phrases, _ in strong if phrases}
    chosen = []
    for topic, phrases, contribution in strong:
        first = next((one for one in phrases if not names & set(one[0].unless)), None)
        if first is not None:
            chosen.append(Chosen(topic, *first, contribution))
    return chosen


def in_order(chosen: Sequence[Chosen], by_risk_type: Mapping[RiskType, float], most: int) -> list[Chosen]:
    """The strongest, put by the official risk types: those that add most together first, within each the strongest first."""
    strongest = sorted(chosen, key=_strongest_first)[:most]
    return sorted(
        strongest,
        key=lambda reason: (
            -by_risk_type[reason.topic.risk_type],
            reason.topic.risk_type.value,
            *_strongest_first(reason),
        ),
    )


def _strongest_first(chosen: Chosen) -> tuple[float, str]:
    return -abs(chosen.contribution), chosen.topic.name


def as_reason(chosen: Chosen, points: float) -> dict[str, Any]:
    """A row of REASON.

    Args:
        points: percentage points that one unit of contribution is worth.
    """
    facts = {
        name: value for name, value in chosen.facts.items() if not isinstance(value, float) or math.isfinite(value)
    }
    return {
        "topic": chosen.topic.name,
        "risk_type": chosen.topic.risk_type.value,
        "phrase": chosen.phrase.name,
        "facts": json.dumps(facts, ensure_ascii=False, sort_keys=True),
        "contribution": chosen.contribution,
        "points": chosen.contribution * points,
    }
