"""The audit of a registered model on the predictions that were kept of it, by ethnicity too where somebody brings it."""

from __future__ import annotations

from typing import Any

import polars as pl

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.risk_model import RiskModel
from training.fairness.bounds import Bounds
from training.fairness.ethnicity import COLUMN, with_ethnicity
from training.fairness.proxy import proxy_test
from training.fairness.section import fairness_section
from training.fairness.snapshot import features_on
from training.settings import Experiment


def audit_of(
    model: RiskModel, predictions: pl.DataFrame, ethnicity: pl.DataFrame | None, store: RecordStore, policy: Policy
) -> dict[str, Any]:
    """The section on fairness; with ethnicity it is one more grouping, and `proxy` says how well features tell it.

    Args:
        ethnicity: as `training.fairness.ethnicity.read_ethnicity` reads it.
    """
    settings = Experiment(**model.facts["experiment"]).evaluation
    if ethnicity is None:
        return fairness_section(predictions, settings, policy)
    predictions = with_ethnicity(predictions, ethnicity)
    section = fairness_section(predictions, settings, policy)
    last = predictions.filter(pl.col("as_of") == pl.col("as_of").max())
    matrix = features_on(last.select("household_id", "as_of", "region_code", COLUMN), model.features, store, policy)
    section["proxy"] = proxy_test(matrix, COLUMN, model.features, settings, Bounds.for_rows(policy, predictions))
    return section
