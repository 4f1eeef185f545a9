"""Parity: one household asked alone, as the service asks, gets to the last bit what the nightly batch gives it; and two engines explain alike.

Proved anew at each promotion, on households drawn from the records of the county itself.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

import polars as pl

from features.context.cache import context_wanted_by
from features.frame import index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore
from models.assess import assess
from models.assessed import ASSESSMENT, Assessed
from models.reasons import disagreement
from models.risk_model import RiskModel

EXPLAINED_TWICE = 500
"""Households of a batch whose contributions the second engine works out too, at most."""


@dataclass(frozen=True)
class Parity:
    """What a draw showed.

    Attributes:
        households: so many were asked both ways.
        differences: the column of each answer that was not the same; no household is named.
        disagreement: by how much what two engines say that a feature adds differs at most, in log-odds.
    """

    as_of: dt.date
    households: int
    differences: tuple[str, ...]
    disagreement: float


def parity(
    model: RiskModel, store: RecordStore, policy: Policy, as_of: dt.date, *, households: int, seed: int
) -> Parity:
    """Ask drawn households of one drawn bucket both ways.

    The batch knows a whole bucket; the service knows one household alone.

    Args:
        households: at most so many; fewer where fewer are in scope.
        seed: the same draw for the same seed, whatever the order of the records.

    Raises:
        ExplanationError, PolicyError, ContextError: as `models.assess.assess`.
    """
    versions = store.versions()
    context = context_wanted_by(model.features, store, [as_of], versions=versions)
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    differences: list[str] = []
    asked, apart = 0, 0.0

    def of_bucket(records: Records) -> Assessed:
        return assess(model, records, index_of(described(records), as_of), policy)

    buckets = draw.sample(range(store.buckets), store.buckets)
    for assessed in over_buckets(store, of_bucket, versions=versions, buckets=buckets, context=context):
        batch = assessed.households
        apart = max(apart, disagreement(model, model.matrix(assessed.frame.head(EXPLAINED_TWICE))))
        drawn = sorted(batch["household_id"])
        for household in draw.sample(drawn, min(households - asked, len(drawn))):
            alone = Records(store.records(households=[household], versions=versions), context)
            index = index_of([household], as_of)
            one = assess(model, alone, index, policy).household
            row = batch.filter(pl.col("household_id") == household).row(0, named=True)
            differences += [column for column in ASSESSMENT if one[column] != row[column]]
            asked += 1
        if asked >= households:
            break
    return Parity(as_of, asked, tuple(differences), apart)
