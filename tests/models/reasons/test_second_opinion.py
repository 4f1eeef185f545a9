"""Two engines bear witness to each other: what one of them gets wrong does not stay unseen."""

from __future__ import annotations

from dataclasses import replace

import lightgbm as lgb
import numpy as np
import pytest

from models.reasons import EnginesDisagreeError, ExplanationError, disagreement, explain, require_agreement
from models.risk_model import RiskModel
from models.scorers import Trees
from models.scorers.paths import paths_of
from models.scorers.pattern_tables import PatternTables
from tests.models.small_model import NAMES, frame, model, simple_model

EVERY_KIND = pytest.mark.parametrize("made", [model(), simple_model()], ids=["trees", "sum"])


def tables_of(scored: RiskModel) -> PatternTables:
    assert isinstance(scored.scorer, Trees)
    assert isinstance(scored.scorer.engine, PatternTables)
    return scored.scorer.engine


@EVERY_KIND
def test_engines_agree_on_a_sound_model(made: RiskModel) -> None:
    assert disagreement(made, made.matrix(frame())) <= 1e-9
    assert disagreement(made, made.matrix(frame(1).clear())) == 0.0
    require_agreement(made, made.matrix(frame()))


@pytest.mark.parametrize("off", [2e-5, -2e-5, float("nan")])
def test_a_table_that_is_off_by_little_is_seen(off: float) -> None:
    made = model()
    tables_of(made).entries[:] += off
    with pytest.raises(EnginesDisagreeError, match=r"400 户.*重新训练") as refused:
        require_agreement(made, made.matrix(frame()))
    assert " | Two engines explain the same 400 rows differently" in str(refused.value)


def test_a_dropped_contribution_is_never_an_answer() -> None:
    made, rows = model(), frame()
    explained = made.contributions(rows)
    most = int(np.abs(explained).sum(axis=0).argmax())
    tables = tables_of(made)
    tables.paths.feature[tables.paths.feature == most] = (most + 1) % len(NAMES)
    # To another feature: the sum is right, and no residual shows it. The second engine does.
    assert explain(made, made.matrix(rows), made.raw_score(rows)).residual.max() <= 1e-9
    with pytest.raises(EnginesDisagreeError):
        require_agreement(made, made.matrix(rows))
    tables.entries[: len(tables.entries) // 2] = 0.0
    with pytest.raises(ExplanationError):
        explain(made, made.matrix(rows), made.raw_score(rows))


def test_a_swapped_booster_is_never_an_answer() -> None:
    made, rows = model(), frame()
    assert isinstance(made.scorer, Trees)
    bag = Trees(NAMES, (*made.scorer.texts, fewer_trees(made.scorer.boosters[0])))
    assert (
        explain(replace(made, scorer=bag), made.matrix(rows), bag.raw_score(made.matrix(rows))).residual.max() <= 1e-9
    )
    vars(bag)["engine"] = PatternTables.of(paths_of(made.scorer.texts * 2))
    with pytest.raises(ExplanationError, match="400 of 400"):
        explain(replace(made, scorer=bag), made.matrix(rows), bag.raw_score(made.matrix(rows)))
    with pytest.raises(EnginesDisagreeError):
        require_agreement(replace(made, scorer=bag), made.matrix(rows))


def fewer_trees(booster: lgb.Booster) -> str:
    return str(booster.model_to_string(num_iteration=20))
