"""Explanations add up, and say what raises the risk."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import models.explain
from features.registry import chosen
from features.registry.wording import fact_en, fact_zh
from models.explain import LARGEST_RESIDUAL, ExplanationError, explain
from models.risk_model import RiskModel
from tests.models.trained import frame, model


def test_contributions_and_base_value_rebuild_every_score() -> None:
    made, rows = model(), frame()
    explained = explain(made, rows, made.raw_score(rows), most=3)
    assert explained.residual.max() <= LARGEST_RESIDUAL
    assert np.allclose(explained.contributions.sum(axis=1) + made.base_value, made.raw_score(rows), atol=1e-9)


def test_a_score_that_its_explanation_does_not_rebuild_is_no_answer() -> None:
    made, rows = model(), frame(10)
    with pytest.raises(ExplanationError, match="1 of 10 explanations miss their score"):
        explain(made, rows, made.raw_score(rows) + np.r_[2e-6, np.zeros(9)], most=3)


def test_reasons_raise_the_risk_strongest_first_with_the_value_that_was_known() -> None:
    made, rows = model(), frame()
    explained = explain(made, rows, made.raw_score(rows), most=3)
    for position, reasons in enumerate(explained.reasons.to_list()):
        amounts = [reason["contribution"] for reason in reasons]
        assert amounts == sorted(amounts, reverse=True)
        assert all(amount > 0 for amount in amounts)
        known = rows.select(pl.col(made.features).is_not_null()).row(position)
        raising = ((explained.contributions[position] > 0) & known).sum()
        assert len(reasons) == min(raising, 3)
        for reason in reasons:
            assert reason["value"] == rows[reason["feature"]][position]


def test_equal_contributions_are_told_in_the_order_of_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    made, rows = model(), frame(1)
    equal = np.full((1, 4), 0.25)
    monkeypatch.setattr(RiskModel, "contributions", lambda *_given: equal)
    raw = np.array([made.base_value + 1.0])
    reasons = explain(made, rows, raw, most=4).reasons.to_list()[0]
    assert [reason["feature"] for reason in reasons] == sorted(made.features)


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
def test_a_fact_is_said_as_people_say_it(feature: str, value: float | None, zh: str, en: str) -> None:
    declared = chosen([feature])[feature]
    assert fact_zh(declared, value) == zh
    assert fact_en(declared, value).endswith(en)


def test_nothing_to_explain_is_no_error() -> None:
    made = model()
    nothing = frame(1).clear()
    assert explain(made, nothing, np.array([]), most=3).reasons.dtype == pl.List(models.explain.REASON)
