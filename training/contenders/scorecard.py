"""A points scorecard as offices know them from banks: whole points per band of a feature, one direction each.

optbinning cuts each feature into few bands whose risk moves in the declared direction (Navas-Palencia, Optimal
binning: mathematical programming formulation, arXiv:2001.08025); a logistic regression weighs the bands. The score is
the sum of the points and nothing else: it is rebuilt from them here, because the library's own look-up can miss the
band (optbinning issue 412).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import polars as pl

from features.registry import chosen
from models.risk_model import matrix_of
from models.scorers import Additive, Array, Steps
from training.contenders.centring import centred
from training.contenders.contender import Fitted
from training.contenders.sampling import sampled
from training.contenders.sifting import most_informative
from training.settings import Experiment

MOST_SIFTED = 60
"""Features cut into bands, by information value; each takes a second's tenth of mathematical programming."""

MOST_FEATURES = 25
"""Lines on the card: what fits on a page and is still added up by hand."""

MOST_BANDS = 6
LEAST_SHARE = 0.01
"""Of the rows in a band, at least."""

DOUBLING = 20
"""Points that double the odds."""

TREND = {1: "ascending", -1: "descending", 0: "auto_asc_desc"}


PENALTY = 0.1
"""Inverse strength of the L2 penalty on the weights of the bands, which are log-odds already."""


@dataclass(frozen=True)
class Bands:
    """A feature cut into bands.

    Attributes:
        edges: rising; a band holds its lower edge.
        evidence: log-odds of each band over those of all rows, the lowest first; the last is of what is not recorded.
    """

    edges: tuple[float, ...]
    evidence: Array

    def of(self, column: Array) -> Array:
        at = np.searchsorted(np.asarray(self.edges), column, side="right")
        return np.asarray(self.evidence[np.where(np.isnan(column), len(self.edges) + 1, at)], dtype=np.float64)


def fit_scorecard(train: pl.DataFrame, _later: pl.DataFrame, experiment: Experiment) -> Fitted:
    """A monotone scorecard.

    Notes hold the card: each feature's bands from the lowest, with their points and those of "not recorded".
    """
    sample = sampled(train, experiment.model.negatives_per_positive, experiment.model.seed)
    sifted = most_informative(sample, tuple(chosen(experiment.features)), MOST_SIFTED)
    columns = dict(zip(sifted, matrix_of(sample.rows, sifted).T.astype(np.float64), strict=True))
    cut = {name: bands for name in sifted if (bands := cut_into_bands(name, columns[name], sample.label)).edges}
    evidence = {name: bands.of(columns[name]) for name, bands in cut.items()}
    weights, intercept = weighed(evidence, sample.label)
    steps, card, start = [], {}, intercept + sample.offset
    for name, weight in weights.items():
        exact = weight * cut[name].evidence * DOUBLING / np.log(2)
        # Points count from the lowest band up; what that band would take is taken from the start.
        points = np.round(exact - exact.min())
        start += float(exact.min()) * np.log(2) / DOUBLING
        values = (points * np.log(2) / DOUBLING).tolist()
        steps.append(Steps(cut[name].edges, tuple(values[:-1]), values[-1], 0.0))
        whole = [int(one) for one in points]
        card[name] = {"edges": list(cut[name].edges), "points": whole[:-1], "not_recorded": whole[-1]}
    made = Additive(tuple(weights), tuple(steps), start)
    return Fitted(centred(made, sample), {"points_that_double_the_odds": DOUBLING, "card": card})


def cut_into_bands(name: str, column: Array, label: Array) -> Bands:
    """The best bands of a feature whose risk moves in one direction; no edges where one band is best."""
    declared = chosen([name])[name].monotone
    with _quiet():
        from optbinning import OptimalBinning

        binning = OptimalBinning(
            name=name,
            dtype="numerical",
            monotonic_trend=TREND[declared],
            max_n_bins=MOST_BANDS,
            min_bin_size=LEAST_SHARE,
        ).fit(column, label.astype(int))
    edges = tuple(float(edge) for edge in binning.splits)
    band = np.where(np.isnan(column), len(edges) + 1, np.searchsorted(np.asarray(edges), column, side="right"))
    counts = [np.bincount(band[label == outcome], minlength=len(edges) + 2) for outcome in (1, 0)]
    # A band of one outcome alone, mostly that of what is not recorded, counts half a row of the other.
    shares = [np.maximum(count, 0.5) / len(column) for count in counts]
    evidence = np.log(shares[0] / shares[1]) - np.log(label.sum() / (len(label) - label.sum()))
    evidence[(counts[0] + counts[1]) == 0] = 0.0
    return Bands(edges, evidence)


def weighed(evidence: dict[str, Array], label: Array) -> tuple[dict[str, float], float]:
    """Weights of the features that stay on the card, and the intercept.

    A feature whose weight is not above zero would turn its own evidence round: it leaves, and the rest is weighed again.
    """
    from sklearn.linear_model import LogisticRegression

    names = list(evidence)
    while names:
        columns = np.column_stack([evidence[name] for name in names])
        fitted = LogisticRegression(C=PENALTY, max_iter=300).fit(columns, label)
        weights = dict(zip(names, (float(weight) for weight in fitted.coef_[0]), strict=True))
        moves = {name: weights[name] * float(evidence[name].std()) for name in names}
        staying = [name for name in names if weights[name] > 0]
        staying = sorted(staying, key=lambda name: (-moves[name], name))[:MOST_FEATURES]
        if len(staying) == len(names):
            return weights, float(fitted.intercept_[0])
        names = [name for name in names if name in staying]
    return {}, float(np.log(label.sum() / (len(label) - label.sum())))


@contextmanager
def _quiet() -> Iterator[None]:
    """Optbinning brings cvxpy, which tells of every solver that it doesn't find; none of them is used here."""
    talk = logging.getLogger("__cvxpy__")

    def no_solver(record: logging.LogRecord) -> bool:
        return "importing solver" not in record.getMessage()

    talk.addFilter(no_solver)
    try:
        yield
    finally:
        talk.removeFilter(no_solver)
