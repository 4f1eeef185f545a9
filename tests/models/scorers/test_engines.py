"""Two engines explain trees: tables of patterns, and LightGBM. They agree on every kind of tree and on any row, alone or among others."""

from __future__ import annotations

import numpy as np
import pytest

from models.scorers import Trees, pattern_tables
from models.scorers.kernel import run
from models.scorers.paths import UnknownTreesError, paths_of
from models.scorers.pattern_tables import ENOUGH_ROWS, PatternTables
from models.scorers.pred_contrib import PredContrib
from models.scorers.walk import walk
from tests.models.scorers.drawn_trees import KINDS, NAMES, Kind, hostile, text_of, trees

EVERY_KIND = pytest.mark.parametrize("name", KINDS)


def tables(scorer: Trees) -> PatternTables:
    assert isinstance(scorer.engine, PatternTables)
    return scorer.engine


@EVERY_KIND
def test_both_engines_give_every_row_the_same_contributions(name: str) -> None:
    scorer, matrix = trees(name), hostile(KINDS[name])
    contributions = scorer.contributions(matrix)
    assert np.abs(contributions - scorer.second_opinion(matrix)).max() <= 1e-12
    assert np.abs(contributions.sum(axis=1) + scorer.base_value - scorer.raw_score(matrix)).max() <= 1e-12
    assert scorer.base_value == pytest.approx(PredContrib(scorer.boosters, len(NAMES)).base_value, abs=1e-12)


@EVERY_KIND
def test_a_row_alone_has_the_bits_that_it_has_among_others(name: str) -> None:
    scorer, matrix = trees(name), hostile(KINDS[name])
    among = scorer.contributions(matrix)
    assert len(matrix) >= ENOUGH_ROWS
    assert np.array_equal(scorer.contributions(matrix[:40]), among[:40])
    assert all(np.array_equal(scorer.contributions(matrix[row : row + 1])[0], among[row]) for row in range(0, 600, 7))


@EVERY_KIND
def test_the_kernel_adds_up_what_the_walk_adds_up_to_the_bit(name: str) -> None:
    made, matrix = tables(trees(name)), hostile(KINDS[name], 700)
    walked = walk(made.paths, made.lookup, made.entries, matrix)
    for count in (0, 1, 511, 512, 513, 700):
        assert np.array_equal(run(made.paths, made.first, made.entries, matrix[:count]), walked[:count])


def test_slices_of_several_threads_lie_where_they_belong() -> None:
    made, matrix = tables(trees("missing values")), np.tile(hostile(Kind()), (16, 1))[:9_001]
    assert np.array_equal(made.contributions(matrix)[:600], walk(made.paths, made.lookup, made.entries, matrix[:600]))
    assert np.array_equal(made.contributions(matrix)[8_400:9_000], made.contributions(matrix)[:600])


def test_a_bag_is_explained_as_the_mean_of_its_boosters() -> None:
    bag = trees("missing values", "300 categories", "one-leaf trees", offset=-1.5)
    matrix = hostile(KINDS["300 categories"])
    parts = [Trees(NAMES, (text,)).contributions(matrix) for text in bag.texts]
    assert np.allclose(bag.contributions(matrix), np.mean(parts, axis=0), atol=1e-13)
    assert np.abs(bag.contributions(matrix).sum(axis=1) + bag.base_value - bag.raw_score(matrix)).max() <= 1e-12


def test_a_feature_that_no_tree_asks_adds_nothing() -> None:
    assert not trees("a constant feature").contributions(hostile(Kind()))[:, 4].any()
    assert not trees("one-leaf trees").contributions(hostile(Kind())).any()


def test_rows_as_they_come_out_of_a_frame_are_served() -> None:
    scorer, matrix = trees("missing values"), hostile(Kind())
    turned = np.asfortranarray(matrix)
    sealed = matrix.copy()
    sealed.flags.writeable = False
    assert np.array_equal(scorer.contributions(turned), scorer.contributions(sealed))


def test_paths_whose_tables_would_not_fit_are_lightgbm_s(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = hostile(Kind())
    by_tables = trees("one path through all features").contributions(matrix)
    for limit, largest in (("MOST_FEATURES", 5), ("MOST_ENTRIES", 1_000)):
        with monkeypatch.context() as patch:
            patch.setattr(pattern_tables, limit, largest)
            scorer = trees("one path through all features")
            assert isinstance(scorer.engine, PredContrib)
            assert np.abs(scorer.contributions(matrix) - by_tables).max() <= 1e-12
            assert (
                np.abs(scorer.contributions(matrix).sum(axis=1) + scorer.base_value - scorer.raw_score(matrix)).max()
                <= 1e-12
            )


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("version=v4\n", "version=v5\n"),
        ("num_tree_per_iteration=1\n", "num_tree_per_iteration=2\n"),
        ("objective=", "average_output\nobjective="),
        ("is_linear=0\n", "is_linear=1\n"),
        ("internal_count=1500 ", "internal_count=0 "),
        ("leaf_count=", "rows_in_leaf="),
        ("internal_count=1500 ", "internal_count="),
    ],
)
def test_trees_of_a_kind_that_is_not_read_are_lightgbm_s(there: str, instead: str) -> None:
    scorer = trees("nothing unknown")
    (text,) = scorer.texts
    assert there in text
    # Beside the booster, which LightGBM has read already.
    vars(scorer)["texts"] = (text.replace(there, instead, 1),)
    with pytest.raises(UnknownTreesError):
        paths_of(scorer.texts)
    assert isinstance(scorer.engine, PredContrib)


def test_a_changed_value_in_a_leaf_shows_in_the_tables() -> None:
    paths = paths_of([text_of("missing values")])
    before = PatternTables.of(paths).contributions(hostile(Kind(), 50))
    paths.value[3] += 1.0
    assert not np.allclose(before, PatternTables.of(paths).contributions(hostile(Kind(), 50)))
