"""Which features say most about the outcome, one at a time."""

from __future__ import annotations

import numpy as np

from models.risk_model import matrix_of
from models.scorers import Array
from training.contenders.sampling import Sample

GROUPS = 10
"""Quantile groups of a feature's values, and one of what is not recorded."""


def most_informative(sample: Sample, names: tuple[str, ...], most: int) -> tuple[str, ...]:
    """The features of highest information value, in the order of `names`; one that never varies says nothing."""
    matrix, positive = matrix_of(sample.rows, names), sample.label == 1
    said = np.array([information_value(matrix[:, place].astype(np.float64), positive) for place in range(len(names))])
    strongest = np.argsort(-said, kind="stable")[:most]
    return tuple(names[place] for place in np.sort(strongest) if said[place] > 0)


def information_value(column: Array, positive: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """Σ (share of positives − share of negatives) · log of their ratio, over groups of like values.

    Kullback's symmetric divergence (Information Theory and Statistics, 1959); half a row is added to each group, so
    that an empty one doesn't make it infinite.
    """
    known = ~np.isnan(column)
    edges = np.unique(np.quantile(column[known], np.linspace(0, 1, GROUPS + 1)[1:-1])) if known.any() else np.empty(0)
    group = np.where(known, np.searchsorted(edges, column, side="right"), len(edges) + 1)
    counts = [np.bincount(group[which], minlength=len(edges) + 2) for which in (positive, ~positive)]
    used = (counts[0] + counts[1]) > 0
    if used.sum() < 2:
        return 0.0
    shares = [(count[used] + 0.5) / (count[used] + 0.5).sum() for count in counts]
    return float(((shares[0] - shares[1]) * np.log(shares[0] / shares[1])).sum())
