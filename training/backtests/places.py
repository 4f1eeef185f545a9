"""Places held out: what a model is worth in townships that it has not learned from.

A county that trains on its neighbour's records, or a township that was merged in last month, is such a place. In turn a
part of the townships is left out of training, early stopping and calibration, and its test rows are predicted, out of
time as ever; beside them stands the model that knew the place, on the same rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import polars as pl

from models.lists import with_township
from training.backtests.at_capacity import RECALL, at_capacity, within
from training.backtests.competing import competing
from training.backtests.rolling import probability_of, rows_of
from training.contenders.registry import CONTENDERS
from training.lists.counting import Draws, ratio
from training.lists.discrimination import discrimination
from training.pinning import Pinned
from training.predictions import score_column
from training.settings import Evaluation
from training.steps import Steps

Progress = Callable[[str, int, int], None]

IN_PLACE, AWAY = "in_place", "away"
"""The methods: the same contender, learned with and without the place that is tested."""


def folds_of(townships: list[str], folds: int, seed: int) -> list[list[str]]:
    """Townships dealt at random into so many parts of equal size, give or take one; fewer parts where there are fewer."""
    order = np.random.default_rng(seed).permutation(sorted(townships))
    return [sorted(str(code) for code in order[first::folds]) for first in range(min(folds, len(order)))]


def place_held_out(
    matrix: pl.DataFrame,
    predicted: pl.DataFrame,
    pinned: Pinned,
    method: str,
    steps: Steps,
    progress: Progress = lambda _stage, _done, _of: None,
) -> pl.DataFrame | None:
    """Predictions of the last windows' test rows by the method as learned in other townships.

    Args:
        predicted: of the backtest, with the method's own predictions of the same rows.
        steps: each part of the townships left out of a window is a step of its own.

    Returns:
        Two methods, `in_place` and `away`, each with its probability; None where the experiment leaves the test out, or
        there is but one township.
    """
    experiment, windows = pinned.experiment, pinned.plan.windows
    townships = with_township(matrix.select(pl.col("region_code").unique()))["township"].unique()
    folds = folds_of(townships.to_list(), experiment.places.folds, experiment.evaluation.seed)
    first = max(len(windows) - experiment.places.windows, 0)
    turns = [(number, fold) for number in range(first, len(windows)) for fold in folds]
    if len(folds) < 2 or not turns:
        return None
    parts = []
    for turn, (number, fold) in enumerate(turns):
        progress("places", turn, len(turns))
        ask = partial(_ask_away, matrix, number, fold, pinned, method)
        parts.append(steps.frame(f"places-{number}-{turn % len(folds)}", ask))
    progress("places", len(turns), len(turns))
    known = predicted.select(
        "household_id",
        "as_of",
        pl.col(score_column(method)).alias(score_column(IN_PLACE)),
        pl.col(f"probability.{method}").alias(f"probability.{IN_PLACE}"),
    )
    return pl.concat(parts).join(known, on=["household_id", "as_of"], how="inner", maintain_order="left")


def _ask_away(matrix: pl.DataFrame, number: int, fold: list[str], pinned: Pinned, method: str) -> pl.DataFrame:
    """A window's test rows of some townships, by the method as learned in the others."""
    window = pinned.plan.windows[number]
    inside = with_township(matrix.select("region_code"))["township"].is_in(fold)
    train, later = (rows_of(matrix.filter(~inside), part) for part in (window.train, window.later))
    test = rows_of(matrix.filter(inside), window.test)
    fitted = CONTENDERS[method].fit(train, later, pinned.experiment)
    away = fitted.scores(test)
    return competing(test, number, {AWAY: away}, {AWAY: probability_of(away, fitted, later, pinned.experiment)}, {})


def measured_places(held_out: pl.DataFrame, settings: Evaluation) -> dict[str, Any]:
    """The model that did not know the places beside the one that did, on the same rows.

    Args:
        held_out: of `place_held_out`.

    Returns:
        `in_place`, `away` and `difference` (away less in place), each with `recall` at capacity, `roc_auc` and
        `observed_to_expected` (positives over the sum of probabilities; NaN where a part could not be calibrated);
        `townships`, `rows`, `positives`.
    """
    lists = at_capacity(held_out, [IN_PLACE, AWAY], settings)
    draws = Draws.of(held_out, settings)
    label = held_out["label"].to_numpy()
    window = held_out["window"].to_numpy()
    rows = [np.flatnonzero(window == one) for one in np.unique(window)]
    drawn = {}
    for method in (IN_PLACE, AWAY):
        expected = draws.in_blocks(draws.block, held_out[f"probability.{method}"].to_numpy())
        drawn[method] = {
            RECALL: lists.pooled[method][RECALL],
            "roc_auc": discrimination(held_out[score_column(method)].to_numpy(), label, rows, draws)["roc_auc"],
            "observed_to_expected": ratio(draws.sums(np.flatnonzero(label == 1)), expected),
        }
    drawn["difference"] = {name: drawn[AWAY][name] - drawn[IN_PLACE][name] for name in drawn[AWAY]}
    return {
        **{name: {metric: within(values) for metric, values in of.items()} for name, of in drawn.items()},
        "windows": len(rows),
        "townships": with_township(held_out)["township"].n_unique(),
        "rows": held_out.height,
        "positives": int((label == 1).sum()),
    }
