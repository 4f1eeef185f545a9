"""How the benchmark of alerts counts: visits by month, families once, and who pointed to them first."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from benchmarks.alerts import VISITS, measured, table, visits_of
from tests.models.alerts.drawn_alerts import AS_OF, RULES, a_list, alerts, frame
from tests.models.alerts.test_handling import TEN

# Two lists. A is listed twice and identified; B is behind in May and listed in June; C only ever behind; D visited; nobody pointed to E.
MET = """
    household_id | as_of      | handling | alerts | outcome_on
    A            | 2024-05-31 | listed   | 0      | 2024-08-10
    A            | 2024-06-30 | listed   | 2      | 2024-08-10
    B            | 2024-05-31 | behind   | 1      | 2024-09-10
    B            | 2024-06-30 | listed   | 0      | 2024-09-10
    C            | 2024-06-30 | behind   | 3      | 2024-09-20
    D            | 2024-06-30 | visited  | 1      |
    F            | 2024-06-30 | behind   | 1      |
"""
IDENTIFIED = """
    household_id | as_of      | region_code  | outcome_on
    A            | 2024-05-31 | 990101001001 | 2024-08-10
    B            | 2024-05-31 | 990101001001 | 2024-09-10
    B            | 2024-06-30 | 990101001001 | 2024-09-10
    C            | 2024-06-30 | 990101001001 | 2024-09-20
    E            | 2024-06-30 | 990101001001 | 2024-10-01
"""


def sections() -> dict[str, object]:
    met = frame(MET, as_of=pl.Date(), outcome_on=pl.Date(), alerts=pl.Int64()).with_columns(
        region_code=pl.lit("990101001001"), probability=pl.lit(0.5)
    )
    return measured(met.select(list(VISITS)), frame(IDENTIFIED, as_of=pl.Date(), outcome_on=pl.Date()))


def test_alerts_are_counted_by_month_and_families_once() -> None:
    figures = sections()
    # Eight alerts of five households over two lists; three are repeated, A is listed and D was visited.
    assert figures["by_month"] == {
        "alerts": 4.0,
        "households": 2.5,
        "repeated": 1.5,
        "listed": 0.5,
        "visited": 0.5,
        "must_visit": 0.0,
        "ahead": 0.0,
        "behind": 1.5,
        "saved": 2.5,
    }
    ways = figures["ways"]
    assert isinstance(ways, dict)
    on_list, behind = ways["list"], ways["behind"]
    assert (on_list["visits"], on_list["identified"], on_list["visits_for_each"]["value"]) == (3, 3, 1.5)
    assert (behind["visits"], behind["identified"], behind["expected"]) == (3, 2, 1.5)
    assert ways["must_visit"]["visits"] == 0


def test_the_list_goes_before_an_alert_and_who_was_pointed_to_by_nothing_is_told() -> None:
    found_by = sections()["found_by"]
    assert isinstance(found_by, dict)
    assert found_by["identified"] == 4
    assert {name: found_by[name]["households"] for name in ("list", "to visit", "behind", "nobody")} == {
        "list": 2,
        "to visit": 0,
        "behind": 1,
        "nobody": 1,
    }


def test_the_table_holds_every_figure_and_a_dash_of_nothing() -> None:
    text = table({"seed 1": sections()})
    assert "| alerts a month, their households | 4, 2 |" in text
    assert "| families pointed to by nothing | 1 of 4 |" in text
    assert "| identified of `must_visit`, % | — |" in text


@pytest.mark.parametrize("month", [AS_OF])
def test_a_month_is_handled_as_a_run_is(month: dt.date) -> None:
    issued = a_list(TEN, rules=RULES)
    came = alerts("household_id | trigger | since\n A | job_lost | 2024-06-12\n D | job_lost | 2024-06-20").drop(
        "probability", "probability_low", "probability_high"
    )
    predicted = issued.households.select("household_id", "as_of").with_columns(
        *(pl.lit(0.1).alias(name) for name in ("probability", "probability_low", "probability_high")),
        outcome_on=pl.lit(dt.date(2024, 8, 1)),
        label=(pl.col("household_id") == "D").cast(pl.Int8),
    )
    screened = came.with_columns(as_of=pl.lit(month), region_code=pl.lit("990101001001"))
    met = visits_of(issued, screened, predicted).sort("household_id")
    assert met.select("household_id", "handling", "alerts", "outcome_on").rows() == [
        ("A", "listed", 1, None),
        ("B", "listed", 0, None),
        ("D", "behind", 1, dt.date(2024, 8, 1)),
    ]
