"""Scores and lists drawn as tables, so that a story of a list reads as the list that an office gets."""

from __future__ import annotations

import polars as pl

from models.lists import Capacity, issue

Table = list[list[str]]
"""A header and its rows."""


def table(drawing: str) -> Table:
    """`column | column` lines as cells; an empty cell is unknown."""
    return [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]


def listed(scores: str, capacity: Capacity, visited: str = "household_id | visited_on") -> Table:
    """The lists that these scores make, as an office gets them.

    Args:
        scores: `household_id | region_code | raw_score`, with `as_of` where there are several days (else 30 June 2024).
        visited: `household_id | visited_on`, visits before the first day.

    Returns:
        `as_of` (of several days), `township`, `rank`, `household_id`, `slot`, and `chance` where somebody is drawn.
    """
    given = _frame(scores)
    several = "as_of" in given.columns
    if not several:
        given = given.with_columns(as_of=pl.lit("2024-06-30"))
    typed = given.with_columns(pl.col("as_of").str.to_date(), pl.col("raw_score").cast(pl.Float64))
    chosen = issue(typed, capacity, visited=_frame(visited).with_columns(pl.col("visited_on").str.to_date()))
    columns = [*(["as_of"] if several else []), "township", "rank", "household_id", "slot"]
    if chosen["chance"].min() != 1:
        columns.append("chance")
        chosen = chosen.with_columns(pl.col("chance").round(3))
    text = chosen.select(pl.col(name).cast(pl.String).fill_null("") for name in columns)
    return [columns, *map(list, text.rows())]


def _frame(drawing: str) -> pl.DataFrame:
    header, *rows = table(drawing)
    cells = [[cell or None for cell in row] for row in rows]
    return pl.DataFrame(cells, schema=dict.fromkeys(header, pl.String), orient="row")
