"""Where a watch is kept: with the version it watched, so that its months stand side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping

from features.disk import fault_of
from models.registry import RegistryError, document, log_documents, log_metrics
from models.risk_model import RiskModel
from training.watching.watch import Watched


def promised_precision(model: RiskModel) -> float | None:
    """The precision at capacity that the model's card tells; None where there is no card, or the registry is down."""
    try:
        card = document(model.name, model.version, "card")
    except RegistryError:
        return None
    precision = card["quality"]["precision_at_capacity"]
    return None if precision is None else precision["value"]


def keep(watched: Watched, documents: Mapping[str, str]) -> str:
    """Keep the watch's figures and pages in MLflow. A registry that is down spoils no watch.

    Args:
        documents: `watch.json` and `watch.html` as text.

    Returns:
        What became of it, as a sentence.

    Raises:
        RegistryError: the registry's disk is full or cannot be written: after it was mended the watch can be kept.
    """
    figures = {f"watch.{one.question.value}": one.figure for one in watched.signals if one.figure is not None}
    try:
        log_metrics(watched.model, watched.version, figures, step=int(f"{watched.as_of:%Y%m%d}"))
        log_documents(
            watched.model,
            watched.version,
            {f"watch/{watched.as_of}": json.loads(documents["watch.json"])},
            {f"watch/{watched.as_of}.html": documents["watch.html"]},
        )
    except RegistryError as error:
        if fault_of(error) is not None:
            raise
        return f"未存入 MLflow | not kept in MLflow: {error}"
    return f"已存入 MLflow | kept in MLflow with {watched.model} {watched.version}: watch/{watched.as_of}.html"
