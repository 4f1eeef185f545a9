"""The database's form: as the tables declare it on both kinds, and moved back and forth over rows that stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from service.jurisdiction import EVERYWHERE
from service.keyring import load_or_create_keyring
from service.store import Database
from service.store.repositories.audit import append, lines
from service.store.upgrading import differences, downgrade, form_of, newest_form, upgrade

NOW = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)


def test_the_newest_form_is_what_the_tables_declare(database: Database) -> None:
    assert form_of(database) == newest_form()
    assert differences(database) == []


def test_what_an_earlier_form_holds_survives_the_way_back_and_forth(database: Database, tmp_path: Path) -> None:
    keyring = load_or_create_keyring(tmp_path / "keys")
    with database.writing(EVERYWHERE, NOW) as work:
        append(work, keyring, actor="user:user_01", action="leads.read", detail={"因": "走访"})
    downgrade(database, "0001")
    assert upgrade(database) == ("0001", newest_form())
    assert differences(database) == []
    with database.reading(EVERYWHERE, NOW) as work:
        (line,) = lines(work)
    assert "走访" in line.content
