"""Pattern tables looked up by NumPy, row by row: for the few rows of one answer, to which no compiler need be loaded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.scorers.paths import ZERO, Bytes, Nodes, Paths, Places, Reals
from models.scorers.scorer import Array, Matrix

LARGEST_CATEGORY = 2**31


@dataclass(frozen=True, eq=False)
class Lookup:
    """What is the same for every row.

    Attributes:
        leaf, bit: of each factor its leaf and its place there.
        table: where its part of the leaf's table begins.
    """

    leaf: Places
    bit: Places
    table: Places

    @classmethod
    def of(cls, paths: Paths, first: Places) -> Lookup:
        leaf = paths.leaf_of_factor
        bit = np.arange(len(leaf)) - paths.first_factor[leaf]
        return cls(leaf, bit, first[leaf] + (bit << paths.lengths[leaf]))


def walk(paths: Paths, lookup: Lookup, entries: Reals, matrix: Matrix) -> Array:
    """Contributions of the sum of trees: rows by features, in log-odds.

    The additions of each feature are made in the order of the leaves, as `models.scorers.kernel` makes them: to the same bits.
    """
    added = np.zeros((len(matrix), matrix.shape[1]))
    if not len(paths.feature):
        return added
    some = paths.lengths > 0
    begins, pattern = paths.first_factor[:-1][some], np.zeros(len(some), dtype=np.int64)
    for row, values in enumerate(matrix):
        pattern[some] = np.add.reduceat(factors_met(paths, values).astype(np.int64) << lookup.bit, begins)
        # bincount adds in the order in which it is given them.
        added[row] = np.bincount(paths.feature, entries[lookup.table + pattern[lookup.leaf]], minlength=matrix.shape[1])
    return added


def factors_met(paths: Paths, values: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Of each factor whether a row meets all its conditions."""
    as_asked = goes_left(paths.nodes, values)[paths.node] == paths.left
    return np.logical_and.reduceat(as_asked, paths.first_condition[:-1]) if len(as_asked) else as_asked


def goes_left(nodes: Nodes, values: npt.NDArray[np.float32]) -> Bytes:
    """Of each node whether a row goes left there, as LightGBM sends it."""
    near = np.where(np.abs(values) <= ZERO, np.float32(0), values).astype(np.float64)
    asked = near[nodes.feature]
    left = np.where(np.isnan(asked), nodes.nan_left, np.where(asked == 0, nodes.zero_left, asked <= nodes.threshold))
    for node in np.flatnonzero(nodes.categorical):
        value, first, last = asked[node], nodes.first_category[node], nodes.first_category[node + 1]
        category = int(value) if -1 < value < LARGEST_CATEGORY else 8 * (last - first)
        left[node] = category < 8 * (last - first) and nodes.categories[first + (category >> 3)] >> (category & 7) & 1
    return left.astype(np.uint8)
