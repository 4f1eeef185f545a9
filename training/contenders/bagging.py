"""A bag of LightGBM boosters, each with its own sample of negatives, stopped by time-later rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
import polars as pl

from features.registry import chosen
from models.risk_model import matrix_of
from models.scorers import Array, Trees
from training.contenders.sampling import Sample, sampled
from training.settings import Boosting

FEWEST_TO_STOP_BY = 20
"""Time-later positives below which the best number of trees is noise: then all rounds are kept."""


@dataclass(frozen=True)
class Bag:
    """Fitted trees and the number of rounds that each booster kept."""

    trees: Trees
    rounds: tuple[int, ...]


def fitted_bag(train: pl.DataFrame, later: Sample, settings: Boosting, names: tuple[str, ...]) -> Bag:
    """Boosters on all positives of the train part and a sample of its negatives each.

    Args:
        later: rows that decide when each booster stops.
    """
    monotone = [feature.monotone for feature in chosen(names).values()]
    stops = settings.stop_after > 0 and int(later.label.sum()) >= FEWEST_TO_STOP_BY
    later_matrix = matrix_of(later.rows, names) if stops else None
    texts, rounds, offset = [], [], 0.0
    for seed in range(settings.seed, settings.seed + settings.bags):
        sample = sampled(train, settings.negatives_per_positive, seed)
        learned = lgb.Dataset(matrix_of(sample.rows, names), sample.label, feature_name=list(names))
        watched = []
        if later_matrix is not None:
            shift = shift_to(later, sample)
            watched = [lgb.Dataset(later_matrix, later.label, init_score=shift, reference=learned)]
        booster = lgb.train(
            parameters(settings, monotone, seed),
            learned,
            settings.rounds,
            valid_sets=watched,
            callbacks=[lgb.early_stopping(settings.stop_after, verbose=False)] if watched else [],
        )
        kept = booster.best_iteration if watched else booster.current_iteration()
        texts.append(booster.model_to_string(num_iteration=kept))
        rounds.append(kept)
        offset += sample.offset / settings.bags
    return Bag(Trees(names, tuple(texts), offset), tuple(rounds))


def shift_to(later: Sample, sample: Sample) -> Array:
    """What log-odds learned on one sample lack on another, one per row of the latter.

    Without it a booster would stop where its mean comes nearest to the share of positives that was drawn to stop it.
    """
    return np.full(later.rows.height, sample.offset - later.offset)


def parameters(settings: Boosting, monotone: list[int], seed: int) -> dict[str, Any]:
    """LightGBM's own parameters; the same rows and settings give the same trees on any number of cores."""
    return {
        "objective": "binary",
        "metric": "binary_logloss",
        "learning_rate": settings.learning_rate,
        "num_leaves": settings.leaves,
        "min_data_in_leaf": settings.rows_in_leaf,
        "lambda_l2": settings.l2,
        "feature_fraction": settings.feature_share,
        "bagging_fraction": settings.row_share,
        "bagging_freq": 1 if settings.row_share < 1 else 0,
        "monotone_constraints": monotone if settings.monotone else None,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 2,
        "verbosity": -1,
    }
