"""The training matrix: features and triggers of the cohort on all as-of dates, bucket by bucket."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain

import polars as pl
import polars.selectors as cs

from features.context.cache import context_wanted_by
from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import AS_OF, Records
from features.records.store import RecordStore
from features.registry import chosen
from features.triggers.evaluating import trigger_features, with_hits
from features.triggers.rules import TRIGGERS
from models.risk_model import MODEL_PRECISION
from training.cohorts.maturity import Maturity
from training.cohorts.whole import DATES_AT_A_TIME
from training.groups import with_groups
from training.predictions import GROUP
from training.settings import Experiment, Opponent

Progress = Callable[[str, int, int], None]


def training_matrix(
    store: RecordStore,
    versions: dict[str, int],
    experiment: Experiment,
    policy: Policy,
    who: pl.DataFrame,
    progress: Progress = lambda _stage, _done, _of: None,
) -> pl.DataFrame:
    """One row per mature row of the cohort: what is not fully observed has no label, so nothing learns from it or is measured on it.

    Args:
        who: as `training.cohorts.whole.whole_cohort` gives it.

    Returns:
        `household_id`, `as_of`, `region_code`, `label`, `outcome_on`, the experiment's features, and what its opponents
        read: `net_income_per_person`; `trigger.<name>` and `hits` (triggers hit); for audits, `group.<name>`.

    Raises:
        ContextError: the figures of villages were missing and can't be kept.
        ValueError: no row is mature.
    """
    mature = who.filter(pl.col("maturity") == Maturity.MATURE.value)
    dates = mature["as_of"].unique().sort().to_list()
    if not dates:
        raise ValueError("no household's outcome is fully observed: deliver later rosters of monitored households.")
    needed = set(chosen(experiment.features))
    if Opponent.INCOME in experiment.evaluation.opponents:
        needed.add("net_income_per_person")
    if experiment.evaluation.reads_triggers:
        needed.update(trigger_features())
    names = sorted(needed)
    context = context_wanted_by(names, store, dates, versions=versions, progress=partial(progress, "context"))
    kept = [*(one.column for one in TRIGGERS), "hits"] if experiment.evaluation.reads_triggers else []

    def of_bucket(records: Records) -> list[pl.DataFrame]:
        here = mature.join(described(records).to_frame(), on="household_id", how="semi", maintain_order="left")
        parts = []
        # A few dates at a time keep the joined rows small.
        for start in range(0, len(dates), DATES_AT_A_TIME):
            labelled = here.filter(AS_OF.is_in(dates[start : start + DATES_AT_A_TIME]))
            if labelled.is_empty():
                continue
            frame = with_groups(records, feature_frame(records, labelled, policy, names), policy)
            if experiment.evaluation.reads_triggers:
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
        return parts

    parts = over_buckets(store, of_bucket, versions=versions, context=context, progress=partial(progress, "features"))
    return pl.concat(chain.from_iterable(parts)).sort("as_of", "household_id")
