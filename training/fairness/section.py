"""The report's section on fairness: the model's list at the office's capacity, audited."""

from __future__ import annotations

from typing import Any

import polars as pl

from features.policy.loading import Policy
from training.fairness.auditing import audit
from training.fairness.bounds import Bounds
from training.fairness.metrics import LISTED
from training.lists.capacity import capacity_of
from training.lists.cutting import listed
from training.predictions import MODEL
from training.settings import Evaluation


def fairness_section(predictions: pl.DataFrame, settings: Evaluation, policy: Policy) -> dict[str, Any]:
    """The audit of the list that `models.lists` makes of the model's scores.

    Args:
        predictions: out of time (`training.predictions`), with `group.<name>` columns, `score.model` and `probability`.

    Returns:
        `training.fairness.auditing.audit`, and `visits_per_hundred`.

    Raises:
        CapacityError: the capacity is still to be read from the policy.
        PolicyError: a bound is missing from the policy.
        ValueError: no row.
    """
    bounds = Bounds.for_rows(policy, predictions)
    rows = predictions.with_columns(pl.Series(LISTED, listed(predictions, MODEL, settings)))
    return {"visits_per_hundred": capacity_of(settings).visits_per_hundred, **audit(rows, settings, bounds)}
