"""The training matrix: cohort, features and triggers of all as-of dates, bucket by bucket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl
import polars.selectors as cs

from features.context.keeping import context_wanted_by
from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from features.registry import chosen
from features.triggers.evaluating import trigger_features, with_hits
from features.triggers.rules import TRIGGERS
from models.risk_model import MODEL_PRECISION
from training.cohort import cohort
from training.groups import with_groups
from training.horizons import Horizon
from training.predictions import GROUP
from training.settings import Experiment, Opponent

Progress = Callable[[str, int, int], None]


def observed_until(store: RecordStore, versions: dict[str, int]) -> dt.date | None:
    """The last day up to which the official procedure's steps were delivered; None when there are none."""
    known: dt.date | None = (
        store.scan("monitoring", versions=versions).select(pl.col("known_date").max()).collect().item()
    )
    return known


def training_matrix(
    store: RecordStore,
    versions: dict[str, int],
    experiment: Experiment,
    policy: Policy,
    dates: list[dt.date],
    until: dt.date,
    horizon: Horizon,
    progress: Progress = lambda _stage, _done, _of: None,
) -> pl.DataFrame:
    """One row per household in scope and as-of date.

    Returns:
        `household_id`, `as_of`, `region_code`, `label`, `outcome_on`, the experiment's features, and what its opponents
        read: `net_income_per_person`; `trigger.<name>` and `hits` (triggers hit); for audits, `group.<name>`.

    Raises:
        ContextError: the figures of villages were missing and can't be kept.
    """
    opponents = experiment.evaluation.opponents
    needed = set(chosen(experiment.features))
    if Opponent.INCOME in opponents:
        needed.add("net_income_per_person")
    if Opponent.TRIGGERS in opponents:
        needed.update(trigger_features())
    names = sorted(needed)
    context = context_wanted_by(
        names, store, dates, versions=versions, progress=lambda done, of: progress("context", done, of)
    )
    kept = [*(one.column for one in TRIGGERS), "hits"] if Opponent.TRIGGERS in opponents else []
    parts = []
    for bucket in range(store.buckets):
        records = Records(store.records(buckets=[bucket], versions=versions), context)
        households = records.tables["households"]["household_id"].unique().sort()
        # A few dates at a time keep the joined rows small.
        for some in _chunks(dates, 6):
            labelled = cohort(records, households, some, experiment.target, until, horizon)
            if labelled.is_empty():
                continue
            frame = with_groups(records, feature_frame(records, labelled, policy, names), policy)
            if Opponent.TRIGGERS in opponents:
                frame = with_hits(frame, policy)
            parts.append(
                frame.select(
                    "household_id",
                    "as_of",
                    "region_code",
                    labelled["label"],
                    labelled["outcome_on"],
                    *(pl.col(name).cast(MODEL_PRECISION) for name in names),
                    *kept,
                    cs.starts_with(GROUP),
                )
            )
        progress("features", bucket + 1, store.buckets)
    if not parts:
        raise ValueError(
            "no household is in scope on any as-of date. Check that rosters were delivered before the experiment's dates."
        )
    return pl.concat(parts).sort("as_of", "household_id")


def _chunks(dates: list[dt.date], size: int) -> list[list[dt.date]]:
    return [dates[start : start + size] for start in range(0, len(dates), size)]
