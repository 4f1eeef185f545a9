"""Laws over the whole registry: a new feature is tested the day it is written."""

from __future__ import annotations

import datetime as dt
from functools import cache

import dataframely as dy
import numpy as np
import polars as pl
import pytest

from features import vocabulary as words
from features.context.counting import context_of, with_own_context
from features.context.table import Context, context_days
from features.frame import feature_frame, index_of
from features.records.gate import Records, without_later_knowledge
from features.records.tables import TABLES, polars_schema
from features.registry import UNITS, features, fingerprint, with_ingredients
from tests.drawing import POLICY, drawn

DAYS = [dt.date(2023, 1, 31), dt.date(2023, 12, 31), dt.date(2024, 6, 30)]
HOUSEHOLDS = [f"H{number:02d}" for number in range(80)]
PRESENT = features()


SMALL_NUMBERS = {
    "category": (1, 8),
    "grade": (1, 5),
    "period_months": (1, 5),
    "work_months": (0, 5),
    "days_out": (0, 60),
    "fetch_minutes": (0, 40),
}
"""Columns drawn as whole numbers from the first up to below the second, so that each rule is met by some and not by all."""


A_COUPLE = """
    household_id | record_id | event_date | person_id | listing | relation | sex    | work_months | work_place
    H00          | husband   | 2022-12-31 | P8        | full    | head     | male   | 10          | outside
    H00          | wife      | 2022-12-31 | P9        | full    | spouse   | female | 0           |
"""
"""What chance hardly draws."""


@cache
def some_records() -> dict[str, pl.DataFrame]:
    """Rows of every table drawn at random, with gaps, duplicates, corrections and late knowledge."""
    draws = np.random.default_rng(7)
    # Whole periods inside a window are rare among periods and categories at random: income needs more rows.
    tables = {table: _rows(table, draws, 4000 if table == "income" else 1500) for table in TABLES}
    return {**tables, "members": pl.concat([tables["members"], drawn("members", A_COUPLE)])}


