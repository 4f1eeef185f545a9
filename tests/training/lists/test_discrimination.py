"""AUC and average precision from counts by village: the same as scikit-learn's on the rows written out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from tests.training.drawn_predictions import drawn_predictions
from training.lists.counting import Draws
from training.lists.discrimination import discrimination
from training.predictions import MODEL, score_column
from training.settings import Evaluation

SETTINGS = Evaluation(bootstrap=20)


@pytest.mark.parametrize("digits", [1, 6], ids=["many equal scores", "hardly any"])
def test_every_draw_is_the_rows_written_out(digits: int) -> None:
    predictions = drawn_predictions(windows=1, households=300, base_rate=0.1)
    score = predictions[score_column(MODEL)].round(digits).to_numpy()
    label = predictions["label"].to_numpy()
    draws = Draws.of(predictions, SETTINGS)
    measured = discrimination(score, label, [np.arange(len(label))], draws)
    for draw in (0, 1, 7):
        times = np.repeat(np.arange(len(label)), draws.times[draw][draws.block].astype(int))
        assert measured["roc_auc"][draw] == pytest.approx(roc_auc_score(label[times], score[times]))
        assert measured["average_precision"][draw] == pytest.approx(average_precision_score(label[times], score[times]))


def test_scores_of_two_windows_are_not_compared() -> None:
    # The second window's model gives everybody a thousand more: within each window nothing has changed.
    predictions = drawn_predictions(windows=2)
    window, label = predictions["window"].to_numpy(), predictions["label"].to_numpy()
    score = predictions[score_column(MODEL)].to_numpy()
    draws = Draws.of(predictions, SETTINGS)
    rows = [np.flatnonzero(window == one) for one in (0, 1)]
    shifted = discrimination(score + 1000 * window, label, rows, draws)
    assert shifted["roc_auc"].tolist() == discrimination(score, label, rows, draws)["roc_auc"].tolist()
    pairs = [label[of].sum() * (1 - label[of]).sum() for of in rows]
    each = [roc_auc_score(label[of], score[of]) for of in rows]
    assert shifted["roc_auc"][0] == pytest.approx(np.average(each, weights=pairs))


@pytest.mark.parametrize(
    ("labels", "score", "expected"),
    [([1, 0], [1, 1], 0.5), ([1, 0, 0], [1, 1, 0], 0.75), ([1, 1], [1, 0], None), ([0, 0], [1, 0], None)],
)
def test_equal_scores_count_half_and_one_kind_alone_can_not_be_ordered(
    labels: list[int], score: list[float], expected: float | None
) -> None:
    predictions = drawn_predictions(windows=1, dates=1, households=len(labels)).with_columns(label=pl.Series(labels))
    measured = discrimination(
        np.array(score, dtype=float),
        np.array(labels, dtype=np.int8),
        [np.arange(len(labels))],
        Draws.of(predictions, SETTINGS),
    )
    found = measured["roc_auc"][0]
    assert np.isnan(found) if expected is None else found == expected
    assert np.isnan(measured["average_precision"][0]) == (expected is None)
