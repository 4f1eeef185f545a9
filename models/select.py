"""From scores to a list of households to visit first. Training evaluates this very function.

Equal scores are ordered by a number drawn from a recorded seed and the household's id, so that a list can be made
again, and so that no household is always last because of its code.
"""

from __future__ import annotations

import hashlib

import polars as pl

DEFAULT_SEED = 20_260_101


def ranked(scores: pl.DataFrame, seed: int = DEFAULT_SEED, score: str = "raw_score") -> pl.DataFrame:
    """The scores in the order of visiting, with `rank` from 1, by as-of day where there are several.

    Args:
        scores: columns `household_id`, `as_of` and the score; every score known.
        seed: recorded with the list.

    Raises:
        ValueError: a score is missing: an unknown score has no place in an order.
    """
    if scores[score].is_null().any() or scores[score].is_nan().any():
        raise ValueError(f"{score} is missing for some households; only scored households can be ranked.")
    ties = pl.Series("_tie", [tie(household, seed) for household in scores["household_id"]], dtype=pl.UInt64)
    return (
        scores.with_columns(ties)
        .sort("as_of", score, "_tie", descending=[False, True, False])
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("as_of").alias("rank"))
        .drop("_tie")
    )


def tie(household_id: str, seed: int) -> int:
    """A number that orders households of equal score: the same for the same seed, whoever else is in the list."""
    return int.from_bytes(hashlib.blake2b(f"{seed}|{household_id}".encode(), digest_size=8).digest(), "big")


def first_to_visit(scores: pl.DataFrame, capacity: int, seed: int = DEFAULT_SEED) -> pl.DataFrame:
    """The `capacity` households to visit first on each as-of day, ranked.

    Raises:
        ValueError: a capacity below 1.
    """
    if capacity < 1:
        raise ValueError(f"capacity must be at least 1, not {capacity}.")
    return ranked(scores, seed).filter(pl.col("rank") <= capacity)
