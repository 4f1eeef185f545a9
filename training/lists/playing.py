"""An office that works through its lists, one after another, on the rows of the test: which of them it would have visited.

It is issued the very lists of `models.lists.issue`, visits a stated share of each before the next, and remembers: who was visited
rests, who was not is an open case of the next list. Which of the listed it does not come to is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from models.lists import MUST_INCLUDE, IssuedList, LeftOut, Rules, State, issue, tie
from training.lists.cutting import Flags

BELOW = 2.0**64

HITS: dict[str, pl.DataType] = {"as_of": pl.Date(), **MUST_INCLUDE}
"""Severe rules that households hit on as-of days, one row for each household and day."""


@dataclass(frozen=True)
class Played:
    """Lists one after another and what was done with them.

    Attributes:
        lists: in the order of their days.
        visited: whether each row of the predictions was visited by its list.
    """

    lists: tuple[IssuedList, ...]
    visited: Flags

    @property
    def replaced(self) -> float:
        """Of open cases of the last list the share that left it for higher scores; NaN where there was none."""
        households = pl.concat(issued.households for issued in self.lists[1:]) if self.lists[1:] else None
        if households is None:
            return float("nan")
        overtaken = households.filter(left_out=LeftOut.OVERTAKEN.value).height
        stayed = households.filter("was_listed", pl.col("slot").is_not_null()).height
        return overtaken / (overtaken + stayed) if overtaken + stayed else float("nan")

    @property
    def villages_visited(self) -> float:
        """Of the villages of the rows the share where somebody was listed at least once."""
        everybody = pl.concat(issued.households.filter(pl.col("score").is_not_null()) for issued in self.lists)
        listed = everybody.filter(pl.col("slot").is_not_null())["region_code"].n_unique()
        return listed / everybody["region_code"].n_unique()


def play(
    predictions: pl.DataFrame, hits: pl.DataFrame, rules: Rules, visits_made: float, score: str, seed: int
) -> Played:
    """Issue a list on each as-of date, and visit.

    Args:
        predictions: see `training.predictions`; each household once a day.
        hits: columns of HITS.
        visits_made: the share of a list that is visited by the next one.
    """
    rows = predictions.with_row_index("_row").sort("as_of", maintain_order=True)
    on_list = np.zeros(rows.height, dtype=np.bool_)
    state, lists = State(), list[IssuedList]()
    for day in rows.partition_by("as_of", maintain_order=True):
        as_of = day["as_of"][0]
        of_day = hits.filter(as_of=as_of).join(day, on="household_id", how="semi").select(list(MUST_INCLUDE))
        issued = issue(day, replace(state, must_include=of_day), rules, seed, score)
        lists.append(issued)
        comes = [tie(f"visit|{as_of}|{name}", seed) / BELOW < visits_made for name in issued.listed["household_id"]]
        made = issued.listed.filter(pl.Series(comes, dtype=pl.Boolean))
        on_list[day.join(made, on="household_id", how="semi")["_row"].to_numpy()] = True
        visits = pl.concat([state.visited, made.select("household_id", pl.col("as_of").alias("visited_on"))])
        state = issued.state(visited=visits.group_by("household_id").agg(pl.col("visited_on").max()))
    return Played(tuple(lists), on_list)


def hits_on_dates(screened: pl.DataFrame, severity: dict[str, int]) -> pl.DataFrame:
    """Severe rules that are hit, as the rows of a run tell them: a hit is newer than a visit where it was not there on the date before.

    Args:
        screened: `household_id`, `as_of` and `trigger.<name>` of each severe rule.
        severity: of each rule.

    Returns:
        Columns of HITS; `hit_since` is unknown where the rule is hit on a household's first date.
    """
    parts = [pl.DataFrame(schema=HITS)]
    for name, level in severity.items():
        hit = pl.col(f"trigger.{name}").fill_null(value=False)
        runs = screened.sort("household_id", "as_of").select(
            "as_of", "household_id", hit.alias("hit"), (hit & ~hit.shift(1).over("household_id")).alias("begins")
        )
        since = pl.when("begins").then("as_of").forward_fill().over("household_id")
        hits = runs.with_columns(since.alias("hit_since")).filter("hit")
        parts.append(
            hits.select(
                "as_of",
                "household_id",
                pl.lit(level, dtype=pl.Int32).alias("severity"),
                pl.concat_list(pl.lit(name)).alias("triggers"),
                "hit_since",
            )
        )
    by_household = pl.concat(parts).group_by("household_id", "as_of", maintain_order=True)
    together = by_household.agg(pl.col("severity").max(), pl.col("triggers").list.explode(), pl.col("hit_since").max())
    return together.select(list(HITS)).sort("as_of", "household_id")
