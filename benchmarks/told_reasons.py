"""How long reasons take from features to words, of households of a store (FANPIN_DATA): for `benchmarks.explanations`."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.cli.options import data_folder
from features.context.cache import context_wanted_by
from features.deliveries.senders import senders
from features.frame import feature_frame, index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore
from features.triggers.evaluating import trigger_features
from models.reasons import Explained, compose, explain, in_words, raising, read_by_phrases, sums_by_risk_type
from models.risk_model import RiskModel

Measured = dict[str, float]

HOUSEHOLDS, IN_WORDS = 200, 10_000


@dataclass(frozen=True, eq=False)
class Asked:
    """Households with their features, which are not measured."""

    model: RiskModel
    records: Records
    policy: Policy
    frame: pl.DataFrame
    senders: dict[str, str]

    @classmethod
    def of(cls, model: RiskModel, store: RecordStore, policy: Policy, records: Records, households: pl.Series) -> Asked:
        day = store.last_delivery_day()
        if day is None:
            raise SystemExit("the store holds no delivery")
        names = {*model.features, *trigger_features(), *read_by_phrases(model.features, with_places=True)[0]}
        frame = feature_frame(records, index_of(households, day), policy, names)
        return cls(model, records, policy, frame, senders(store))

    def reasons(self) -> pl.DataFrame:
        """Probability, contributions checked, sums by risk type, reasons."""
        matrix = self.model.matrix(self.frame)
        raw = self.model.scorer.raw_score(matrix)
        self.model.probability_with_ends(raw)
        contributions = explain(self.model, matrix, raw).contributions
        raising(sums_by_risk_type(self.model.features, contributions))
        explained = Explained(self.model, self.records, self.policy, self.frame, matrix, contributions, self.senders)
        return pl.DataFrame(compose(explained, range(self.frame.height)))


def one_household(model: RiskModel) -> Measured:
    """Each alone, with its own records: from its features to its reasons, which are numbers, days and codes."""
    store, policy = _store(), Policy.load()
    day = store.last_delivery_day()
    names = {*model.features, *read_by_phrases(model.features, with_places=True)[0]}
    context = context_wanted_by(names, store, [day] if day else [])
    everybody = store.household_ids()
    drawn = np.random.default_rng(1).permutation(len(everybody))[:HOUSEHOLDS]
    tables = store.records(households=[everybody[place] for place in drawn])
    asked = []
    for place in drawn:
        own = pl.col("household_id") == everybody[place]
        records = Records({name: rows.filter(own) for name, rows in tables.items()}, context)
        asked.append(Asked.of(model, store, policy, records, pl.Series([everybody[place]])))
    for one in asked[:20]:
        one.reasons()
    spent = [_seconds(one.reasons) * 1000 for one in asked]
    return {"whole answer, ms": statistics.median(spent), "p95, ms": statistics.quantiles(spent, n=20)[-1]}


def in_two_languages(model: RiskModel) -> Measured:
    """Ten thousand households, whatever their band: to reasons, and those into words."""
    store, policy = _store(), Policy.load()
    day, left, composing, wording = store.last_delivery_day(), IN_WORDS, 0.0, 0.0
    names = {*model.features, *read_by_phrases(model.features, with_places=True)[0]}
    context = context_wanted_by(names, store, [day] if day else [])
    sentences = 0
    for records in over_buckets(store, lambda records: records, versions=store.versions(), context=context):
        asked = Asked.of(model, store, policy, records, described(records).head(left))
        found: list[pl.DataFrame] = []
        composing += _seconds(lambda of=asked, to=found: to.append(of.reasons()))  # type: ignore[misc]
        wording += _seconds(lambda of=found: in_words(of[0]))  # type: ignore[misc]
        sentences += int(found[0].select(pl.all().list.len().sum()).sum_horizontal()[0])
        left -= asked.frame.height
        if left <= 0:
            break
    return {
        "households": IN_WORDS - left,
        "sentences in each language": sentences,
        "composed, s": composing,
        "into words, s": wording,
    }


def _store() -> RecordStore:
    return RecordStore.open(data_folder())


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
