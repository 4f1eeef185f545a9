"""Supposed rows: the last word of their day, whatever else was delivered on it, and nothing of it before."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.records.gate import Records
from models.what_if import corrected, delivered, with_rows
from tests.drawn_tables import drawn, value

DAY = dt.date(2024, 6, 30)

BILL = """
    record_id | event_date | known_date | setting   | self_paid_yuan
    bill      | 2024-05-10 | 2024-06-30 | inpatient | 900
"""


def records(arrival: int | None = None) -> Records:
    return Records({"illness": drawn("illness", BILL).with_columns(arrival=pl.lit(arrival, pl.Int32))})


def with_bill_of(yuan: float, known: Records, turn: int = 0, day: dt.date = DAY) -> Records:
    changed = corrected("illness", known.tables["illness"].head(1), day, {"self_paid_yuan": pl.lit(yuan)}, turn=turn)
    return with_rows(known, {"illness": changed})


@pytest.mark.parametrize("arrival", [None, 1, 2_000_000_000])
def test_a_correction_is_the_last_word_on_the_day_of_a_delivery(arrival: int | None) -> None:
    changed = with_bill_of(100, records(arrival))
    assert value("self_paid_12m", "2024-06-30", "H1", **changed.tables) == 100
    assert changed.tables["illness"].height == 2


def test_of_two_rounds_the_later_has_the_last_word_in_whichever_order_they_stand() -> None:
    later = with_bill_of(100, records(), turn=2)
    assert value("self_paid_12m", "2024-06-30", "H1", **with_bill_of(500, later, turn=1).tables) == 100


def test_what_was_learned_later_than_the_day_of_the_change_is_changed_from_then_on() -> None:
    changed = with_bill_of(100, records(), day=dt.date(2024, 5, 31))
    assert changed.tables["illness"]["known_date"].to_list() == [DAY, DAY]
    assert value("self_paid_12m", "2024-06-29", "H1", **changed.tables) == 0
    assert value("self_paid_12m", "2024-06-30", "H1", **changed.tables) == 100


def test_a_new_fact_happens_on_its_day_unless_it_says_otherwise() -> None:
    facts: list[dict[str, object]] = [
        {"household_id": "H1", "record_id": "today", "kind": "crime"},
        {"household_id": "H1", "record_id": "before", "kind": "crime", "event_date": dt.date(2024, 6, 1)},
    ]
    rows = delivered("shocks", DAY, facts)
    assert rows["event_date"].to_list() == [DAY, dt.date(2024, 6, 1)]
    assert rows["known_date"].to_list() == [DAY, DAY]
    assert delivered("shocks", DAY, []).is_empty()
    unchanged = with_rows(records(), {"shocks": delivered("shocks", DAY, [])})
    assert unchanged.tables["shocks"].is_empty()
