"""A run as it was kept: who was scored, who was listed, and what was known before the list was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from features.policy.loading import Policy
from features.policy.storage import restored_policy
from models.assessed import ANSWERS
from models.certainty import CONTRADICTING
from models.lists import IssuedList, Rules, State, listed_of, rules_from
from models.runs.made_from import MadeFrom
from models.score import ScoredDay

SCORES, IMPOSSIBLE, CONTRADICTS, ANSWERED = "scores", "impossible", "contradicting", "answers"
LIST_FRAMES = ("households", "places", "waiting_villages")
STATE_FRAMES = ("previous", "visited", "must_include", "standing", "villages")
FRAMES = (
    SCORES,
    IMPOSSIBLE,
    CONTRADICTS,
    ANSWERED,
    *(f"list.{name}" for name in LIST_FRAMES),
    *(f"before.{name}" for name in STATE_FRAMES),
)
"""The frames of a run, each a Parquet file of its folder."""

ADDED: dict[str, dict[str, pl.DataType]] = {CONTRADICTS: CONTRADICTING, ANSWERED: ANSWERS}
"""Frames of which earlier runs hold no file. They have no row then: nobody was refused a score for it, and no answers were kept."""


@dataclass(frozen=True, eq=False)
class Run:
    """What an office was given on a day.

    Attributes:
        folder: where it is kept.
        made_from: everything that decides what it says.
        kept_policy: the policy values, as `features.policy.storage.kept_policy` gives them.
        kept_rules: how the list was made (`models.lists.Rules` as data), by county.
        read: a frame of FRAMES, checked against what was kept.
        kept_answering: what answers are made from beside all that the run is made from: the seed of what was drawn, and what tells the store
            from all others; None of an earlier run, which holds no answers.
    """

    folder: Path
    made_from: MadeFrom
    kept_policy: Mapping[str, Any]
    kept_rules: Mapping[str, Any]
    read: Callable[[str], pl.DataFrame]
    kept_answering: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        return self.made_from.id

    @property
    def scores(self) -> pl.DataFrame:
        """Columns of `models.assessed.ASSESSMENT` and `rank`."""
        return self.read(SCORES)

    @property
    def impossible(self) -> pl.DataFrame:
        """Who has no score since their numbers can't be (`features.records.contracts.impossible.IMPOSSIBLE`)."""
        return self.read(IMPOSSIBLE)

    @property
    def contradicting(self) -> pl.DataFrame:
        """Who has no score since their records contradict each other (`models.certainty.CONTRADICTING`)."""
        return self.read(CONTRADICTS)

    @property
    def answers(self) -> pl.DataFrame:
        """What the answer about each scored household says beside its score (`models.assessed.ANSWERS`)."""
        return self.read(ANSWERED)

    @property
    def issued(self) -> IssuedList:
        """The list."""
        frames = {name: self.read(f"list.{name}") for name in LIST_FRAMES}
        return IssuedList(self.made_from.as_of, self.made_from.seed, self.rules, **frames)

    @property
    def households(self) -> pl.DataFrame:
        """Of everybody who was considered why they are listed or not (`models.lists.issued.HOUSEHOLDS`)."""
        return self.read("list.households")

    @property
    def listed(self) -> pl.DataFrame:
        """Who is on the list (`models.lists.IssuedList.listed`)."""
        return listed_of(self.households)

    @property
    def rules(self) -> dict[str, Rules]:
        """How the list was made, by county."""
        return {county: rules_from(kept) for county, kept in self.kept_rules.items()}

    @property
    def state(self) -> State:
        """What was known before the list."""
        return State(**{name: self.read(f"before.{name}") for name in STATE_FRAMES})

    @property
    def policy(self) -> Policy:
        """The policy of then. Raises PolicyError: it is damaged."""
        return restored_policy(self.kept_policy)


def frames_of(day: ScoredDay, issued: IssuedList, state: State) -> dict[str, pl.DataFrame]:
    """The frames of a run, by name."""
    return {
        SCORES: day.households,
        IMPOSSIBLE: day.impossible,
        CONTRADICTS: day.contradicting,
        ANSWERED: day.answers,
        **{f"list.{name}": getattr(issued, name) for name in LIST_FRAMES},
        **{f"before.{name}": getattr(state, name) for name in STATE_FRAMES},
    }
