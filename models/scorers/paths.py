"""Boosted trees as paths: of each leaf the features that were asked on the way to it, read from LightGBM's own text.

A leaf is reached by rows that meet all conditions on its path. Where some features are not known, the path-dependent
expectation of TreeSHAP goes both ways at each node that asks them, in the shares in which training went (Lundberg et al.,
Nature Machine Intelligence 2, 2020). So a leaf adds `value · ∏ factor`, one factor for each feature on its path: whether the
row meets all of that feature's conditions (1 or 0) where the feature is known, the product of the shares where it is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Reals = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

ZERO = float(np.float32(1e-35))
"""LightGBM takes any number up to here for zero (`kZeroThreshold`)."""

CATEGORICAL, DEFAULT_LEFT = 1, 2
MISSING_IS_ZERO, MISSING_IS_NAN = 1, 2
"""Bits of a node's `decision_type`, and its kind of missing values, which stands in the next two."""


class UnknownTreesError(ValueError):
    """Trees of a kind that is not read here."""


@dataclass(frozen=True, eq=False)
class Nodes:
    """Splits of all trees, one tree after the other.

    Attributes:
        feature: the column that is asked.
        threshold: a row goes left where its value is no greater.
        zero_left, nan_left: where a row of zero, and of an unknown value, goes.
        categorical: a row goes left where its value, cut to a whole number, is one of the node's categories.
        categories: a bit for each category, for all categorical nodes one after the other; `first_category` is where each node's
            bytes begin, and one place more: the end.
    """

    feature: Places
    threshold: Reals
    zero_left: Bytes
    nan_left: Bytes
    categorical: Bytes
    categories: Bytes
    first_category: Places


@dataclass(frozen=True, eq=False)
class Paths:
    """Leaves of all trees, one tree after the other; of each leaf its factors, of each factor its conditions.

    Attributes:
        first_node, first_leaf: where the nodes and leaves of each tree begin, and one place more: the end.
        value: of each leaf, in log-odds.
        first_factor: where the factors of each leaf begin, and one place more.
        feature: of each factor; within a leaf they rise.
        share: of each factor, the part of training's rows that met its conditions where they were asked.
        first_condition: where the conditions of each factor begin, and one place more.
        node, left: of each condition the node that asks, and 1 where the path goes left there.
    """

    nodes: Nodes
    first_node: Places
    first_leaf: Places
    value: Reals
    first_factor: Places
    feature: Places
    share: Reals
    first_condition: Places
    node: Places
    left: Bytes

    @property
    def base_value(self) -> float:
        """The sum of the trees where nothing is known of a row."""
        shares = np.ones(len(self.value))
        np.multiply.at(shares, self.leaf_of_factor, self.share)
        return float((self.value * shares).sum())

    @property
    def lengths(self) -> Places:
        """Of each leaf, the number of its factors."""
        return np.diff(self.first_factor)

    @property
    def leaf_of_factor(self) -> Places:
        return np.repeat(np.arange(len(self.value)), self.lengths)


def paths_of(texts: Iterable[str]) -> Paths:
    """The paths of every leaf of every tree of these boosters.

    Raises:
        UnknownTreesError: trees with linear models in their leaves, of several classes, averaged as in a random forest, in another
            version of the format, or without the counts of training.
    """
    trees = [tree for text in texts for tree in _trees(text)]
    leaves = np.array([int(tree["num_leaves"]) for tree in trees], dtype=np.int64)
    splits = leaves - 1
    first_node, first_leaf = _firsts(splits), _firsts(leaves)
    counted = _numbers(trees, "internal_count", first_node[-1])
    # Of a tree that is one leaf nothing but its value stands in the text.
    in_leaf, grown = np.zeros(first_leaf[-1]), leaves > 1
    asking = [tree for tree, splits_at_all in zip(trees, grown, strict=True) if splits_at_all]
    in_leaf[np.repeat(grown, leaves)] = _numbers(asking, "leaf_count", int(leaves[grown].sum()))
    if (counted <= 0).any():
        raise UnknownTreesError("a node without rows of training")
    # Where a child is a leaf, the text holds the complement of its number.
    parent, from_left = np.full(first_node[-1], -1), np.zeros(first_node[-1], dtype=np.uint8)
    node, left = np.full(first_leaf[-1], -1), np.zeros(first_leaf[-1], dtype=np.uint8)
    for side, name in ((1, "left_child"), (0, "right_child")):
        child, asks = _numbers(trees, name, first_node[-1]).astype(np.int64), np.arange(first_node[-1])
        is_node = child >= 0
        below = np.where(
            is_node, np.repeat(first_node[:-1], splits) + child, np.repeat(first_leaf[:-1], splits) + ~child
        )
        parent[below[is_node]], from_left[below[is_node]] = asks[is_node], side
        node[below[~is_node]], left[below[~is_node]] = asks[~is_node], side
    nodes, value = _nodes(trees, first_node), _numbers(trees, "leaf_value", first_leaf[-1])
    climbed = _climbed(node, left, in_leaf, parent, from_left, counted)
    return Paths(nodes, first_node, first_leaf, value, *_factors(nodes, len(value), *climbed))


