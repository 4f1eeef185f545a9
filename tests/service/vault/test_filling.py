"""The vault says what rosters say now: who is new, changed, gone; and keeps nobody's name for ever."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.intake.linkage.register import IDENTITY
from features.intake.who.identity import pseudonym_key
from features.intake.who.identity_table import IdentityTable
from features.records.store import RecordStore
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring
from service.store import Database
from service.vault import filling, retention
from service.vault.filling import DESCRIBED, Filled, described
from service.vault.looking import masked
from service.vault.retention import Gone, gone, remove_gone
from tests.service.audit.chain import newest_lines
from tests.service.vault.people import FAR, HOUSEHOLD, NOW, PEOPLE, POLICY, RECENT, everything, fill_with


def test_a_second_filling_of_the_same_changes_nothing(
    database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "A_STEP", 2)
    assert fill_with(database, keyring, RECENT) == Filled(added=4, changed=0, removed=0, unplaced=1)
    assert fill_with(database, keyring, RECENT) == Filled(added=0, changed=0, removed=0, unplaced=1)


def test_who_was_renamed_moved_or_withdrawn(database: Database, keyring: Keyring) -> None:
    fill_with(database, keyring, RECENT)
    now = RECENT.filter(pl.col("person_id") != "a2").with_columns(
        name=pl.when(pl.col("person_id") == "b1").then(pl.lit("李植标改")).otherwise("name"),
        household_id=pl.when(pl.col("person_id") == "c1").then(pl.lit(HOUSEHOLD)).otherwise("household_id"),
    )
    assert fill_with(database, keyring, now) == Filled(added=0, changed=2, removed=1, unplaced=1)
    with database.reading(EVERYWHERE, NOW) as work:
        people = masked(work, keyring, [HOUSEHOLD, FAR])
        (line, _) = newest_lines(work, action="vault.filled")
    assert [each.person_id for each in people[HOUSEHOLD]] == ["a1", "c1"]
    assert FAR not in people
    assert '"changed": 2' in line.content


def test_names_go_when_no_roster_has_named_a_household_for_years_and_do_not_come_back(
    database: Database, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "HOUSEHOLDS_A_STEP", 1)
    earlier = dt.datetime(2025, 9, 1, tzinfo=dt.UTC)
    fill_with(database, keyring, PEOPLE, earlier)
    for day, expected in (("2025-10-04", 0), ("2025-10-05", 0), ("2025-10-06", 1)):
        with database.reading(EVERYWHERE, dt.datetime.fromisoformat(f"{day}T09:00:00+00:00")) as work:
            assert gone(work, POLICY).households == expected
    since = dt.date(2023, 1, 31)
    assert remove_gone(database, keyring, POLICY, NOW, actor="system:test") == Gone(1, 1, since)
    assert remove_gone(database, keyring, POLICY, NOW, actor="system:test") == Gone(0, 0, since)
    assert everything(database) == 3
    assert fill_with(database, keyring, PEOPLE).added == 0
    with database.reading(EVERYWHERE, NOW) as work:
        (line,) = newest_lines(work, action="vault.destroyed")
    assert '"households": 1' in line.content


def test_a_household_of_which_somebody_is_still_named_stays_whole(database: Database, keyring: Keyring) -> None:
    earlier = dt.datetime(2025, 9, 1, tzinfo=dt.UTC)
    one_left = RECENT.with_columns(
        last_named=pl.when(pl.col("person_id") == "a2").then(dt.date(2022, 10, 5)).otherwise("last_named")
    )
    fill_with(database, keyring, one_left, earlier)
    with database.reading(EVERYWHERE, NOW) as work:
        assert gone(work, POLICY).households == 0


def test_what_intake_sealed_is_taken_over(store: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the identity table beside the records, the last description of each person, where the household lives now."""
    monkeypatch.setenv("FANPIN_PSEUDONYM_KEY", "a key of a made-up county")
    household = "99010100000000000003"
    rows = pl.DataFrame(
        [
            ("p1", household, "吴植标", "990101195001019871", dt.date(2022, 1, 1), True),
            ("p1", household, "吴植标改", "990101195001019871", dt.date(2024, 9, 5), True),
            ("p2", "nowhere", "郑植标", None, dt.date(2024, 9, 5), None),
        ],
        schema=["person_id", "household_id", "name", "number", "known_date", "head"],
        orient="row",
    ).with_columns(delivery_id=pl.lit("first"))
    table = IdentityTable.of(store, pseudonym_key(store.path))
    assert described(store, dt.date(2024, 9, 30)).is_empty()
    table.write(
        rows.with_columns(pl.lit(None, kind).alias(name) for name, kind in IDENTITY.items() if name not in rows.columns)
    )
    try:
        people = described(store, dt.date(2024, 9, 30))
    finally:
        for file in (store.path / "identity").iterdir():
            file.unlink()
    assert people.schema == pl.Schema(DESCRIBED)
    assert people.select("person_id", "name", "head", "last_named").rows() == [
        ("p1", "吴植标改", True, dt.date(2024, 9, 5)),
        ("p2", "郑植标", False, dt.date(2024, 9, 5)),
    ]
    assert [bool(code) for code in people["region_code"]] == [True, False]
