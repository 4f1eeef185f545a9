"""The leak proof of scores: what the model says of a day does not change with what is learned after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import polars as pl

from features.policy.loading import Policy
from features.proofs.leaks.proof import DayProof, Statement, statement_of_features
from features.proofs.leaks.store import prove
from features.records.gate import Records
from features.records.store import RecordStore
from models.assess import assess
from models.risk_model import RiskModel

KNOWN = r'"known": "[0-9-]+"'
"""Of the facts of a reason (`models.reasons.selecting.REASON`)."""

Progress = Callable[[int, int], None]


def statement_of_model(model: RiskModel, policy: Policy) -> Statement:
    """Who is in scope, the score and its reasons.

    The day on which a shown row became known is left out: it is what a proof alters, and a reason tells it as it is.
    """
    facts = pl.element().struct.field("facts").str.replace_all(KNOWN, "")
    undated = pl.element().struct.with_fields(facts.alias("facts"))

    def assessed(records: Records, index: pl.DataFrame) -> pl.DataFrame:
        households = assess(model, records, index, policy).households
        return households.with_columns(pl.col("reasons", "protects").list.eval(undated))

    return assessed


def prove_no_leak(
    store: RecordStore,
    policy: Policy,
    days: Iterable[dt.date],
    model: RiskModel | None = None,
    progress: Progress = lambda _done, _of: None,
) -> list[DayProof]:
    """Prove the features and triggers of each day, and the scores when a model is given, bucket by bucket."""
    statements = [statement_of_features(policy), *([statement_of_model(model, policy)] if model is not None else [])]
    return prove(store, days, statements, progress)
