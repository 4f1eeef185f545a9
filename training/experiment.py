"""How a model is made: one page of named steps, from pinned records to a registered, measured challenger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from features.policy.loading import Policy
from features.records.store import RecordStore
from features.registry import chosen
from models.risk_model import RiskModel
from training.backtests.choosing import choose_among
from training.backtests.competing import with_model
from training.backtests.places import place_held_out
from training.backtests.rolling import backtest
from training.cohorts.tripwire import Limits, tripwire
from training.cohorts.whole import whole_cohort
from training.matrix import training_matrix
from training.pinning import Pinned, pin
from training.proving import prove
from training.registering import register as register_version
from training.reports.making import report_of
from training.settings import Experiment
from training.shipping import final_model
from training.steps import NotKept, Steps
from training.truths.reading import Truth
from training.truths.section import truth_section

Progress = Callable[[str, int, int], None]
NOT_KEPT = NotKept()


def run(
    store: RecordStore,
    experiment: Experiment,
    policy: Policy,
    *,
    register: bool = True,
    truth: Path | None = None,
    steps: Steps = NOT_KEPT,
    key: str | None = None,
    progress: Progress = lambda _stage, _done, _of: None,
) -> tuple[RiskModel, dict[str, Any]]:
    """Backtest every contender, choose what ships, fit it on everything that is mature, measure it, and register it.

    Args:
        register: log to MLflow and make the new version the challenger, where it is better than chance. Nobody is scored by
            it until a named person promotes it.
        truth: folder of a simulated county: the lists are measured against true hardship too. Nothing else reads it.
        steps: where slow steps are found again after a run of the same that was killed (`training.steps`).
        key: of such a run, so that it registers one version however often it was killed.
        progress: told (stage, done, of).

    Returns:
        The model with its version, and the report (`training.reports.making`).

    Raises:
        SplitError, TooFewPositivesError, CalibrationError: the records can't support the experiment.
        HorizonError, CapacityError: the policy's horizon or capacity changes among its dates.
        PolicyError: a policy value is missing for one of its dates.
        UnsoundRecordsError: stored rows break the rules of their tables.
        LeakError: what was learned after one of its dates shows in a feature of that date.
        TripwireError: a feature tells of the outcome just before it, and hardly earlier.
        EnginesDisagreeError: two engines explain the scores of the model that would ship differently.
        TruthError: the truth can't be read.
    """
    # What it stands on: versions of the records, as-of dates and their windows, horizon, capacity.
    pinned = pin(store, experiment, policy)
    known_truth = Truth.read(truth, pinned.horizon_months) if truth else None
    # Nothing learned later shows in a feature.
    proof = steps.facts("leak-proof", lambda: prove(store, pinned, progress))
    # Who is asked about and what became of them; what was known of them on the day.
    who = steps.frame("cohort", lambda: cohort_of(store, pinned, progress))
    matrix = steps.frame("matrix", lambda: matrix_of(store, pinned, who, progress))
    # No feature stands out just before the outcome, as what the identification itself wrote would.
    tripped = steps.facts("tripwire", lambda: tripwire_of(matrix, pinned))
    # Every contender at several points of the past, and which of them ships.
    competing = backtest(matrix, pinned, steps, progress)
    lists, choice = choose_among(competing, pinned)
    predicted = with_model(competing, choice.shipped)
    held_out = place_held_out(matrix, competing, pinned, choice.shipped, steps, progress)
    # The same method, learned from everything that is mature.
    model = steps.model("model", lambda: final_model(matrix, pinned, choice.shipped))
    proofs = {"leak_proof": proof, "tripwire": tripped}
    report = report_of(pinned, who, matrix, predicted, lists, choice, held_out, model, proofs, progress)
    if known_truth:
        report["truth"] = truth_section(predicted, known_truth, pinned.experiment.evaluation)
    if register:
        progress("register", 0, 1)
        model, report["run_id"] = register_version(store, pinned, model, report, predicted, key)
        progress("register", 1, 1)
    report["model"]["version"] = model.version
    return model, report


def cohort_of(store: RecordStore, pinned: Pinned, progress: Progress) -> pl.DataFrame:
    """Who is in scope on each date, and what became of them: `training.cohorts.whole.whole_cohort`."""
    target, dates = pinned.experiment.target, pinned.plan.used
    return whole_cohort(store, pinned.versions, target, dates, pinned.observed, pinned.horizon, progress)


def matrix_of(store: RecordStore, pinned: Pinned, who: pl.DataFrame, progress: Progress) -> pl.DataFrame:
    """What was known of the mature rows on their day: `training.matrix.training_matrix`."""
    return training_matrix(store, pinned.versions, pinned.experiment, pinned.policy, who, progress)


def tripwire_of(matrix: pl.DataFrame, pinned: Pinned) -> dict[str, Any]:
    """What the features tell of the outcome just before it, against earlier: `training.cohorts.tripwire.tripwire`."""
    limits = Limits.of(pinned.policy, pinned.county, pinned.until)
    return tripwire(matrix, chosen(pinned.experiment.features), limits)
