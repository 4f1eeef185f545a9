"""Places held out: who learns never saw the township that is asked about, and every test row is asked once."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from models.lists import with_township
from tests.training import drawn_matrix as learnable
from tests.training.backtests.drawn_run import pinned
from training.backtests.places import AWAY, IN_PLACE, folds_of, measured_places, place_held_out
from training.backtests.rolling import predict_window
from training.contenders.contender import Contender, Fitted
from training.contenders.names import BOOSTING
from training.contenders.registry import CONTENDERS
from training.settings import Experiment
from training.steps import NotKept

TOWNSHIPS = [f"99010100{number}" for number in range(1, 6)]


@pytest.fixture(scope="module")
def matrix() -> pl.DataFrame:
    """The learnable matrix, its households spread over five townships."""
    rows = learnable.matrix()
    number = rows["household_id"].str.slice(1).cast(pl.Int64)
    return rows.with_columns(
        ("99010100" + (number % 5 + 1).cast(pl.String) + "00" + (number % 3 + 1).cast(pl.String)).alias("region_code"),
        pl.when(pl.col("label") == 1).then(pl.col("as_of").dt.offset_by("10d")).alias("outcome_on"),
    )


def test_townships_are_dealt_into_even_parts_each_once() -> None:
    folds = folds_of(TOWNSHIPS, 3, seed=1)
    assert sorted(len(fold) for fold in folds) == [1, 2, 2]
    assert sorted(code for fold in folds for code in fold) == TOWNSHIPS
    assert folds_of(list(reversed(TOWNSHIPS)), 3, seed=1) == folds
    assert folds_of(TOWNSHIPS, 3, seed=2) != folds
    assert folds_of(["A", "B"], 3, seed=1) in ([["A"], ["B"]], [["B"], ["A"]])


def test_nothing_of_the_place_is_learned_stopped_or_calibrated_by(
    matrix: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []
    trees = CONTENDERS[BOOSTING]

    def watched(train: pl.DataFrame, later: pl.DataFrame, experiment: Experiment) -> Fitted:
        places = [set(with_township(part)["township"]) for part in (train, later)]
        assert places[0] == places[1]
        seen.append(places[0])
        return trees.fit(train, later, experiment)

    monkeypatch.setitem(CONTENDERS, BOOSTING, Contender(watched, shippable=True))
    run = pinned(places={"folds": 3, "windows": 1})
    competing = pl.concat(
        predict_window(matrix, number, window, run.experiment) for number, window in enumerate(run.plan.windows)
    )
    seen.clear()
    held_out = place_held_out(matrix, competing, run, BOOSTING, NotKept())
    assert held_out is not None
    asked = [set(TOWNSHIPS) - learned for learned in seen]
    assert sorted(code for places in asked for code in places) == TOWNSHIPS
    # Every row of the last window once, and beside it what the model said that knew the place.
    test = matrix.filter(pl.col("as_of").is_in(list(run.plan.windows[-1].test)))
    key = ["household_id", "as_of"]
    assert held_out.select(key).sort(key).equals(test.select(key).sort(key))
    beside = held_out.join(competing, on=key)
    assert beside[f"score.{IN_PLACE}"].equals(beside["score.boosting"], check_names=False)
    assert (held_out[f"score.{AWAY}"] != held_out[f"score.{IN_PLACE}"]).any()

    told = measured_places(held_out, run.experiment.evaluation)
    assert (told["windows"], told["townships"], told["rows"]) == (1, 5, test.height)
    assert told["positives"] == test["label"].sum()
    for metric in ("recall", "roc_auc", "observed_to_expected"):
        away, near, less = (told[name][metric]["value"] for name in (AWAY, IN_PLACE, "difference"))
        assert less == pytest.approx(away - near)
    # Nothing of this county depends on the place: who never saw it is hardly worse, and calibrated.
    assert told[AWAY]["roc_auc"]["value"] > 0.6
    expected = held_out[f"probability.{AWAY}"].to_numpy().sum()
    assert told[AWAY]["observed_to_expected"]["value"] == pytest.approx(told["positives"] / expected)


def test_one_township_or_no_wish_leaves_the_test_out(matrix: pl.DataFrame) -> None:
    empty = matrix.clear()
    assert place_held_out(matrix, empty, pinned(places={"windows": 0}), BOOSTING, NotKept()) is None
    alone = matrix.with_columns(pl.lit("990101001001").alias("region_code"))
    assert place_held_out(alone, empty, pinned(), BOOSTING, NotKept()) is None


def test_the_last_list_is_the_scores_of_the_month_before(matrix: pl.DataFrame) -> None:
    run = pinned(evaluation={"opponents": ["last_list", "random"], "bootstrap": 20})
    window = run.plan.windows[0]
    rows = predict_window(matrix, 0, window, run.experiment)
    first, second = window.test[:2]
    key = "household_id"
    today = rows.filter(pl.col("as_of") == first).sort(key)
    next_month = rows.filter(pl.col("as_of") == second).sort(key)
    assert next_month["carried.boosting"].to_list() == today["score.boosting"].to_list()
    # On the first test day too: the model was asked about the month before it.
    assert today["carried.boosting"].n_unique() > 10
    assert not np.isnan(rows["score.random"].to_numpy()).any()
