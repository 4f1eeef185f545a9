"""A search for better settings within a budget of minutes, inside the train part alone.

Trials learn from the earlier dates of the train part and are judged on its last ones, a horizon apart, so that neither
the time-later rows nor any test window has a say. Optuna's tree-structured Parzen estimator (Bergstra et al., NeurIPS
2011) proposes; the same seed and number of trials give the same settings.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from features.registry import chosen
from models.risk_model import matrix_of
from training.contenders.bagging import FEWEST_TO_STOP_BY, fitted_bag
from training.contenders.sampling import Sample, sampled
from training.plan.dates import add_months
from training.settings import Boosting, Experiment

if TYPE_CHECKING:
    import optuna

SHARE_TO_JUDGE = 1 / 3
"""Of the train part's dates, the last, on which trials are judged."""

JUDGED_NEGATIVES = 100
"""For each positive that judges; average precision looks at the top alone, where negatives are many."""

TOP = 0.01
"""The share whose recall counts beside average precision: what offices visit."""


@dataclass(frozen=True)
class Searched:
    """Settings and how they were found.

    Attributes:
        trials: each with its number, settings and value, as plain data; empty where nothing was searched.
        why_not: why nothing was searched; empty where it was.
    """

    settings: Boosting
    trials: list[dict[str, Any]] = field(default_factory=list)
    why_not: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "settings": self.settings.model_dump(mode="json"),
            "search": {"trials": self.trials, "why_not": self.why_not},
        }


def searched(train: pl.DataFrame, experiment: Experiment) -> Searched:
    """The best settings found in the experiment's minutes, the experiment's own among those tried."""
    import optuna

    settings = experiment.model
    parts = earlier_and_judges(train, experiment)
    if parts is None:
        return Searched(settings, why_not="the train part is too short, or has too few positives, to judge trials by")
    learn, judge = parts
    names = tuple(chosen(experiment.features))
    judged = sampled(judge, JUDGED_NEGATIVES, settings.seed)
    matrix = matrix_of(judged.rows, names)

    def objective(trial: optuna.Trial) -> float:
        # One booster, not stopped: what a trial says is then the same whatever the others were.
        tried = proposed(trial, settings).model_copy(update={"bags": 1, "stop_after": 0})
        return worth(fitted_bag(learn, judged, tried, names).trees.raw_score(matrix), judged)

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=settings.seed % 2**32))
    study.enqueue_trial({name: getattr(settings, name) for name in SPACE})
    study.optimize(objective, n_trials=settings.search_trials, timeout=settings.search_minutes * 60)
    best = settings.model_copy(update=study.best_params)
    return Searched(best, [{"trial": one.number, "value": one.value, **one.params} for one in study.trials])


SPACE = ("rounds", "learning_rate", "leaves", "rows_in_leaf", "l2", "feature_share")


def proposed(trial: optuna.Trial, settings: Boosting) -> Boosting:
    """Small trees, strongly held back: a county's positives support no others."""
    return settings.model_copy(
        update={
            "rounds": trial.suggest_int("rounds", max(1, settings.rounds // 4), settings.rounds * 4, log=True),
            "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
            "leaves": trial.suggest_int("leaves", 2, max(31, settings.leaves), log=True),
            "rows_in_leaf": trial.suggest_int("rows_in_leaf", 1, max(1000, settings.rows_in_leaf), log=True),
            "l2": trial.suggest_float("l2", 0.01, max(100.0, settings.l2), log=True),
            "feature_share": trial.suggest_float("feature_share", 0.02, 1.0, log=True),
        }
    )


def worth(raw: np.ndarray[Any, np.dtype[np.float64]], judged: Sample) -> float:
    """Mean of average precision and recall in the top hundredth, each row weighted by those that it stands for."""
    from sklearn.metrics import average_precision_score

    label, weight = judged.label, judged.weight
    order = np.argsort(-raw, kind="stable")
    top = np.cumsum(weight[order]) <= TOP * weight.sum()
    recall = label[order][top].sum() / label.sum()
    return float((average_precision_score(label, raw, sample_weight=weight) + recall) / 2)


def earlier_and_judges(train: pl.DataFrame, experiment: Experiment) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The train part's earlier dates and its last ones, a horizon apart; None where either has too few positives."""
    dates: list[dt.date] = train["as_of"].unique().sort().to_list()
    judges = dates[-max(1, round(len(dates) * SHARE_TO_JUDGE)) :]
    months = experiment.target.horizon_months
    if months is None:
        raise ValueError(
            "the experiment's horizon has to be known before a search (training.plan.horizons.with_one_horizon)."
        )
    earlier = [day for day in dates if add_months(day, months) <= judges[0]]
    learn, judge = (train.filter(pl.col("as_of").is_in(part)) for part in (earlier, judges))
    if min(int(part["label"].sum()) for part in (learn, judge)) < FEWEST_TO_STOP_BY:
        return None
    return learn, judge
