"""The leak proof over a record store: bucket by bucket over several days, or over a sample that a training run affords."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping

import polars as pl

from features.frame import index_of
from features.proofs.leaks.proof import DayProof, Statement, compare, count
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore, Versions

Progress = Callable[[int, int], None]

SAMPLED_HOUSEHOLDS = 150


def prove(
    store: RecordStore,
    days: Iterable[dt.date],
    statements: Iterable[Statement],
    progress: Progress = lambda _done, _of: None,
) -> list[DayProof]:
    """Compare every household of the store on each of the days; one bucket is in memory at a time.

    Raises:
        NothingProvedError: nothing was delivered by one of the days, or nothing after it.
    """
    versions = store.versions()
    proofs = [DayProof(day) for day in days]
    _require_deliveries_around(store, versions, proofs)
    asked, steps = list(statements), itertools.count(1)

    def of_bucket(records: Records) -> list[DayProof]:
        households, parts = described(records), [DayProof(proof.as_of) for proof in proofs]
        for part in parts:
            _add(part, records.tables, households, asked)
            progress(next(steps), store.buckets * len(proofs))
        return parts

    for parts in over_buckets(store, of_bucket, versions=versions):
        for proof, part in zip(proofs, parts, strict=True):
            proof.add(part)
    for proof in proofs:
        proof.require_something()
    return proofs


def _require_deliveries_around(store: RecordStore, versions: Versions, proofs: Iterable[DayProof]) -> None:
    """Before anything is computed: a day before all policy values would end in what they lack instead."""
    first, last = store.known_days(versions) or (dt.date.max, dt.date.min)
    for proof in proofs:
        DayProof(proof.as_of, known=first <= proof.as_of, later=proof.as_of < last).require_something()


def prove_sample(
    store: RecordStore, versions: Versions, days: Iterable[dt.date], statement: Statement, seed: int
) -> list[DayProof]:
    """Compare a seeded sample of households, those of one bucket if they are enough: what each training run begins with.

    Raises:
        LeakError: naming feature, household and day.
    """
    tables, households = _enough_households(store, versions, seed)
    sample = households.sample(min(SAMPLED_HOUSEHOLDS, households.len()), seed=seed).sort()
    few = {name: rows.filter(pl.col("household_id").is_in(sample.implode())) for name, rows in tables.items()}
    proofs = []
    for day in sorted(set(days)):
        proof = DayProof(day)
        _add(proof, few, sample, [statement])
        proof.require_no_leak()
        proofs.append(proof)
    return proofs


def _add(
    proof: DayProof, tables: Mapping[str, pl.DataFrame], households: pl.Series, statements: Iterable[Statement]
) -> None:
    count(proof, tables)
    proof.households += households.len()
    for statement in statements:
        compare(proof, tables, index_of(households, proof.as_of), statement)


def _enough_households(store: RecordStore, versions: Versions, seed: int) -> tuple[dict[str, pl.DataFrame], pl.Series]:
    """Buckets from a drawn one on, until they hold as many households as the sample wants or none is left."""
    first = seed % store.buckets
    buckets = [*range(first, store.buckets), *range(first)]
    read: list[dict[str, pl.DataFrame]] = []
    households = pl.Series("household_id", [], dtype=pl.String)
    for tables in over_buckets(store, lambda records: records.tables, versions=versions, buckets=buckets):
        read.append(tables)
        households = pl.concat([households, tables["households"]["household_id"]]).unique().sort()
        if households.len() >= SAMPLED_HOUSEHOLDS:
            break
    return {name: pl.concat([tables[name] for tables in read]) for name in read[0]}, households
