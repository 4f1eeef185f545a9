"""An explainable boosting machine without interactions: a sum of steps, one function per feature.

Lou, Caruana and Gehrke, Intelligible models for classification and regression, KDD 2012; the library is `interpret`.
Interactions are left out so that what it learns is a sum, which ships and explains itself like any other.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import polars as pl

from features.registry import chosen
from models.risk_model import matrix_of
from models.scorers import Additive, Array, Steps
from training.contenders.centring import centred
from training.contenders.contender import Fitted
from training.contenders.sampling import Sample, sampled
from training.contenders.sifting import most_informative
from training.settings import Experiment

MOST_FEATURES = 80
"""By information value: the machine visits every feature in every round, and the rest hardly moves it."""

OUTER_BAGS = 4
MOST_BINS = 32
MOST_ROUNDS = 600
LEARNING_RATE = 0.03
STOP_AFTER = 50


def fit_machine(train: pl.DataFrame, later: pl.DataFrame, experiment: Experiment) -> Fitted:
    """The machine, its functions held to the features' declared directions, stopped by time-later rows."""
    from interpret.glassbox import ExplainableBoostingClassifier

    settings = experiment.model
    sample = sampled(train, settings.negatives_per_positive, settings.seed)
    names = most_informative(sample, tuple(chosen(experiment.features)), MOST_FEATURES)
    stop_by = sampled(later, settings.negatives_per_positive, settings.seed)
    machine = ExplainableBoostingClassifier(
        feature_names=list(names),
        feature_types=["continuous"] * len(names),
        interactions=0,
        monotone_constraints=[feature.monotone for feature in chosen(names).values()],
        outer_bags=OUTER_BAGS,
        max_bins=MOST_BINS,
        max_rounds=MOST_ROUNDS,
        learning_rate=LEARNING_RATE,
        early_stopping_rounds=STOP_AFTER,
        smoothing_rounds=0,
        n_jobs=1,
        random_state=settings.seed % 2**31,
    )
    rows = np.vstack([matrix_of(sample.rows, names), matrix_of(stop_by.rows, names)]).astype(np.float64)
    label = np.concatenate([sample.label, stop_by.label])
    with warnings.catch_warnings():
        # Its own pictures leave out what is not recorded; the steps made of it here keep that value.
        warnings.filterwarnings("ignore", message="Missing values detected")
        machine.fit(rows, label.astype(int), bags=_bags(sample, stop_by, settings.seed))
    return Fitted(centred(additive_of(machine, names, sample.offset), sample), {"features": list(names)})


def _bags(sample: Sample, stop_by: Sample, seed: int) -> np.ndarray[Any, np.dtype[np.int8]]:
    """Rows by outer bags: each leaves out a fifth of the negatives; all stop by the later rows."""
    draws = np.random.default_rng(seed)
    kept = [np.where((sample.label == 1) | (draws.random(len(sample.label)) < 0.8), 1, 0) for _ in range(OUTER_BAGS)]
    later = np.full((OUTER_BAGS, len(stop_by.label)), -1)
    return np.hstack([np.array(kept), later]).astype(np.int8).T


def additive_of(machine: Any, names: tuple[str, ...], offset: float) -> Additive:
    """The fitted machine as a sum of steps; its first bin holds what is not recorded, its last what it never met."""
    terms = []
    for (place,), scores in zip(machine.term_features_, machine.term_scores_, strict=True):
        edges = np.asarray(machine.bins_[place][0], dtype=np.float64)
        values: Array = np.asarray(scores, dtype=np.float64)[1:-1]
        terms.append(Steps(tuple(edges.tolist()), tuple(values.tolist()), float(scores[0]), 0.0))
    order = [names[place] for (place,) in machine.term_features_]
    return Additive(tuple(order), tuple(terms), float(np.asarray(machine.intercept_).item()) + offset)
