"""Where an installation keeps its database and its keys, by its environment."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from service.installation import database_of_environment, keyring_of_environment, keys_file
from service.jurisdiction import EVERYWHERE
from service.store import DatabaseError
from service.store.repositories.audit import append, head_of
from service.store.upgrading import downgrade, form_of, newest_form

NOW = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)


def test_a_database_is_made_at_first_use_and_opened_at_the_next(tmp_path: Path) -> None:
    environment = {"FANPIN_DATABASE": f"sqlite:///{tmp_path}/new/service.db", "FANPIN_KEYS": f"{tmp_path}/new/keys"}
    first = database_of_environment(environment)
    keyring = keyring_of_environment(environment)
    with first.writing(EVERYWHERE, NOW) as work:
        append(work, keyring, actor="system:fanpin", action="test")
    first.close()
    assert {file.stat().st_mode & 0o077 for file in (tmp_path / "new").iterdir()} == {0}
    with database_of_environment(environment).reading(EVERYWHERE, NOW) as work:
        head = head_of(work)
        assert head is not None
        assert head.number == 1
    assert keyring_of_environment(environment) == keyring


def test_an_older_form_is_moved_when_it_is_opened(tmp_path: Path) -> None:
    environment = {"FANPIN_DATABASE": f"sqlite:///{tmp_path}/service.db"}
    database = database_of_environment(environment)
    downgrade(database, "base")
    assert form_of(database) is None
    assert form_of(database_of_environment(environment)) == newest_form()


def test_an_empty_variable_counts_as_not_set_and_a_wrong_address_is_refused() -> None:
    assert keys_file({"FANPIN_KEYS": ""}) == Path("var/service.keys")
    with pytest.raises(DatabaseError, match="FANPIN_DATABASE"):
        database_of_environment({"FANPIN_DATABASE": "mysql://x/y"})
