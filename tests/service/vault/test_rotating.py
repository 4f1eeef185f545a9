"""A new key: everything sealed is sealed anew, whatever a kill came between, and the old key opens nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, text

from service.events import EventKind
from service.jurisdiction import EVERYWHERE
from service.keyring import Keyring, KeyringError, load_or_create_keyring
from service.store import Database
from service.store.repositories.webhooks import secrets_of
from service.store.sealed import IDENTITY, SEALED, seal_anew, stale
from service.store.tables import Base
from service.vault import rotating
from service.vault.looking import masked
from service.vault.rotating import rotate
from service.webhooks.endpoints import open_endpoint, opened_secret
from tests.service.audit.chain import faults
from tests.service.vault.people import HOUSEHOLD, NOW
from tests.service.vault.test_looking import looked

UNSEALED = {
    ("assessment_answers", "answer"): "compressed, not sealed: what is said of a code, without a name",
}
"""Columns of bytes that are not sealed anew, and why."""


def test_every_column_of_bytes_is_known_to_whoever_seals_anew() -> None:
    columns = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert columns == {(each.table.name, each.column) for each in SEALED} | set(UNSEALED)


def test_everything_is_sealed_anew_and_the_old_key_is_gone(
    filled: Database, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "ROWS_A_STEP", 3)
    file = tmp_path / "service.keys"
    looked(filled, keyring)
    with filled.writing(EVERYWHERE, NOW) as work:
        endpoint, secret = open_endpoint(work, keyring, actor="a", name="n", url="https://cases.example.org/", kinds=list(EventKind), places=EVERYWHERE)  # fmt: skip
    first = rotate(filled, file, keyring, NOW, actor="system:test")
    assert (first.rows, first.resumed, first.keys_left) == (6, False, 2)
    second = rotate(filled, file, load_or_create_keyring(file), NOW, actor="system:test")
    # The oldest, which marks, and the newest, which seals: the one between is thrown away.
    assert (second.rows, second.keys_left) == (6, 2)
    assert first.keyring.current not in second.keyring.keys
    assert load_or_create_keyring(file) == second.keyring
    with filled.reading(EVERYWHERE, NOW) as work:
        assert masked(work, second.keyring, [HOUSEHOLD])[HOUSEHOLD][0].name == "钱*"
        (kept,) = secrets_of(work, endpoint.id)
        assert opened_secret(second.keyring, kept.id, kept.sealed).decode() == secret.secret
        with pytest.raises(KeyringError, match="FANPIN_KEYS"):
            masked(work, keyring, [HOUSEHOLD])
    # What was marked before is known again.
    assert faults(filled, second.keyring, tmp_path / "anchors") == []


def test_a_rotation_that_was_killed_is_gone_on_with(filled: Database, keyring: Keyring, tmp_path: Path) -> None:
    file = tmp_path / "service.keys"
    begun = keyring.rotated()
    rotating.keep_keyring(file, begun)
    with filled.writing(EVERYWHERE, NOW) as work:
        assert seal_anew(work, begun, IDENTITY, 3) == 3
    # Killed here.
    with filled.reading(EVERYWHERE, NOW) as work:
        assert stale(work, begun, IDENTITY) == 1
    done = rotate(filled, file, load_or_create_keyring(file), NOW, actor="system:test")
    assert (done.rows, done.resumed, done.keyring.current) == (1, True, begun.current)


def test_no_key_is_forgotten_while_something_can_not_be_sealed_anew(
    filled: Database, keyring: Keyring, tmp_path: Path
) -> None:
    with filled.engine.begin() as connection:
        connection.execute(text("UPDATE identities SET sealed = (SELECT sealed FROM identities WHERE person_id = 'b1') WHERE person_id = 'a1'"))  # fmt: skip
    file = tmp_path / "service.keys"
    with pytest.raises(KeyringError):
        rotate(filled, file, keyring, NOW, actor="system:test")
    assert keyring.current in load_or_create_keyring(file).keys


def test_no_key_is_forgotten_while_something_is_sealed_by_it(
    filled: Database, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service that was not stopped went on sealing under the key that it knew."""
    file = tmp_path / "service.keys"
    first = rotate(filled, file, keyring, NOW, actor="system:test")
    monkeypatch.setattr(rotating, "seal_anew", lambda *_: 0)
    second = rotate(filled, file, first.keyring, NOW, actor="system:test")
    assert set(load_or_create_keyring(file).keys) == {*first.keyring.keys, second.keyring.current}
