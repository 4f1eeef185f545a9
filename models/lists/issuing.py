"""The list itself: of each township the households to visit first, at the office's capacity.

Audit slots go to households drawn at random; each row keeps the `chance` with which it came to be on the list, so that
what the visits find can be counted up to all households (Horvitz and Thompson 1952).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from models.lists.capacity import Capacity, visits_by_township, with_township
from models.lists.drawing import DRAWN, with_tie
from models.lists.ordering import DEFAULT_SEED, in_order, require_scores
from models.lists.visits import VISITED

Integers = npt.NDArray[np.int64]

_ROW = "_row_of_lists"


class Slot(StrEnum):
    """Why a household is on the list."""

    SCORE = "score"
    AUDIT = "audit"


def issue(
    scores: pl.DataFrame,
    capacity: Capacity,
    seed: int = DEFAULT_SEED,
    score: str = "raw_score",
    visited: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The list of each township on each as-of day, at the office's capacity.

    Args:
        scores: `household_id`, `as_of`, `region_code` and the score; every score known.
        seed: recorded with the list.
        visited: columns of `models.lists.visits.VISITED`, visits before the first day; they matter for a cool-down. Who is on
            a list of an earlier day counts as visited on that day.

    Returns:
        The chosen rows with `township`, `rank` (by score within township and day, among those that are not resting), `slot`
        and `chance`: the probability with which a household of that rank is on the list of a township with so many visits.

    Raises:
        ValueError: a score is missing.
    """
    return Lists(scores, seed).issued(capacity, score, visited)


def at_rest(visited: pl.DataFrame, as_of: dt.date, capacity: Capacity) -> pl.DataFrame:
    """Those of the visited (`models.lists.visits.VISITED`) whose rest is not over on a day."""
    awake = pl.lit(as_of).dt.offset_by(f"-{capacity.cool_down_months}mo")
    return visited.filter(pl.col("visited_on") > awake)


class Lists:
    """Scored households, put in order once by each of their scores, and cut at any capacity."""

    def __init__(self, scores: pl.DataFrame, seed: int = DEFAULT_SEED, within: tuple[str, ...] = ()) -> None:
        """Args:
        scores: `household_id`, `as_of`, `region_code`, the columns of `within` and any number of scores; any order of rows.
        within: what has lists of its own on one day, such as models of different windows.
        """
        self._seed, self._within = seed, within
        self._list = (*within, "as_of", "township")
        self._columns = scores.columns
        rows = with_tie(with_township(scores), pl.col("household_id"), seed)
        self._rows = rows.with_row_index(_ROW)
        self._ranks: dict[str, Integers] = {}
        self._visits: dict[Capacity, pl.DataFrame] = {}

    def issued(self, capacity: Capacity, score: str = "raw_score", visited: pl.DataFrame | None = None) -> pl.DataFrame:
        """As `issue`.

        Raises:
            ValueError: a score is missing, or a rest is asked for where one day has lists of several models.
        """
        if capacity.cool_down_months:
            chosen = self._in_turn(capacity, score, visited)
        elif capacity.audit_share:
            chosen = self._with_audits(self._to_be_cut(capacity, score), capacity)
        else:
            chosen = self._by_score_alone(capacity, score)
        return chosen.select(*self._columns, "township", "rank", "slot", "chance")

    def _by_score_alone(self, capacity: Capacity, score: str) -> pl.DataFrame:
        ranks, visits = self._ranks_by(score), self._visits_of(capacity)["visits"].to_numpy()
        chosen = np.flatnonzero(ranks <= visits)
        return (
            self._rows[chosen]
            .with_columns(
                pl.Series("rank", ranks[chosen]),
                pl.lit(Slot.SCORE.value).alias("slot"),
                pl.lit(1.0).alias("chance"),
            )
            .sort(*self._list, "rank")
        )

    def _in_turn(self, capacity: Capacity, score: str, visited: pl.DataFrame | None) -> pl.DataFrame:
        if self._within:
            raise ValueError("one list follows another only where each day has one list.")
        rows = self._to_be_cut(capacity, score)
        resting = (pl.DataFrame(schema=VISITED) if visited is None else visited).select("household_id", "visited_on")
        lists = []
        for day in rows.partition_by("as_of", maintain_order=True):
            asleep = at_rest(resting, day["as_of"][0], capacity)
            there = day.join(asleep, on="household_id", how="anti", maintain_order="left")
            there = there.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(self._list).alias("rank"))
            lists.append(self._with_audits(there, capacity))
            resting = pl.concat([resting, lists[-1].select("household_id", pl.col("as_of").alias("visited_on"))])
        return pl.concat(lists or [self._with_audits(rows, capacity)])

    def _to_be_cut(self, capacity: Capacity, score: str) -> pl.DataFrame:
        """All rows in the order of visiting, with `rank` and what falls to their township."""
        ranks = pl.Series("rank", self._ranks_by(score))
        return self._rows.hstack(self._visits_of(capacity)).with_columns(ranks).sort(*self._list, "rank")

    def _ranks_by(self, score: str) -> Integers:
        if score not in self._ranks:
            rows = require_scores(self._rows.select(_ROW, *self._list, score, DRAWN), score)
            self._ranks[score] = in_order(rows, score, self._list).sort(_ROW)["rank"].to_numpy()
        return self._ranks[score]

    def _visits_of(self, capacity: Capacity) -> pl.DataFrame:
        """`visits`, `audits` and `audits_expected` of each row's township."""
        if capacity not in self._visits:
            visits = visits_by_township(self._rows, capacity, self._seed, self._within)
            rows = self._rows.select(self._list).join(visits, on=list(self._list), how="left", maintain_order="left")
            self._visits[capacity] = rows.select("visits", "audits", "audits_expected")
        return self._visits[capacity]

    def _with_audits(self, rows: pl.DataFrame, capacity: Capacity) -> pl.DataFrame:
        """The first by rank, then as many drawn at random as there are audits.

        Args:
            rows: households that may be listed, with `rank`, and the `visits`, `audits` and `audits_expected` of their township.
        """
        by_score = pl.col("rank") <= pl.col("visits") - pl.col("audits")
        if not capacity.audit_share:
            return rows.filter(by_score).with_columns(
                pl.lit(Slot.SCORE.value).alias("slot"), pl.lit(1.0).alias("chance")
            )
        drawn = with_tie(rows.drop(DRAWN), pl.format("audit|{}|{}", "as_of", "household_id"), self._seed)
        # Those chosen by score come before all that are drawn, so that the places after them are the audits.
        place = pl.int_range(1, pl.len() + 1).over(self._list, order_by=[~by_score, pl.col(DRAWN)])
        return drawn.with_columns(
            pl.when(by_score).then(pl.lit(Slot.SCORE.value)).otherwise(pl.lit(Slot.AUDIT.value)).alias("slot"),
            _chance(self._list).alias("chance"),
        ).filter(by_score | (place <= pl.col("visits")))


def _chance(by: tuple[str, ...]) -> pl.Expr:
    """The probability of being on the list, over the draw of the number of audits and of who is audited.

    The audits of a township are the whole number below what falls to it, or the one above.
    """
    expected = pl.col("audits_expected")
    above = expected - expected.floor()

    def given(audits: pl.Expr) -> pl.Expr:
        chosen = pl.col("visits") - audits
        left = pl.len().over(by) - chosen
        return pl.when(pl.col("rank") <= chosen).then(1.0).otherwise((audits / left).clip(upper_bound=1.0))

    return (1 - above) * given(expected.floor()) + above * given(expected.floor() + 1)
