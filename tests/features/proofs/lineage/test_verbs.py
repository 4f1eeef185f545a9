"""Verb by verb: the rows that a measure lists are those without which it may say something else, and no others."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.frame import index_of, known_rows
from features.language import (
    Measure,
    against_history,
    all_of,
    any_of,
    count,
    in_last,
    largest,
    latest,
    longest_gap,
    longest_gap_of_spells,
    longest_run,
    months_of_spells,
    months_since,
    months_with,
    people,
    quotient,
    share,
    slope,
    smallest,
    total,
    underway,
    yearly,
)
from features.language.views import View
from features.records.gate import Records
from tests.drawn_tables import drawn, measured

AS_OF = "2024-06-30"

BILLS = """
    record_id | event_date | known_date | person_id | setting    | total_yuan | self_paid_yuan
    D         | 2023-06-30 | 2023-07-05 | P1        | inpatient  | 900        | 900
    B         | 2024-04-10 | 2024-05-05 | P1        | inpatient  | 300        | 90
    C         | 2024-05-20 | 2024-06-05 | P2        | outpatient | 50         |
    A         | 2024-06-10 | 2024-06-20 | P1        | inpatient  | 100        | 40
    E         | 2024-06-20 | 2024-07-05 | P3        | inpatient  | 500        | 500
    F         | 2024-07-10 | 2024-06-20 | P3        | inpatient  | 700        | 700
"""
"""D is a year and a day old, E is not known yet, F is known ahead of its day; C does not tell what was paid."""

INPATIENT = pl.col("setting") == "inpatient"
YEAR = in_last(months=12)


def rows_of(measure: Measure, table: str, drawing: str) -> set[str]:
    index = index_of(["H1"], dt.date.fromisoformat(AS_OF))
    seen = known_rows(Records({table: drawn(table, drawing)}), index, View(table, table))
    return set(seen.filter(measure.rows)["record_id"])


def without(record: str, drawing: str) -> str:
    return "\n".join(line for line in drawing.splitlines() if not line.strip().startswith(record))


def check(measure: Measure, table: str, drawing: str, listed: str, deciding: str) -> None:
    """`listed` and `deciding` name records by their letters."""
    assert rows_of(measure, table, drawing) == set(listed)
    whole = measured(measure, AS_OF, table, drawing)
    records = [line.split("|")[0].strip() for line in drawing.strip().splitlines()[1:]]
    changed = {one for one in records if measured(measure, AS_OF, table, without(one, drawing)) != whole}
    assert changed == set(deciding)
    assert changed <= set(listed)


@pytest.mark.parametrize(
    ("measure", "listed", "deciding"),
    [
        pytest.param(total("self_paid_yuan", over=YEAR), "ABC", "AB", id="total"),
        pytest.param(total("self_paid_yuan", of=INPATIENT), "ABD", "ABD", id="total, whenever"),
        pytest.param(count(of=INPATIENT, over=YEAR), "AB", "AB", id="count"),
        pytest.param(count(over=in_last(months=1)), "A", "A", id="count in a month"),
        pytest.param(any_of(INPATIENT, over=YEAR), "AB", "", id="any_of: either would do"),
        pytest.param(any_of(INPATIENT, over=in_last(months=1)), "A", "A", id="any_of: the only one"),
        pytest.param(people(of=INPATIENT, over=YEAR), "AB", "", id="people: one person twice"),
        pytest.param(people(over=YEAR), "ABC", "C", id="people: another one once"),
        pytest.param(latest("self_paid_yuan"), "A", "A", id="latest, whenever"),
        pytest.param(latest("self_paid_yuan", of=~INPATIENT), "", "", id="latest: nobody states one"),
        pytest.param(largest("self_paid_yuan", over=YEAR), "B", "B", id="largest"),
        pytest.param(smallest("self_paid_yuan", over=YEAR), "A", "A", id="smallest"),
        pytest.param(quotient("self_paid_yuan", "total_yuan", over=YEAR), "AB", "AB", id="quotient"),
        pytest.param(months_since(of=INPATIENT), "A", "A", id="months_since"),
        pytest.param(share(INPATIENT, among=YEAR), "ABC", "ABC", id="share"),
        pytest.param(slope("total_yuan", months=3), "ABC", "AB", id="slope"),
        pytest.param(against_history("total_yuan", recent=3, history=12), "ABC", "ABC", id="against_history"),
        pytest.param(months_with(months=12), "ABC", "ABC", id="months_with"),
        pytest.param(longest_run(months=12), "ABC", "ABC", id="longest_run"),
        pytest.param(longest_gap(months=12), "ABC", "B", id="longest_gap"),
    ],
)
def test_of_bills(measure: Measure, listed: str, deciding: str) -> None:
    check(measure, "illness", BILLS, listed, deciding)


COLLECTED = """
    record_id | event_date | category | amount_yuan | period_months
    A         | 2023-12-31 | wage     | 12000       | 12
    B         | 2023-12-31 | business | 3000        | 12
    C         | 2024-03-31 | wage     | 4000        | 3
    D         | 2022-12-31 | wage     | 9000        | 12
"""


def test_of_a_year_collected_at_once() -> None:
    """The quarter beside the year is left out, and the year before is."""
    wages = yearly(pl.col("amount_yuan"), of=pl.col("category") == "wage")
    check(wages, "income", COLLECTED, "A", "A")
    check(yearly(pl.col("amount_yuan")), "income", COLLECTED, "AB", "AB")


WORK = """
    record_id | event_date | person_id | started_on | ended_on   | monthly_wage_yuan
    A         | 2023-01-01 | P1        | 2023-01-01 | 2023-09-30 | 3000
    B         | 2024-02-01 | P1        | 2024-02-01 |            | 3000
    C         | 2022-01-01 | P2        | 2022-01-01 | 2022-12-31 | 3000
    D         | 2024-08-01 | P3        | 2024-08-01 |            | 3000
"""


@pytest.mark.parametrize(
    ("measure", "listed", "deciding"),
    [
        pytest.param(
            months_of_spells(start="started_on", end="ended_on", months=12),
            "ABC",
            "AB",
            id="months_of_spells: C had ended before",
        ),
        pytest.param(people(of=underway()), "B", "B", id="underway"),
        pytest.param(longest_gap_of_spells(months=12), "ABC", "AB", id="longest_gap_of_spells"),
        pytest.param(all_of(pl.col("monthly_wage_yuan") > 0), "ABC", "", id="all_of: D is not known yet"),
    ],
)
def test_of_spells_of_work(measure: Measure, listed: str, deciding: str) -> None:
    check(measure, "employment", WORK, listed, deciding)
