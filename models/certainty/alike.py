"""Households alike: a sample of the county's own, from whose known values plausible ones are drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

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

        Of silent topics those count that have nothing to tell. Where fewer than FEWEST are known, the township and then the number of people is given
        up, never the type; nothing where nobody of the type is known.
        """
        states = self.facts.states[topic]
        known = np.array([state in (State.KNOWN, State.SILENT) for state in states], dtype=np.bool_)
        same_type = known & (self._types == (kind or ""))
        same_size = same_type & (self._sizes == _size(persons))
        same_place = same_size & (self._townships == (region or "")[:TOWNSHIP_DIGITS])
        for chosen in (same_place, same_size):
            if int(chosen.sum()) >= FEWEST:
                return np.flatnonzero(chosen)
        return np.flatnonzero(same_type)

    def silent_share(self, topic: str, donors: Integers) -> float:
        """Of these households the share that is silent on a topic; 1 of nobody."""
        states = self.facts.states[topic]
        return sum(states[donor] is State.SILENT for donor in donors) / len(donors) if len(donors) else 1.0

    def __post_init__(self) -> None:
        frame = self.facts.frame
        town = frame["region_code"].fill_null("").str.head(TOWNSHIP_DIGITS)
        object.__setattr__(self, "_types", frame["household_type"].fill_null("").to_numpy())
        object.__setattr__(self, "_sizes", np.array([_size(one) for one in frame["persons"]]))
        object.__setattr__(self, "_townships", town.to_numpy())

    _types: npt.NDArray[np.object_] = None  # type: ignore[assignment]
    _sizes: Integers = None  # type: ignore[assignment]
    _townships: npt.NDArray[np.object_] = None  # type: ignore[assignment]


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


def completeness(weights: Mapping[str, float], row: Mapping[str, float | None], states: Mapping[str, State]) -> float:
    """Of what the model reads the share that is known, each feature weighted by how much it matters to this model.

    A feature counts as known when it has a value and no topic that it stands on is missing, contradicted or old. Silence counts as known: of
    most events no news is the news. 1 for a model to which nothing matters.
    """
    in_doubt = {topic for topic, state in states.items() if state in (State.MISSING, State.SUSPECT, State.STALE)}
    known = sum(w for name, w in weights.items() if row[name] is not None and not topics_of(name) & in_doubt)
    total = sum(weights.values())
    return known / total if total else 1.0
