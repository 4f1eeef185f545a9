"""Explanations add up, and say what raises the risk."""

from __future__ import annotations

import numpy as np
import pytest

from features.registry import chosen
from features.registry.wording import fact_en, fact_zh
from models.reasons import LARGEST_RESIDUAL, ExplanationError, explain
from tests.models.small_model import frame, model


def test_contributions_and_base_value_rebuild_every_score() -> None:
    made, rows = model(), frame()
    explained = explain(made, made.matrix(rows), made.raw_score(rows))
    assert explained.residual.max() <= LARGEST_RESIDUAL
    assert np.allclose(explained.contributions.sum(axis=1) + made.base_value, made.raw_score(rows), atol=1e-9)


def test_a_score_that_its_explanation_does_not_rebuild_is_no_answer() -> None:
    made, rows = model(), frame(10)
    with pytest.raises(ExplanationError, match="1 of 10 explanations miss their score"):
        explain(made, made.matrix(rows), made.raw_score(rows) + np.r_[2e-6, np.zeros(9)])


@pytest.mark.parametrize("off", [2e-6, -2e-6, float("nan")])
def test_one_row_that_is_not_rebuilt_stops_all(off: float) -> None:
    made, rows = model(), frame(5)
    with pytest.raises(ExplanationError, match="1 of 5"):
        explain(made, made.matrix(rows), made.raw_score(rows) + np.r_[np.zeros(4), off])


@pytest.mark.parametrize("off", [9e-7, -9e-7])
def test_a_difference_in_the_last_digits_is_told_as_residual(off: float) -> None:
    made, rows = model(), frame(5)
    explained = explain(made, made.matrix(rows), made.raw_score(rows) + off)
    assert explained.residual == pytest.approx(abs(off), rel=1e-3)


def test_nothing_to_explain_is_no_error() -> None:
    made = model()
    explained = explain(made, made.matrix(frame(1).clear()), np.array([]))
    assert explained.contributions.shape == (0, 4)


@pytest.mark.parametrize(
    ("feature", "value", "zh", "en"),
    [
        ("self_paid_12m", 23400.0, "近12个月医疗自付：23,400元", "in the last 12 months: 23,400 yuan"),
        ("self_paid_12m", 12.5, "近12个月医疗自付：12.5元", "12.5 yuan"),
        ("self_paid_12m", None, "近12个月医疗自付：没有记录", "not recorded"),
        ("zero_employment", 1.0, "有劳动力但无人就业：是", ": yes"),
        ("labour_share", 0.5, "劳动力占家庭人口比例：50%", ": 50%"),
        ("income_to_line", 1.234, "人均纯收入与监测线之比：1.23", ": 1.23"),
        ("head_schooling", 2.0, "户主文化程度：初中", ": junior secondary"),
        ("kinds_of_trouble", 3.0, "近期同时出现的困难类别数：3类", ": 3 kinds"),
    ],
)
def test_a_fact_is_sayable_as_people_say_it(feature: str, value: float | None, zh: str, en: str) -> None:
    declared = chosen([feature])[feature]
    assert fact_zh(declared, value) == zh
    assert fact_en(declared, value).endswith(en)
