"""Accounts as administrators read them: whose, with which roles, where by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from service.access.answers import UserAnswer
from service.jurisdiction import Jurisdiction
from service.principal import Role
from service.views.places import Places

EVERYWHERE = "all"
"""In a form; the empty text means that nothing was chosen."""


@dataclass(frozen=True)
class Held:
    """A role that somebody holds in a place."""

    role: Role
    place: str
    where: Bilingual
    department: DeliveringDepartment | None
    until: dt.datetime | None
    granted_at: dt.datetime


@dataclass(frozen=True)
class Account:
    """Somebody's account."""

    id: str
    name: str
    created_at: dt.datetime
    closed_at: dt.datetime | None
    password_is_first: bool
    has_second_factor: bool
    sessions: int
    roles: Sequence[Held]


def account(answer: UserAnswer, places: Places) -> Account:
    """An account with its places by name."""
    roles = [
        Held(
            each.role, each.place or EVERYWHERE, where(each.place, places), each.department, each.until, each.granted_at
        )
        for each in answer.roles
    ]
    return Account(
        answer.id,
        answer.name,
        answer.created_at,
        answer.closed_at,
        answer.password_is_first,
        answer.has_second_factor,
        answer.sessions,
        roles,
    )


def where(prefix: str, places: Places) -> Bilingual:
    """A place by name: a village with its township. Who grants roles may do so in several counties."""
    if prefix and len(prefix) < 9:
        return Bilingual(f"全县（{prefix}）", f"the county ({prefix})")
    return places.wide(prefix)


def places_to_grant(jurisdiction: Jurisdiction, places: Places) -> list[tuple[str, Bilingual]]:
    """Where a role can be granted within an administrator's places: the widest first, then township by township."""
    wide = [(prefix or EVERYWHERE, where(prefix, places)) for prefix in jurisdiction.prefixes if len(prefix) < 9]
    counties = sorted({code[:6] for code in places.names if code[:6] in jurisdiction} - {code for code, _ in wide})
    every = [*wide, *((county, where(county, places)) for county in counties)]
    for code, name, villages in places.choices(jurisdiction):
        if code in jurisdiction:
            every.append((code, name))
        every += [(village, Bilingual("　", "  ").and_also(words)) for village, words in villages]
    return every


def prefix_of(typed: str) -> str:
    """The digits that a choice stands for."""
    return "" if typed == EVERYWHERE else typed
