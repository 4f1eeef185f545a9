"""Removal: who is on the last list or hits a severe rule and has no score any more leaves, and it is told why."""

from __future__ import annotations

import polars as pl

from models.lists.slots import LeftOut
from models.lists.state import State


def removed(scored: pl.DataFrame, state: State) -> pl.DataFrame:
    """`household_id`, `region_code`, `was_listed`, `listed_since`, `severity`, `hit_since`, `left_out` of those without a score.

    Args:
        scored: `household_id` of everybody who has one.
    """
    last = state.previous.select("household_id", "region_code", "listed_since", pl.lit(value=True).alias("was_listed"))
    hit = state.must_include.select("household_id", "severity", "hit_since")
    gone = last.join(hit, on="household_id", how="full", coalesce=True).join(scored, on="household_id", how="anti")
    told = gone.join(state.standing, on="household_id", how="left")
    reason = pl.when(pl.col("standing").is_in(LeftOut.values())).then("standing").fill_null(LeftOut.NO_SCORE.value)
    return told.select(
        "household_id",
        "region_code",
        pl.col("was_listed").fill_null(value=False),
        "listed_since",
        "severity",
        "hit_since",
        reason.alias("left_out"),
    ).sort("household_id")
