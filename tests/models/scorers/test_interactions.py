"""Pairwise interactions of trees: symmetric, summing to the contributions, and what others find who count differently."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import lightgbm as lgb
import numpy as np
import pytest

from models.scorers import ScorerError, Trees, pattern_tables
from models.scorers.paths import Paths, paths_of
from models.scorers.walk import factors_met
from tests.models.scorers.drawn_trees import COLUMNS, KINDS, NAMES, Kind, hostile, rows, text_of, trees


@pytest.mark.parametrize("name", KINDS)
def test_rows_sum_to_contributions_and_either_half_is_the_other(name: str) -> None:
    scorer, matrix = trees(name, name, offset=-2.0), hostile(KINDS[name], 12)
    pairs = scorer.interactions(matrix)
    assert np.array_equal(pairs, pairs.transpose(0, 2, 1))
    assert np.abs(pairs.sum(axis=2) - scorer.contributions(matrix)).max() <= 1e-12


@pytest.mark.parametrize(
    "name", ["nothing unknown", "missing values", "monotone", "one path through all features", "amounts"]
)
def test_shap_finds_the_same_pairs(name: str) -> None:
    import shap

    matrix = rows(KINDS[name], 20, 3)
    theirs = shap.TreeExplainer(lgb.Booster(model_str=text_of(name))).shap_interaction_values(matrix)
    assert np.abs(trees(name).interactions(matrix) - theirs).max() <= 1e-5


@pytest.mark.parametrize("name", ["300 categories, some missing", "zero as missing"])
def test_every_coalition_counted_one_by_one_gives_the_same(name: str) -> None:
    matrix = hostile(KINDS[name], 5)
    counted = np.stack([counted_one_by_one(paths_of([text_of(name)]), row) for row in matrix])
    assert np.abs(trees(name).interactions(matrix) - counted).max() <= 1e-12


def counted_one_by_one(paths: Paths, values: np.ndarray) -> np.ndarray:
    """The definition: over all coalitions of the other features, with their Shapley weights."""
    met, leaf = factors_met(paths, values).astype(float), paths.leaf_of_factor

    def worth(known: frozenset[int]) -> float:
        factors = np.where(np.isin(paths.feature, list(known)), met, paths.share)
        reached = np.ones(len(paths.value))
        np.multiply.at(reached, leaf, factors)
        return float((paths.value * reached).sum())

    every = [frozenset(some) for size in range(COLUMNS + 1) for some in combinations(range(COLUMNS), size)]
    worths = {known: worth(known) for known in every}
    pairs = np.zeros((COLUMNS, COLUMNS))
    for known in every:
        for i in set(range(COLUMNS)) - known:
            chance = factorial(len(known)) * factorial(COLUMNS - len(known) - 1) / factorial(COLUMNS)
            pairs[i, i] += chance * (worths[known | {i}] - worths[known])
            for j in set(range(COLUMNS)) - known - {i}:
                both = factorial(len(known)) * factorial(COLUMNS - len(known) - 2) / factorial(COLUMNS - 1) / 2
                pairs[i, j] += both * (
                    worths[known | {i, j}] - worths[known | {i}] - worths[known | {j}] + worths[known]
                )
    pairs[range(COLUMNS), range(COLUMNS)] -= pairs.sum(axis=1) - pairs.diagonal()
    return pairs


def test_where_tables_would_not_fit_pairs_are_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_tables, "MOST_FEATURES", 3)
    scorer, matrix = trees("one path through all features"), hostile(Kind(), 4)
    assert np.abs(scorer.interactions(matrix).sum(axis=2) - scorer.contributions(matrix)).max() <= 1e-12


def test_of_trees_that_are_not_read_nobody_makes_up_pairs() -> None:
    scorer = trees("nothing unknown")
    vars(scorer)["texts"] = (scorer.texts[0].replace("version=v4", "version=v5"),)
    with pytest.raises(ScorerError, match=r"两两作用.* \| .*Nothing was returned"):
        scorer.interactions(hostile(Kind(), 1))


def test_linear_models_in_leaves_are_refused_as_they_come_in() -> None:
    numbers = np.random.default_rng(1).normal(size=(500, COLUMNS))
    data = lgb.Dataset(numbers, numbers[:, 0] + numbers[:, 1], feature_name=list(NAMES), params={"linear_tree": True})
    booster = lgb.train({"linear_tree": True, "verbosity": -1, "num_threads": 1, "objective": "regression"}, data, 3)
    with pytest.raises(ScorerError, match="linear_tree"):
        Trees(NAMES, (booster.model_to_string(),))
