"""Laws of lineage over every feature: the rows listed are those that made the value, and no others."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.proofs.lineage.removing import KnownRows
from features.proofs.lineage.tracing import Lineage, trace_all
from features.records.gate import FACT, Records
from features.records.tables import LABEL_TABLES, TABLES
from features.registry import features
from tests.drawn_tables import POLICY
from tests.features.drawn_records import some_records

DAY = dt.date(2023, 12, 31)
HOUSEHOLDS = ["H14", "H26"]
"""With few rows and with many."""

OF_SEVERAL_ROWS = "H41"
"""The one household drawn of which several rows say the same about a member, so that none of them alone decides. It has
most rows of all: traced is what its members tell."""

READ = [table for table in TABLES if table not in LABEL_TABLES]
FEATURES = features()


@cache
def lineages(household: str) -> dict[str, Lineage]:
    of_members = [name for name, declared in FEATURES.items() if declared.view and declared.view.table == "members"]
    names = of_members if household == OF_SEVERAL_ROWS else list(FEATURES)
    return trace_all(Records(some_records()), household, DAY, names, POLICY)


def measured(household: str) -> dict[str, Lineage]:
    return {name: found for name, found in lineages(household).items() if FEATURES[name].view is not None}


def listed(lineage: Lineage) -> set[tuple[str, str]]:
    return {(behind.table, behind.row["record_id"]) for behind in lineage.rows}


def told_of(household: str) -> dict[str, pl.DataFrame]:
    """Every fact of the household as it was known that day, and nothing else."""
    known = KnownRows.of(Records(some_records()), household, DAY, READ)
    return {table: rows.drop("_place") for table, rows in known.rows.items()}


def values_of(households: dict[str, dict[str, pl.DataFrame]], names: list[str]) -> pl.DataFrame:
    """The features of several made-up households, each with its own tables."""
    tables = {
        table: pl.concat(
            tables[table].with_columns(household_id=pl.lit(household)) for household, tables in households.items()
        )
        for table in READ
    }
    return feature_frame(Records(tables), index_of(list(households), DAY), POLICY, names)


def parted(rows: pl.DataFrame, table: str, of: set[tuple[str, str]], *, keep: bool) -> pl.DataFrame:
    names = [record for its, record in of if its == table]
    chosen = pl.col("record_id").is_in(names)
    return rows.filter(chosen if keep else ~chosen)


@pytest.mark.parametrize("household", [*HOUSEHOLDS, OF_SEVERAL_ROWS])
def test_the_value_is_that_of_the_feature_frame(household: str) -> None:
    frame = feature_frame(Records(some_records()), index_of([household], DAY), POLICY)
    traced = lineages(household)
    assert {name: found.value for name, found in traced.items()} == {name: frame[name][0] for name in traced}


@pytest.mark.parametrize("household", [*HOUSEHOLDS, OF_SEVERAL_ROWS])
def test_without_all_rows_that_are_not_listed_the_value_is_the_same(household: str) -> None:
    """Where no row is counted, the value rests on there being rows of which none fits: then there is nothing to list."""
    told = told_of(household)
    households = {
        name: {table: parted(rows, table, listed(found), keep=True) for table, rows in told.items()}
        for name, found in measured(household).items()
        if any(behind.counted for behind in found.rows)
    }
    frame = values_of(households, list(households))
    changed = [name for at, name in enumerate(households) if frame[name][at] != lineages(household)[name].value]
    assert len(households) > 20
    assert changed == []


def test_rows_of_which_none_alone_decides_are_listed() -> None:
    """Without such a household the law above would hold for whoever lists only what decides alone."""
    assert any(row.supports for found in measured(OF_SEVERAL_ROWS).values() for row in found.rows)


@pytest.mark.parametrize("household", [*HOUSEHOLDS, OF_SEVERAL_ROWS])
def test_a_value_without_any_counted_row_says_why(household: str) -> None:
    for name, found in measured(household).items():
        counted = [behind for behind in found.rows if behind.counted]
        assert (found.absent is not None) == (not counted or found.value is None), name


def test_what_a_value_would_be_without_a_row_is_what_it_is_without_that_fact() -> None:
    """The fact is taken out of the delivered records, in all its versions that were known by the day."""
    household = HOUSEHOLDS[0]
    mine = {table: rows.filter(household_id=household) for table, rows in some_records().items() if table in READ}
    facts = sorted({fact for found in measured(household).values() for fact in listed(found)})
    households = {
        f"{table}/{record}": {its: parted(rows, its, {(table, record)}, keep=False) for its, rows in mine.items()}
        for table, record in facts
    }
    frame = values_of(households, list(FEATURES))
    told = 0
    for at, (table, record) in enumerate(facts):
        for name, found in measured(household).items():
            rows = [b for b in found.rows if (b.table, b.row["record_id"]) == (table, record)]
            expected = rows[0].without if rows else found.value
            assert frame[name][at] == expected, (name, table, record)
            told += len(rows)
    assert told > 50


@pytest.mark.parametrize("household", [*HOUSEHOLDS, OF_SEVERAL_ROWS])
def test_rows_that_make_a_value_were_known_by_the_day(household: str) -> None:
    behind = [row for found in measured(household).values() for row in found.rows]
    assert behind
    assert all(row.row["known_date"] <= DAY for row in behind)
    standing = {(t, r) for t, rows in told_of(household).items() for r in rows.select(FACT)["record_id"]}
    assert {(row.table, row.row["record_id"]) for row in behind} <= standing


@pytest.mark.parametrize("household", HOUSEHOLDS)
def test_a_combination_names_all_that_it_is_made_of(household: str) -> None:
    for name, found in lineages(household).items():
        if FEATURES[name].view is None:
            told = {one.feature.name for one in found.ingredients} | {column for column, _ in found.context}
            told |= {f"policy.{value.name}" for value, _ in found.policy}
            assert told == FEATURES[name].reads, name
            assert (found.value is None) == (found.absent is not None), name


def test_a_household_without_rows_has_every_measure_s_absence_and_a_reason_for_it() -> None:
    for name, found in lineages("H79").items():
        if FEATURES[name].view is not None:
            assert found.value == FEATURES[name].when_no_rows, name
            assert not found.rows
            assert found.absent is not None
            assert "当日未掌握" in found.absent.zh
