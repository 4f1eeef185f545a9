"""Households alike: a sample of the county's own, from whose known values plausible ones are drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from features.context.cache import context_wanted_by
from features.frame import columns_read, index_of
from features.frame.values import finished
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets, whole
from features.records.gate import Records
from features.records.store import RecordStore
from models.certainty.doubts import Facts, State, facts_of
from models.certainty.topics import BESIDE, TOPICS, topics_of
from models.lists import tie
from models.risk_model import RiskModel
from models.scope import Standing, standing

Integers = npt.NDArray[np.int64]

SAMPLED = 2_000
"""Households sampled of a county: enough for some dozens alike in every township, and made in a second."""

WEIGHED = 400
"""Of them those whose contributions say how much each feature matters."""

FEWEST = 20
"""Households alike of one township; with fewer known those of the county are taken, and with fewer of a size all of the type."""

TOWNSHIP_DIGITS = 9
"""Of a village's code, those of its township."""

LARGEST = 5
"""Households of so many people and more are of one size."""


@dataclass(frozen=True, eq=False)
class Alike:
    """A sample of households on one day.

    Attributes:
        facts: what their rows make, with the state of every topic.
        weights: of each feature of the model the mean of its absolute contributions among them, in log-odds.
    """

    facts: Facts
    weights: Mapping[str, float]

    def donors(self, topic: str, kind: str | None, persons: float | None, region: str | None) -> Integers:
        """The rows of households alike that are known of a topic: same type, as many people, same township.

        Of silent topics those count that have nothing to tell; those to whom the topic does not apply never count. Where fewer than
        FEWEST are known, the township and then the number of people is given up, never the type; nothing where nobody of the type is known.
        """
        return self.of_kind(topic, kind, persons, region).donors

    def of_kind(self, topic: str, kind: str | None, persons: float | None, region: str | None) -> Donors:
        """The same, with how many of them are silent; looked for once for all households of a kind."""
        asked = (topic, kind or "", _size(persons), (region or "")[:TOWNSHIP_DIGITS])
        if asked not in self._of_kind:
            donors = self._looked_for(*asked)
            states = self.facts.states[topic]
            silent = sum(states[donor] is State.SILENT for donor in donors)
            self._of_kind[asked] = Donors(donors, silent / len(donors) if len(donors) else 1.0)
        return self._of_kind[asked]

    def values(self, topic: str, measures: Sequence[str]) -> TopicValues:
        """What there is of a topic among them, by its measures; worked out once."""
        asked = (topic, tuple(measures))
        if asked not in self._values:
            self._values[asked] = TopicValues.of(self.facts.frame, measures)
        return self._values[asked]

    def _looked_for(self, topic: str, kind: str, size: int, township: str) -> Integers:
        states = self.facts.states[topic]
        known = np.array([state in (State.KNOWN, State.SILENT) for state in states], dtype=np.bool_)
        same_type = known & (self._types == kind)
        same_size = same_type & (self._sizes == size)
        same_place = same_size & (self._townships == township)
        for chosen in (same_place, same_size):
            if int(chosen.sum()) >= FEWEST:
                return np.flatnonzero(chosen)
        return np.flatnonzero(same_type)

    def __post_init__(self) -> None:
        frame = self.facts.frame
        town = frame["region_code"].fill_null("").str.head(TOWNSHIP_DIGITS)
        object.__setattr__(self, "_types", frame["household_type"].fill_null("").to_numpy())
        object.__setattr__(self, "_sizes", np.array([_size(one) for one in frame["persons"]]))
        object.__setattr__(self, "_townships", town.to_numpy())

    _types: npt.NDArray[np.object_] = None  # type: ignore[assignment]
    _sizes: Integers = None  # type: ignore[assignment]
    _townships: npt.NDArray[np.object_] = None  # type: ignore[assignment]
    _of_kind: dict[tuple[str, str, int, str], Donors] = field(default_factory=dict, repr=False)
    _values: dict[tuple[str, tuple[str, ...]], TopicValues] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Donors:
    """Households alike that are known of a topic.

    Attributes:
        donors: their rows in the sample.
        silent_share: the share of them that is silent on it; 1 of nobody.
    """

    donors: Integers
    silent_share: float