def _climbed(
    node: Places, left: Bytes, count: Reals, parent: Places, from_left: Bytes, counted: Reals
) -> tuple[Places, Places, Bytes, Reals]:
    """Every condition of every leaf (leaf, node, side, share), found by climbing from all leaves at once."""
    leaf, steps = np.arange(len(node)), []
    while True:
        on = node >= 0
        leaf, node, left, count = leaf[on], node[on], left[on], count[on]
        steps.append((leaf, node, left, count / counted[node]))
        if not len(leaf):
            return tuple(np.concatenate(column) for column in zip(*steps, strict=True))  # type: ignore[return-value]
        count, left, node = counted[node], from_left[node], parent[node]


def _factors(nodes: Nodes, leaves: int, leaf: Places, node: Places, left: Bytes, share: Reals) -> tuple[Any, ...]:
    """Conditions of one leaf on one feature as one factor."""
    order = np.lexsort((node, nodes.feature[node], leaf))
    leaf, node, left, share = leaf[order], node[order], left[order], share[order]
    feature = nodes.feature[node]
    begins = (
        np.flatnonzero(np.r_[True, (np.diff(leaf) != 0) | (np.diff(feature) != 0)])
        if len(leaf)
        else np.empty(0, np.int64)
    )
    shares = np.multiply.reduceat(share, begins) if len(begins) else np.empty(0)
    first_factor = _firsts(np.bincount(leaf[begins], minlength=leaves))
    return first_factor, feature[begins], shares, np.r_[begins, len(leaf)], node, left


def _nodes(trees: list[dict[str, str]], first_node: Places) -> Nodes:
    kind, feature, threshold = (
        _numbers(trees, name, first_node[-1]) for name in ("decision_type", "split_feature", "threshold")
    )
    bits = kind.astype(np.int64)
    categorical, default_left, missing = bits & CATEGORICAL > 0, bits & DEFAULT_LEFT > 0, bits >> 2 & 3
    zero_left = np.where(missing == MISSING_IS_ZERO, default_left, threshold >= 0)
    nan_left = np.where(missing == MISSING_IS_NAN, default_left, zero_left)
    lengths, sets = np.zeros(len(kind), dtype=np.int64), [np.empty(0, dtype="<u4")]
    for first, last, tree in zip(first_node[:-1], first_node[1:], trees, strict=True):
        if int(tree["num_cat"]):
            bounds = _numbers([tree], "cat_boundaries", int(tree["num_cat"]) + 1).astype(np.int64)
            words = _numbers([tree], "cat_threshold", bounds[-1]).astype("<u4")
            for place in np.flatnonzero(categorical[first:last]) + first:
                begin, end = bounds[int(threshold[place])], bounds[int(threshold[place]) + 1]
                sets.append(words[begin:end])
                lengths[place] = 4 * (end - begin)
    return Nodes(
        feature.astype(np.int64),
        threshold,
        zero_left.astype(np.uint8),
        nan_left.astype(np.uint8),
        categorical.astype(np.uint8),
        np.concatenate(sets).view(np.uint8),
        _firsts(lengths),
    )


def _trees(text: str) -> list[dict[str, str]]:
    header, *trees = text.partition("\nend of trees")[0].split("\nTree=")
    stated = set(header.splitlines())
    if not {"version=v4", "num_tree_per_iteration=1"} <= stated or "average_output" in stated:
        raise UnknownTreesError("another version, several classes or a random forest")
    read = [dict(line.split("=", 1) for line in tree.splitlines() if "=" in line) for tree in trees]
    if any(tree.get("is_linear") != "0" for tree in read):
        raise UnknownTreesError("linear models in leaves")
    return read


def _numbers(trees: Iterable[dict[str, str]], name: str, expected: int) -> Reals:
    numbers = np.array(" ".join(tree.get(name, "") for tree in trees).split(), dtype=np.float64)
    if len(numbers) != expected:
        raise UnknownTreesError(f"{len(numbers)} numbers of {name} where {expected} are expected")
    return numbers


def _firsts(lengths: npt.NDArray[Any]) -> Places:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
