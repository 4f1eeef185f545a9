"""What is a reason, and what stops an answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from models.explain import ExplanationError, explain
from models.risk_model import RiskModel
from tests.models.trained import NAMES, frame, model


def told(monkeypatch: pytest.MonkeyPatch, contributions: list[float], most: int = 4) -> list[str]:
    """The features told as reasons when the columns of `NAMES` contribute so much."""
    made = model()
    monkeypatch.setattr(RiskModel, "contributions", lambda *_given: np.array([contributions]))
    reasons = explain(made, frame(1), np.array([made.base_value + sum(contributions)]), most).reasons.to_list()[0]
    return [reason["feature"] for reason in reasons]


def test_what_lowers_the_risk_or_does_nothing_is_no_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, [0.5, -2.0, 0.0, 0.7]) == [NAMES[3], NAMES[0]]
    assert told(monkeypatch, [0.0, 0.0, -0.1, 0.0]) == []


def test_no_more_reasons_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, [0.1, 0.2, 0.3, 0.4], most=2) == [NAMES[3], NAMES[2]]


def test_equal_contributions_are_told_by_name_whatever_the_order_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    made = replace(model(), scorer=replace(model().scorer, features=tuple(reversed(NAMES))))  # type: ignore[type-var]
    monkeypatch.setattr(RiskModel, "contributions", lambda *_given: np.full((1, 4), 0.25))
    reasons = explain(made, frame(1), np.array([made.base_value + 1.0]), most=3).reasons.to_list()[0]
    assert [reason["feature"] for reason in reasons] == list(NAMES[:3])


@pytest.mark.parametrize("off", [2e-6, -2e-6, float("nan")])
def test_one_row_that_is_not_rebuilt_stops_all(off: float) -> None:
    made, rows = model(), frame(5)
    with pytest.raises(ExplanationError):
        explain(made, rows, made.raw_score(rows) + np.r_[np.zeros(4), off], most=3)


@pytest.mark.parametrize("off", [9e-7, -9e-7])
def test_a_difference_in_the_last_digits_is_told_as_residual(off: float) -> None:
    made, rows = model(), frame(5)
    explained = explain(made, rows, made.raw_score(rows) + off, most=3)
    assert explained.residual == pytest.approx(abs(off), rel=1e-3)


def test_what_nobody_recorded_is_no_reason() -> None:
    made = model()
    # Unknown income in a household with heavy bills.
    rows = pl.DataFrame(
        {"admissions_12m": [3.0], "net_income_year": [None], "persons": [None], "self_paid_12m": [60000.0]},
        schema_overrides={"net_income_year": pl.Float64, "persons": pl.Float64},
    )
    reasons = explain(made, rows, made.raw_score(rows), most=4).reasons.to_list()[0]
    values = {reason["feature"]: reason["value"] for reason in reasons}
    assert values["self_paid_12m"] == 60000
    assert "net_income_year" not in values
    assert "persons" not in values
