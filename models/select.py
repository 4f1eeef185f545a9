"""From scores to a list of households to visit first. Training evaluates these very functions.

Equal scores are ordered by a number drawn from a recorded seed and the household's id, so that a list can be made
again, and so that no household is always last because of its code. Audit slots go to households drawn at random; each
row keeps the `chance` with which it came to be on the list, so that what the visits find can be counted up to all
households (Horvitz and Thompson 1952).
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from models.capacity import Capacity, visits_by_township, with_township
from models.drawing import DRAWN, tie, with_tie

__all__ = ["DEFAULT_SEED", "Capacity", "Slot", "first_to_visit", "ranked", "selected", "tie"]

DEFAULT_SEED = 20_260_101
LIST = ("as_of", "township")
"""A township's list of one day."""


class Slot(StrEnum):
    """Why a household is on the list."""

    SCORE = "score"
    AUDIT = "audit"


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
    if scores[score].is_null().any() or scores[score].is_nan().any():
        raise ValueError(f"{score} is missing for some households; only scored households can be ranked.")
    return (
        with_tie(scores, pl.col("household_id"), seed)
        .sort(*within, score, DRAWN, descending=[*(False for _ in within), True, False])
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(within).alias("rank"))
        .drop(DRAWN)
    )


def first_to_visit(scores: pl.DataFrame, capacity: int, seed: int = DEFAULT_SEED) -> pl.DataFrame:
    """The `capacity` households to visit first on each as-of day, ranked, wherever they live.

    Raises:
        ValueError: a capacity below 1.
    """
    if capacity < 1:
        raise ValueError(f"capacity must be at least 1, not {capacity}.")
    return ranked(scores, seed).filter(pl.col("rank") <= capacity)


def selected(
    scores: pl.DataFrame,
    capacity: Capacity,
    seed: int = DEFAULT_SEED,
    score: str = "raw_score",
    visited: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The list of each township on each as-of day, at the office's capacity.

    Args:
        scores: `household_id`, `as_of`, `region_code` and the score; every score known.
        visited: `household_id` and `visited_on`, visits before the first day; they matter for a cool-down. Who is on a list
            of an earlier day counts as visited on that day.

    Returns:
        The chosen rows with `township`, `rank` (by score within township and day, among those that are not resting), `slot`
        and `chance`: the probability with which a household of that rank is on the list of a township with so many visits.

    Raises:
        ValueError: a score is missing.
    """
    order = ranked(with_township(scores), seed, score, LIST)
    rows = order.join(visits_by_township(order, capacity, seed), on=list(LIST), how="left", maintain_order="left")
    if not capacity.cool_down_months:
        return _cut(rows, seed).select(*scores.columns, "township", "rank", "slot", "chance")
    visited = (
        visited if visited is not None else pl.DataFrame(schema={"household_id": pl.String, "visited_on": pl.Date})
    )
    visited = visited.select("household_id", "visited_on")
    lists = []
    for day in rows.partition_by("as_of", maintain_order=True):
        awake = day["as_of"].dt.offset_by(f"-{capacity.cool_down_months}mo")[0]
        resting = visited.filter(pl.col("visited_on") > awake)
        there = day.join(resting, on="household_id", how="anti", maintain_order="left")
        chosen = _cut(there.with_columns(pl.int_range(1, pl.len() + 1).over(LIST).alias("rank")), seed)
        lists.append(chosen)
        visited = pl.concat([visited, chosen.select("household_id", pl.col("as_of").alias("visited_on"))])
    return pl.concat(lists or [_cut(rows, seed)]).select(*scores.columns, "township", "rank", "slot", "chance")


def _cut(rows: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The first by rank, then as many drawn at random as there are audits.

    Args:
        rows: households that may be listed, with `rank`, and the `visits`, `audits` and `audits_expected` of their township.
    """
    by_score = pl.col("rank") <= pl.col("visits") - pl.col("audits")
    drawn = with_tie(rows, pl.format("audit|{}|{}", "as_of", "household_id"), seed)
    # Those chosen by score come before all that are drawn, so that the places after them are the audits.
    place = pl.int_range(1, pl.len() + 1).over(LIST, order_by=[~by_score, pl.col(DRAWN)])
    return (
        drawn.with_columns(
            pl.when(by_score).then(pl.lit(Slot.SCORE.value)).otherwise(pl.lit(Slot.AUDIT.value)).alias("slot"),
            _chance().alias("chance"),
        )
        .filter(by_score | (place <= pl.col("visits")))
        .drop(DRAWN)
    )


def _chance() -> pl.Expr:
    """The probability of being on the list, over the draw of the number of audits and of who is audited.

    The audits of a township are the whole number below what falls to it, or the one above.
    """
    expected = pl.col("audits_expected")
    above = expected - expected.floor()

    def given(audits: pl.Expr) -> pl.Expr:
        chosen = pl.col("visits") - audits
        left = pl.len().over(LIST) - chosen
        return pl.when(pl.col("rank") <= chosen).then(1.0).otherwise((audits / left).clip(upper_bound=1.0))

    return (1 - above) * given(expected.floor()) + above * given(expected.floor() + 1)
