"""Alerts drawn as tables beside a list that is really cut, so that a story of them reads as what an office is told."""

from __future__ import annotations

import datetime as dt

import polars as pl

from models.alerts.handling import HANDLED, by_household, handled
from models.lists import MUST_INCLUDE, VISITED, Capacity, IssuedList, Rules, State, issue
from tests.models.lists.drawn_lists import table

AS_OF = dt.date(2024, 6, 30)
RULES = Rules(Capacity(20, cool_down_months=6), must_include_share=0)
"""One visit in five households, nobody taken on top; who was visited rests for half a year."""


def frame(drawing: str, **kinds: pl.DataType) -> pl.DataFrame:
    """A drawn table, its columns of text but for those named; an empty cell is unknown."""
    header, *rows = table(drawing)
    text = pl.DataFrame(
        [[cell or None for cell in row] for row in rows], schema=dict.fromkeys(header, pl.String), orient="row"
    )
    typed = {
        name: pl.col(name).str.to_date() if kind == pl.Date else pl.col(name).cast(kind) for name, kind in kinds.items()
    }
    return text.with_columns(**typed)


def a_list(scores: str, visited: str = "", severe: str = "", rules: Rules = RULES) -> IssuedList:
    """The list of 30 June 2024.

    Args:
        scores: `household_id | raw_score`, or with `region_code`; else all live in one village.
        visited: `household_id | visited_on`.
        severe: `household_id | hit_since`, who hits a severe rule.
    """
    rows = frame(scores, raw_score=pl.Float64()).with_columns(as_of=pl.lit(AS_OF))
    if "region_code" not in rows.columns:
        rows = rows.with_columns(region_code=pl.lit("990101001001"))
    seen = frame(visited, visited_on=pl.Date()) if visited else pl.DataFrame(schema=VISITED)
    hit = (
        frame(severe, hit_since=pl.Date())
        if severe
        else pl.DataFrame(schema={"household_id": pl.String, "hit_since": pl.Date})
    )
    must = hit.with_columns(
        pl.lit(2, dtype=pl.Int32).alias("severity"),
        pl.lit(["accident_harm"], dtype=pl.List(pl.String)).alias("triggers"),
    )
    return issue(rows, State(visited=seen, must_include=must.select(list(MUST_INCLUDE))), rules)


def alerts(drawing: str) -> pl.DataFrame:
    """`household_id | trigger | since`, and `probability` (else 2 in 100, between 1 and 4): what `handled` takes."""
    rows = frame(drawing, since=pl.Date())
    if "probability" not in rows.columns:
        rows = rows.with_columns(probability=pl.lit("0.02"))
    chance = pl.col("probability").cast(pl.Float64)
    wanted = rows.with_columns(
        chance,
        (chance / 2).alias("probability_low"),
        (chance * 2).alias("probability_high"),
        unit=pl.lit("yuan"),
        value=pl.lit(23_400.0),
        threshold=pl.lit(20_000.0),
    )
    return wanted.select(name for name in HANDLED if name not in ("region_code", "handling"))


def handlings(drawing: str, issued: IssuedList) -> list[tuple[str, str, str]]:
    """What becomes of drawn alerts: household, rule, handling."""
    told = handled(alerts(drawing), issued.households)
    return told.select("household_id", "trigger", "handling").rows()


def of_households(drawing: str, issued: IssuedList) -> dict[str, str]:
    """What becomes of the households."""
    each = by_household(handled(alerts(drawing), issued.households))
    return dict(each.select("household_id", "handling").iter_rows())
