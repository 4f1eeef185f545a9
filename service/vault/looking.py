"""People of a household: masked for whoever works on it; by name for a purpose, one household at a time, each time written down."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass, field

from features.errors import FanpinError
from features.policy.loading import Policy
from features.texts.unrepeated import read_json
from features.vocabulary import Labelled
from service.keyring import Keyring
from service.principal import Permission, Principal
from service.store import Work
from service.store.repositories.audit import append, hold
from service.store.repositories.identities import acts_since, add_unmasking, identities_of, unmasking_of
from service.store.sealed import IDENTITY, UNMASKING
from service.store.tables.identities import Identity, Unmasking, UnmaskingPurpose
from service.store.types import new_id
from service.vault.masking import masked_name

UNMASKED, REFUSED = "identities.unmasked", "identities.refused"
A_DAY = dt.timedelta(hours=24)
WORDS_AT_LEAST, WORDS_AT_MOST = 4, 300


class VaultError(FanpinError):
    """What was asked of the vault can't be done; the message says why and what to do, and names nobody."""


class Refusal(Labelled):
    """Why no name was shown."""

    LIMIT = (
        "limit",
        "24小时内查看的户数已到上限，明天再看，或由主管调整政策数值",
        "as many households as one may look at in 24 hours were looked at",
    )


@dataclass(frozen=True)
class Person:
    """Somebody of a household. Their name and number stand in no `repr`, so that no log and no error holds them.

    Attributes:
        number: masked in any case.
    """

    person_id: str
    is_head: bool
    name: str = field(repr=False)
    number: str | None = field(repr=False)


@dataclass(frozen=True)
class Looked:
    """What came of asking for names.

    Attributes:
        people: none where it was refused, or where nobody is known by name.
        id: of the record that says why; None where it was refused.
    """

    people: tuple[Person, ...]
    refusal: Refusal | None = None
    id: str | None = None


def sealed_person(
    keyring: Keyring, person_id: str, household_id: str, name: str | None, masked_number: str | None
) -> bytes:
    """What lies in the row of a person. The household is sealed with it: a row moved to another household does not open."""
    content = {"household": household_id, "name": name, "number": masked_number}
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return keyring.seal(plain, purpose=IDENTITY.purpose, bound_to=person_id)


def opened_person(keyring: Keyring, identity: Identity) -> tuple[str | None, str | None]:
    """Name and masked number.

    Raises:
        KeyringError: the row was changed, or its key is gone.
        VaultError: the row was moved to another household.
    """
    plain = keyring.open(identity.sealed, purpose=IDENTITY.purpose, bound_to=identity.person_id)
    content = read_json(plain)
    if content["household"] != identity.household_id:
        raise VaultError(
            "身份库中有一行被移到了别的户：从备份恢复数据库，并查明原因 | a row of the vault was moved to another household. Put the database back from a "
            "backup and find out why."
        )
    return content["name"], content["number"]


def masked(work: Work, keyring: Keyring, household_ids: Collection[str]) -> dict[str, list[Person]]:
    """The people of some households, masked, the head of each first; households outside the jurisdiction are not there.

    Raises:
        KeyringError, VaultError: as `opened_person`.
    """
    people: dict[str, list[Person]] = {}
    for identity in identities_of(work, household_ids):
        name, number = opened_person(keyring, identity)
        shown = Person(identity.person_id, identity.is_head, masked_name(name) if name else "", number)
        people.setdefault(identity.household_id, []).append(shown)
    return people


def masked_heads(work: Work, keyring: Keyring, household_ids: Collection[str]) -> dict[str, str]:
    """Of each household whose head is known by name that name, masked.

    Raises:
        KeyringError, VaultError: as `opened_person`.
    """
    people = masked(work, keyring, household_ids)
    return {household: head.name for household, (head, *_) in people.items() if head.is_head and head.name}


def unmask(
    work: Work,
    keyring: Keyring,
    policy: Policy,
    asker: Principal,
    household_id: str,
    purpose: UnmaskingPurpose,
    words: str,
) -> Looked:
    """The names of one household for a purpose, written down in this very transaction: who rolls it back has seen nothing either.

    A refusal is written down as well, so it is an answer and no error. Numbers stay masked.

    Args:
        work: one that writes.
        words: why, in the asker's words; they are sealed, and the audit's line names their record alone.

    Raises:
        PermissionError: the asker may not look at names.
        LookupError: there is no such household within the jurisdiction, or nobody of it is in the vault.
        VaultError: no reason was given, or a novel.
        PolicyError: policy says nothing about how many a day.
    """
    if not asker.may(Permission.UNMASK):
        raise PermissionError(Permission.UNMASK.value)
    if not WORDS_AT_LEAST <= len(words.strip()) <= WORDS_AT_MOST:
        raise VaultError(
            f"写明为什么要看姓名（{WORDS_AT_LEAST}至{WORDS_AT_MOST}个字） | say why the names are needed, in {WORDS_AT_LEAST} to {WORDS_AT_MOST} signs."
        )
    identities = identities_of(work, [household_id])
    if not identities:
        raise LookupError("no such household.")
    region, target = identities[0].region_code, f"household:{household_id}"
    # Of two of the same asker at once the second counts the first.
    hold(work)
    allowed = policy.value("unmask_households_a_day", region, work.now.date())
    if acts_since(work, asker.actor, UNMASKED, work.now - A_DAY) >= allowed:
        append(work, keyring, actor=asker.actor, action=REFUSED, target=target, detail={"purpose": purpose.value})
        return Looked((), Refusal.LIMIT)
    people = tuple(
        Person(identity.person_id, identity.is_head, *(_shown(*opened_person(keyring, identity))))
        for identity in identities
    )
    record = _written_down(work, keyring, asker, household_id, region, purpose, words)
    detail = {"purpose": purpose.value, "unmasking": record, "persons": len(people)}
    append(work, keyring, actor=asker.actor, action=UNMASKED, target=target, detail=detail)
    return Looked(people, id=record)


def reason_of(work: Work, keyring: Keyring, unmasking_id: str) -> tuple[Unmasking, str]:
    """Who looked, and why in their words: for auditors, who write that they read it.

    Raises:
        LookupError: there is none within the jurisdiction.
    """
    unmasking = unmasking_of(work, unmasking_id)
    if unmasking is None:
        raise LookupError("no such record.")
    plain = keyring.open(unmasking.sealed, purpose=UNMASKING.purpose, bound_to=unmasking.id)
    return unmasking, plain.decode()


def _written_down(
    work: Work,
    keyring: Keyring,
    asker: Principal,
    household_id: str,
    region: str,
    purpose: UnmaskingPurpose,
    words: str,
) -> str:
    record = new_id("unmasking", work.now)
    sealed = keyring.seal(words.strip().encode(), purpose=UNMASKING.purpose, bound_to=record)
    add_unmasking(
        work,
        Unmasking(
            id=record,
            at=work.now,
            actor=asker.actor,
            household_id=household_id,
            region_code=region,
            purpose=purpose.value,
            sealed=sealed,
        ),
    )
    return record


def _shown(name: str | None, number: str | None) -> tuple[str, str | None]:
    return name or "", number
