"""What is counted at the places of a day."""

from __future__ import annotations

import polars as pl
import pytest

from features.frame.context.counting import context_of
from features.frame.context.table import TABLE, context_day, context_days
from features.language.marks import IDENTIFIED, ILLNESS, JOB_LOSS, MARKS, SHOCK, ZERO_EMPLOYMENT
from features.records.context import Level
from features.records.gate import Records
from tests.features.context.village import (
    COUNTY,
    HAMLET,
    VALLEY,
    WHO_MOVED,
    by_household,
    context,
    counted,
    day,
    tables,
)

IN_HOSPITAL = """
    household_id | event_date | known_date | person_id | setting   | self_paid_yuan
    A            | 2024-01-10 | 2024-02-05 | P1        | inpatient | 3000
    A            | 2024-01-20 | 2024-02-05 | P2        | inpatient | 100
    B            | 2024-01-31 | 2024-03-01 | P3        | inpatient | 700
"""


@pytest.mark.parametrize(
    ("on", "valley"),
    [
        ("2024-01-31", (0, 3)),  # nothing known yet
        ("2024-02-29", (1, 3)),  # two stays of one household are one household
        ("2024-03-31", (2, 3)),
        ("2024-12-31", (2, 3)),
        ("2025-01-31", (0, 3)),  # the last stay, of 31 January, is a whole year old
    ],
)
def test_households_in_hospital_are_counted_as_known_that_day(on: str, valley: tuple[int, int]) -> None:
    there = context(on, illness=IN_HOSPITAL)
    assert counted(there, on, Level.VILLAGE, VALLEY, ILLNESS) == valley
    assert counted(there, on, Level.VILLAGE, HAMLET, ILLNESS) == (0, 1)
    assert counted(there, on, Level.COUNTY, COUNTY, ILLNESS) == (valley[0], 4)


@pytest.mark.parametrize(
    ("on", "settlement"),
    [
        ("2023-06-30", None),  # moved, nobody has told yet
        ("2023-07-31", (0, 2)),
        ("2024-02-29", (1, 2)),  # A lives in the valley by its code, and in the settlement
        ("2024-03-31", (1, 2)),  # B does not
    ],
)
def test_a_settlement_has_its_own_households_of_several_villages(on: str, settlement: tuple[int, int] | None) -> None:
    assert counted(context(on, illness=IN_HOSPITAL), on, Level.SETTLEMENT, "S1", ILLNESS) == settlement


@pytest.mark.parametrize(("on", "households"), [("2024-05-31", 2), ("2024-06-30", 3)])
def test_a_move_that_is_only_planned_is_no_move(on: str, households: int) -> None:
    planned = WHO_MOVED + "    B            | 2024-05-02 | 2024-05-05 | move | 2024-06-30 | S1\n"
    assert counted(context(on, relocation=planned), on, Level.SETTLEMENT, "S1", ILLNESS) == (0, households)


STEPS = """
    household_id | event_date | known_date | step
    A            | 2024-01-20 | 2024-02-05 | identified
    A            | 2024-07-20 | 2024-08-05 | removed
    B            | 2024-01-20 | 2024-02-05 | rolled_back
"""


@pytest.mark.parametrize(
    ("on", "valley"),
    [
        ("2024-01-31", (0, 3)),
        ("2024-02-29", (1, 3)),  # identified; a removal that was rolled back is no identification
        ("2024-12-31", (1, 3)),  # removed since, but identified within the year
        ("2025-01-31", (0, 3)),
    ],
)
def test_identifications_are_counted_as_known_that_day(on: str, valley: tuple[int, int]) -> None:
    assert counted(context(on, monitoring=STEPS), on, Level.VILLAGE, VALLEY, IDENTIFIED) == valley


def test_a_household_nobody_can_tell_of_is_not_counted() -> None:
    """A: labour, no work. B: labour and work. C: no labour. D: labour, and no employment register knows of it."""
    members = """
        household_id | event_date | listing | person_id | labour
        A            | 2024-01-10 | full    | P1        | ordinary
        B            | 2024-01-10 | full    | P2        | ordinary
        C            | 2024-01-10 | full    | P3        | none
        D            | 2024-01-10 | full    | P4        | ordinary
    """
    employment = """
        household_id | event_date | person_id | started_on | ended_on
        A            | 2023-03-01 | P1        | 2023-03-01 | 2024-02-10
        B            | 2023-03-01 | P2        | 2023-03-01 |
        C            | 2020-03-01 | P3        | 2020-03-01 | 2020-12-31
    """
    there = context("2024-03-31", members=members, employment=employment)
    assert counted(there, "2024-03-31", Level.VILLAGE, VALLEY, ZERO_EMPLOYMENT) == (1, 2)
    assert counted(there, "2024-03-31", Level.VILLAGE, HAMLET, ZERO_EMPLOYMENT) == (0, 0)
    assert counted(there, "2024-03-31", Level.SETTLEMENT, "S1", ZERO_EMPLOYMENT) == (1, 1)
    assert counted(there, "2024-03-31", Level.VILLAGE, VALLEY, JOB_LOSS) == (1, 3)


