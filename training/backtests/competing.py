"""Predictions while it is still open which contender ships, and the same once it is chosen."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import polars.selectors as cs

from training.predictions import GROUP, IDENTITY, MODEL, PROBABILITY, Array, score_column
from training.settings import Opponent

_PROBABILITY = f"{PROBABILITY}."
_CARRIED = "carried."


def competing(
    rows: pl.DataFrame,
    window: int,
    scores: Mapping[str, Array],
    probabilities: Mapping[str, Array | None],
    carried: Mapping[str, Array],
) -> pl.DataFrame:
    """Predictions of one test window by every contender.

    Args:
        rows: of the training matrix.
        scores: by method, one per row, higher is riskier.
        probabilities: of the methods that can ship; None where one could not be calibrated.
        carried: of the methods that can ship, last month's scores: what their last list carried forward would be.

    Returns:
        As `training.predictions`, with `probability.<method>` and `carried.<method>` instead of one `probability`.
    """
    kinds = ((score_column(""), scores), (_PROBABILITY, probabilities), (_CARRIED, carried))
    return rows.select(
        pl.lit(window, dtype=pl.Int32).alias("window"),
        *(name for name in IDENTITY if name != "window"),
        cs.starts_with(GROUP),
        *(
            pl.lit(None, pl.Float64).alias(f"{prefix}{method}")
            if values is None
            else pl.Series(f"{prefix}{method}", values)
            for prefix, named in kinds
            for method, values in named.items()
        ),
    )


def uncalibrated_windows(predicted: pl.DataFrame, method: str) -> list[int]:
    """The windows, in order, in which the method has no probability."""
    without = predicted.filter(pl.col(f"{_PROBABILITY}{method}").is_null())
    return without["window"].unique().sort().to_list()


def with_model(predicted: pl.DataFrame, shipped: str) -> pl.DataFrame:
    """The predictions once a method ships: its score is the model's, everything else is an opponent's.

    Returns:
        See `training.predictions`.
    """
    renamed = {
        score_column(shipped): score_column(MODEL),
        f"{_PROBABILITY}{shipped}": PROBABILITY,
        f"{_CARRIED}{shipped}": score_column(Opponent.LAST_LIST.value),
    }
    known = {old: new for old, new in renamed.items() if old in predicted.columns}
    return predicted.rename(known).select(~cs.starts_with(_PROBABILITY, _CARRIED))
