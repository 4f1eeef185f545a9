"""Lists by score alone: the same rows put in order once by each of many scores, and cut at many capacities.

It is what `models.lists.issuing.issue` makes where no part beside capacity, rest and audit slots is switched on
(`tests/models/lists/test_laws.py` holds the two together), for those who measure thousands of lists.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from models.lists.audits import audited
from models.lists.capacity import Capacity, Place, visits_by_place, with_place
from models.lists.cool_down import at_rest
from models.lists.drawing import DRAWN, with_tie
from models.lists.ordering import DEFAULT_SEED, in_order, require_scores
from models.lists.slots import Slot
from models.lists.visits import VISITED

Integers = npt.NDArray[np.int64]

_ROW = "_row_of_lists"


class Lists:
    """Scored households, put in order once by each of their scores, and cut at any capacity."""

    def __init__(self, scores: pl.DataFrame, seed: int = DEFAULT_SEED, within: tuple[str, ...] = ()) -> None:
        """Args:
        scores: `household_id`, `as_of`, `region_code`, the columns of `within` and any number of scores; any order of rows.
        within: what has lists of its own on one day, such as models of different windows.
        """
        self._seed, self._within = seed, within
        self._list = (*within, "as_of", "place")
        self._columns = scores.columns
        self._rows = with_tie(scores, pl.col("household_id"), seed).with_row_index(_ROW)
        self._places: dict[Place, pl.DataFrame] = {}
        self._ranks: dict[tuple[str, Place], Integers] = {}
        self._visits: dict[Capacity, pl.DataFrame] = {}

    def issued(self, capacity: Capacity, score: str = "raw_score", visited: pl.DataFrame | None = None) -> pl.DataFrame:
        """The list of each place on each as-of day.

        Args:
            visited: columns of `models.lists.visits.VISITED`, visits before the first day; they matter for a cool-down. Who is
                on a list of an earlier day counts as visited on that day.

        Returns:
            The chosen rows with `place`, `rank` (by score within place and day, among those that are not resting), `slot` and
            `chance` (`models.lists.audits`).

        Raises:
            ValueError: a score is missing, or a rest is asked for where one day has lists of several models.
        """
        if capacity.cool_down_months:
            chosen = self._in_turn(capacity, score, visited)
        elif capacity.audit_share:
            chosen = self._chosen(self._to_be_cut(capacity, score))
        else:
            chosen = self._by_score_alone(capacity, score)
        return chosen.select(*self._columns, "place", "rank", "slot", "chance")

    def _by_score_alone(self, capacity: Capacity, score: str) -> pl.DataFrame:
        ranks, visits = self._ranks_by(score, capacity.by), self._visits_of(capacity)["open"].to_numpy()
        chosen = np.flatnonzero(ranks <= visits)
        return (
            self._rows[chosen]
            .hstack(self._place(capacity.by)[chosen])
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
            asleep = at_rest(resting, day["as_of"][0], capacity.cool_down_months)
            there = day.join(asleep, on="household_id", how="anti", maintain_order="left")
            there = there.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over(self._list).alias("rank"))
            lists.append(self._chosen(there))
            resting = pl.concat([resting, lists[-1].select("household_id", pl.col("as_of").alias("visited_on"))])
        return pl.concat(lists or [self._chosen(rows)])

    def _chosen(self, rows: pl.DataFrame) -> pl.DataFrame:
        slot = pl.when("by_score").then(pl.lit(Slot.SCORE.value)).otherwise(pl.lit(Slot.AUDIT.value))
        drawn = audited(rows, self._seed, self._list).filter(pl.col("by_score") | pl.col("drawn"))
        return drawn.with_columns(slot.alias("slot"))

    def _to_be_cut(self, capacity: Capacity, score: str) -> pl.DataFrame:
        """All rows in the order of visiting, with `rank` and what falls to their place."""
        ranks = pl.Series("rank", self._ranks_by(score, capacity.by))
        rows = self._rows.hstack(self._place(capacity.by)).hstack(self._visits_of(capacity))
        return rows.with_columns(ranks).sort(*self._list, "rank")

    def _place(self, by: Place) -> pl.DataFrame:
        if by not in self._places:
            self._places[by] = with_place(self._rows.select("region_code"), by).select("place")
        return self._places[by]

    def _ranks_by(self, score: str, by: Place) -> Integers:
        if (score, by) not in self._ranks:
            columns = [_ROW, *self._within, "as_of", score, DRAWN]
            rows = require_scores(self._rows.select(columns), score).hstack(self._place(by))
            self._ranks[score, by] = in_order(rows, score, self._list).sort(_ROW)["rank"].to_numpy()
        return self._ranks[score, by]

    def _visits_of(self, capacity: Capacity) -> pl.DataFrame:
        """`open` (visits), `audits` and `audits_expected` of each row's place."""
        if capacity not in self._visits:
            asked = self._rows.select(*self._within, "as_of").hstack(self._place(capacity.by))
            visits = visits_by_place(asked, capacity, self._seed, self._within)
            rows = asked.join(visits, on=list(self._list), how="left", maintain_order="left")
            self._visits[capacity] = rows.select(pl.col("visits").alias("open"), "audits", "audits_expected")
        return self._visits[capacity]
