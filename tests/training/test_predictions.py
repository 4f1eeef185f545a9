"""Predictions carry the outcome and every method's score of the same rows."""

from __future__ import annotations

from tests.training.drawn_predictions import drawn_predictions
from training.predictions import IDENTITY, MODEL, methods_of, score_column


def test_the_model_comes_first_among_the_methods() -> None:
    drawn = drawn_predictions(signal={"logistic": 1.0, MODEL: 1.0, "random": 0.0})
    assert methods_of(drawn) == [MODEL, "logistic", "random"]
    assert {score_column(name) for name in methods_of(drawn)} <= set(drawn.columns)


def test_an_outcome_has_a_day_where_there_is_one() -> None:
    drawn = drawn_predictions()
    assert drawn.select(*IDENTITY).schema == IDENTITY
    assert (drawn["outcome_on"].is_not_null() == (drawn["label"] == 1)).all()
    assert drawn["label"].sum() > 0
    assert drawn["window"].unique().sort().to_list() == [0, 1]
