"""Predictions out of time: what every later question about a run is asked of.

One row per household and as-of date of a test window, with the outcome and every method's score, so that lists,
calibration, fairness and the truth of a simulated county look at the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
import polars.selectors as cs

Array = npt.NDArray[np.float64]

MODEL = "model"
"""The method that would ship; the others are opponents."""

IDENTITY: dict[str, type[pl.DataType]] = {
    "window": pl.Int32,
    "household_id": pl.String,
    "as_of": pl.Date,
    "region_code": pl.String,
    "label": pl.Int8,
    "outcome_on": pl.Date,
}
"""`window` counts test windows from 0; `outcome_on` is the first day of the outcome, null where `label` is 0."""

PROBABILITY = "probability"
"""The model's calibrated probability."""

GROUP = "group."
"""Columns that say which groups a household belongs to on the day carry this prefix: for audits, never features."""

_SCORE = "score."


def score_column(method: str) -> str:
    return f"{_SCORE}{method}"


def methods_of(predictions: pl.DataFrame) -> list[str]:
    """The methods whose scores the rows carry, the model first."""
    named = [name.removeprefix(_SCORE) for name in predictions.columns if name.startswith(_SCORE)]
    return sorted(named, key=lambda name: name != MODEL)


def predictions(rows: pl.DataFrame, window: int, scores: Mapping[str, Array], probability: Array) -> pl.DataFrame:
    """The predictions of one test window.

    Args:
        rows: of the training matrix: `household_id`, `as_of`, `region_code`, `label`, `outcome_on`, and any `group.` columns.
        scores: by method, one per row, higher is riskier.
        probability: the model's, one per row.
    """
    identity = [name for name in IDENTITY if name != "window"]
    return rows.select(
        pl.lit(window, dtype=pl.Int32).alias("window"),
        *identity,
        cs.starts_with(GROUP),
        *(pl.Series(score_column(name), score, dtype=pl.Float64) for name, score in scores.items()),
        pl.Series(PROBABILITY, probability, dtype=pl.Float64),
    )
