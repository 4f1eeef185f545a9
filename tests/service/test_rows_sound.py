"""Rows are asked at once whether their columns agree, and by dataframely only where they do not: both say the same."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.contracts import keeps_what_types_leave_open
from features.records.tables import TABLES

WRONG: dict[type[pl.DataType], list[object]] = {
    pl.String: [None, "", "no such word", "12", "12\u200b", " 12"],
    pl.Float64: [None, -1e12, 1e12, float("inf"), float("nan")],
    pl.Int32: [None, -5],
    pl.Boolean: [None, True, False],
    pl.Date: [None, dt.date(1800, 1, 1), dt.date(2190, 1, 1), dt.date(2024, 1, 1)],
}


@pytest.mark.parametrize("table", TABLES)
def test_one_question_finds_what_the_schema_finds(county: dict[str, pl.DataFrame], table: str) -> None:
    """Every column of a sound row takes every wrong value of its kind, one at a time."""
    drawn = county[table]
    sound, _ = TABLES[table].filter(drawn)
    assert sound.height
    assert sound.select(keeps_what_types_leave_open(table)).item()
    rows = sound.head(1)
    altered = pl.concat(
        rows.with_columns(pl.lit(value, dtype=kind).alias(name))
        for name, kind in rows.schema.items()
        for value in WRONG[kind.base_type()]
    )
    details = TABLES[table].filter(altered)[1].details()
    left_open = [
        name
        for name in details.columns
        if name not in altered.columns and ("|" not in name or name.endswith("|check__looks_as_it_is"))
    ]
    broken = details.filter(pl.any_horizontal(pl.lit(value=False), *(pl.col(name) == "invalid" for name in left_open)))
    asked = [altered[row].select(keeps_what_types_leave_open(table)).item() for row in range(altered.height)]
    assert asked.count(False) == broken.height
    assert broken.height
