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
from itertools import chain

import numpy as np
import numpy.typing as npt
import polars as pl

from features.frame.values import finished, frame_plan
from features.policy.loading import Policy
from features.registry import with_ingredients
from models.certainty.alike import Alike, as_bytes
from models.certainty.doubts import CERTAIN, Facts, State, doubted
from models.certainty.topics import TOPICS, measures_of
from models.lists import tie
from models.risk_model import RiskModel

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SEED = 20_260_101
HOUSEHOLDS_AT_ONCE = 1_000
"""Households whose draws lie in memory together."""

AT_ONCE = 20_000
"""Rows that are finished and scored at once: what is combined of hundreds of thousands would not fit into memory."""

NOBODY = -1
"""In the place of a donor: the topic stays as the records say."""


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
            if state in CERTAIN:
                continue
            kind, persons, region, as_of = places[row]
            of_kind = alike.of_kind(topic, kind, persons, region)
            if not len(of_kind.donors):
                continue
            chance = doubted(state, of_kind.silent_share, policy, region, as_of)
            if chance > 0:
                doubts.append(Doubt(row, topic, state, chance, of_kind.donors))
    return sorted(doubts, key=lambda doubt: (doubt.row, list(TOPICS).index(doubt.topic)))


def scores_if_known(
    model: RiskModel, facts: Facts, alike: Alike, doubts: Sequence[Doubt], draws: int, seed: int = SEED
) -> Array:
    """Raw scores if the topic of each doubt alone were asked about: doubts by draws, in log-odds."""
    return plausible_scores(model, facts, alike, doubts, 0, draws, seed).each


@dataclass(frozen=True, eq=False)
class PlausibleScores:
    """Raw scores of households over plausible values, in log-odds.

    Attributes:
        rows: the households (rows of the facts) that have a doubt, in the order in which doubts name them.
        together: of each of them over the values of all its doubts together; in each draw a topic keeps what the records say with
            the chance that this is so. Households by draws.
        each: if the topic of each doubt alone were asked about: doubts by draws.
    """

    rows: Integers
    together: Array
    each: Array


def plausible_scores(
    model: RiskModel, facts: Facts, alike: Alike, doubts: Sequence[Doubt], together: int, each: int, seed: int = SEED
) -> PlausibleScores:
    """The scores of all households that have a doubt: `together` draws of each, and `each` draws of each doubt.

    Most draws are the same as others of the household, for most households have the same to tell of most topics: nothing. Every
    different one is combined and scored once.
    """
    by_row: dict[int, list[int]] = {}
    for place, doubt in enumerate(doubts):
        by_row.setdefault(doubt.row, []).append(place)
    of_together, of_each = np.empty((len(by_row), together)), np.empty((len(doubts), each))
    whose, variants = facts.frame.select("household_id", "as_of").rows(), _Variants(model, facts, alike)
    households = list(by_row.items())
    for begin in range(0, len(households), HOUSEHOLDS_AT_ONCE):
        some = households[begin : begin + HOUSEHOLDS_AT_ONCE]
        draws = _Draws.of(
            whose, [(row, [doubts[place] for place in places]) for row, places in some], together, each, seed
        )
        scores, first = variants.scores(draws), 0
        for at, (_, places) in enumerate(some, start=begin):
            last = first + together + each * len(places)
            of_together[at] = scores[first : first + together]
            of_each[places] = scores[first + together : last].reshape(len(places), each)
            first = last
    return PlausibleScores(np.array(list(by_row), dtype=np.int64), of_together, of_each)


