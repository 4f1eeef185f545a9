"""The leak proof: with everything learned after a day deleted, that day's features and scores are the same to the bit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from features.frame import feature_frame, index_of
from features.policy.loading import Policy
from features.records.gate import Records, without_later_knowledge
from features.records.store import RecordStore
from features.registry import features
from models.assess import assess
from models.risk_model import RiskModel


@dataclass(frozen=True)
class LeakProof:
    """What was compared, and where later knowledge showed.

    Attributes:
        households: how many were compared.
        values: how many feature values.
        rows_deleted: records known after the day.
        leaks: (household, feature or `score`), each a failure.
    """

    as_of: dt.date
    households: int
    values: int
    rows_deleted: int
    scores: int
    leaks: tuple[tuple[str, str], ...]


def prove_no_leak(store: RecordStore, policy: Policy, as_of: dt.date, model: RiskModel | None = None) -> LeakProof:
    """Compute the day's features (and scores, when a model is given) with and without later records, and compare."""
    versions = store.versions()
    households = values = deleted = scores = 0
    leaks: list[tuple[str, str]] = []
    for bucket in range(store.buckets):
        everything = store.records(buckets=[bucket], versions=versions)
        earlier = without_later_knowledge(everything, pl.lit(as_of))
        deleted += sum(everything[name].height - earlier[name].height for name in everything)
        index = index_of(everything["households"]["household_id"].unique().sort(), as_of)
        with_all, without = Records(everything), Records(earlier)
        names = list(features())
        leaks += _differences(
            feature_frame(with_all, index, policy, names), feature_frame(without, index, policy, names), names
        )
        households += index.height
        values += index.height * len(names)
        if model is not None:
            one, other = assess(model, with_all, index, policy), assess(model, without, index, policy)
            scores += one.height
            leaks += [] if one.equals(other) else [(f"bucket {bucket}", "score")]
    return LeakProof(as_of, households, values, deleted, scores, tuple(leaks))


def _differences(one: pl.DataFrame, other: pl.DataFrame, names: list[str]) -> list[tuple[str, str]]:
    return [
        (household, name)
        for name in ["region_code", "household_type", *names]
        for household in one.filter(one[name].ne_missing(other[name]))["household_id"].to_list()
    ]
