"""Programs and their keys.

A key is `fp_`, 52 signs (256 random bits) and 7 of checksum: a mistyped one is told from a wrong one without a look
into the database, and one that leaked into a file or a repository is recognised (`PATTERN`). Of a key a fast digest is
kept, which is right for what the machine drew: there is nothing to guess along.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
import zlib
from collections.abc import Iterable
from enum import StrEnum

from features.deliveries.departments import DeliveringDepartment
from features.errors import FanpinError
from service.access.drawn import digest
from service.access.principals import principal_of_client
from service.access.roles import FOR_PEOPLE
from service.jurisdiction import Jurisdiction
from service.keyring import Keyring
from service.principal import Permission, Principal
from service.store import Work
from service.store.repositories.audit import append
from service.store.repositories.clients import client_named, key_of, keys_of
from service.store.tables.access import LONGEST_NAME, Client, ClientKey
from service.store.types import SIGNS, new_id
from service.webhooks.endpoints import close_endpoints_of

PREFIX = "fp_"
RANDOM_SIGNS, CHECK_SIGNS = 52, 7
PATTERN = re.compile(rf"{PREFIX}[{SIGNS}]{{{RANDOM_SIGNS}}}[{SIGNS}]{{{CHECK_SIGNS}}}")
LASTS = dt.timedelta(days=365)
OVERLAP = dt.timedelta(days=7)
"""So long the key of before holds on after a rotation."""

NAME = re.compile(r"[\w.-]+")


class ClientError(FanpinError, ValueError):
    """Nothing was done with the program or its keys; the message says why."""


class KeyFault(StrEnum):
    """Why a key lets nobody in."""

    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"


def draw_key() -> str:
    random = "".join(secrets.choice(SIGNS) for _ in range(RANDOM_SIGNS))
    return f"{PREFIX}{random}{_checksum(random)}"


def is_well_formed(key: str) -> bool:
    """Whether a text can be a key at all."""
    random = key[len(PREFIX) : -CHECK_SIGNS]
    return PATTERN.fullmatch(key) is not None and key.endswith(_checksum(random))


def _checksum(random: str) -> str:
    check = zlib.crc32(random.encode())
    return "".join(SIGNS[(check >> shift) & 31] for shift in range(5 * (CHECK_SIGNS - 1), -1, -5))


def client_by_key(work: Work, key: str) -> tuple[Principal, ClientKey] | KeyFault:
    """Which program asks with a key, and the key; or why none does."""
    if not is_well_formed(key):
        return KeyFault.MISTYPED
    kept = key_of(work, digest(key))
    if kept is None:
        return KeyFault.UNKNOWN
    row, client = kept
    if row.revoked_at is not None or client.revoked_at is not None:
        return KeyFault.REVOKED
    return (principal_of_client(client), row) if work.now < row.until else KeyFault.EXPIRED


def create_client(
    work: Work,
    keyring: Keyring,
    *,
    by: Principal,
    name: str,
    permissions: Iterable[Permission],
    jurisdiction: Jurisdiction,
    department: DeliveringDepartment | None = None,
    lasts: dt.timedelta = LASTS,
) -> tuple[Client, str]:
    """A program with its first key, which is never told again.

    Args:
        department: for which it speaks; without one it sends no facts.

    Raises:
        ClientError: `by` may not, the name is taken or none, a scope is for people alone, or there is no place.
    """
    held = frozenset(permissions)
    _need_right(by, jurisdiction)
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise ClientError(
            f"程序名用字母、数字、汉字、“.”“-”“_”，最多{LONGEST_NAME}个字符 | a program's name has letters, digits, “.”, “-” and “_”, {LONGEST_NAME} at most."
        )
    if client_named(work, name) is not None:
        raise ClientError(
            f"已有名为 {name} 的程序：换一个名称 | there is a program {name} already. Choose another name."
        )
    if forbidden := held & FOR_PEOPLE:
        words = ", ".join(sorted(forbidden))
        raise ClientError(f"这些权限只授予人，不授予程序：{words} | these are for people, not for programs: {words}.")
    if not held or not jurisdiction.prefixes:
        raise ClientError("至少写一项权限和一个辖区 | give at least one scope and one place.")
    client = Client(
        id=new_id("client", work.now),
        name=name,
        permissions=sorted(held),
        prefixes=list(jurisdiction.prefixes),
        department=None if department is None else department.value,
        created_at=work.now,
        created_by=by.actor,
    )
    work.session.add(client)
    work.session.flush()
    key, row = _new_key(work, client, lasts)
    append(
        work,
        keyring,
        actor=by.actor,
        action="clients.created",
        target=f"client:{client.id}",
        detail={
            "permissions": client.permissions,
            "places": client.prefixes,
            "department": client.department,
            "key": row.id,
            "until": row.until.isoformat(),
        },
    )
    return client, key


def rotate_key(
    work: Work,
    keyring: Keyring,
    *,
    by: Principal,
    name: str,
    overlap: dt.timedelta = OVERLAP,
    lasts: dt.timedelta = LASTS,
) -> str:
    """A further key of a program; those of before hold for the overlap and no longer."""
    client = _managed(work, by, name)
    for before in keys_of(work, client.id):
        before.until = min(before.until, work.now + overlap)
    key, row = _new_key(work, client, lasts)
    append(
        work,
        keyring,
        actor=by.actor,
        action="clients.key_rotated",
        target=f"client:{client.id}",
        detail={"key": row.id, "until": row.until.isoformat(), "overlap_days": overlap / dt.timedelta(days=1)},
    )
    return key


def revoke_client(work: Work, keyring: Keyring, *, by: Principal, name: str, key_id: str | None = None) -> int:
    """Revoke one of a program's keys, or the program with all of them, at once; how many keys."""
    client = _managed(work, by, name)
    revoked = [
        row for row in keys_of(work, client.id) if row.revoked_at is None and (key_id is None or row.id == key_id)
    ]
    if key_id is not None and not revoked:
        raise ClientError(
            f"程序 {name} 没有这把有效的密钥：用 fanpin clients list 查看 | {name} has no such key that holds. See fanpin clients list."
        )
    for row in revoked:
        row.revoked_at = work.now
    if key_id is None:
        client.revoked_at = work.now
        close_endpoints_of(work, keyring, client.id, actor=by.actor)
    append(
        work,
        keyring,
        actor=by.actor,
        action="clients.revoked" if key_id is None else "clients.key_revoked",
        target=f"client:{client.id}",
        detail={"keys": [row.id for row in revoked]},
    )
    return len(revoked)


