"""Exact pairwise interactions of trees, row by row: what two features add together beyond what each adds alone.

SHAP interaction values (Lundberg et al., Nature Machine Intelligence 2, 2020): a pair's Shapley interaction index
(Grabisch and Roubens, International Journal of Game Theory 28, 1999), half of it to each of the two; on the diagonal what is left of a
feature's contribution. By Owen's multilinear extension a leaf gives a pair

    value · (o_i − z_i) · (o_j − z_j) · ∫₀¹ ∏_{k≠i,j} (z_k + t (o_k − z_k)) dt

(`models.scorers.pattern_tables` says what o and z are). Everything is worked out from the paths anew, contributions too: of the tables
nothing is read, so that either can bear witness to the other.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.scorers.paths import Paths, Reals
from models.scorers.scorer import Array, Matrix
from models.scorers.walk import factors_met


def interactions(paths: Paths, matrix: Matrix) -> Array:
    """Rows by features by features of the sum of trees, symmetric, in log-odds; for a handful of rows.

    A row's sum over one feature is that feature's contribution.
    """
    features, lengths = matrix.shape[1], paths.lengths
    pairs = np.zeros((len(matrix), features, features))
    for row, values in enumerate(matrix):
        met = factors_met(paths, values).astype(np.float64)
        for length in np.unique(lengths[lengths > 0]).tolist():
            leaves = np.flatnonzero(lengths == length)
            factors = paths.first_factor[leaves][:, None] + np.arange(length)
            _add(pairs[row], paths.feature[factors], paths.value[leaves], met[factors], paths.share[factors])
    return pairs


def _add(to: Array, feature: npt.NDArray[np.int64], value: Reals, met: Reals, share: Reals) -> None:
    """Add what leaves with equally many factors give: each matrix is leaves by factors."""
    length = feature.shape[1]
    points, weights = np.polynomial.legendre.leggauss((length + 1) // 2)
    points, weights = (points + 1) / 2, weights / 2
    moved = met - share
    known = share + points[:, None, None] * moved

    def integral(*left_out: int) -> Reals:
        others = [k for k in range(length) if k not in left_out]
        weighted: Reals = weights @ np.prod(known[:, :, others], axis=2)
        return value * weighted

    for i in range(length):
        np.add.at(to, (feature[:, i], feature[:, i]), moved[:, i] * integral(i))
        for j in range(i):
            half = moved[:, i] * moved[:, j] * integral(i, j) / 2
            for of, beside in ((i, j), (j, i)):
                np.add.at(to, (feature[:, of], feature[:, beside]), half)
                # What the two do together is no longer what either does by itself.
                np.add.at(to, (feature[:, of], feature[:, of]), -half)
