"""What would change on the list if the challenger took over."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from models.lists import DEFAULT_SEED, Capacity, Rules, State, issue
from models.shadow.scoring import CHALLENGER

MOST_MOVES = 10


@dataclass(frozen=True)
class Compared:
    """Two lists of the same day and capacity.

    Attributes:
        both, only_champion, only_challenger: households on both lists, or on one of them.
        correlation: of the two orders over all households that both speak of (Spearman); None below two of them.
        moves: the largest changes of place among the listed: `household_id`, `township`, `place`, `challenger.place`
            (from 1 within the township), `probability`, `challenger.probability`.
    """

    both: int
    only_champion: int
    only_challenger: int
    correlation: float | None
    moves: pl.DataFrame

    @property
    def overlap(self) -> float:
        """The share of the champion's list that would stay."""
        listed = self.both + self.only_champion
        return self.both / listed if listed else float("nan")


def compared(both: pl.DataFrame, capacity: Capacity, seed: int = DEFAULT_SEED, most: int = MOST_MOVES) -> Compared:
    """Compare the lists at capacity, by township, through `models.lists` as lists are issued.

    Args:
        both: as `models.shadow.scoring.side_by_side` gives it.
        capacity: without audit slots, which no score decides.
        most: so many moves at most.
    """
    placed = [_placed(both, prefix, capacity, seed) for prefix in ("", CHALLENGER)]
    rows = placed[0].join(placed[1], on=["household_id", "township"], how="full", coalesce=True)
    listed, theirs = (pl.col(f"{prefix}listed").fill_null(value=False) for prefix in ("", CHALLENGER))
    counts = rows.select(
        (listed & theirs).sum().alias("both"),
        (listed & ~theirs).sum().alias("only_champion"),
        (~listed & theirs).sum().alias("only_challenger"),
    ).row(0, named=True)
    known = both.drop_nulls(["raw_score", f"{CHALLENGER}raw_score"])
    correlation = None
    if known.height > 1:
        correlation = known.select(
            pl.corr("raw_score", f"{CHALLENGER}raw_score", method="spearman").fill_nan(None)
        ).item()
    moves = (
        rows.filter(listed | theirs)
        .with_columns((pl.col("place") - pl.col(f"{CHALLENGER}place")).abs().alias("moved"))
        .sort("moved", "household_id", descending=[True, False], nulls_last=True)
        .head(most)
        .join(both.select("household_id", "probability", f"{CHALLENGER}probability"), on="household_id", how="left")
        .select("household_id", "township", "place", f"{CHALLENGER}place", "probability", f"{CHALLENGER}probability")
    )
    return Compared(**counts, correlation=correlation, moves=moves)


def _placed(both: pl.DataFrame, prefix: str, capacity: Capacity, seed: int) -> pl.DataFrame:
    """Each household's place in its township by one model, and whether it is on that model's list."""
    score = f"{prefix}raw_score"
    spoken_of = both.filter(pl.col(score).is_not_null()).select("household_id", "as_of", "region_code", score)
    issued = issue(spoken_of, State(), Rules(capacity), seed, score)
    return issued.households.select(
        "household_id",
        pl.col("place").alias("township"),
        pl.col("score_rank").alias(f"{prefix}place"),
        pl.col("slot").is_not_null().alias(f"{prefix}listed"),
    )
