"""Scores and lists drawn as tables, so that a story of a list reads as the list that an office gets."""

from __future__ import annotations

import polars as pl

from models.lists import MUST_INCLUDE, PREVIOUS, Capacity, Rules, State, issue

Table = list[list[str]]
"""A header and its rows."""


def table(drawing: str) -> Table:
    """`column | column` lines as cells; an empty cell is unknown."""
    return [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]


def listed(
    scores: str,
    capacity: Capacity | Rules,
    visited: str = "household_id | visited_on",
    previous: str = "household_id | listed_on | listed_since",
    hits: str = "household_id | severity | hit_since",
) -> Table:
    """The lists that these scores make, as an office gets them.

    Args:
        scores: `household_id | region_code | raw_score`, with `as_of` where there are several days (else 30 June 2024).
        visited: `household_id | visited_on`, visits before the first day. Who is on a list of an earlier day was visited that day.
        previous: `household_id | listed_on | listed_since`, the list before the first day.
        hits: `household_id | severity | hit_since`, severe rules that are hit.

    Returns:
        `as_of` (of several days), `place`, `rank`, `household_id`, `slot`, and `chance` where somebody is drawn.
    """
    given = _frame(scores)
    several = "as_of" in given.columns
    if not several:
        given = given.with_columns(as_of=pl.lit("2024-06-30"))
    typed = given.with_columns(pl.col("as_of").str.to_date(), pl.col("raw_score").cast(pl.Float64))
    rules = capacity if isinstance(capacity, Rules) else Rules(capacity)
    seen = _frame(visited).with_columns(pl.col("visited_on").str.to_date())
    before = _frame(previous).with_columns(pl.col("listed_on", "listed_since").str.to_date())
    hit = _frame(hits).with_columns(
        pl.col("severity").cast(pl.Int32), pl.col("hit_since").str.to_date(), pl.lit(["drawn"]).alias("triggers")
    )
    lists: list[pl.DataFrame] = []
    for day in typed.partition_by("as_of", maintain_order=True):
        last = before.with_columns(pl.lit("990101001001").alias("region_code")).select(list(PREVIOUS))
        state = State(
            previous=last if not lists else State().previous,
            visited=seen.group_by("household_id").agg(pl.col("visited_on").max()),
            must_include=hit.select(list(MUST_INCLUDE)),
        )
        lists.append(issue(day, state, rules).listed)
        seen = pl.concat([seen, lists[-1].select("household_id", pl.col("as_of").alias("visited_on"))])
    chosen = pl.concat(lists)
    columns = [*(["as_of"] if several else []), "place", "rank", "household_id", "slot"]
    if chosen["chance"].min() != 1:
        columns.append("chance")
        chosen = chosen.with_columns(pl.col("chance").round(3))
    text = chosen.select(pl.col(name).cast(pl.String).fill_null("") for name in columns)
    return [columns, *map(list, text.rows())]


def _frame(drawing: str) -> pl.DataFrame:
    header, *rows = table(drawing)
    cells = [[cell or None for cell in row] for row in rows]
    return pl.DataFrame(cells, schema=dict.fromkeys(header, pl.String), orient="row")
