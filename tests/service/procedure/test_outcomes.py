"""What steps give back to the records: rows that the tables take, under the identity that a delivered sheet gives the same fact."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from features.intake.landing.procedure import monitoring_roster, visit_result
from features.records.tables import TABLES, polars_schema
from service.procedure import Lead, RecordRow, record_of
from tests.service.procedure import drawn_leads as drawn
from tests.service.procedure.drawn_leads import OF_COUNTY, OF_VILLAGE, on


def given_back(lead: Lead) -> RecordRow:
    row = record_of(lead, lead.steps[-1])
    assert row is not None
    return row


@pytest.mark.parametrize(
    ("verdict", "details", "outcome"),
    [
        ("confirmed", {"risk_types": ["disability", "illness"]}, "confirmed"),
        ("unfounded", {"unfounded_reason": "no_risk"}, "no_risk"),
        ("unfounded", {"unfounded_reason": "eased"}, "no_risk"),
        ("unfounded", {"unfounded_reason": "misreported"}, "no_risk"),
        ("unfounded", {"unfounded_reason": "already_supported"}, "already_supported"),
        ("to_be_clarified", {"note": "待查"}, "to_be_clarified"),
        ("nobody_home", {}, "not_found"),
        ("moved_away", {"note": "迁往县城"}, "not_found"),
    ],
)
def test_a_visit_goes_back_with_its_day_and_the_day_on_which_it_was_entered(
    verdict: str, details: Any, outcome: str
) -> None:
    lead = drawn.moved(drawn.dispatched(), "visit", OF_VILLAGE, 5, visited_on=on(3), verdict=verdict, **details)
    row = given_back(lead)
    assert (row.table, row.household_id, row.event_date, row.known_date) == ("visits", "H1", on(3), on(5))
    risk = "disability" if verdict == "confirmed" else None  # the main one
    assert row.columns == {"outcome": outcome, "lead_source": "trigger", "risk_type": risk}


def test_the_county_s_rolls_are_told_of_what_was_decided() -> None:
    assert given_back(drawn.registered()).columns == {
        "step": "identified", "category": "sudden", "risk_types": "illness", "removal_mode": None,
    }  # fmt: skip
    assert given_back(drawn.removed()).columns == {
        "step": "removed", "category": None, "risk_types": None, "removal_mode": "support",
    }  # fmt: skip
    back = drawn.moved(drawn.removed(), "roll_back", OF_COUNTY, 300, risk_types=["illness", "water"], note="复发")
    assert given_back(back).columns == {
        "step": "rolled_back", "category": None, "risk_types": "illness;water", "removal_mode": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "lead", [drawn.dispatched(), drawn.compared(), drawn.checked(), drawn.approved(), drawn.supported()]
)
def test_other_steps_give_nothing_back(lead: Lead) -> None:
    assert record_of(lead, lead.steps[-1]) is None


@pytest.mark.parametrize(
    "lead", [drawn.confirmed(), drawn.visited("to_be_clarified", note="待查"), drawn.registered(), drawn.removed()]
)
def test_the_tables_take_the_rows(lead: Lead) -> None:
    row = given_back(lead)
    columns = {
        "household_id": row.household_id, "record_id": row.record_id, "event_date": row.event_date,
        "known_date": row.known_date, "delivery_id": "procedure", **row.columns,
    }  # fmt: skip
    schema = polars_schema(row.table)
    frame = pl.DataFrame({name: [columns.pop(name, None)] for name in schema}, schema=schema)
    assert columns == {}
    assert TABLES[row.table].validate(frame).height == 1


def test_the_same_fact_from_a_delivered_sheet_is_the_same_record() -> None:
    row = given_back(drawn.confirmed())
    sheet = pl.DataFrame(
        {
            "household_id": ["H1"], "event_date": [row.event_date], "outcome": ["confirmed"],
            "lead_source": ["trigger"], "risk_type": ["illness"], "source_row": [2],
        }
    )  # fmt: skip
    assert visit_result(sheet, dt.date(2026, 4, 5))["visits"]["record_id"].to_list() == [row.record_id]
    entered = given_back(drawn.registered())
    roster = pl.DataFrame(
        {
            "household_id": ["H1"], "category": ["sudden"], "risk_types": [["illness"]], "household_type": ["general"],
            "no_labour_household": [False], "removal_mode": [None], "identified_on": [entered.event_date],
            "removed_on": [None], "rolled_back_on": [None], "source_row": [2],
        },
        schema_overrides={"removed_on": pl.Date, "rolled_back_on": pl.Date, "removal_mode": pl.String},
    )  # fmt: skip
    assert monitoring_roster(roster, dt.date(2026, 4, 5))["monitoring"]["record_id"].to_list() == [entered.record_id]
