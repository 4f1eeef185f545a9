"""The curves of a run as numbers: precision at each recall, and what is found at each capacity."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from models.lists import Capacity
from training.contenders.names import ONE_TRIGGER
from training.lists.cutting import PredictedLists
from training.predictions import methods_of, score_column
from training.settings import Evaluation

POINTS = 200

VISITS = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0)
"""Visits per hundred households at which the gain is told."""


def curves(predicted: pl.DataFrame, settings: Evaluation) -> dict[str, Any]:
    """Of every method but the single rules.

    Args:
        predicted: `training.predictions` rows.

    Returns:
        `precision_recall`: of each method `recall` and `precision`, at most 200 points; `gain`: `visits` per hundred
        households, and of each method the `found` share of the positive rows.
    """
    methods = [method for method in methods_of(predicted) if not method.startswith(ONE_TRIGGER)]
    return {
        "precision_recall": {method: _precision_recall(predicted, method) for method in methods},
        "gain": _gain(predicted, methods, settings),
    }


def _precision_recall(predicted: pl.DataFrame, method: str) -> dict[str, list[float]]:
    from sklearn.metrics import precision_recall_curve

    # Scores of two windows come from two fits: a row's place among its window's rows can be compared, a score can't.
    place = predicted.select(
        (pl.col(score_column(method)).rank("average") / pl.len()).over("window").alias("place")
    ).to_series()
    precision, recall, _ = precision_recall_curve(predicted["label"].to_numpy(), place.to_numpy())
    picked = np.unique(np.linspace(0, len(recall) - 1, POINTS).astype(int))
    return {"recall": recall[picked].tolist(), "precision": precision[picked].tolist()}


def _gain(predicted: pl.DataFrame, methods: list[str], settings: Evaluation) -> dict[str, Any]:
    lists = PredictedLists(predicted, settings.seed)
    positive = predicted["label"].to_numpy() == 1
    every = max(int(positive.sum()), 1)
    shares = {
        method: [float((lists.on_list(method, Capacity(visits)) & positive).sum() / every) for visits in VISITS]
        for method in methods
    }
    return {"visits": list(VISITS), "found": shares}
