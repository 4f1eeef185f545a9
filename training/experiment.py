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
from features.records.soundness import require_sound
from features.records.store import RecordStore
from features.registry import policy_read
from features.triggers.evaluating import trigger_policy
from features.triggers.outcomes import hits_of, yield_by_rule
from models.registry import log_and_register, set_champion
from models.risk_model import RiskModel
from training.dates import Parts, SplitError, as_of_dates, split
from training.evaluate import Measured, evaluate
from training.figures import curves, draw
from training.fit import fit
from training.horizons import POLICY_VALUES, county_of, horizon_of, with_one_horizon
from training.matrix import observed_until, training_matrix
from training.opponents import OPPONENTS
from training.settings import Experiment, Opponent

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
        HorizonError: the policy's horizon changes among its dates.
        PolicyError: a policy value is missing for one of its dates.
        UnsoundRecordsError: stored rows break the rules of their tables.
        LeakError: what was learned after one of its dates shows in a feature of that date.
    """
    versions = store.versions()
    require_sound(store, versions)
    until = observed_until(store, versions)
    if until is None:
        raise SplitError("the store holds no monitoring records: without outcomes there is nothing to learn from.")
    horizon = horizon_of(experiment.target, policy, county_of(store, versions))
    stands_on = _policy_read(experiment)
    dates = as_of_dates(experiment, until, horizon)
    parts = split(dates, experiment, horizon)
    used = [*parts.train, *parts.calibrate, *parts.test]
    experiment = with_one_horizon(experiment, horizon, used)
    progress("leak proof", 0, 1)
    said = said_by_features(policy, experiment.features, triggers=Opponent.TRIGGERS in experiment.evaluation.opponents)
    proofs = prove_sample(store, versions, [used[0], parts.train[-1], used[-1]], said, experiment.model.seed)
    progress("leak proof", 1, 1)
    matrix = training_matrix(store, versions, experiment, policy, used, until, horizon, progress)
    train, calibrate, test = (
        matrix.filter(pl.col("as_of").is_in(part)) for part in (parts.train, parts.calibrate, parts.test)
    )
    progress("fit", 0, 1)
    facts = {
        "experiment": experiment.as_dict(),
        "parts": parts.as_dict(),
        "data_versions": versions,
        "observed_until": str(until),
        "policy_version": policy.version,
        "policy_examples": policy.examples(stands_on, matrix.select("region_code", "as_of").unique().iter_rows()),
    }
    model = fit(train, calibrate, experiment, horizon(used[0]), facts)
    progress("fit", 1, 1)
    methods, comparisons, told = _measure(model, train, test, experiment, progress)
    report = _report(experiment, model, parts, {"train": train, "calibrate": calibrate, "test": test})
    report.update(methods=methods, comparisons=comparisons, curves=told, leak_proof=_proved(proofs))
    if Opponent.TRIGGERS in experiment.evaluation.opponents:
        report["yields"] = yield_by_rule(hits_of(test.rename({"outcome_on": "identified_on"}))).to_dicts()
    if register:
        progress("register", 0, 1)
        model, report["run_id"] = log_and_register(
            model,
            experiment=experiment.name,
            parameters={**_parameters(experiment, facts), "features.fingerprint": model.fingerprint},
            metrics=_metrics(methods),
            documents={"report": report, "experiment": experiment.as_dict(), "policy": policy.as_dict()},
            figures=draw(told),
        )
        set_champion(model.name, model.version)
        progress("register", 1, 1)
    report["model"]["version"] = model.version
    return model, report


def _measure(
    model: RiskModel, train: pl.DataFrame, test: pl.DataFrame, experiment: Experiment, progress: Progress
) -> tuple[Measured, Measured, dict[str, Any]]:
    """The model and its opponents on the test part."""
    raw = model.raw_score(test)
    scores = {"model": raw}
    opponents = experiment.evaluation.opponents
    for position, opponent in enumerate(opponents):
        progress("opponents", position, len(opponents))
        scores[opponent.value] = OPPONENTS[opponent](train, test, experiment)
    progress("opponents", len(opponents), len(opponents))
    probability = model.probability(raw)
    progress("evaluate", 0, 1)
    methods, comparisons = evaluate(test, scores, {"model": probability}, experiment.evaluation)
    progress("evaluate", 1, 1)
    return methods, comparisons, curves(test["label"].to_numpy().astype(np.float64), scores, probability)


def _report(experiment: Experiment, model: RiskModel, parts: Parts, rows: dict[str, pl.DataFrame]) -> dict[str, Any]:
    positive = {name: part.filter(pl.col("label") == 1) for name, part in rows.items()}
    return {
        "experiment": experiment.as_dict(),
        "model": {"name": model.name, "version": model.version, "fingerprint": model.fingerprint},
        "parts": parts.as_dict(),
        "rows": {name: part.height for name, part in rows.items()},
        "positives": {name: part.height for name, part in positive.items()},
        "households": {name: part["household_id"].n_unique() for name, part in positive.items()},
        "shares": list(experiment.evaluation.shares),
        "resample": experiment.evaluation.resample.value,
        "data_versions": model.facts["data_versions"],
        "policy": {"version": model.facts["policy_version"], "examples": model.facts["policy_examples"]},
    }


def _proved(proofs: list[DayProof]) -> dict[str, Any]:
    """What the run proved before it learned: the sample of households and each day's counts."""
    days = [{"as_of": str(one.as_of), "known": one.known, "later": one.later, "values": one.values} for one in proofs]
    return {"households": max(one.households for one in proofs), "ways": [how.value for how in Later], "days": days}


def _policy_read(experiment: Experiment) -> list[str]:
    """The policy values that the run stands on."""
    reads = policy_read(experiment.features)
    if experiment.target.horizon_months is None:
        reads.add(POLICY_VALUES[experiment.target.label])
    if Opponent.TRIGGERS in experiment.evaluation.opponents:
        reads |= trigger_policy()
    return sorted(reads)


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
