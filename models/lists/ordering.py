"""Scores in the order of visiting.

Equal scores are ordered by a number drawn from a recorded seed and the household's id, so that a list can be made again,
and so that no household is always last because of its code.
"""

from __future__ import annotations

import polars as pl

from models.lists.drawing import DRAWN, with_tie

DEFAULT_SEED = 20_260_101


def ranked(
    scores: pl.DataFrame, seed: int = DEFAULT_SEED, score: str = "raw_score", within: tuple[str, ...] = ("as_of",)
) -> pl.DataFrame:
    """The scores in the order of visiting, with `rank` from 1, by as-of day where there are several.

    Args:
        scores: columns `household_id`, `as_of` and the score; every score known.
        seed: recorded with the list.
        within: the columns within whose values ranks are counted.

    Raises:
        ValueError: a score is missing: an unknown score has no place in an order.
    """
    drawn = with_tie(require_scores(scores, score), pl.col("household_id"), seed)
    return in_order(drawn, score, within).drop(DRAWN)


def in_order(drawn: pl.DataFrame, score: str, within: tuple[str, ...]) -> pl.DataFrame:
    """The same of rows that hold their drawn number already."""
    return drawn.sort(*within, score, DRAWN, descending=[*(False for _ in within), True, False]).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(within).alias("rank")
    )


def require_scores(scores: pl.DataFrame, score: str) -> pl.DataFrame:
    """The scores, of which none is missing. Raises ValueError."""
    if scores[score].is_null().any() or scores[score].is_nan().any():
        raise ValueError(f"{score} is missing for some households; only scored households can be ranked.")
    return scores
