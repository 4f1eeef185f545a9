"""One window: learned from its train part, calibrated on its later data, asked about its test; and who may then ship."""

from __future__ import annotations

import polars as pl
import pytest

from models.calibrate import CalibrationError
from tests.training import drawn_matrix as learnable
from tests.training.backtests.drawn_run import pinned
from training.backtests.choosing import choose_among, simple_models
from training.backtests.competing import uncalibrated_windows
from training.backtests.rolling import backtest, part_counts, predict_window, rows_of
from training.calibration.choosing import chosen_calibrator
from training.contenders.names import BOOSTING
from training.contenders.registry import CONTENDERS
from training.contenders.scarcity import TooFewPositivesError
from training.steps import NotKept

OUTCOME = pl.when(pl.col("label") == 1).then(pl.col("as_of").dt.offset_by("10d")).alias("outcome_on")
MATRIX = learnable.matrix().with_columns(OUTCOME)
RUN = pinned(evaluation={"opponents": ["income", "triggers"]})
WINDOW = RUN.plan.windows[0]


def test_a_window_learns_from_its_train_part_and_calibrates_on_its_later_data() -> None:
    train, later, test = (rows_of(MATRIX, part) for part in (WINDOW.train, WINDOW.later, WINDOW.test))
    fitted = CONTENDERS["income"].fit(train, later, RUN.experiment)
    calibrator, _ = chosen_calibrator(RUN.experiment.calibration, later, fitted.scores(later))
    rows = predict_window(MATRIX, 4, WINDOW, RUN.experiment)
    assert rows["window"].unique().to_list() == [4]
    assert rows.select("household_id", "as_of").equals(test.select("household_id", "as_of"))
    assert rows["score.income"].to_list() == fitted.scores(test).tolist()
    assert rows["probability.income"].to_list() == calibrator.apply(fitted.scores(test)).tolist()
    assert "probability.triggers" not in rows.columns  # what can't ship needs none


def test_what_happens_in_the_test_part_changes_no_prediction_of_it() -> None:
    inside = pl.col("as_of").is_in(list(WINDOW.test))
    other = MATRIX.with_columns(pl.when(inside).then(1 - pl.col("label")).otherwise(pl.col("label")).alias("label"))
    scores = [predict_window(rows, 0, WINDOW, RUN.experiment)["score.boosting"].to_list() for rows in (MATRIX, other)]
    assert scores[0] == scores[1]


def test_the_parts_are_told_with_their_rows_and_households() -> None:
    counted = part_counts(WINDOW, MATRIX)
    test = rows_of(MATRIX, WINDOW.test)
    positive = test.filter(pl.col("label") == 1)
    assert counted["test"]["rows"] == test.height
    assert counted["test"]["positives"] == positive.height
    assert counted["test"]["households"] == positive["household_id"].n_unique()
    assert counted["train"]["dates"] == len(WINDOW.train)


def test_who_can_ship_reads_features_alone_and_was_calibrated_in_every_window() -> None:
    assert simple_models(RUN.experiment) == ["income"]
    competing = backtest(MATRIX, RUN, NotKept())
    assert uncalibrated_windows(competing, BOOSTING) == []
    first = pl.col("window") == 0
    once = competing.with_columns(
        pl.when(first).then(None).otherwise(pl.col("probability.income")).alias("probability.income")
    )
    assert uncalibrated_windows(once, "income") == [0]
    # Income finds everybody: it would ship, if it could be calibrated.
    best = competing.with_columns(pl.col("label").cast(pl.Float64).alias("score.income"))
    assert choose_among(best, RUN)[1].shipped == "income"
    best = once.with_columns(pl.col("label").cast(pl.Float64).alias("score.income"))
    assert choose_among(best, RUN)[1].shipped == BOOSTING
    # Nor do trees ship without a probability, though they found most.
    trees = competing.with_columns(
        pl.col("label").cast(pl.Float64).alias("score.boosting"), pl.lit(None, pl.Float64).alias("probability.boosting")
    )
    assert choose_among(trees, RUN)[1].shipped == "income"


def test_later_data_without_an_outcome_calibrate_nobody_and_the_error_says_what_to_do() -> None:
    none_later = pl.col("as_of").is_in(list(WINDOW.later))
    rows = MATRIX.with_columns(pl.when(none_later).then(pl.lit(0, pl.Int8)).otherwise(pl.col("label")).alias("label"))
    competing = predict_window(rows, 0, WINDOW, RUN.experiment)
    assert competing["probability.income"].null_count() == competing.height
    with pytest.raises(CalibrationError, match="set more"):
        choose_among(competing, RUN)


def test_too_few_households_are_told_before_anything_is_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CONTENDERS, BOOSTING)
    with pytest.raises(TooFewPositivesError):
        backtest(MATRIX.with_columns(pl.lit(0, pl.Int8).alias("label")), RUN, NotKept())
