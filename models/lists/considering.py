"""Everybody who is considered for a list, with what is known of each, in the order of their scores."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.errors import FanpinError
from models.lists.capacity import COUNTY_DIGITS, VILLAGE_DIGITS, visits_by_place, with_place
from models.lists.cool_down import rests
from models.lists.drawing import DRAWN, with_tie
from models.lists.ordering import require_scores
from models.lists.rules import Rules
from models.lists.state import State

ROW = "_row"
"""The number of a considered household, in the order of place and score."""


class ScoresError(FanpinError, ValueError):
    """No list can be made of these scores."""


def considered(scores: pl.DataFrame, state: State, rules: Rules, seed: int, score: str) -> pl.DataFrame:
    """Scored households of one day by place, the highest score first.

    Returns:
        `household_id`, `as_of`, `region_code`, `place`, `village`, `purse` (within what visits are dealt out and a churn budget
        is spent: the county, or everything), `score`, the drawn number, ROW, `score_rank`; of the state `visited_on`, `listed_since`,
        `was_listed`, `severity`, `hit_since`; the `open_case`s, those `expired`, and who `rests`; and what falls to the place.
    """
    rows = require_scores(scores.select("household_id", "as_of", "region_code", pl.col(score).alias("score")), "score")
    rows = with_tie(with_place(rows, rules.capacity.by), pl.col("household_id"), seed)
    # Numbers instead of codes: sorting a million texts takes longer than everything else.
    numbered = rows.with_columns(pl.col("place").rank("dense").alias("_place"))
    rows = numbered.sort("_place", "score", DRAWN, "household_id", descending=[False, True, False, False])
    if rows["household_id"].n_unique() != rows.height:
        raise ScoresError(
            "得分中有的户出现两次：一期名单每户只应一行 | a household stands twice among the scores; in one list each has one row."
        )
    places = visits_by_place(
        rows.select("as_of", "place"), rules.capacity, seed, must_include_share=rules.must_include_share
    )
    purse = pl.col("place").str.head(COUNTY_DIGITS) if rules.capacity.visits is None else pl.lit("")
    places = places.with_columns(purse.alias("purse")).with_columns(
        pl.col("visits").sum().over("purse").alias("purse_visits")
    )
    rows = rows.with_row_index(ROW).join(places.drop("as_of"), on="place", how="left", maintain_order="left")
    return _with_state(rows, state, rules).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("_place").alias("score_rank"),
        pl.col("region_code").fill_null("").str.head(VILLAGE_DIGITS).alias("village"),
    )


def day_of(scores: pl.DataFrame) -> dt.date | None:
    """The day of the scores; None where there are none. Raises ScoresError: they are of several days."""
    days = scores["as_of"].unique()
    if len(days) > 1:
        raise ScoresError(
            f"得分来自 {len(days)} 个日期：一期名单只用一天的得分 | the scores are of {len(days)} days; a list is made of those of one."
        )
    return scores["as_of"][0] if len(days) else None


def _with_state(rows: pl.DataFrame, state: State, rules: Rules) -> pl.DataFrame:
    previous = state.previous.select(
        "household_id", "listed_on", "listed_since", pl.lit(value=True).alias("was_listed")
    )
    about = previous.join(state.visited, on="household_id", how="full", coalesce=True).join(
        state.must_include.select("household_id", "severity", "hit_since"), on="household_id", how="full", coalesce=True
    )
    as_of: dt.date = rows["as_of"][0]
    known = rows.join(about, on="household_id", how="left", maintain_order="left").with_columns(
        pl.col("was_listed").fill_null(value=False)
    )
    is_open = pl.col("was_listed") & (pl.col("visited_on") < pl.col("listed_on")).fill_null(value=True)
    known = known.with_columns(is_open.alias("open_case"), rests(as_of, rules.capacity.cool_down_months).alias("rests"))
    over = pl.col("listed_since") <= pl.lit(as_of).dt.offset_by(f"-{rules.carry_over_months}mo")
    expired = pl.col("open_case") & over if rules.carry_over_months else pl.lit(value=False)
    return known.with_columns(expired.fill_null(value=False).alias("expired"))
