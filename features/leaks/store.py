"""The leak proof over a record store: bucket by bucket over several days, or over a sample that a training run affords."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

import polars as pl

from features.frame import index_of
from features.leaks.proof import DayProof, Said, compare, count, said_by_features
from features.policy.loading import Policy
from features.records.store import RecordStore, Versions

Progress = Callable[[int, int], None]

SAMPLED_HOUSEHOLDS = 150


def prove(
    store: RecordStore, days: Iterable[dt.date], said: Iterable[Said], progress: Progress = lambda _done, _of: None
) -> list[DayProof]:
    """Compare every household of the store on each of the days; one bucket is in memory at a time."""
    versions = store.versions()
    proofs = [DayProof(day) for day in days]
    told = list(said)
    for bucket in range(store.buckets):
        tables = store.records(buckets=[bucket], versions=versions)
        households = tables["households"]["household_id"].unique().sort()
        for done, proof in enumerate(proofs, start=1):
            _add(proof, tables, households, told)
            progress(bucket * len(proofs) + done, store.buckets * len(proofs))
    return proofs


def prove_sample(
    store: RecordStore, versions: Versions, days: Iterable[dt.date], policy: Policy, names: Iterable[str], seed: int
) -> list[DayProof]:
    """Compare the features and triggers of a seeded sample of households of one bucket: what each training run begins with.

    Raises:
        LeakError: naming feature, household and day.
    """
    tables = store.records(buckets=[seed % store.buckets], versions=versions)
    households = tables["households"]["household_id"].unique().sort()
    sample = households.sample(min(SAMPLED_HOUSEHOLDS, households.len()), seed=seed).sort()
    few = {name: rows.filter(pl.col("household_id").is_in(sample.implode())) for name, rows in tables.items()}
    proofs = []
    for day in sorted(set(days)):
        proof = DayProof(day)
        _add(proof, few, sample, [said_by_features(policy, names)])
        proof.require_no_leak()
        proofs.append(proof)
    return proofs


def _add(proof: DayProof, tables: Mapping[str, pl.DataFrame], households: pl.Series, said: Iterable[Said]) -> None:
    count(proof, tables)
    proof.households += households.len()
    for one in said:
        compare(proof, tables, index_of(households, proof.as_of), one)
