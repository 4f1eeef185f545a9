"""How a model is made: one page of named steps, from pinned records to a registered, measured model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl

from features.leaks.later import Later
from features.leaks.proof import DayProof, said_by_features
from features.leaks.store import prove_sample
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.triggers.outcomes import hits_of, yield_by_rule
from models.registry import log_and_register, set_champion
from models.risk_model import RiskModel
from training.backtests.rolling import backtest, rows_of, told
from training.backtests.windows import Window
from training.calibration.reporting import calibration_section
from training.cohorts.whole import cohort_section, whole_cohort
from training.contenders import require_positives
from training.evaluate import Measured, evaluate
from training.fairness.section import fairness_section
from training.figures import curves, draw
from training.fit import fit
from training.lists.measured import measured_lists
from training.matrix import training_matrix
from training.pinning import Pinned, pin
from training.predictions import MODEL, PROBABILITY, methods_of, score_column
from training.settings import Experiment

Progress = Callable[[str, int, int], None]


def run(
    store: RecordStore,
    experiment: Experiment,
    policy: Policy,
    *,
    register: bool = True,
    progress: Progress = lambda _stage, _done, _of: None,
) -> tuple[RiskModel, dict[str, Any]]:
    """Train, calibrate, measure and register one model.

    Args:
        register: log to MLflow and make the new version the champion.
        progress: told (stage, done, of).

    Returns:
        The model with its version, and the report (`training.report`).

    Raises:
        SplitError, TooFewPositivesError, CalibrationError: the records can't support the experiment.
        HorizonError, CapacityError: the policy's horizon changes among its dates, or what an office can visit.
        PolicyError: a policy value is missing for one of its dates.
        UnsoundRecordsError: stored rows break the rules of their tables.
        LeakError: what was learned after one of its dates shows in a feature of that date.
    """
    pinned = pin(store, experiment, policy)
    experiment, planned = pinned.experiment, pinned.plan
    proofs = prove(store, pinned, progress)
    who = whole_cohort(
        store, pinned.versions, experiment.target, planned.used, pinned.observed, pinned.horizon, progress
    )
    matrix = training_matrix(store, pinned.versions, experiment, policy, who, progress)
    for train_part in (window.train for window in (*planned.windows, planned.final)):
        require_positives(rows_of(matrix, train_part), policy)
    predicted = backtest(matrix, planned, experiment, progress)
    progress("fit", 0, 1)
    train, later = (rows_of(matrix, part) for part in (planned.final.train, planned.final.later))
    facts = _facts(pinned, matrix)
    model = fit(train, later, experiment, pinned.horizon_months, facts)
    progress("fit", 1, 1)
    progress("lists", 0, 1)
    lists = measured_lists(predicted, experiment.evaluation)
    progress("lists", 1, 1)
    methods, comparisons, drawn = _measure(predicted, experiment, progress)
    report = _report(pinned, model, matrix, predicted)
    parts = {"train": planned.final.train, "later": planned.final.later, "test": planned.tested}
    report["cohort"] = cohort_section(who, parts)
    report.update(methods=methods, comparisons=comparisons, curves=drawn, leak_proof=_proved(proofs), lists=lists)
    report["calibration"] = calibration_section(predicted, experiment.evaluation, policy)
    report["fairness"] = fairness_section(predicted, experiment.evaluation, policy)
    if experiment.evaluation.reads_triggers:
        tested = rows_of(matrix, planned.tested)
        report["yields"] = yield_by_rule(hits_of(tested.rename({"outcome_on": "identified_on"}))).to_dicts()
    if register:
        progress("register", 0, 1)
        model, report["run_id"] = log_and_register(
            model,
            experiment=experiment.name,
            parameters={**_parameters(experiment, facts), "features.fingerprint": model.fingerprint},
            metrics=_metrics(methods),
            documents={"report": report, "experiment": experiment.as_dict(), "policy": policy.as_dict()},
            figures=draw(drawn),
        )
        set_champion(model.name, model.version)
        progress("register", 1, 1)
    report["model"]["version"] = model.version
    return model, report


def prove(store: RecordStore, pinned: Pinned, progress: Progress) -> list[DayProof]:
    """Prove on a sample of households that nothing learned after a date shows in a feature or trigger of that date.

    The first and the last as-of date, and the last one that the model which ships trains on.

    Raises:
        LeakError: it does show.
    """
    progress("leak proof", 0, 1)
    experiment, used = pinned.experiment, pinned.plan.used
    triggers = experiment.evaluation.reads_triggers
    said = said_by_features(pinned.policy, experiment.features, triggers=triggers)
    days = [used[0], pinned.plan.final.train[-1], used[-1]]
    proofs = prove_sample(store, pinned.versions, days, said, experiment.model.seed)
    progress("leak proof", 1, 1)
    return proofs


def _facts(pinned: Pinned, matrix: pl.DataFrame) -> dict[str, Any]:
    """What is kept with the model: how it was made."""
    where_and_when = matrix.select("region_code", "as_of").unique().iter_rows()
    return {
        "experiment": pinned.experiment.as_dict(),
        "parts": pinned.plan.final.as_dict(),
        "data_versions": pinned.versions,
        "observed_until": str(pinned.until),
        "policy_version": pinned.policy.version,
        "policy_examples": pinned.policy.examples(pinned.reads, where_and_when),
    }


def _measure(
    predicted: pl.DataFrame, experiment: Experiment, progress: Progress
) -> tuple[Measured, Measured, dict[str, Any]]:
    """The model and its opponents over all windows."""
    progress("evaluate", 0, 1)
    scores = {name: predicted[score_column(name)].to_numpy() for name in methods_of(predicted)}
    probability = predicted[PROBABILITY].to_numpy()
    methods, comparisons = evaluate(predicted, scores, {MODEL: probability}, experiment.evaluation)
    progress("evaluate", 1, 1)
    return methods, comparisons, curves(predicted["label"].to_numpy().astype(np.float64), scores, probability)


def _report(pinned: Pinned, model: RiskModel, matrix: pl.DataFrame, predicted: pl.DataFrame) -> dict[str, Any]:
    final = pinned.plan.final
    rows = {"train": rows_of(matrix, final.train), "later": rows_of(matrix, final.later), "test": predicted}
    positive = {name: part.filter(pl.col("label") == 1) for name, part in rows.items()}
    return {
        "experiment": pinned.experiment.as_dict(),
        "model": {"name": model.name, "version": model.version, "fingerprint": model.fingerprint},
        "parts": Window(final.train, final.later, pinned.plan.tested).as_dict(),
        "windows": [told(window, matrix) for window in pinned.plan.windows],
        "rows": {name: part.height for name, part in rows.items()},
        "positives": {name: part.height for name, part in positive.items()},
        "households": {name: part["household_id"].n_unique() for name, part in positive.items()},
        "shares": list(pinned.experiment.evaluation.shares),
        "resample": pinned.experiment.evaluation.resample.value,
        "data_versions": pinned.versions,
        "policy": {"version": model.facts["policy_version"], "examples": model.facts["policy_examples"]},
    }


def _proved(proofs: list[DayProof]) -> dict[str, Any]:
    """What the run proved before it learned: the sample of households and each day's counts."""
    days = [{"as_of": str(one.as_of), "known": one.known, "later": one.later, "values": one.values} for one in proofs]
    return {"households": max(one.households for one in proofs), "ways": [how.value for how in Later], "days": days}


def _parameters(experiment: Experiment, facts: dict[str, Any]) -> dict[str, Any]:
    settings = experiment.as_dict()
    flat = {
        f"{group}.{name}": value
        for group in ("target", "dates", "split", "model")
        for name, value in settings[group].items()
    }
    versions = {f"data.{table}": version for table, version in facts["data_versions"].items()}
    return {**flat, **versions, "calibration": settings["calibration"], "policy": facts["policy_version"]}


def _metrics(methods: Measured) -> dict[str, float]:
    """MLflow's names may not hold `@`: `model.precision_at_0.01`, with `.low` and `.high`."""
    return {
        f"{method}.{metric.replace('@', '_at_')}{'' if bound == 'value' else '.' + bound}": number
        for method, metrics in methods.items()
        for metric, interval in metrics.items()
        for bound, number in interval.items()
        if not np.isnan(number)
    }
