"""A county of a few drawn households at work: leads visited, facts sent, and what becomes of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import DELIVERIES
from features.vocabulary import LeadSource, RiskType
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring
from service.landing.waiting import Landing, land_waiting
from service.leads.moving import move_lead
from service.leads.receiving import Reported, receive_report
from service.principal import Kind, Permission, Principal, Role
from service.store import Database
from service.store.repositories import leads
from service.store.tables import RecordToLand
from service.store.types import new_id
from tests.drawn_tables import drawn

VILLAGE, ELSEWHERE = "990101001001", "990102001001"
ALL = frozenset(Permission)
CASE_SYSTEM = Principal(Kind.CLIENT, "client_1", "case system", ALL, Jurisdiction.of(VILLAGE[:6]))
HOMES = {"H1": VILLAGE, "H2": VILLAGE, "H3": VILLAGE, "H9": ELSEWHERE}
DELIVERED = dt.date(2026, 1, 2)
NOON = dt.time(4)
"""Noon in China."""


def person(name: str, role: Role) -> Principal:
    return Principal(Kind.USER, f"user_{name}", name, ALL, Jurisdiction.of(VILLAGE[:6]), frozenset({role}))


COUNTY, CADRE = person("li", Role.COUNTY_OFFICER), person("zhao", Role.VILLAGE)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, NOON, dt.UTC)


def make_county(path: Path) -> RecordStore:
    """Households of two counties, each with one person, delivered together."""
    lines = "\n".join(f"{code} | 2025-12-31 | {DELIVERED} | {region} | general" for code, region in HOMES.items())
    people = "\n".join(f"{code} | 2025-12-31 | {DELIVERED} | P-{code} | full | 1980-05-01" for code in HOMES)
    store = RecordStore.create(path, buckets=2)
    row = {"delivery_id": "d1", "file": "roster.xlsx", "source": "county_household+county_member", "department": "乡镇"}
    with store.writing():
        store.land(
            {
                "households": drawn(
                    "households", f"household_id | event_date | known_date | region_code | household_type\n{lines}"
                ),
                "members": drawn(
                    "members", f"household_id | event_date | known_date | person_id | listing | birth_month\n{people}"
                ),
            },
            pl.DataFrame([{**row, "known_date": DELIVERED}], schema=DELIVERIES),
        )
    return store


def visit(
    database: Database, keyring: Keyring, policy: Policy, household: str, visited_on: dt.date, entered_on: dt.date,
    verdict: str = "confirmed", **details: Any,
) -> None:  # fmt: skip
    """A family reported, a cadre sent there, and what the visit found entered on a day."""
    said = {"risk_types": ["illness"]} if verdict == "confirmed" else {}
    reported = Reported(household, VILLAGE, LeadSource.TRIGGER, f"alert-{household}", visited_on, RiskType.ILLNESS)
    with database.writing(EVERYWHERE, at(entered_on)) as work:
        lead = receive_report(work, keyring, policy, CASE_SYSTEM, reported, visited_on).row
        row = leads.find(work, lead.id, hold=True)
        assert row is not None
        move_lead(work, keyring, policy, COUNTY, row, "dispatch", {"place": VILLAGE}, visited_on)
        found = {"visited_on": visited_on, "verdict": verdict, **said, **details}
        move_lead(work, keyring, policy, CADRE, row, "visit", found, entered_on)


def wait_for_landing(database: Database, **changes: Any) -> str:
    """A fact on its way, whatever it says; its name."""
    facts: dict[str, Any] = {
        "region_code": VILLAGE, "household_id": "H1", "table": "visits", "record_id": "visit-2026-01-07-trigger",
        "event_date": dt.date(2026, 1, 7), "known_date": dt.date(2026, 1, 8), "sent_by": "user_zhao",
        "columns": {"outcome": "confirmed", "lead_source": "trigger", "risk_type": "illness"}, "department": None,
        "reference": None, "received_at": at(dt.date(2026, 1, 8)), "landing_as": None, "landed_as": None, "refused_as": None,
    }  # fmt: skip
    facts |= changes
    with database.writing(EVERYWHERE, facts["received_at"]) as work:
        row = RecordToLand(id=new_id("record", work.now), **facts)
        work.session.add(row)
    return row.id


def land(database: Database, store: RecordStore, day: dt.date = dt.date(2026, 1, 9), most: int = 100) -> Landing:
    return land_waiting(database, store.path, at(day), most)
