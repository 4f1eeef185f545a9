"""A logistic regression on the same features, as a sum of lines."""

from __future__ import annotations

import numpy as np
import polars as pl

from features.registry import chosen
from models.risk_model import matrix_of
from models.scorers import Additive, Array, Linear, Matrix, Transform
from training.contenders.centring import centred
from training.contenders.contender import Fitted
from training.contenders.sampling import sampled
from training.settings import Experiment

PENALTY = 0.01
"""Inverse strength of the L2 penalty, for standardised features: as many of them as positives need a strong one."""

LEAST_SCALE = 1e-9
"""A standard deviation below this share of the mean is a rounding error, not a spread."""


def fit_logistic(train: pl.DataFrame, _later: pl.DataFrame, experiment: Experiment) -> Fitted:
    """A logistic regression: amounts on a signed logarithm, the mean for unknown with a column that says so."""
    from sklearn.linear_model import LogisticRegression

    sample = sampled(train, experiment.model.negatives_per_positive, experiment.model.seed)
    names = tuple(name for name in chosen(experiment.features) if sample.rows[name].null_count() < sample.rows.height)
    drawn = signed_log(matrix_of(sample.rows, names))
    unknown = np.isnan(drawn)
    mean, scale = np.nanmean(drawn, axis=0), np.nanstd(drawn, axis=0)
    # What does not vary here teaches nothing. Its deviation is seldom exactly 0: dividing by what rounding leaves of it would
    # give the first household with another value a score of billions.
    varies = scale > LEAST_SCALE * np.maximum(1.0, np.abs(mean))
    scale[~varies] = 1.0
    # After the scaling, which leaves unknown ones out, 0 is the mean.
    standard = np.where(unknown | ~varies, 0.0, (drawn - mean) / scale)
    some_unknown = np.flatnonzero(unknown.any(axis=0))
    fitted = LogisticRegression(C=PENALTY, max_iter=300).fit(
        np.hstack([standard, unknown[:, some_unknown]]), sample.label
    )
    weights = fitted.coef_[0]
    of_unknown = np.zeros(len(names))
    of_unknown[some_unknown] = weights[len(names) :]
    slope = weights[: len(names)] / scale
    # The line through the mean; what is not recorded stands at the mean and adds its own weight.
    at_mean = slope * mean
    intercept = float(fitted.intercept_[0] - at_mean.sum() + sample.offset)
    terms = [
        Linear(float(slope[place]), Transform.SIGNED_LOG, float(at_mean[place] + of_unknown[place]), 0.0)
        for place in range(len(names))
    ]
    return Fitted(centred(Additive(names, tuple(terms), intercept), sample))


def signed_log(matrix: Matrix) -> Array:
    """Yuan amounts span four orders of magnitude; a signed logarithm keeps their order and tames their tails."""
    wide = matrix.astype(np.float64)
    return np.sign(wide) * np.log1p(np.abs(wide))
