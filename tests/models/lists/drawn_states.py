"""Counties drawn with what is known before their list: a last list, visits, hits of severe rules, and who has no score any more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from models.lists import (
    MUST_INCLUDE,
    PREVIOUS,
    STANDING,
    VISITED,
    Capacity,
    IssuedList,
    LeftOut,
    Place,
    Rules,
    State,
    issue,
)

JUNE, MAY = dt.date(2024, 6, 30), dt.date(2024, 5, 31)
SEEDS = range(100)
GONE = (LeftOut.MONITORED, LeftOut.NOBODY_LEFT, LeftOut.IMPOSSIBLE)


@dataclass(frozen=True)
class Drawn:
    """What a list is made of."""

    scores: pl.DataFrame
    state: State
    rules: Rules
    seed: int


@cache
def drawn(seed: int) -> Drawn:
    """A county of one to three townships, with everything switched on or off as it falls."""
    random = np.random.default_rng(seed)

    def one_of(*values: float) -> float:
        return values[random.integers(len(values))]

    households = int(random.integers(1, 150))
    townships, villages = random.integers(1, random.integers(2, 5), households), random.integers(1, 5, households)
    names = np.array([f"H{number:03}" for number in range(households)])
    scores = pl.DataFrame(
        {
            "household_id": names,
            "as_of": [JUNE] * households,
            "region_code": [f"990101{t:03}{v:03}" for t, v in zip(townships, villages, strict=True)],
            # Ties are as common as with trees.
            "raw_score": random.normal(-4, 1.5, households).round(random.integers(0, 4)),
        }
    )
    rules = Rules(
        Capacity(
            one_of(2, 10, 30, 100),
            audit_share=one_of(0, 0, 0.1, 0.35),
            cool_down_months=int(one_of(0, 6)),
            by=Place.VILLAGE if one_of(0, 0, 1) else Place.TOWNSHIP,
        ),
        must_include_share=one_of(0, 0.1, 0.5, 1),
        carry_over_months=int(one_of(0, 1, 3)),
        carry_over_share=one_of(0, 0.3, 1),
        churn_share=one_of(0, 0.1, 0.5, 1),
        churn_margin=one_of(1, 1.5, 20),
        floor_months=int(one_of(0, 3, 6)),
    )
    return Drawn(scores, _state(random, names), rules, seed)


@cache
def issued(seed: int) -> IssuedList:
    """The list of a drawn county."""
    of = drawn(seed)
    return issue(of.scores, of.state, of.rules, of.seed)


def _state(random: np.random.Generator, names: np.ndarray) -> State:
    def some(share: float) -> list[str]:
        return [*names[random.random(len(names)) < share]]

    def days(number: int, longest: int) -> list[dt.date]:
        return [JUNE - dt.timedelta(days=int(ago)) for ago in random.integers(0, longest, number)]

    gone = [f"G{number}" for number in range(random.integers(0, 5))]
    before, hit, visited = [*some(0.2), *gone], [*some(0.2), *gone[:2]], some(0.3)
    since = [MAY - dt.timedelta(days=int(ago)) for ago in random.integers(0, 150, len(before))]
    return State(
        previous=pl.DataFrame(
            {
                "household_id": before,
                "region_code": ["990101001001"] * len(before),
                "listed_on": [MAY] * len(before),
                "listed_since": since,
            },
            schema=PREVIOUS,
        ),
        visited=pl.DataFrame({"household_id": visited, "visited_on": days(len(visited), 400)}, schema=VISITED),
        must_include=pl.DataFrame(
            {
                "household_id": hit,
                "severity": random.integers(1, 4, len(hit)),
                "triggers": [["drawn"]] * len(hit),
                "hit_since": days(len(hit), 300),
            },
            schema=MUST_INCLUDE,
        ),
        standing=pl.DataFrame(
            {"household_id": gone[1:], "standing": [GONE[number % 3].value for number in range(len(gone[1:]))]},
            schema=STANDING,
        ),
    )
