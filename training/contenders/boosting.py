"""LightGBM for scarce positives: small trees, risk only in the declared directions, stopped early, bagged.

Every booster of the bag learns from all positives and its own sample of negatives, and stops when time-later rows no
longer gain. The rows that decide when to stop lie after those that teach, as the rows to be scored will.
"""

from __future__ import annotations

import polars as pl

from features.registry import chosen
from training.contenders.bagging import fitted_bag
from training.contenders.contender import Fitted
from training.contenders.sampling import sampled
from training.contenders.search import Searched, searched
from training.settings import Experiment

LATER_NEGATIVES = 50
"""For each time-later positive; more change the stopping round by less than the positives' own noise."""


def fit_boosting(train: pl.DataFrame, later: pl.DataFrame, experiment: Experiment) -> Fitted:
    """A bag of boosters, its settings searched for first where the experiment gives minutes for that.

    Args:
        train, later: rows of the training matrix; `later` decides when each booster stops.
    """
    found = searched(train, experiment) if experiment.model.search_minutes else Searched(experiment.model)
    stop_by = sampled(later, LATER_NEGATIVES, experiment.model.seed)
    bag = fitted_bag(train, stop_by, found.settings, tuple(chosen(experiment.features)))
    return Fitted(bag.trees, {"rounds": list(bag.rounds), **found.as_dict()})
