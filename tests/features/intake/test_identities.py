"""A fact that comes by itself has the identity that the intake gives it from a delivered sheet."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from features.intake.landing import LANDINGS, shaped
from features.intake.landing.identities import IDENTITIES
from features.records.tables import TABLES

DELIVERED = dt.date(2026, 4, 5)
EVENT = {"event_date": dt.date(2026, 3, 18), "person_id": "P1"}
SPELL = {"started_on": dt.date(2026, 3, 1)}
STEPS = {"removed_on": dt.date(2026, 3, 18), "risk_types": ["illness"]}
MOVE = {"moved_on": dt.date(2021, 5, 1), "settlement_id": "S"}
BILL = {"total_yuan": 120.5, "setting": "inpatient"}

SHEETS: dict[str, dict[str, object]] = {
    "medical_settlement": {**EVENT, **BILL},
    "health_diagnosis": {**EVENT, "disease_class": "special"},
    "disability_card": EVENT,
    "employment_spell": {**EVENT, **SPELL},
    "education_enrolment": EVENT,
    "emergency_disaster": {**EVENT, "kind": "disaster", "house_damaged": True},
    "agriculture_failure": EVENT,
    "housing_inspection": {**EVENT, "grade": "C"},
    "water_check": EVENT,
    "relocation": {**EVENT, **MOVE},
    "support_measure": {**EVENT, **SPELL, "kind": "dibao"},
    "civil_relief": {**EVENT, **SPELL, "kind": "dibao"},
    "monitoring_roster": STEPS,
    "visit_result": {**EVENT, "lead_source": "trigger", "outcome": "confirmed"},
}
"""A row of each kind of sheet that tells of facts, not of a year; what is left out is empty."""


def row_of(source: str) -> pl.DataFrame:
    said = SHEETS[source]
    schema = {name: column.dtype for table in TABLES.values() for name, column in table.columns().items()}
    days = dict.fromkeys(("identified_on", "removed_on", "rolled_back_on"), pl.Date())
    lists = {"serial": pl.String(), "house_damaged": pl.Boolean(), "risk_types": pl.List(pl.String())}
    schema = {**schema, **days, **lists}
    return pl.DataFrame([{**dict.fromkeys(schema), **said, "household_id": "H1", "source_row": 2}], schema=schema)


@pytest.mark.parametrize("source", SHEETS)
def test_the_same_fact_has_the_same_identity(source: str) -> None:
    for table, rows in LANDINGS[source](row_of(source), DELIVERED).items():
        landed = shaped(table, rows, DELIVERED, "d1")
        alone = landed.select(IDENTITIES[table].alias("record_id")).to_series()
        assert landed.height
        assert landed["record_id"].to_list() == alone.to_list()


def test_facts_of_rosters_have_to_say_which_they_are() -> None:
    assert set(TABLES) - set(IDENTITIES) == {"households", "members", "income"}