def _managed(work: Work, by: Principal, name: str) -> Client:
    client = client_named(work, name)
    if client is None or client.revoked_at is not None:
        raise ClientError(
            f"没有名为 {name} 的有效程序：用 fanpin clients list 查看 | there is no program {name} that holds. See fanpin clients list."
        )
    _need_right(by, Jurisdiction.of(*client.prefixes))
    return client


def _need_right(by: Principal, jurisdiction: Jurisdiction) -> None:
    there = by.narrowed_to(Permission.MANAGE_CLIENTS).jurisdiction
    if not by.may(Permission.MANAGE_CLIENTS) or not all(prefix in there for prefix in jurisdiction.prefixes):
        raise ClientError(
            "只有安全管理员能管理接口程序，且限本人辖区 | only security administrators manage programs, within their own places."
        )


def _new_key(work: Work, client: Client, lasts: dt.timedelta) -> tuple[str, ClientKey]:
    key = draw_key()
    row = ClientKey(
        id=new_id("key", work.now), client_id=client.id, hash=digest(key), created_at=work.now, until=work.now + lasts
    )
    work.session.add(row)
    return key, row


def note_use(work: Work, key_id: str) -> None:
    """When a key was last used; nobody waits for it more often than once a minute."""
    if key := work.session.get(ClientKey, key_id):
        key.used_at = work.now
