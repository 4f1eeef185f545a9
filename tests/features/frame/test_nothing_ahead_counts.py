"""Nothing that happens after the as-of day counts, even where it is known already: a plan is not yet a fact."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.frame.context.counting import with_own_context
from features.records.tables import polars_schema
from features.registry import features, with_ingredients
from tests.drawn_tables import POLICY, drawn, value
from tests.features.drawn_records import DAYS, HOUSEHOLDS, some_records

PRESENT = features()
PLANS = [name for name in PRESENT if any(of.plans for of in with_ingredients([name]).values())]
"""The features that look ahead on purpose, or are made of one that does."""

OF_THE_PAST = ("event_date", "known_date", "birth_month")
"""Days that are not told ahead of themselves, apart from the event's own."""


def announced(day: dt.date) -> dict[str, pl.DataFrame]:
    """The drawn rows and as many that were delivered by the day and tell of the 400 days after it."""
    ahead = pl.lit(day) + pl.duration(days=1 + pl.int_range(pl.len()) % 400)
    return {
        table: pl.concat(
            [
                rows,
                rows.with_columns(
                    pl.concat_str(pl.lit("ahead-"), pl.int_range(pl.len()).cast(pl.String)).alias("record_id"),
                    pl.min_horizontal("known_date", pl.lit(day)).alias("known_date"),
                    ahead.alias("event_date"),
                    *(ahead.alias(name) for name in days_of(table)),
                ),
            ]
        )
        for table, rows in some_records().items()
    }


def days_of(table: str) -> list[str]:
    return [name for name, dtype in polars_schema(table).items() if dtype == pl.Date and name not in OF_THE_PAST]


def with_days_ahead(day: dt.date, later: pl.Expr) -> dict[str, pl.DataFrame]:
    """The drawn rows, in which every day after `day` is put off, or no longer told.

    Args:
        later: how many days it is put off; null where it is not told.
    """
    return {
        table: rows.with_columns(
            pl.when(pl.col(name) > day).then(pl.col(name) + later).otherwise(pl.col(name)).alias(name)
            for name in days_of(table)
        )
        for table, rows in some_records().items()
    }


def values_on(day: dt.date, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return feature_frame(with_own_context(tables, [day]), index_of(HOUSEHOLDS, day), POLICY)


def differing(first: pl.DataFrame, second: pl.DataFrame) -> list[str]:
    return [name for name in PRESENT if not first[name].equals(second[name])]


@pytest.mark.parametrize("day", DAYS)
def test_what_is_announced_has_not_happened(day: dt.date) -> None:
    assert differing(values_on(day, announced(day)), values_on(day, some_records())) == []


PUT_OFF, NOT_TOLD = pl.duration(days=61), pl.lit(None, dtype=pl.Duration)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("later", [PUT_OFF, NOT_TOLD], ids=["put off", "not told"])
def test_when_something_is_to_end_does_not_matter_before_it_ends(day: dt.date, later: pl.Expr) -> None:
    moved = differing(values_on(day, with_days_ahead(day, later)), values_on(day, some_records()))
    assert [name for name in moved if name not in PLANS] == []
    assert moved, "nothing looks at a plan: then no feature should declare one"


@pytest.mark.parametrize(("as_of", "working"), [("2024-06-30", None), ("2024-07-01", 1)])
def test_who_has_only_work_to_come_is_not_known_to_be_without(as_of: str, working: float | None) -> None:
    post = "event_date | known_date | person_id | started_on\n2024-07-01 | 2024-06-01 | P1 | 2024-07-01"
    assert value("people_working", as_of, employment=drawn("employment", post)) == working
