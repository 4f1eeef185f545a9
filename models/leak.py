"""The leak proof of scores: what the model says of a day does not change with what is learned after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import polars as pl

from features.policy.loading import Policy
from features.proofs.leaks.proof import DayProof, Said, said_by_features
from features.proofs.leaks.store import prove
from features.records.gate import Records
from features.records.store import RecordStore
from models.assess import assess
from models.risk_model import RiskModel

Progress = Callable[[int, int], None]


def said_by_model(model: RiskModel, policy: Policy) -> Said:
    """Who is in scope, the score and its reasons."""

    def said(records: Records, index: pl.DataFrame) -> pl.DataFrame:
        return assess(model, records, index, policy).households

    return said


def prove_no_leak(
    store: RecordStore,
    policy: Policy,
    days: Iterable[dt.date],
    model: RiskModel | None = None,
    progress: Progress = lambda _done, _of: None,
) -> list[DayProof]:
    """Prove the features and triggers of each day, and the scores when a model is given, bucket by bucket."""
    said = [said_by_features(policy), *([said_by_model(model, policy)] if model is not None else [])]
    return prove(store, days, said, progress)
