"""An office after a year of work, in a database: names, two issued lists, thousands of leads, people of every role."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from features.deliveries.departments import DeliveringDepartment
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.states import StoreKept
from features.vocabulary import LeadSource, RiskType
from features.workbooks.homes import homes
from models import DEFAULT_MODEL
from models.runs import find_run
from models.runs.storage import model_of
from service.access.administering import create_user, grant_role
from service.access.principals import principal_of_user
from service.issuing.making import Source, issue_list, make_list
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.leads.moving import move_lead
from service.leads.receiving import Reported, receive_report
from service.principal import SYSTEM, Principal, Role
from service.routes.doing import now
from service.runs.taking_up import take_up_all
from service.store import Database
from service.store.repositories import runs
from service.vault.filling import described, fill

COUNTY = "990101"
PEOPLE = {
    "officer": (Role.COUNTY_OFFICER, COUNTY),
    "township": (Role.TOWNSHIP, f"{COUNTY}004"),
    "village": (Role.VILLAGE, f"{COUNTY}004005"),
    "liaison": (Role.DEPARTMENT_LIAISON, COUNTY),
    "data": (Role.DATA_STAFF, ""),
    "auditor": (Role.AUDITOR, ""),
    "system": (Role.SYSTEM_ADMIN, ""),
    "security": (Role.SECURITY_ADMIN, ""),
}
"""By name, as what and where."""

MANY_USERS = 300
"""Village workers of a county of some two hundred villages, and others."""

A_STEP = 200
DAYS_OF_WORK = 300
CLOSED_OF_TEN, SENT_OF_TEN = 7, 2
"""Of ten leads of the year; the rest wait."""


def at_work(database: Database, keyring: Keyring, records: Path, days: Sequence[dt.date], worked: int) -> None:
    """Fill an empty database.

    Args:
        days: of kept runs, whose lists are issued, oldest first.
        worked: leads.
    """
    store = StoreKept(records).now()
    policy = Policy.load()
    _people(database, keyring)
    fill(database, keyring, policy, described(store, now().date()), now(), actor=SYSTEM.actor)
    take_up_all(database, store, DEFAULT_MODEL, now)
    for day in days:
        _issued(database, keyring, store, day)
    _leads(database, keyring, policy, store, worked)


def _people(database: Database, keyring: Keyring) -> None:
    workers = {
        f"worker{number:03d}": (Role.VILLAGE, f"{COUNTY}{number % 12 + 1:03d}{number % 17 + 1:03d}")
        for number in range(MANY_USERS)
    }
    for name, (role, prefix) in {**PEOPLE, **workers}.items():
        department = DeliveringDepartment.CIVIL_AFFAIRS if role is Role.DEPARTMENT_LIAISON else None
        with database.writing(EVERYWHERE, now()) as work:
            user = create_user(work, keyring, by=SYSTEM, name=name, password=None)
            grant_role(work, keyring, by=SYSTEM, user=user, role=role, prefix=prefix, department=department)


def _issued(database: Database, keyring: Keyring, store: RecordStore, day: dt.date) -> None:
    with database.writing(EVERYWHERE, now()) as work:
        row = runs.last(work, DEFAULT_MODEL, day)
        if row is None:
            raise RuntimeError(f"no run of {day} is kept: fanpin score --as-of {day}")
        run = find_run(store, row.model, row.kept_as)
        source = Source(row, run, model_of(store, run.made_from), store)
        issue_list(work, keyring, SYSTEM, make_list(work, keyring, SYSTEM, source, "", None)[0])


def _leads(database: Database, keyring: Keyring, policy: Policy, store: RecordStore, worked: int) -> None:
    draw = random.Random(1)  # noqa: S311 - no secret
    today = now().date()
    lived = homes(store, today).filter(pl.col("region_code").str.len_chars() == 12)
    chosen = draw.sample(lived.select("household_id", "region_code").sort("household_id").rows(), worked)
    by = _of_every_office(database, keyring)
    for start in range(0, worked, A_STEP):
        with database.writing(EVERYWHERE, now()) as work:
            for number, (household, village) in enumerate(chosen[start : start + A_STEP], start):
                reported = Reported(
                    household,
                    village,
                    draw.choice(list(LeadSource)),
                    f"report-{number}",
                    today - dt.timedelta(days=draw.randrange(DAYS_OF_WORK)),
                    draw.choice(list(RiskType)),
                )
                row = receive_report(work, keyring, policy, by, reported, today).row
                for move, details in _moves(number % 10, village, today):
                    move_lead(work, keyring, policy, by, row, move, details, today)


def _moves(of_ten: int, village: str, today: dt.date) -> Iterator[tuple[str, dict[str, object]]]:
    """What was done about a lead."""
    if of_ten < CLOSED_OF_TEN + SENT_OF_TEN:
        yield "dispatch", {"place": village}
    if of_ten < CLOSED_OF_TEN:
        yield "visit", {"visited_on": today, "verdict": "unfounded", "unfounded_reason": "no_risk"}


def _of_every_office(database: Database, keyring: Keyring) -> Principal:
    """Nobody is so but for a benchmark."""
    with database.writing(EVERYWHERE, now()) as work:
        user = create_user(work, keyring, by=SYSTEM, name="everything", password=None)
        for role in (Role.COUNTY_OFFICER, Role.TOWNSHIP):
            grant_role(work, keyring, by=SYSTEM, user=user, role=role, prefix="")
        return principal_of_user(work, user)
