"""A law of windows: the day of a lone row moves by one, and a feature answers only where a window that it names begins.

Whatever a feature is made of, its value may change between two neighbouring days only if one of them is the as-of day or
the last day before a window of its definition. One day off anywhere, and it changes a day early or late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import polars as pl

from features.frame import feature_frame, index_of
from features.language.measure import Measure
from features.language.parts import AGGREGATES, COLUMNS, columns_behind
from features.records.gate import WINDOWS, Records
from features.records.tables import LABEL_TABLES, TABLES, polars_schema
from features.registry import Feature, features, with_ingredients
from tests.drawn_tables import POLICY
from tests.features.drawn_records import rows_of

AS_OF = dt.date(2024, 6, 15)
"""In the middle of a month, so that no month's length plays a part: `test_windows.py` has those."""

LAST_DAYS_BEFORE = {0: AS_OF} | {
    months: dt.date(2024 - (months + 6) // 12, (6 - months - 1) % 12 + 1, 15) for months in WINDOWS
}
"""The last day outside of each window, counted by hand; of 0 months the as-of day, after which nothing has happened."""

SWEPT = [
    (months, last + dt.timedelta(days=days)) for months, last in LAST_DAYS_BEFORE.items() for days in (-1, 0, 1, 2)
]
CONTENTS = 120
"""Rows of random content in each table, each of a household of its own for every day."""

PRESENT = features()


def swept_columns() -> list[tuple[str, str]]:
    """Each table with each of its days that features measure windows on."""
    return [
        (table, name)
        for table in TABLES
        if table not in LABEL_TABLES
        for name, dtype in polars_schema(table).items()
        if dtype == pl.Date and name not in ("known_date", "birth_month")
    ]


@cache
def contents(table: str) -> pl.DataFrame:
    """Rows that happened twenty days ago and were known at once, with their other days as far from that as drawn."""
    rows = rows_of(table, np.random.default_rng(11), CONTENTS).with_columns(
        withdrawn=pl.lit(value=False), person_id=pl.lit("P1"), known_date=pl.lit(dt.date(2010, 1, 1))
    )
    moved = pl.lit(AS_OF - dt.timedelta(days=20)) - pl.col("event_date")
    days = [name for of, name in swept_columns() if of == table]
    return rows.with_columns([(pl.col(name) + moved).alias(name) for name in days])


def swept(table: str, column: str) -> pl.DataFrame:
    """The table's contents with each of the days in one column, a household each; in order of the days."""
    days = pl.DataFrame({"months": [m for m, _ in SWEPT], "day": [day for _, day in SWEPT]}, orient="row")
    days = days.with_row_index("at")
    return (
        contents(table)
        .with_row_index("content")
        .join(days, how="cross")
        .with_columns(
            pl.format("{}|{}|{}|{}", pl.lit(table), pl.lit(column), "content", "at").alias("household_id"),
            pl.col("day").alias(column),
        )
    )


@cache
def answers() -> pl.DataFrame:
    """Which features answer where.

    Returns:
        A row for each column that is swept and each step from one day to the next: `table`, `column`, `months` (whose
        window begins there) and `step` (-1 to the last day before the window, 0 from it into the window, 1 within it),
        and for each feature whether its value changes for some content.
    """
    tables, steps = {}, []
    for table in TABLES:
        rows = [
            swept(table, column).with_columns(column=pl.lit(column)) for of, column in swept_columns() if of == table
        ]
        if rows:
            whole = pl.concat(rows)
            tables[table] = whole.select(*polars_schema(table))
            steps.append(whole.select("household_id", pl.lit(table).alias("table"), "column", "months", "at"))
    asked = pl.concat(steps)
    frame = feature_frame(Records(tables), index_of(asked["household_id"], AS_OF), POLICY)
    changed = [pl.col(name).ne_missing(pl.col(name).shift(1)) for name in PRESENT]
    return (
        asked.with_columns((pl.col("at").cast(pl.Int64) % 4 - 2).alias("step"))
        .hstack(frame.select(changed))
        .filter(pl.col("step") > -2)
        .group_by("table", "column", "months", "step")
        .agg(pl.col(PRESENT).any())
    )


def behind(declared: Feature) -> dict[str, set[str]]:
    """The columns that a feature and its ingredients read, and the text of what is made of them, by kind."""
    columns: set[str] = set()
    texts: set[str] = set()
    for of in with_ingredients([declared.name]).values():
        if of.view is not None and isinstance(of.definition, Measure):
            parts = (of.definition.value, of.definition.fits, of.definition.rows)
            columns |= {*of.view.reads}.union(*(columns_behind(part) for part in parts))
            texts |= {text for part in parts for text in _texts(part)}
    return {"columns": columns, "texts": texts}


def _texts(part: pl.Expr) -> Iterator[str]:
    yield str(part)
    for root in part.meta.root_names():
        yield from _texts(pl.col(AGGREGATES[root].column)) if root in AGGREGATES else ()
        yield from _texts(COLUMNS[root]) if root in COLUMNS else ()


def windows_of(declared: Feature) -> set[int]:
    return {months for months in WINDOWS if f"after_{months}m" in behind(declared)["columns"]}


def may_answer(declared: Feature) -> Callable[[str, int, int], bool]:
    """Whether a feature may change with a column, at the beginning of a window of so many months, at a step."""
    columns, texts = behind(declared).values()
    own = windows_of(declared)
    by_the_day = any("total_days" in text for text in texts)
    by_the_month = any(".dt.month(" in text for text in texts)

    def may(column: str, months: int, step: int) -> bool:
        if by_the_day and column in ("started_on", "ended_on"):
            return months <= max(own)
        if column == "ended_on" and step == -1:
            # The last day of a spell is still part of it.
            return months == 0 or months in own
        if by_the_month and "period_months" in columns and step == -1:
            # A period of n months that lies wholly in a window ends n months after the window's beginning.
            return months < max(own)
        return step == 0 and (by_the_month or (column != "ended_on" and (months == 0 or months in own)))

    return may


def test_a_feature_changes_only_where_a_window_of_its_definition_begins() -> None:
    for name, declared in PRESENT.items():
        may = may_answer(declared)
        found = answers().filter(pl.col(name)).select("column", "months", "step").unique().rows()
        assert sorted(where for where in found if not may(*where)) == [], name


WITHOUT_AN_EDGE_OF_THEIR_OWN = {
    "worsened_12m": "it takes two cards of one person",
    **dict.fromkeys(
        [f"{kind}_{months}m" for kind in ("wage", "business", "transfer") for months in (3, 6)],
        "a period that ends where the window begins is not wholly inside",
    ),
}
"""Features over rows that no lone row moves where their windows begin; stories hold those."""


def test_every_window_of_a_definition_makes_a_difference_where_it_begins() -> None:
    over_rows = {name: declared for name, declared in PRESENT.items() if declared.view is not None}
    answering = {name: set(answers().filter(pl.col(name))["months"]) for name in over_rows}
    idle = {name for name, declared in over_rows.items() if windows_of(declared) - answering[name]}
    assert idle == set(WITHOUT_AN_EDGE_OF_THEIR_OWN)
