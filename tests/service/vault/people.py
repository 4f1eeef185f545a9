"""Made-up people whose names and numbers are marked, so that they are found again wherever they should not be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy
from service.jurisdiction import EVERYWHERE, Jurisdiction
from service.keyring import Keyring, load_or_create_keyring
from service.principal import Kind, Permission, Principal, Role
from service.store import Database
from service.store.repositories.identities import persons
from service.vault.filling import DESCRIBED, Filled, fill

NOW = dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC)
POLICY = Policy.load()
VILLAGE, OTHER_TOWNSHIP = "990101008005", "990101009001"
HOUSEHOLD, OTHER, FAR = "99010100800500000071", "99010100800500000072", "99010100900100000003"

PLANTED = (
    "钱植标甲",
    "孙植标乙",
    "李植标丙",
    "周植标丁",
    "990101195001019871",
    "990101198505059872",
    "990101197001019873",
)
"""Marked names and numbers: what a test looks for."""

PEOPLE = pl.DataFrame(
    [
        ("a1", HOUSEHOLD, VILLAGE, True, "钱植标甲", "990101195001019871", dt.date(2025, 10, 5)),
        ("a2", HOUSEHOLD, VILLAGE, False, "孙植标乙", "990101198505059872", dt.date(2025, 10, 5)),
        ("b1", OTHER, VILLAGE, True, "李植标丙", None, dt.date(2025, 10, 5)),
        ("c1", FAR, OTHER_TOWNSHIP, True, "周植标丁", "990101197001019873", dt.date(2022, 10, 5)),
        ("d1", "unplaced", None, True, "钱植标甲", "990101195001019871", dt.date(2025, 10, 5)),
    ],
    schema=DESCRIBED,
    orient="row",
)
RECENT = PEOPLE.with_columns(last_named=dt.date(2025, 10, 5))

OFFICER = Principal(
    Kind.USER,
    "user_01",
    "officer",
    frozenset({Permission.UNMASK}),
    Jurisdiction.of("990101008"),
    frozenset({Role.TOWNSHIP}),
)
CHIEF = replace(OFFICER, id="user_02", permissions=frozenset({Permission.APPROVE_EXPORTS}))


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    return load_or_create_keyring(tmp_path / "service.keys")


@pytest.fixture
def filled(database: Database, keyring: Keyring) -> Database:
    """A vault with everybody in it."""
    fill_with(database, keyring, RECENT)
    return database


def fill_with(database: Database, keyring: Keyring, people: pl.DataFrame, now: dt.datetime = NOW) -> Filled:
    return fill(database, keyring, POLICY, people, now, actor="system:test")


def everything(database: Database) -> int:
    """How many people are in the vault."""
    with database.reading(EVERYWHERE, NOW) as work:
        return len(persons(work, "", 1_000))
