"""What pairs of facts do together is told only where it adds up to what each contributes."""

from __future__ import annotations

import numpy as np
import pytest

from models.reasons import ExplanationError, Pair, pairs_in_words, pairwise, strongest_pairs
from models.risk_model import RiskModel
from models.scorers import Trees
from models.scorers.pattern_tables import PatternTables
from tests.models.small_model import NAMES, frame, model, simple_model


@pytest.mark.parametrize("made", [model(), simple_model()], ids=["trees", "sum"])
def test_each_feature_s_pairs_sum_to_its_contribution(made: RiskModel) -> None:
    rows = frame(8)
    contributions = made.contributions(rows)
    pairs = pairwise(made, made.matrix(rows), contributions)
    assert pairs.shape == (8, 4, 4)
    assert np.abs(pairs.sum(axis=2) - contributions).max() <= 1e-9
    assert np.abs(pairs.sum(axis=(1, 2)) + made.base_value - made.raw_score(rows)).max() <= 1e-9
    assert pairwise(made, made.matrix(rows.clear()), contributions[:0]).shape == (0, 4, 4)


def test_a_sum_of_functions_has_a_diagonal_and_nothing_else() -> None:
    made, rows = simple_model(), frame(3)
    pairs = pairwise(made, made.matrix(rows), made.contributions(rows))
    assert np.array_equal(pairs * (1 - np.eye(4)), np.zeros((3, 4, 4)))
    assert strongest_pairs(made, pairs[0]) == []
    assert pairs_in_words(made, rows[:1], made.contributions(rows[:1]))[1:] == [
        "没有：各项事实各自起作用。 | None: each fact acts by itself."
    ]


@pytest.mark.parametrize("off", [2e-6, float("nan")])
def test_pairs_that_do_not_add_up_are_no_answer(off: float) -> None:
    made, rows = model(), frame(3)
    contributions = made.contributions(rows)
    contributions[1, 2] += off
    with pytest.raises(ExplanationError, match=r"没有给出任何结果.* \| .*Nothing was returned"):
        pairwise(made, made.matrix(rows), contributions)


def test_a_damaged_table_is_no_answer() -> None:
    made, rows = model(), frame(3)
    assert isinstance(made.scorer, Trees)
    assert isinstance(made.scorer.engine, PatternTables)
    made.scorer.engine.entries[:] *= 1.001
    with pytest.raises(ExplanationError):
        pairwise(made, made.matrix(rows), made.contributions(rows))


def test_half_a_pair_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    made, rows = model(), frame(2)
    contributions = made.contributions(rows)
    pairs = made.scorer.interactions(made.matrix(rows))
    pairs[:, 0, 1] += 0.1
    pairs[:, 0, 0] -= 0.1
    monkeypatch.setattr(Trees, "interactions", lambda _self, _matrix: pairs)
    with pytest.raises(ExplanationError, match=r"mirror by up to 0\.1"):
        pairwise(made, made.matrix(rows), contributions)


def test_pairs_are_told_strongest_first_whole_and_no_trifle_is() -> None:
    pairs = np.zeros((4, 4))
    for first, second, half in ((0, 1, 0.1), (1, 3, -0.3), (2, 3, 0.1), (0, 2, 0.002)):
        pairs[first, second] = pairs[second, first] = half
    assert strongest_pairs(model(), pairs) == [
        Pair(NAMES[1], NAMES[3], -0.6),
        Pair(NAMES[0], NAMES[1], 0.2),
        Pair(NAMES[2], NAMES[3], 0.2),
    ]
    assert len(strongest_pairs(model(), pairs, most=1)) == 1


def test_a_pair_is_told_with_both_facts_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    made = model()
    row = frame(1).with_columns(net_income_year=None, self_paid_12m=23_400.0).select(frame(1).columns)
    pairs = np.zeros((1, 4, 4))
    pairs[0, 1, 3] = pairs[0, 3, 1] = 0.06
    pairs[0, 0, 3] = pairs[0, 3, 0] = -0.04
    monkeypatch.setattr(Trees, "interactions", lambda _self, _matrix: pairs)
    lines = pairs_in_words(made, row, pairs.sum(axis=2))
    assert lines[1].startswith("1. ")
    assert lines[1].endswith("没有记录；近12个月医疗自付：23,400元。合在一起，得分再升高 0.12")
    assert lines[2].endswith("23,400 yuan. Together they raise the score by a further 0.12")
    assert lines[3].endswith("合在一起，得分再降低 0.08")
    assert len(lines) == 5
