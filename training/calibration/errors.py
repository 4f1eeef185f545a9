"""The expected calibration error, and how much of it is chance.

Mean distance of predicted from observed over tenths of the probability, weighted by their rows (Naeini, Cooper and
Hauskrecht, AAAI 2015). It is never 0: few outcomes stray from right probabilities too, and how far can be drawn.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from training.predictions import PROBABILITY

TENTHS = 10

DRAWS = 50


def tenth() -> pl.Expr:
    """Tenths of the rows by probability, from 1; equal probabilities stay together."""
    below = pl.col(PROBABILITY).rank("min") - 1
    return (below * TENTHS // pl.len() + 1).cast(pl.Int32).cast(pl.String)


def expected_calibration_error(predictions: pl.DataFrame) -> float:
    """The error of rows with `label` and `probability`; at least one."""
    gaps = predictions.group_by(tenth()).agg((pl.col("label") - pl.col(PROBABILITY)).sum().abs().alias("gap"))
    # In an order of their own: groups come in any, and a sum of floats depends on it.
    return float(gaps["gap"].sort().sum() / predictions.height)


def error_by_chance(predictions: pl.DataFrame, seed: int) -> float:
    """The error that would be seen on average if every probability were right.

    A household's rows share one draw, since neighbouring dates share their outcome.

    Args:
        predictions: `household_id`, `probability`.
    """
    # In an order of their own, so that the draws do not depend on the order of the rows.
    rows = predictions.select("household_id", PROBABILITY, tenth().cast(pl.Int64).alias("tenth")).sort("household_id")
    household = rows["household_id"].rank("dense").to_numpy().astype(np.int64) - 1
    probability, group = rows[PROBABILITY].to_numpy(), rows["tenth"].to_numpy() - 1
    draws = np.random.default_rng(seed)
    errors = []
    for _ in range(DRAWS):
        came = draws.random(int(household.max()) + 1)[household] < probability
        errors.append(np.abs(np.bincount(group, came - probability, minlength=TENTHS)).sum() / len(rows))
    return float(np.mean(errors))
