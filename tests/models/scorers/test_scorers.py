"""Whatever scores, trees or a sum of functions: the same laws."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from models.reasons import LARGEST_RESIDUAL, explain
from models.risk_model import FACTS_FILE, RiskModel
from models.scorers import Additive, Linear, ScorerError, Steps, Transform, Trees
from models.targets import TargetKind
from tests.models.small_model import NAMES, frame, model, simple_model


def bag() -> RiskModel:
    """Two boosters that disagree, fitted to a sample of the negatives."""
    one = model()
    assert isinstance(one.scorer, Trees)
    (text,) = one.scorer.texts
    return replace(one, scorer=Trees(NAMES, (text, _stump()), offset=-1.75))


def _stump() -> str:
    import lightgbm as lgb

    rows = frame(500, seed=9)
    bills = np.nan_to_num(rows["self_paid_12m"].to_numpy())
    settings = {"objective": "binary", "num_leaves": 2, "verbosity": -1, "num_threads": 1, "seed": 1}
    numbers = rows.fill_null(float("nan")).to_numpy()
    booster = lgb.train(settings, lgb.Dataset(numbers, (bills > 9_000).astype(int), feature_name=list(NAMES)), 3)
    return str(booster.model_to_string())


EVERY_KIND = pytest.mark.parametrize("made", [model(), bag(), simple_model()], ids=["trees", "bag", "additive"])


@EVERY_KIND
def test_contributions_and_base_value_rebuild_every_score(made: RiskModel) -> None:
    rows = frame()
    raw = made.raw_score(rows)
    rebuilt = made.contributions(rows).sum(axis=1) + made.base_value
    assert np.abs(rebuilt - raw).max() <= LARGEST_RESIDUAL
    assert explain(made, made.matrix(rows), raw).residual.max() <= LARGEST_RESIDUAL


@EVERY_KIND
def test_what_is_read_again_scores_and_explains_the_same_to_the_bit(made: RiskModel, tmp_path: Path) -> None:
    made.save(tmp_path)
    read = RiskModel.load(tmp_path)
    assert read.scorer == made.scorer
    assert np.array_equal(read.raw_score(frame()), made.raw_score(frame()))
    assert np.array_equal(read.contributions(frame()), made.contributions(frame()))
    assert read.base_value == made.base_value


@EVERY_KIND
def test_a_household_alone_scores_as_among_others(made: RiskModel) -> None:
    rows = frame(30)
    alone = np.concatenate([made.raw_score(rows[position]) for position in range(rows.height)])
    assert np.array_equal(alone, made.raw_score(rows))


@EVERY_KIND
def test_what_decides_a_score_is_enough_for_it(made: RiskModel) -> None:
    rows, decisive = frame(), made.scorer.decisive
    assert set(decisive) <= set(NAMES)
    assert np.array_equal(made.raw_score_by_decisive(rows.select(decisive)), made.raw_score(rows))
    others = rows.with_columns(pl.lit(7.0).alias(name) for name in NAMES if name not in decisive)
    assert np.array_equal(made.raw_score(others), made.raw_score(rows))


def test_trees_of_one_cut_have_one_feature_that_decides() -> None:
    stump = Trees(NAMES, (_stump(),))
    assert stump.decisive == ("self_paid_12m",)


@EVERY_KIND
def test_no_rows_have_no_scores(made: RiskModel) -> None:
    nobody = np.empty((0, len(NAMES)), dtype=np.float32)
    assert made.scorer.raw_score(nobody).shape == (0,)
    assert made.scorer.contributions(nobody).shape == (0, len(NAMES))


def test_a_bag_is_the_mean_of_its_boosters_and_its_offset() -> None:
    made = bag().scorer
    assert isinstance(made, Trees)
    matrix = bag().matrix(frame())
    one, other = (Trees(NAMES, (text,)) for text in made.texts)
    mean = (one.raw_score(matrix) + other.raw_score(matrix)) / 2 - 1.75
    assert np.allclose(made.raw_score(matrix), mean, atol=1e-12)
    assert not np.allclose(one.raw_score(matrix), other.raw_score(matrix), atol=0.1)


# Bills of 12,000 yuan count by their logarithm; 10,000 yuan of income is already the second step.
@pytest.mark.parametrize(
    ("income", "bills", "score"),
    [
        (9_999.0, 0.0, -4 + 1.5),
        (10_000.0, 0.0, -4 + 0.25),
        (39_999.0, 0.0, -4 + 0.25),
        (40_000.0, 0.0, -4 - 1.0),
        (-500.0, 12_000.0, -4 + 1.5 + 0.3 * np.log(12_001)),
        (None, 0.0, -4 + 0.5),
        (20_000.0, None, -4 + 0.25 - 0.4),
        (20_000.0, -12_000.0, -4 + 0.25 - 0.3 * np.log(12_001)),
    ],
)
def test_a_sum_is_what_can_be_added_up_by_hand(income: float | None, bills: float | None, score: float) -> None:
    row = frame(1).with_columns(
        net_income_year=np.nan if income is None else income, self_paid_12m=np.nan if bills is None else bills
    )
    assert simple_model().raw_score(row) == pytest.approx([score], abs=1e-6)


def test_a_simple_model_gives_its_reasons_against_the_average_household() -> None:
    row = frame(1).with_columns(admissions_12m=2.0, net_income_year=5_000.0, self_paid_12m=60_000.0)
    made = simple_model()
    (contributions,) = made.scorer.contributions(made.matrix(row))
    assert contributions == pytest.approx([0, 1.5 - 0.125, 0, 0.3 * np.log(60_001) - 2.0])
    assert made.base_value == pytest.approx(-4 + 0.125 + 2.0)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: Steps((1.0, 1.0), (0.0, 1.0, 2.0), 0.0, 0.0),
        lambda: Steps((1.0, 2.0), (0.0, 1.0), 0.0, 0.0),
        lambda: Additive(NAMES, (), 0.0),
        lambda: Additive(("persons",), (Linear(float("nan"), Transform.NONE, 0.0, 0.0),), 0.0),
        lambda: Additive(("persons",), (Steps((1.0,), (0.0, float("inf")), 0.0, 0.0),), 0.0),
        lambda: Additive((), (), float("nan")),
        lambda: Trees(NAMES, ()),
        lambda: Trees(NAMES[:3], (_stump(),)),
        lambda: Trees(NAMES, (_stump()[:200],)),
    ],
)
def test_a_scorer_that_does_not_fit_together_is_refused(broken: object) -> None:
    with pytest.raises(ScorerError):
        broken()  # type: ignore[operator]


def test_a_simple_model_is_one_file_that_people_can_read(tmp_path: Path) -> None:
    simple_model().save(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [FACTS_FILE]
    read = json.loads((tmp_path / FACTS_FILE).read_text(encoding="utf-8"))
    assert read["scorer"]["kind"] == "additive"
    assert read["scorer"]["terms"][1]["edges"] == [10_000.0, 40_000.0]


def test_a_model_remembers_whom_it_speaks_of(tmp_path: Path) -> None:
    replace(model(), target=TargetKind.RELAPSE).save(tmp_path)
    assert RiskModel.load(tmp_path).target is TargetKind.RELAPSE