@dataclass(frozen=True, eq=False)
class _Draws:
    """Draws of some households: those of all doubts together come first, then those of each doubt in turn.

    Attributes:
        rows: of each draw its household.
        donors: of each topic that somebody doubts the donor of each draw, NOBODY where the records hold.
    """

    rows: Integers
    donors: dict[str, Integers]

    @classmethod
    def of(
        cls,
        whose: Sequence[tuple[str, object]],
        households: Sequence[tuple[int, Sequence[Doubt]]],
        together: int,
        each: int,
        seed: int,
    ) -> _Draws:
        """They are the same for the same household, whoever else is asked about."""
        heights = [together + each * len(doubts) for _, doubts in households]
        donors = {
            topic: np.full(sum(heights), NOBODY, dtype=np.int64)
            for topic in dict.fromkeys(doubt.topic for _, doubts in households for doubt in doubts)
        }
        first = 0
        for (row, doubts), height in zip(households, heights, strict=True):
            household, as_of = whose[row]
            for place, doubt in enumerate(doubts):
                text, of_topic = f"{household}|{as_of}|{doubt.topic}", donors[doubt.topic]
                drawn = _rng(text, seed).integers(0, len(doubt.donors), max(together, each))
                given = doubt.donors[drawn]
                if together:
                    replaced = _rng(text, seed + 1).random(together) < doubt.chance
                    of_topic[first : first + together][replaced] = given[:together][replaced]
                begin = first + together + each * place
                of_topic[begin : begin + each] = given[:each]
            first += height
        return cls(np.repeat([row for row, _ in households], heights), donors)


def _rng(text: str, seed: int) -> np.random.Generator:
    return np.random.default_rng(tie(text, seed))


class _Variants:
    """The different ones among draws, each combined and scored once."""

    def __init__(self, model: RiskModel, facts: Facts, alike: Alike) -> None:
        self._model, self._alike = model, alike
        # By what no score hangs on nothing is told apart, and nothing of it is carried along.
        decisive = frozenset(model.scorer.decisive)
        self._plan, self._measures = frame_plan(decisive), measures_of(decisive)
        read = {*self._plan.kept, *self._plan.context, *with_ingredients(decisive), *chain(*self._measures.values())}
        self._frame = facts.frame[[name for name in facts.frame.columns if name in read]]

    def scores(self, draws: _Draws) -> Array:
        """The raw score of each draw."""
        same = {
            topic: self._first_alike(topic, draws.rows, donors)
            for topic, donors in draws.donors.items()
            if topic in self._measures
        }
        first, which = different(draws.rows, *same.values())
        scores = [self._scored(draws, same, first[at : at + AT_ONCE]) for at in range(0, len(first), AT_ONCE)]
        return np.concatenate([np.empty(0), *scores])[which]

    def _first_alike(self, topic: str, rows: Integers, donors: Integers) -> Integers:
        """Of each donor the first one with the same to tell of a topic; NOBODY where it is what the household's own records say."""
        measures = self._measures[topic]
        values = self._alike.values(topic, measures)
        households, household = np.unique(rows, return_inverse=True)
        own = [values.rows.get(told, NOBODY) for told in as_bytes(self._frame[households], measures)]
        first = np.where(donors == NOBODY, NOBODY, values.first[donors])
        return np.where(first == np.array(own, dtype=np.int64)[household], NOBODY, first)

    def _scored(self, draws: _Draws, same: Mapping[str, Integers], places: Integers) -> Array:
        frame = self._frame[draws.rows[places]]
        for topic, donors in same.items():
            given = donors[places]
            theirs = self._alike.facts.frame.select(self._measures[topic])[np.maximum(given, 0)]
            frame = frame.with_columns(
                pl.when(pl.Series(given != NOBODY)).then(theirs[name]).otherwise(pl.col(name)).alias(name)
                for name in self._measures[topic]
            )
        return self._model.raw_score_by_decisive(finished(frame, self._plan))


MOST_KINDS = 2**62


def different(*columns: Integers) -> tuple[Integers, Integers]:
    """The first place of each different row of these columns, and of each row which of them it is; no number is below NOBODY."""
    keys, kinds = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        numbers = int(column.max(initial=NOBODY)) + 2
        if kinds * numbers > MOST_KINDS:
            # Numbered anew before they grow beyond what a number holds.
            keys = np.unique(keys, return_inverse=True)[1]
            kinds = len(keys)
        keys, kinds = keys * numbers + column + 1, kinds * numbers
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return first, which


def with_measures(frame: pl.DataFrame, others: pl.DataFrame, rows: Integers, measures: Sequence[str]) -> pl.DataFrame:
    """The rows of a frame with these columns of rows of another."""
    # Only what is taken is gathered: a frame has hundreds of columns, and each has its price.
    return frame.with_columns(others.select(measures)[rows])
