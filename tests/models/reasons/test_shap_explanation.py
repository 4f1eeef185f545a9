"""Explanations as shap's own objects, for its plots."""

from __future__ import annotations

import numpy as np
import pytest

from models.reasons import ExplanationError, explanation_for_plots
from models.risk_model import RiskModel
from models.scorers import Trees
from tests.models.small_model import NAMES, frame, model, simple_model


@pytest.mark.parametrize("made", [model(), simple_model()], ids=["trees", "sum"])
def test_what_shap_draws_adds_up_to_the_scores(made: RiskModel) -> None:
    shown = explanation_for_plots(made, frame(20))
    assert np.allclose(shown.values.sum(axis=1) + shown.base_values, made.raw_score(frame(20)), atol=1e-9)
    assert np.array_equal(shown.data, made.matrix(frame(20)).astype(float), equal_nan=True)
    assert tuple(shown.feature_names) == NAMES
    assert shown[3].values.shape == (4,)


def test_pictures_may_call_features_by_other_names() -> None:
    assert explanation_for_plots(model(), frame(2), ["甲", "乙", "丙", "丁"]).feature_names == ["甲", "乙", "丙", "丁"]


def test_nothing_is_drawn_that_does_not_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trees, "contributions", lambda _self, matrix: np.zeros(matrix.shape))
    with pytest.raises(ExplanationError):
        explanation_for_plots(model(), frame(2))