@dataclass(frozen=True, eq=False)
class TopicValues:
    """What a sample has of a topic: most households that are silent on it are the same to the last bit.

    Attributes:
        first: of each row the first row of the same values.
        rows: that first row, by the values as bytes.
    """

    first: Integers
    rows: Mapping[bytes, int]

    @classmethod
    def of(cls, frame: pl.DataFrame, measures: Sequence[str]) -> TopicValues:
        rows: dict[bytes, int] = {}
        first = [rows.setdefault(values, place) for place, values in enumerate(as_bytes(frame, measures))]
        return cls(np.array(first, dtype=np.int64), rows)


def as_bytes(frame: pl.DataFrame, measures: Sequence[str]) -> list[bytes]:
    """The measures of each row, told apart where any bit of them is."""
    values = frame[list(measures)]
    numbers = np.ascontiguousarray(values.to_numpy(), dtype=np.float64)
    # What is unknown is not what is no number.
    known = np.ascontiguousarray(values.select(pl.all().is_not_null()).to_numpy(), dtype=np.uint8)
    return [row.tobytes() for row in np.hstack([numbers.view(np.uint8), known])]


def _size(persons: float | None) -> int:
    return 0 if persons is None else min(int(persons), LARGEST)


def alike_in(
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    as_of: dt.date,
    *,
    versions: dict[str, int] | None = None,
    sampled: int = SAMPLED,
) -> Alike | None:
    """A sample of the store's households in scope on a day; None where there is none.

    Buckets are taken in turn until enough households are found, and of a bucket those whose drawn number is lowest: the same
    sample for the same store, and never the whole county.

    Raises:
        ContextError: the figures of villages were missing and can't be kept.
    """
    pinned = versions if versions is not None else store.versions()
    context = context_wanted_by(model.features, store, [as_of], versions=pinned)
    columns = {
        **whole(TOPICS),
        **columns_read([*model.features, *BESIDE]),
        **whole(["households", "monitoring", "members"]),
    }
    wanted = sampled

    def of_bucket(records: Records) -> Facts:
        stands = standing(
            records, index_of(described(records), as_of), model.facts.get("described_within_months"), model.target
        )
        there = stands.filter(pl.col("standing") == Standing.IN_SCOPE.value)["household_id"].to_list()
        drawn = sorted(there, key=lambda household: tie(household, 0))[:wanted]
        return facts_of(model, records, index_of(drawn, as_of), policy, findings={})

    parts: list[Facts] = []
    for part in over_buckets(store, of_bucket, versions=pinned, columns=columns, context=context):
        parts.append(part)
        wanted -= part.frame.height
        if wanted <= 0:
            break
    return _alike(model, parts)


def _alike(model: RiskModel, parts: list[Facts]) -> Alike | None:
    frames = [part.frame for part in parts if part.frame.height]
    if not frames:
        return None
    states = {topic: [state for part in parts for state in part.states[topic]] for topic in TOPICS}
    facts = Facts(parts[0].plan, pl.concat(frames), states)
    weighed = finished(facts.frame.head(WEIGHED), facts.plan)
    mean = np.abs(model.contributions(weighed)).mean(axis=0)
    return Alike(facts, dict(zip(model.features, mean.tolist(), strict=True)))


def completeness(
    weights: Mapping[str, float], frame: pl.DataFrame, states: Mapping[str, Sequence[State]]
) -> npt.NDArray[np.float64]:
    """Of what the model reads the share that is known, each feature weighted by how much it matters to this model; of each household.

    A feature counts as known when it has a value and no topic that it stands on is missing, contradicted or old. Silence counts as known: of
    most events no news is the news. 1 for a model to which nothing matters.

    Args:
        frame: the features, one row per household.
        states: of each topic the state of each row.
    """
    total = sum(weights.values())
    if not total:
        return np.ones(frame.height)
    in_doubt = np.array([[state in IN_DOUBT for state in states[topic]] for topic in TOPICS], dtype=np.int64)
    unsure = (in_doubt.T @ _stands_on(tuple(weights))) > 0
    known = ~np.isnan(frame[list(weights)].to_numpy()) & ~unsure
    # Added one after the other, so that a household alone has the very bits that it has among others.
    added = np.cumsum(np.where(known, np.array(list(weights.values())), 0.0), axis=1)
    return np.asarray(added[:, -1] / total)


IN_DOUBT = (State.MISSING, State.SUSPECT, State.STALE)


@lru_cache(maxsize=16)
def _stands_on(names: tuple[str, ...]) -> Integers:
    """Topics by features: 1 where the feature stands on the topic."""
    return np.array([[topic in topics_of(name) for name in names] for topic in TOPICS], dtype=np.int64)
