"""Marked names and numbers go through everything that the vault, the audit and the webhooks do, and are found nowhere outside a seal."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sqlalchemy import text

from features.intake.linkage.register import IDENTITY
from features.intake.who.identity import pseudonym_key
from features.intake.who.identity_table import IdentityTable
from features.records.store import RecordStore
from service.installation import database_of_environment, keyring_of_environment
from service.jurisdiction import EVERYWHERE
from service.store.tables.identities import UnmaskingPurpose
from service.vault.exports import ask
from service.vault.looking import unmask
from tests.journeys.front_door import called
from tests.service.vault.people import OFFICER, PLANTED, POLICY

NAMES, NUMBERS = PLANTED[:2], PLANTED[4:6]
WORDS = f"入户找{NAMES[0]}，证件{NUMBERS[0]}"
KEY = "a key of a made-up county"
HOUSEHOLDS = ("99010100000000000003", "99010100000000000004")
PARTS = (*NAMES, *NUMBERS, NUMBERS[0][6:14], NUMBERS[1][6:14])
"""Names, numbers, and the birthdays in them."""


@pytest.fixture
def installation(store: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A county's records with two marked people in its sealed identity table, and an installation beside them."""
    monkeypatch.setenv("FANPIN_PSEUDONYM_KEY", KEY)
    records = tmp_path / "records"
    shutil.copytree(store.path, records)
    rows = pl.DataFrame(
        {
            "person_id": ["p1", "p2"],
            "household_id": HOUSEHOLDS,
            "name": NAMES,
            "number": NUMBERS,
            "phone": ["13900009871", "13900009872"],
            "head": [True, True],
            "known_date": [dt.date(2024, 9, 5)] * 2,
            "delivery_id": ["last"] * 2,
        }
    )
    empty = [pl.lit(None, kind).alias(name) for name, kind in IDENTITY.items() if name not in rows.columns]
    copy = RecordStore.open(records)
    IdentityTable.of(copy, pseudonym_key(records)).write(rows.with_columns(empty))
    return {
        "FANPIN_PSEUDONYM_KEY": KEY,
        "FANPIN_DATA": str(records),
        "FANPIN_DATABASE": f"sqlite:///{tmp_path}/service/service.db",
        "FANPIN_KEYS": f"{tmp_path}/service/keys",
        "FANPIN_ANCHORS": f"{tmp_path}/service/anchors",
    }


def test_they_are_found_nowhere(installation: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    printed: list[str] = []

    def fanpin(*arguments: str) -> int:
        status, words = called(tmp_path, installation, *arguments)
        printed.append(words)
        return status

    def failing(call: Callable[[], Any]) -> None:
        try:
            call()
        except Exception:  # noqa: BLE001 - whatever it is, it is looked through
            printed.append(traceback.format_exc())
        else:
            pytest.fail("it did not fail")

    assert fanpin("vault", "fill") == 0
    assert "2 people added" in printed[-1]
    database, keyring = database_of_environment(installation), keyring_of_environment(installation)
    now = dt.datetime.fromtimestamp(tmp_path.stat().st_mtime, dt.UTC)

    def look(household: str = HOUSEHOLDS[0]) -> Any:
        with database.writing(EVERYWHERE, now) as work:
            return unmask(work, keyring, POLICY, OFFICER, household, UnmaskingPurpose.VISIT, WORDS)

    answer = look()
    assert answer.people[0].name == NAMES[0]
    printed.append(repr(answer))
    with database.writing(EVERYWHERE, now) as work:
        request = ask(work, keyring, POLICY, OFFICER, what="lists/1", rows=900, region_code="990101", words=WORDS)
        printed.append(repr(request))
    failing(lambda: look("nobody"))
    assert fanpin("vault", "fill") == 0
    assert fanpin("vault", "rotate") == 0
    failing(look)  # by a key that does not know the new one
    keyring = keyring_of_environment(installation)
    assert look().people
    assert fanpin("audit", "verify") == 0
    assert fanpin("audit", "export", "--out", "audit.ndjson") == 0
    assert fanpin("webhooks", "list") == 0
    assert fanpin("vault", "retain") == 0
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE identities SET household_id = :moved"), {"moved": HOUSEHOLDS[1]})
    failing(lambda: look(HOUSEHOLDS[1]))
    assert fanpin("vault", "fill") == 0
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE identities SET sealed = substr(sealed, 1, 60)"))
    assert fanpin("vault", "fill") == 2
    database.close()

    seen = "\n".join([*printed, caplog.text])
    assert [part for part in PARTS if part in seen] == []
    files = [file for file in (tmp_path / "service").iterdir() if file.is_file()] + [tmp_path / "audit.ndjson"]
    assert {"service.db", "keys", "anchors", "audit.ndjson"} <= {file.name for file in files}
    for file in files:
        content = file.read_bytes()
        # What is searched for is really looked for as it would lie there.
        forms = [
            form for part in PARTS for form in (part.encode(), part.encode("utf-16-le"), ascii(part)[1:-1].encode())
        ]
        assert [file.name for form in forms if form in content] == []
