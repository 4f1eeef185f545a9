"""What becomes of a department's alert beside a list: the list answers it, a visit did already, or it is left.

An alert is a rule that a household hits and did not hit when the list before was made: a hit that stands for a year is pushed
once. A visit goes to a household and answers all its alerts, so that each household has one handling, but for those of its
alerts that a visit since the hit has answered already. A rule that the policy calls severe is never left to the score.
"""

from __future__ import annotations

import polars as pl

from features.vocabulary import Labelled
from models.lists import LeftOut, Slot


class Handling(Labelled):
    """What becomes of an alert."""

    LISTED = "listed", "名单已列入，走访时一并核实", "on the list: one visit answers both"
    VISITED = "visited", "预警之后已走访", "visited since the hit"
    MUST_VISIT = (
        "must_visit",
        "命中严重规则而名额已满，须另行走访",
        "hits a severe rule and found no room: to be visited all the same",
    )
    AHEAD = (
        "ahead",
        "得分不低于名单末位，宜另行走访",
        "its score is not below the last listed: worth a visit of its own",
    )
    BEHIND = (
        "behind",
        "排在名单之后，先电话核实或比对数据",
        "behind the list: a telephone call or a check of data first",
    )

    @property
    def answered(self) -> bool:
        """Whether the list, or a visit that was made, makes a visit for the alert superfluous. A low score never does."""
        return self in (Handling.LISTED, Handling.VISITED)


HANDLED: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "region_code": pl.String(),
    "trigger": pl.String(),
    "unit": pl.String(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
    "since": pl.Date(),
    "probability": pl.Float64(),
    "probability_low": pl.Float64(),
    "probability_high": pl.Float64(),
    "handling": pl.String(),
}
"""One row per alert: the household with its probability, the rule with value, threshold and since when, and its handling."""

_SCORE = pl.col("slot") == Slot.SCORE.value


def handled(alerts: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """The alerts of those who were considered for a list, each with its handling.

    "Ahead" and "behind" are told by the lowest score that its score alone put on the list in the same place; where none was, by the
    lowest of the whole list; where its score put nobody on it, nothing is behind it.

    Args:
        alerts: columns of HANDLED but for `region_code` and `handling`.
        households: columns of `models.lists.issued.HOUSEHOLDS`; who has no score there is not asked about.

    Returns:
        Columns of HANDLED, by household, in the order of the alerts.
    """
    anywhere = households.filter(_SCORE)["score"].min()
    cuts = households.filter(_SCORE).group_by("place").agg(pl.col("score").min().alias("cut"))
    read = households.filter(pl.col("score").is_not_null()).select(
        "household_id", "region_code", "place", "score", "slot", "left_out", "visited_on"
    )
    cut = pl.coalesce("cut", pl.lit(anywhere, dtype=pl.Float64))
    resting = pl.col("left_out") == LeftOut.RESTING.value
    handling = (
        pl.when(pl.col("slot").is_not_null())
        .then(pl.lit(Handling.LISTED.value))
        .when(pl.col("left_out") == LeftOut.BEYOND_BOUND.value)
        .then(pl.lit(Handling.MUST_VISIT.value))
        .when(resting & (pl.col("visited_on") >= pl.col("since")))
        .then(pl.lit(Handling.VISITED.value))
        .when(pl.col("score") < cut)
        .then(pl.lit(Handling.BEHIND.value))
        .otherwise(pl.lit(Handling.AHEAD.value))
    )
    placed = alerts.join(read, on="household_id", maintain_order="left").join(cuts, on="place", how="left")
    return (
        placed.with_columns(handling.alias("handling"))
        .sort("household_id", maintain_order=True)
        .select(pl.col(name).cast(kind) for name, kind in HANDLED.items())
    )


def by_household(alerts: pl.DataFrame) -> pl.DataFrame:
    """Each household with an alert once: `alerts`, how many it has, and the handling of those that no visit has answered.

    Args:
        alerts: columns of HANDLED.

    Returns:
        `household_id`, `alerts`, `handling`, `probability`, `probability_low`, `probability_high`.
    """
    visited = Handling.VISITED.value
    still_open = pl.col("handling").filter(pl.col("handling") != visited).first().fill_null(visited)
    return alerts.group_by("household_id", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("alerts"),
        still_open.alias("handling"),
        pl.col("probability", "probability_low", "probability_high").first(),
    )
