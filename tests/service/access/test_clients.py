"""Programs and their keys: told once, several at a time, gone when they are over."""

from __future__ import annotations

import datetime as dt

import pytest

from service.access.clients import (
    PATTERN,
    ClientError,
    KeyFault,
    client_by_key,
    create_client,
    draw_key,
    is_well_formed,
    revoke_client,
    rotate_key,
)
from service.access.doorkeeper import Asking, Doorkeeper, NobodyKnownError
from service.access.roles import FOR_PEOPLE
from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.principal import SYSTEM, Permission, Principal, Role
from service.store.repositories.clients import client_named, keys_of
from tests.service.access.conftest import ADDRESS, Installation

LISTS = [Permission.READ_LISTS]


def key_for(here: Installation, name: str = "case-system", by: Principal = SYSTEM, place: str = "990101") -> str:
    with here.work() as work:
        return create_client(
            work, here.keyring, by=by, name=name, permissions=LISTS, jurisdiction=Jurisdiction.of(place)
        )[1]


def whose(here: Installation, key: str) -> Principal | KeyFault:
    with here.work() as work:
        known = client_by_key(work, key)
        return known if isinstance(known, KeyFault) else known[0]


def test_a_key_lets_its_program_in_where_and_for_what_it_was_made(here: Installation) -> None:
    asker = whose(here, key_for(here))
    assert isinstance(asker, Principal)
    assert (asker.shown, asker.permissions) == ("case-system", frozenset(LISTS))
    assert asker.jurisdiction == Jurisdiction.of("990101")


def test_a_key_is_kept_nowhere(here: Installation) -> None:
    key = key_for(here)
    with here.work() as work:
        client = client_named(work, "case-system")
        assert client is not None
        (row,) = keys_of(work, client.id)
    assert key not in repr(vars(row))
    assert key[3:] not in here.audit()


def test_a_key_that_leaked_is_recognised_and_a_mistyped_one_told_from_a_wrong_one(here: Installation) -> None:
    key = key_for(here)
    assert PATTERN.search(f"curl -H 'X-API-Key: {key}' # in a repository")
    wrong = [key[:at] + ("2" if key[at] != "2" else "3") + key[at + 1 :] for at in range(3, len(key))]
    assert not any(is_well_formed(each) for each in wrong)
    assert {whose(here, each) for each in (*wrong[:3], "", "fp_", key + " ", key.upper())} == {KeyFault.MISTYPED}
    assert whose(here, draw_key()) is KeyFault.UNKNOWN


def test_for_a_while_both_keys_hold(here: Installation) -> None:
    old = key_for(here)
    with here.work() as work:
        new = rotate_key(work, here.keyring, by=SYSTEM, name="case-system", overlap=dt.timedelta(days=7))
    here.later(days=6, hours=23)
    assert whose(here, old) == whose(here, new)
    here.later(hours=1)
    assert whose(here, old) is KeyFault.EXPIRED
    assert isinstance(whose(here, new), Principal)
    here.later(days=358)
    assert whose(here, new) is KeyFault.EXPIRED


def test_a_rotation_makes_no_key_hold_longer(here: Installation) -> None:
    with here.work() as work:
        _, key = create_client(
            work,
            here.keyring,
            by=SYSTEM,
            name="short",
            permissions=LISTS,
            jurisdiction=EVERYWHERE,
            lasts=dt.timedelta(1),
        )
        rotate_key(work, here.keyring, by=SYSTEM, name="short", overlap=dt.timedelta(days=7))
    here.later(days=1)
    assert whose(here, key) is KeyFault.EXPIRED


def test_one_key_or_the_whole_program_is_revoked_at_once(here: Installation) -> None:
    old = key_for(here)
    here.later(minutes=1)
    with here.work() as work:
        new = rotate_key(work, here.keyring, by=SYSTEM, name="case-system")
        client = client_named(work, "case-system")
        assert client is not None
        first = keys_of(work, client.id)[0].id
        assert revoke_client(work, here.keyring, by=SYSTEM, name="case-system", key_id=first) == 1
    assert whose(here, old) is KeyFault.REVOKED
    assert isinstance(whose(here, new), Principal)
    with here.work() as work:
        assert revoke_client(work, here.keyring, by=SYSTEM, name="case-system") == 1
    assert whose(here, new) is KeyFault.REVOKED
    with here.work() as work, pytest.raises(ClientError, match="no program"):
        rotate_key(work, here.keyring, by=SYSTEM, name="case-system")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_makes_no_program(here: Installation) -> None:
    key_for(here)
    refused = [
        ("case-system", LISTS, EVERYWHERE, "already"),
        ("two words", LISTS, EVERYWHERE, "name has"),
        ("x" * 61, LISTS, EVERYWHERE, "name has"),
        ("other", [], EVERYWHERE, "at least"),
        ("other", LISTS, NOWHERE, "at least"),
        *(("other", [permission], EVERYWHERE, "for people") for permission in sorted(FOR_PEOPLE)),
    ]
    for name, scopes, places, words in refused:
        with here.work() as work, pytest.raises(ClientError, match=words):
            create_client(work, here.keyring, by=SYSTEM, name=name, permissions=scopes, jurisdiction=places)


def test_programs_are_made_by_security_administrators_within_their_places(here: Installation) -> None:
    _, security = here.principal("security", (Role.SECURITY_ADMIN, "990101"))
    _, system = here.principal("system", (Role.SYSTEM_ADMIN, ""))
    assert isinstance(whose(here, key_for(here, "within", security, "990101001")), Principal)
    for name, by, place in (("beyond", security, "9901"), ("other", system, "990101")):
        with pytest.raises(ClientError, match="only security administrators"):
            key_for(here, name, by, place)


def test_guessing_is_seen_and_fills_no_disk(here: Installation) -> None:
    key_for(here)
    door = Doorkeeper(here.database, here.keyring, here.passwords)
    for _ in range(20):
        with pytest.raises(NobodyKnownError):
            door.asker(Asking(draw_key(), None, ADDRESS), here.now)
        here.later(seconds=1)
    assert here.actions() == ["clients.created", "access.refused"]
    assert ADDRESS not in here.audit()
    here.later(minutes=1)
    with pytest.raises(NobodyKnownError):
        door.asker(Asking(draw_key(), None, ADDRESS), here.now)
    assert here.actions()[2:] == ["access.refused"]


def test_when_a_key_was_last_used_is_known(here: Installation) -> None:
    key = key_for(here)
    door = Doorkeeper(here.database, here.keyring, here.passwords)
    here.later(minutes=5)
    door.admit(Asking(key, None, ADDRESS, "household:1"), Permission.READ_LISTS, here.now)
    with here.work() as work:
        client = client_named(work, "case-system")
        assert client is not None
        assert keys_of(work, client.id)[0].used_at == here.now
    assert here.actions()[-1] == "lists:read"
