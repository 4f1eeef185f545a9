"""Pattern tables looked up for many rows, compiled by Numba: block by block, on all cores.

Importing this loads Numba and compiles, or reads what was compiled before: more than a second, which one household's answer must not
cost. What was compiled is kept where Python keeps its own compiled files, in the user's folder of caches where that place can't be
written, or nowhere: then each process that needs it compiles anew.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba as nb
import numpy as np

from models.scorers.paths import ZERO, Paths, Places, Reals
from models.scorers.scorer import Array, Matrix
from models.scorers.walk import LARGEST_CATEGORY

BLOCK = 512
"""Rows whose values, decisions and sums lie in a core's cache together."""

SLICE = 8 * BLOCK
"""Rows that a thread takes at once."""

_PLACES, _REALS, _BYTES = (nb.types.Array(kind, 1, "C", readonly=True) for kind in (nb.int64, nb.float64, nb.uint8))
SIGNATURE = nb.void(
    # Nodes: feature, threshold, zero_left, nan_left, categorical, categories, first_category.
    *(_PLACES, _REALS, _BYTES, _BYTES, _BYTES, _BYTES, _PLACES),
    # Paths: first_node, first_leaf, first_factor, feature, first_condition, node, left.
    *(_PLACES, _PLACES, _PLACES, _PLACES, _PLACES, _PLACES, _BYTES),
    # Tables: first, entries. The rows, and what is added to them.
    *(_PLACES, _REALS, nb.types.Array(nb.float32, 2, "C", readonly=True), nb.types.Array(nb.float64, 2, "C")),
)


def run(paths: Paths, first: Places, entries: Reals, matrix: Matrix) -> Array:
    """Contributions of the sum of trees: rows by features, in log-odds; to the bit those of `models.scorers.walk`."""
    nodes, added = paths.nodes, np.empty(matrix.shape)
    rows = np.ascontiguousarray(matrix, dtype=np.float32)
    asked = (nodes.feature, nodes.threshold, nodes.zero_left, nodes.nan_left)
    sets = (nodes.categorical, nodes.categories, nodes.first_category)
    leaves = (paths.first_node, paths.first_leaf, paths.first_factor, paths.feature)
    conditions = (paths.first_condition, paths.node, paths.left)

    def of_slice(begin: int) -> None:
        end = begin + SLICE
        compiled(*asked, *sets, *leaves, *conditions, first, entries, rows[begin:end], added[begin:end])

    begins = range(0, len(rows), SLICE)
    with ThreadPoolExecutor(max(1, min(os.cpu_count() or 1, len(begins)))) as threads:
        list(threads.map(of_slice, begins))
    return added


def _added(
    asked: Any,
    threshold: Any,
    zero_left: Any,
    nan_left: Any,
    categorical: Any,
    categories: Any,
    first_category: Any,
    first_node: Any,
    first_leaf: Any,
    first_factor: Any,
    feature: Any,
    first_condition: Any,
    node: Any,
    path_left: Any,
    first: Any,
    entries: Any,
    rows: Any,
    added: Any,
) -> None:
    features = rows.shape[1]
    values, sums = np.empty((features, BLOCK), np.float32), np.empty((features, BLOCK))
    left = np.empty((max(1, np.diff(first_node).max()), BLOCK), np.uint8)
    met, pattern = np.empty(BLOCK, np.uint8), np.empty(BLOCK, np.int32)
    for begin in range(0, len(rows), BLOCK):
        count = min(BLOCK, len(rows) - begin)
        for row in range(count):
            for column in range(features):
                value = rows[begin + row, column]
                values[column, row] = np.float32(0) if abs(value) <= ZERO else value
        sums[:, :count] = 0.0
        for tree in range(len(first_node) - 1):
            before = first_node[tree]
            for place in range(before, first_node[tree + 1]):
                column, goes = values[asked[place]], left[place - before]
                if categorical[place]:
                    _by_category(column, categories[first_category[place] : first_category[place + 1]], goes, count)
                else:
                    _by_number(column, threshold[place], zero_left[place], nan_left[place], goes, count)
            for leaf in range(first_leaf[tree], first_leaf[tree + 1]):
                start, end = first_factor[leaf], first_factor[leaf + 1]
                _patterns(start, end, first_condition, node, path_left, before, left, met, pattern, count)
                for factor in range(start, end):
                    table, total = first[leaf] + ((factor - start) << (end - start)), sums[feature[factor]]
                    for row in range(count):
                        total[row] += entries[table + pattern[row]]
        added[begin : begin + count] = sums[:, :count].T


@nb.njit(nogil=True)
def _by_number(column: Any, threshold: Any, zero_left: Any, nan_left: Any, goes: Any, count: Any) -> None:
    for row in range(count):
        value = column[row]
        goes[row] = zero_left if value == 0 else nan_left if np.isnan(value) else value <= threshold


@nb.njit(nogil=True)
def _by_category(column: Any, categories: Any, goes: Any, count: Any) -> None:
    for row in range(count):
        value, goes[row] = column[row], 0
        if value > -1 and value < LARGEST_CATEGORY:
            category = np.int64(value)
            if category < 8 * len(categories):
                goes[row] = categories[category >> 3] >> (category & 7) & 1


@nb.njit(nogil=True)
def _patterns(
    start: Any,
    end: Any,
    first_condition: Any,
    node: Any,
    path_left: Any,
    before: Any,
    left: Any,
    met: Any,
    pattern: Any,
    count: Any,
) -> None:
    pattern[:count] = 0
    for factor in range(start, end):
        met[:count] = 1
        for condition in range(first_condition[factor], first_condition[factor + 1]):
            goes, other = left[node[condition] - before], np.uint8(1 - path_left[condition])
            for row in range(count):
                met[row] &= goes[row] ^ other
        for row in range(count):
            pattern[row] |= np.int32(met[row]) << (factor - start)


def _compiled() -> Any:
    signature: Any = SIGNATURE
    try:
        return nb.njit(signature, cache=True, nogil=True)(_added)
    except Exception:  # noqa: BLE001 - whatever is wrong with what was kept, compiling needs none of it, and tells what is wrong with itself
        return nb.njit(signature, nogil=True)(_added)


compiled = _compiled()
