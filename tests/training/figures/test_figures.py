"""Pictures of a run: the curves tell what the lists found, and everything that a report tells is drawn."""

from __future__ import annotations

import io

import numpy as np
import polars as pl
import pytest

from tests.drawn_tables import POLICY
from tests.training.backtests.drawn_run import pinned
from tests.training.drawn_predictions import drawn_predictions
from training.calibration.reporting import calibration_section
from training.figures import curves, pictures
from training.figures.curves import VISITS
from training.lists.cutting import listed
from training.lists.measured import measured_lists
from training.settings import Evaluation

SETTINGS = Evaluation(visits_per_hundred=5.0, cool_down_months=0, bootstrap=20)
ROWS = drawn_predictions(base_rate=0.1).with_columns(pl.col("score.random").alias("score.trigger:one"))


def test_the_gain_at_the_office_s_capacity_is_the_recall_of_its_lists() -> None:
    gain = curves(ROWS, SETTINGS)["gain"]
    positive = ROWS["label"].to_numpy() == 1
    for method, found in gain["found"].items():
        expected = (listed(ROWS, method, SETTINGS) & positive).sum() / positive.sum()
        assert found[VISITS.index(5.0)] == pytest.approx(expected)
        assert found == sorted(found)
    assert "trigger:one" not in gain["found"]


def test_scores_of_two_windows_are_compared_by_their_place_within_each() -> None:
    """The second window's model scores everybody higher: pooled as they are, its rows would all come first."""
    shifted = ROWS.with_columns(pl.col("score.model") + 100 * pl.col("window"))
    assert curves(shifted, SETTINGS)["precision_recall"]["model"] == curves(ROWS, SETTINGS)["precision_recall"]["model"]


def test_precision_falls_to_the_base_rate_where_everybody_is_found() -> None:
    curve = curves(ROWS, SETTINGS)["precision_recall"]["model"]
    everybody = int(np.argmax(curve["recall"]))
    assert curve["recall"][everybody] == 1.0
    assert min(curve["precision"]) >= 0.9 * float(ROWS["label"].to_numpy().mean())


def test_every_question_of_the_report_has_its_picture() -> None:
    plan = pinned().plan
    report = {
        "windows": [window.as_dict() for window in plan.windows],
        "parts": plan.final.as_dict(),
        "experiment": {"target": {"horizon_months": 1}},
        "curves": curves(ROWS, SETTINGS),
        "lists": measured_lists(ROWS, SETTINGS),
        "calibration": calibration_section(ROWS, SETTINGS, POLICY),
    }
    drawn = pictures(report)
    names = {"backtest_windows", "calibration", "gain", "lead_time", "precision_recall"}
    assert set(drawn) == {f"{name}.png" for name in names}
    for figure in drawn.values():
        figure.savefig(written := io.BytesIO(), dpi=40)
        assert len(written.getvalue()) > 1_000
    # One bar for each part of each window, and two for the model that ships.
    (axes,) = drawn["backtest_windows.png"].axes
    assert len(axes.patches) == 3 * len(plan.windows) + 2
