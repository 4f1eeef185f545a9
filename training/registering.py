"""A run into the registry: its numbers, documents and pictures, and the model as a new version, the challenger if it may be one."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from features.records.store import RecordStore
from models.card.page import card_files
from models.registry import Alias, has_registry, log_and_register, log_documents, set_alias, versions
from models.risk_model import RiskModel
from training.card.making import card_of
from training.figures import pictures
from training.pinning import Pinned
from training.promotion.storage import keep_predictions
from training.reports.writing import plain

KEY = "fanpin.run"
"""The tag of a version that holds its run's key."""


def register(
    store: RecordStore,
    pinned: Pinned,
    model: RiskModel,
    report: dict[str, Any],
    predicted: pl.DataFrame,
    key: str | None = None,
) -> tuple[RiskModel, str]:
    """Log the run, register the model with its card, keep its predictions beside the records for later comparisons.

    The version becomes the challenger unless the run chose among methods that are all no better than chance: then it is
    there to be read, and the challenger before stays. Only a named person makes a version champion: `fanpin promote`.

    Args:
        key: of a run that may be gone on with after a kill; what it registered already is not registered again.

    Returns:
        The model with its version, and the run's id.

    Raises:
        RegistryError: the registry can't be reached.
    """
    registered, run_id = _already(model, key) or log_and_register(
        model,
        experiment=pinned.experiment.name,
        parameters=_parameters(pinned, model),
        metrics=_metrics(report),
        documents={
            "report": plain(report),
            "experiment": pinned.experiment.as_dict(),
            "policy": pinned.policy.as_dict(),
            "fitted": plain(model.facts.get("fitted", {})),
        },
        figures=pictures(report),
        tags={KEY: key} if key else None,
    )
    card = card_of(report, pinned.policy).with_version(registered.version)
    log_documents(registered.name, registered.version, {}, card_files(card))
    keep_predictions(store, registered.name, registered.version, predicted)
    if report["choice"]["challenger"]:
        set_alias(registered.name, Alias.CHALLENGER, registered.version)
    return registered, run_id


def _already(model: RiskModel, key: str | None) -> tuple[RiskModel, str] | None:
    """The version that a run with this key registered before it was killed, with its run's id."""
    known = versions(model.name) if key is not None and has_registry() else []
    found = [one for one in known if one.tags.get(KEY) == key]
    return (model.with_version(found[0].number), found[0].run_id) if found else None


def _parameters(pinned: Pinned, model: RiskModel) -> dict[str, Any]:
    settings = pinned.experiment.as_dict()
    groups = {name: group for name, group in settings.items() if isinstance(group, dict) and name != "evaluation"}
    return {
        **{f"{name}.{setting}": value for name, group in groups.items() for setting, value in group.items()},
        **{f"data.{table}": version for table, version in pinned.versions.items()},
        "calibration": settings["calibration"],
        "policy": pinned.policy.version,
        "features.fingerprint": model.fingerprint,
        "method": model.facts["method"],
    }


def _metrics(report: dict[str, Any]) -> dict[str, float]:
    """MLflow's names may not hold `@` or `:`: `model.precision_at_0.01`, with `.low` and `.high`."""
    return {
        f"{method}.{metric}{'' if bound == 'value' else '.' + bound}".replace("@", "_at_").replace(":", "."): number
        for method, metrics in report["lists"]["methods"].items()
        for metric, interval in metrics.items()
        for bound, number in interval.items()
        if number is not None and not np.isnan(number)
    }
