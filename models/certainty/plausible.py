"""What a score might be: plausible values in the place of what is missing or doubted, everything else as it is.

Plausible values are drawn from households alike (a hot deck: Andridge and Little, International Statistical Review 78, 2010), a topic
at a time and whole: what the rows of one table make of *one* real household goes together. They take the place of the
measures of that topic, which is what rows make before anything is combined; ratios, burdens and all other combinations are
then made anew by their one definition (`features.frame.values.finished`). No rows are invented, so nothing of it is a
record; figures of places stay as they are; and what two topics have to do with each other (a lost job and a bill) is lost
where both are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from features.frame.values import finished
from features.policy.loading import Policy
from models.certainty.alike import Alike
from models.certainty.doubts import Facts, State, doubted
from models.certainty.topics import TOPICS, measures_of
from models.lists import tie
from models.risk_model import RiskModel

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SEED = 20_260_101
AT_ONCE = 20_000
"""Rows that are finished and scored at once."""


@dataclass(frozen=True)
class Doubt:
    """A topic of one household that is not certain.

    Attributes:
        row: of the facts.
        chance: that what the records say is not so (`models.certainty.doubts.doubted`).
        donors: rows of the households alike from which plausible values come.
    """

    row: int
    topic: str
    state: State
    chance: float
    donors: Integers


def doubts_of(facts: Facts, alike: Alike, policy: Policy, read: frozenset[str]) -> list[Doubt]:
    """The topics of each household that are not certain, and that can be drawn: those of which somebody alike is known.

    Args:
        read: the features of the model; a topic that it does not read is no doubt of its score.
    """
    places = facts.frame.select("household_type", "persons", "region_code", "as_of").rows()
    doubts = []
    for topic in measures_of(read):
        for row, state in enumerate(facts.states[topic]):
            if state is State.KNOWN:
                continue
            kind, persons, region, as_of = places[row]
            donors = alike.donors(topic, kind, persons, region)
            if not len(donors):
                continue
            chance = doubted(state, alike.silent_share(topic, donors), policy, region, as_of)
            if chance > 0:
                doubts.append(Doubt(row, topic, state, chance, donors))
    return sorted(doubts, key=lambda doubt: (doubt.row, list(TOPICS).index(doubt.topic)))


def scores_if_known(
    model: RiskModel, facts: Facts, alike: Alike, doubts: Sequence[Doubt], draws: int, seed: int = SEED
) -> Array:
    """Raw scores if the topic of each doubt alone were asked about: doubts by draws, in log-odds."""
    if not doubts:
        return np.zeros((0, draws))
    return scores_of_frame(model, facts, _each(model, facts, alike, doubts, draws, seed)).reshape(len(doubts), draws)


def scores_of_one(
    model: RiskModel, facts: Facts, alike: Alike, doubts: Sequence[Doubt], together: int, each: int, seed: int = SEED
) -> tuple[Array, Array]:
    """Of one household (row 0 of the facts) the raw scores over the plausible values of all its doubts together, and those if the
    topic of each doubt alone were asked about: `together` draws, and doubts by `each` draws.

    In each draw together a topic keeps what the records say with the chance that this is so.
    """
    frames = [_together(model, facts, alike, doubts, together, seed)]
    if doubts:
        frames.append(_each(model, facts, alike, doubts, each, seed))
    scores = scores_of_frame(model, facts, pl.concat(frames))
    return scores[:together], scores[together:].reshape(len(doubts), each)


def scores_of_frame(model: RiskModel, facts: Facts, frame: pl.DataFrame) -> Array:
    """Raw scores of unfinished rows, some at once: what is combined of hundreds of thousands would not fit into memory."""
    parts = [finished(part, facts.plan) for part in frame.iter_slices(AT_ONCE)]
    return np.concatenate([model.raw_score(part) for part in parts])


def _each(model: RiskModel, facts: Facts, alike: Alike, doubts: Sequence[Doubt], draws: int, seed: int) -> pl.DataFrame:
    """Unfinished rows, so many for each doubt in turn: the household as it is, but for the topic of the doubt."""
    measures = measures_of(frozenset(model.features))
    order, frames = [], []
    for topic in TOPICS:
        places = [place for place, doubt in enumerate(doubts) if doubt.topic == topic]
        if not places:
            continue
        rows = np.repeat([doubts[place].row for place in places], draws)
        given = np.concatenate([_drawn(facts, doubts[place], draws, seed) for place in places])
        frames.append(with_measures(facts.frame[rows], alike.facts.frame, given, measures[topic]))
        order += places
    # By topic they are made, by doubt they are wanted.
    where = np.argsort(order, kind="stable")
    return pl.concat(frames)[(where[:, None] * draws + np.arange(draws)).ravel()]


def _together(
    model: RiskModel, facts: Facts, alike: Alike, doubts: Sequence[Doubt], draws: int, seed: int
) -> pl.DataFrame:
    measures = measures_of(frozenset(model.features))
    frame = facts.frame[np.zeros(draws, dtype=np.int64)]
    for doubt in doubts:
        given = _drawn(facts, doubt, draws, seed)
        replaced = _rng(facts, doubt, seed + 1).random(draws) < doubt.chance
        swapped = with_measures(frame, alike.facts.frame, given, measures[doubt.topic])
        where = pl.Series("_replaced", replaced)
        frame = frame.with_columns(
            pl.when(where).then(swapped[name]).otherwise(pl.col(name)).alias(name) for name in measures[doubt.topic]
        )
    return frame


def with_measures(frame: pl.DataFrame, others: pl.DataFrame, rows: Integers, measures: Sequence[str]) -> pl.DataFrame:
    """The rows of a frame with these columns of rows of another."""
    # Only what is taken is gathered: a frame has hundreds of columns, and each has its price.
    return frame.with_columns(others.select(measures)[rows])


def _drawn(facts: Facts, doubt: Doubt, draws: int, seed: int) -> Integers:
    """Donors of one doubt, with replacement: the same for the same household, whoever else is asked about."""
    return np.asarray(_rng(facts, doubt, seed).choice(doubt.donors, draws), dtype=np.int64)


def _rng(facts: Facts, doubt: Doubt, seed: int) -> np.random.Generator:
    household, as_of = facts.frame["household_id"][doubt.row], facts.frame["as_of"][doubt.row]
    return np.random.default_rng(tie(f"{household}|{as_of}|{doubt.topic}", seed))


def states_of(facts: Facts, row: int) -> Mapping[str, State]:
    """The state of every topic of one household."""
    return {topic: states[row] for topic, states in facts.states.items()}
