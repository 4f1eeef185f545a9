"""Exact contributions out of tables: of each leaf what every feature on its path adds, for every pattern of met conditions.

What a leaf adds to the contributions of a row depends on nothing but which of its factors the row meets (`models.scorers.paths`),
and a path of d features has only 2^d such patterns: made once, looked up for every row (the idea: WOODELF, Nadel and
Wettenstein, AAAI 2026). A table holds Shapley values by Owen's multilinear extension (Management Science 18, 1972): with each other
feature known with chance t,

    φ_j = value · (o_j − z_j) · ∫₀¹ ∏_{k≠j} (z_k + t (o_k − z_k)) dt

where o is 1 for a factor that is met, else 0, and z is its share. The integrand is a polynomial of degree d − 1 in t, which Gauss and
Legendre's rule of ⌈d/2⌉ points integrates exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.scorers.paths import Paths, Places, Reals
from models.scorers.scorer import Array, Matrix
from models.scorers.walk import Lookup, walk

MOST_FEATURES = 16
"""On one path: its table has 16 · 2^16 entries."""

MOST_ENTRIES = 32_000_000
"""Of all tables: 256 MB."""

ENOUGH_ROWS = 512
"""From so many rows on the compiled kernel serves. Loading it costs 0.5 to 1.5 s once, a row by NumPy some 0.3 to 1.3 ms, by the kernel 0.03 ms; a command
for one household loads nothing, and a bucket of a county has thousands."""

AT_ONCE = 1_000_000
"""Numbers in memory beside the tables while they are made."""


@dataclass(frozen=True, eq=False)
class PatternTables:
    """Contributions of the sum of trees.

    Attributes:
        first: where the table of each leaf begins; feature by feature in the order of its factors, in each every pattern, bit k of
            which is 1 where factor k is met.
        entries: in log-odds.
    """

    paths: Paths
    first: Places
    entries: Reals

    @classmethod
    def of(cls, paths: Paths) -> PatternTables:
        """Make the tables of all leaves."""
        lengths = paths.lengths
        # Leaves of paths of equal length one after the other: their tables are made together.
        order, sizes = np.argsort(lengths, kind="stable"), np.sort(lengths << lengths)
        ends = np.cumsum(sizes)
        first, entries = np.empty(len(order), dtype=np.int64), np.empty(sizes.sum())
        first[order] = ends - sizes
        for length in np.unique(lengths[lengths > 0]).tolist():
            leaves = np.flatnonzero(lengths == length)
            for some in np.array_split(leaves, min(len(leaves), 1 + len(leaves) * (length << length) // AT_ONCE)):
                table = entries[first[some[0]] :][: len(some) * (length << length)].reshape(len(some), length, -1)
                _fill(table, paths.value[some], paths.share[paths.first_factor[some][:, None] + np.arange(length)])
        return cls(paths, first, entries)

    @property
    def base_value(self) -> float:
        return self.paths.base_value

    @cached_property
    def lookup(self) -> Lookup:
        return Lookup.of(self.paths, self.first)

    def contributions(self, matrix: Matrix) -> Array:
        """Rows by features, in log-odds; a row alone has the very bits that it has among others."""
        if len(matrix) < ENOUGH_ROWS or not len(self.entries):
            return walk(self.paths, self.lookup, self.entries, matrix)
        from models.scorers.kernel import run

        return run(self.paths, self.first, self.entries, matrix)


def small_enough(paths: Paths) -> bool:
    """Whether the tables of these leaves fit into memory."""
    lengths = paths.lengths
    return bool((lengths <= MOST_FEATURES).all()) and int((lengths << lengths).sum()) <= MOST_ENTRIES


def _fill(table: Reals, value: Reals, share: Reals) -> None:
    """Write the tables (leaves by features by patterns) of leaves whose paths have equally many features.

    Args:
        value: of the leaves.
        share: of their factors: leaves by features.
    """
    leaves, length = share.shape
    points, weights = np.polynomial.legendre.leggauss((length + 1) // 2)
    points, weights = (points + 1) / 2, weights / 2
    # Points by leaves by features: a factor that is not met, and one that is, where each is known with chance t.
    unmet = share * (1 - points[:, None, None])
    met = unmet + points[:, None, None]
    # Products over the patterns of the features before each one, and of those after it: a later feature has a higher bit.
    before, after = [weights[:, None, None] * np.ones((1, leaves, 1))], [np.ones((len(points), leaves, 1))]
    for k in range(length - 1):
        before.append(np.concatenate([before[-1] * unmet[:, :, k, None], before[-1] * met[:, :, k, None]], axis=2))
        down = length - 1 - k
        after.append(
            np.stack([after[-1] * unmet[:, :, down, None], after[-1] * met[:, :, down, None]], axis=3).reshape(
                len(points), leaves, -1
            )
        )
    for j in range(length):
        # Added point by point, never by a library's matrix product: the same bits on every machine and in every process.
        integral = sum(
            high[:, :, None] * low[:, None, :] for high, low in zip(after[length - 1 - j], before[j], strict=True)
        )
        integral *= value[:, None, None]
        halves = table[:, j].reshape(leaves, -1, 2, 1 << j)
        halves[:, :, 0] = integral * -share[:, j, None, None]
        halves[:, :, 1] = integral * (1 - share[:, j, None, None])
