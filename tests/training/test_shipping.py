"""What ships is explained by two engines before anything is registered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from models.reasons import EnginesDisagreeError
from models.scorers import Trees
from models.scorers.pattern_tables import PatternTables
from tests.models.small_model import frame, model
from training import shipping

PLAN: Any = SimpleNamespace(
    plan=SimpleNamespace(final=SimpleNamespace(train="train", later="later")), experiment=None, horizon_months=6
)


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> Trees:
    """The scorer of the model that the fit gives, whatever it learns from."""
    made = model()
    assert isinstance(made.scorer, Trees)
    monkeypatch.setattr(shipping, "rows_of", lambda matrix, _part: matrix)
    monkeypatch.setattr(shipping, "facts_of", lambda _matrix, _pinned: {})
    monkeypatch.setattr(shipping, "fit", lambda *_: made)
    return made.scorer


def test_a_model_that_both_engines_explain_alike_ships(fitted: Trees) -> None:
    assert shipping.final_model(frame(), PLAN, "trees").scorer is fitted


def test_a_model_that_they_explain_differently_does_not(fitted: Trees) -> None:
    assert isinstance(fitted.engine, PatternTables)
    fitted.engine.entries[:] *= 1.01
    with pytest.raises(EnginesDisagreeError, match="重新训练"):
        shipping.final_model(frame(), PLAN, "trees")


def test_where_nobody_is_there_later_there_is_nothing_to_disagree_about(fitted: Trees) -> None:
    nobody: pl.DataFrame = frame(1).clear()
    assert shipping.final_model(nobody, PLAN, "trees").scorer is fitted