def test_a_household_counts_from_the_day_it_is_described_and_where_it_is_described() -> None:
    moved = f"""
        household_id | event_date | known_date | region_code | household_type
        A            | 2023-01-10 | 2023-02-05 | {VALLEY}    | general
        A            | 2024-01-10 | 2024-02-05 | {HAMLET}    | general
    """
    shocks = """
        household_id | event_date | kind             | loss_yuan
        A            | 2023-12-10 | accident_traffic | 100
        E            | 2023-12-10 | accident_traffic | 100
    """

    def at(on: str, place: str) -> tuple[int, int] | None:
        return counted(context(on, households=moved, shocks=shocks), on, Level.VILLAGE, place, SHOCK)

    assert at("2023-01-31", VALLEY) is None
    assert at("2024-01-31", VALLEY) == (1, 1)
    assert at("2024-01-31", HAMLET) is None
    assert at("2024-02-29", VALLEY) is None
    assert at("2024-02-29", HAMLET) == (1, 1)  # E is nowhere described: it is counted nowhere


LATER = """
    household_id | event_date | known_date | person_id | setting   | self_paid_yuan
    A            | 2024-01-10 | 2024-02-05 | P1        | inpatient | 3000
    B            | 2024-01-10 | 2024-03-01 | P1        | inpatient | 3000
"""


def test_what_is_learned_later_does_not_change_a_day_s_counts() -> None:
    before = context("2024-02-29", illness=IN_HOSPITAL, monitoring=STEPS)
    late = LATER + "    D            | 2024-02-10 | 2024-03-01 | P9        | inpatient | 1\n"
    removed_and_found = STEPS + "    C            | 2024-02-20 | 2024-03-01 | identified\n"
    after = context("2024-02-29", illness=late, monitoring=removed_and_found)
    assert after.table.equals(before.table)
    known = context("2024-03-31", illness=late, monitoring=removed_and_found)
    assert counted(known, "2024-03-31", Level.COUNTY, COUNTY, ILLNESS) == (3, 4)
    assert counted(known, "2024-03-31", Level.COUNTY, COUNTY, IDENTIFIED) == (2, 4)


def test_how_households_lie_in_buckets_does_not_matter() -> None:
    days = context_days([day("2023-07-31"), day("2024-02-29"), day("2024-03-15"), day("2024-12-31")])
    whole = tables(illness=IN_HOSPITAL, monitoring=STEPS)
    together, apart = context_of([Records(whole)], days), context_of(by_household(whole)[::-1], days)
    assert together.table.equals(apart.table)
    assert together.table.height == 3 * 4  # days by places: the county, two villages, a settlement
    # Many days in one pass, more than are looked at together, are as each day alone.
    many = context_days(day(f"{year}-{month:02d}-28") for year in (2023, 2024) for month in range(1, 13))
    alone = [context_of([Records(whole)], [one]).table for one in many]
    assert context_of([Records(whole)], many).table.equals(pl.concat(alone))


def test_a_county_without_records_has_a_table_without_rows() -> None:
    nothing = context_of([], [day("2024-01-31")])
    assert nothing.table.is_empty()
    assert list(nothing.table.columns) == list(TABLE)
    assert nothing.days == {day("2024-01-31")}
    assert set(MARKS) == {"illness", "job_loss", "zero_employment", "shock", "identified"}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-02-28", "2024-01-31"),
        ("2024-02-29", "2024-02-29"),  # the last day of a leap year's February
        ("2024-03-01", "2024-02-29"),
        ("2024-03-30", "2024-02-29"),
        ("2024-03-31", "2024-03-31"),
        ("2025-01-01", "2024-12-31"),
    ],
)
def test_the_context_of_a_day_is_that_of_the_last_month_s_end(as_of: str, expected: str) -> None:
    assert context_day(day(as_of)) == day(expected)