def _rows(table: str, draws: np.random.Generator, height: int) -> pl.DataFrame:
    # Few different days, so that many rows share one; households with hardly a row and households with hundreds.
    event = [dt.date(2021, 1, 1) + dt.timedelta(days=30 * int(n)) for n in draws.integers(0, 43, height)]
    weight = np.arange(1, len(HOUSEHOLDS) - 4) ** 2.0
    # Half of them known at once, so that short windows are not empty.
    late = draws.integers(0, 120, height) * draws.integers(0, 2, height)
    given: dict[str, list[object]] = {
        # The last five households have no rows at all.
        "household_id": [HOUSEHOLDS[n] for n in draws.choice(len(weight), height, p=weight / weight.sum())],
        "record_id": [f"R{n}" for n in draws.integers(0, height // 2, height)],
        "event_date": list(event),
        "known_date": [day + dt.timedelta(days=int(n)) for day, n in zip(event, late, strict=True)],
        "delivery_id": [f"d{n}" for n in draws.integers(0, 9, height)],
        "source_row": list(range(height)),
        "withdrawn": [bool(n) for n in draws.random(height) < 0.05],
        "person_id": [f"P{n}" for n in draws.integers(0, 5, height)],
        "region_code": [f"99010100{n}001" for n in draws.integers(1, 9, height)],
    }
    return pl.DataFrame(
        {
            name: given.get(name) or _cells(name, column, event, draws)
            for name, column in TABLES[table].columns().items()
        },
        schema=polars_schema(table),
        strict=False,
    )


def _cells(name: str, column: dy.Column, event: list[dt.date], draws: np.random.Generator) -> list[object]:
    """A column's cells, one in ten unknown; days before the event, except for the days on which something ends."""
    words_allowed = (column.metadata or {}).get("values")
    known = draws.random(len(event)) < 0.9
    if name in ("left_on", "ended_on", "remedied_on"):
        known = draws.random(len(event)) < 0.6
        cells: list[object] = [day + dt.timedelta(days=90) for day in event]
    elif column.dtype == pl.Date:
        longest = 800 if name in ("started_on", "moved_on") else 33_000
        cells = [
            day - dt.timedelta(days=int(n))
            for day, n in zip(event, draws.integers(0, longest, len(event)), strict=True)
        ]
    elif words_allowed:
        cells = [str(word) for word in draws.choice(words_allowed, len(event))]
    elif column.dtype == pl.Boolean:
        cells = [bool(n) for n in draws.integers(0, 2, len(event))]
    elif name in SMALL_NUMBERS:
        cells = [float(n) for n in draws.integers(*SMALL_NUMBERS[name], len(event))]
    elif column.dtype == pl.Float64:
        # Of the amounts of money a third is nothing and a third large enough for the departments' lines.
        times = draws.choice([0, 1, 1000], len(event)) if name.endswith("_yuan") else 1
        cells = [round(float(n), 2) for n in draws.uniform(0, 200, len(event)) * times]
    else:
        cells = [str(n) for n in draws.integers(0, 9, len(event))]
    return [cell if is_known else None for cell, is_known in zip(cells, known, strict=True)]


def index() -> pl.DataFrame:
    return pl.concat(index_of(HOUSEHOLDS, day) for day in DAYS)


@cache
def context() -> Context:
    return context_of([Records(some_records())], context_days(DAYS))


@cache
def frame() -> pl.DataFrame:
    return feature_frame(Records(some_records(), context()), index(), POLICY)


def test_the_records_of_the_laws_reach_every_feature() -> None:
    """A law over a feature that is always absent would prove nothing."""
    idle = [name for name in PRESENT if frame()[name].drop_nulls().n_unique() < 2]
    assert idle == []


def test_there_are_at_least_forty_features_over_every_domain() -> None:
    assert len(PRESENT) >= 40
    assert {f.domain for f in PRESENT.values()} >= {
        "members",
        "income",
        "illness",
        "disability",
        "employment",
        "relocation",
        "shocks",
    }


def test_the_frame_has_a_row_for_each_row_of_the_index_in_its_order() -> None:
    shuffled = index().sample(fraction=1, shuffle=True, seed=3)
    again = feature_frame(Records(some_records(), context()), shuffled, POLICY)
    assert again.select("household_id", "as_of").equals(shuffled)
    assert again.sort("as_of", "household_id").equals(frame().sort("as_of", "household_id"))


@pytest.mark.parametrize("day", DAYS)
def test_what_is_learned_later_changes_nothing(day: dt.date) -> None:
    earlier = without_later_knowledge(some_records(), pl.lit(day))
    alone = feature_frame(with_own_context(earlier, [day]), index_of(HOUSEHOLDS, day), POLICY)
    assert alone.equals(frame().filter(pl.col("as_of") == day))


def test_a_household_alone_is_as_it_is_in_the_batch() -> None:
    for household in HOUSEHOLDS[::7]:
        only = {name: rows.filter(pl.col("household_id") == household) for name, rows in some_records().items()}
        alone = feature_frame(Records(only, context()), index_of([household], DAYS[1]), POLICY)
        in_batch = frame().filter(pl.col("household_id") == household, pl.col("as_of") == DAYS[1])
        assert alone.equals(in_batch), household


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = {name: rows.sample(fraction=1, shuffle=True, seed=11) for name, rows in some_records().items()}
    assert feature_frame(with_own_context(shuffled, DAYS), index(), POLICY).equals(frame())


@pytest.mark.parametrize("name", PRESENT)
def test_no_rows_gives_exactly_the_declared_absence(name: str) -> None:
    nobody = feature_frame(Records({}), index_of(["nobody"], DAYS[0]), POLICY, [name])
    assert nobody[name].to_list() == [PRESENT[name].when_no_rows]


@pytest.mark.parametrize("name", PRESENT)
def test_values_lie_in_the_range_of_their_unit(name: str) -> None:
    low, high = UNITS[PRESENT[name].unit]
    known = frame()[name].drop_nulls()
    assert known.is_finite().all()
    assert known.is_between(low, high).all(), (known.min(), known.max())


@pytest.mark.parametrize("name", PRESENT)
def test_a_feature_asked_for_alone_is_as_it_is_among_all(name: str) -> None:
    alone = feature_frame(Records(some_records(), context()), index(), POLICY, [name])
    assert alone[name].equals(frame()[name])


def test_a_feature_speaks_for_an_official_risk_in_two_languages() -> None:
    for declared in PRESENT.values():
        assert declared.risk_type in words.RiskType
        assert any("一" <= character <= "鿿" for character in declared.zh), declared.name
        assert declared.en.endswith("."), declared.name


def test_the_fingerprint_covers_what_a_feature_is_made_of() -> None:
    assert {"net_income_year", "persons"} <= set(with_ingredients(["income_to_line"]))
    assert fingerprint(["income_to_line"]) == fingerprint(["income_to_line"])
    assert fingerprint(["income_to_line"]) != fingerprint(["wage_share"])
