"""The report of a run as one document: each section is made by those who know its question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from features.triggers.outcomes import hits_of, yield_by_rule
from models.risk_model import RiskModel
from training.backtests.at_capacity import AtCapacity
from training.backtests.choosing import Choice
from training.backtests.places import measured_places
from training.backtests.rolling import part_counts, rows_of
from training.backtests.stability import stability
from training.calibration.reporting import calibration_section
from training.card.description import model_description
from training.cohorts.whole import cohort_section
from training.fairness.section import fairness_section
from training.figures import curves
from training.lists.measured import measured_lists
from training.lists.parts import measured_parts, rules_measured, severe_hits
from training.pinning import Pinned
from training.plan.windows import Window

Progress = Callable[[str, int, int], None]
Report = dict[str, Any]


def report_of(
    pinned: Pinned,
    who: pl.DataFrame,
    matrix: pl.DataFrame,
    predicted: pl.DataFrame,
    lists: AtCapacity,
    choice: Choice,
    held_out: pl.DataFrame | None,
    model: RiskModel,
    proofs: dict[str, Any],
    progress: Progress = lambda _stage, _done, _of: None,
) -> Report:
    """Everything that a run can tell.

    Args:
        who: of `training.cohorts.whole.whole_cohort`.
        predicted: of all windows, with what ships as the model.
        lists: what every contender's lists found.
        held_out: of `training.backtests.places.place_held_out`.
        proofs: `leak_proof` of `training.proving.prove`, and `tripwire`.
    """
    settings = pinned.experiment.evaluation
    report = _identity(pinned, model, matrix, predicted)
    report["cohort"] = cohort_section(who, _parts(pinned))
    report["choice"] = choice.as_dict()
    report["backtest"] = {
        "windows": report["windows"],
        "too_early": pinned.plan.too_early,
        "stability": stability(lists, choice.shipped),
        "places": None if held_out is None else measured_places(held_out, settings),
    }
    sections: dict[str, Callable[[], Any]] = {
        "lists": lambda: measured_lists(predicted, settings),
        "list_parts": lambda: list_parts(pinned, matrix, predicted),
        "calibration": lambda: calibration_section(predicted, settings, pinned.policy),
        "fairness": lambda: fairness_section(predicted, settings, pinned.policy),
        "curves": lambda: curves(predicted, settings),
    }
    if settings.reads_triggers:
        tested = rows_of(matrix, pinned.plan.tested).rename({"outcome_on": "identified_on"})
        sections["yields"] = lambda: yield_by_rule(hits_of(tested)).to_dicts()
    for done, (name, section) in enumerate(sections.items()):
        progress("report", done, len(sections))
        report[name] = section()
    progress("report", len(sections), len(sections))
    return {**report, **proofs}


def list_parts(pinned: Pinned, matrix: pl.DataFrame, predicted: pl.DataFrame) -> dict[str, Any]:
    """What each part of the list costs or brings (`training.lists.parts.measured_parts`)."""
    settings, policy = pinned.experiment.evaluation, pinned.policy
    rules = rules_measured(settings, policy, pinned.county, predicted)
    screened = rows_of(matrix, pinned.plan.tested)
    return measured_parts(predicted, severe_hits(screened, policy, pinned.county), rules, settings)


def _parts(pinned: Pinned) -> dict[str, tuple[Any, ...]]:
    final = pinned.plan.final
    return {"train": final.train, "later": final.later, "test": pinned.plan.tested}


def _identity(pinned: Pinned, model: RiskModel, matrix: pl.DataFrame, predicted: pl.DataFrame) -> Report:
    """What was trained, on which rows of which records, under which policy."""
    parts = _parts(pinned)
    rows = {name: predicted if name == "test" else rows_of(matrix, dates) for name, dates in parts.items()}
    positive = {name: part.filter(pl.col("label") == 1) for name, part in rows.items()}
    return {
        "experiment": pinned.experiment.as_dict(),
        "model": model_description(model),
        "parts": Window(*parts.values()).as_dict(),
        "windows": [part_counts(window, matrix) for window in pinned.plan.windows],
        "rows": {name: part.height for name, part in rows.items()},
        "positives": {name: part.height for name, part in positive.items()},
        "households": {name: part["household_id"].n_unique() for name, part in positive.items()},
        "resample": pinned.experiment.evaluation.resample.value,
        "data_versions": pinned.versions,
        "observed_until": str(pinned.until),
        "policy": {"version": model.facts["policy_version"], "examples": model.facts["policy_examples"]},
    }
