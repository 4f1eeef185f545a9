"""What the API takes and answers about people, their roles, and programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from features.deliveries.departments import DeliveringDepartment
from service.access.clients import LASTS, OVERLAP
from service.principal import Permission, Role
from service.store import Work
from service.store.repositories.clients import keys_of
from service.store.repositories.users import roles_of, sessions_of
from service.store.tables.access import LONGEST_NAME, Client, ClientKey, User, UserRole

SENT = ConfigDict(extra="forbid", strict=True, frozen=True)
NAME = r"^[\w.-]+$"
DAY = dt.timedelta(days=1)

Place = Annotated[
    str, Field(pattern=r"^[0-9]{0,12}$", description="The first digits of region codes; empty for everywhere.")
]
Name = Annotated[str, Field(min_length=2, max_length=LONGEST_NAME, pattern=NAME, examples=["wang"])]
Days = Annotated[int, Field(ge=1, le=3650, description="Days for which the key holds.")]


class UserSent(BaseModel):
    """An account to be made, without a role."""

    model_config = SENT

    name: Name


class LoginSent(BaseModel):
    """How somebody is to come in anew."""

    model_config = SENT

    second_factor: Annotated[bool, Field(description="The telephone is gone: that is set up anew, too.")] = False


class RoleSent(BaseModel):
    """A role in a place."""

    model_config = SENT

    role: Annotated[Role, Field(strict=False)]
    place: Place
    department: Annotated[
        DeliveringDepartment | None,
        Field(strict=False, description="For which a department's liaison speaks; of no other role."),
    ] = None
    until: Annotated[
        AwareDatetime | None,
        Field(strict=False, description="Until when it holds, with its zone; for good when left out."),
    ] = None


class RoleEnded(BaseModel):
    """A role to be taken back."""

    model_config = SENT

    role: Annotated[Role, Field(strict=False)]
    place: Annotated[Place | None, Field(description="Only there; everywhere when left out.")] = None


class ClientSent(BaseModel):
    """A program that is to ask."""

    model_config = SENT

    name: Name
    permissions: Annotated[
        tuple[Annotated[Permission, Field(strict=False)], ...],
        Field(strict=False, min_length=1, max_length=50, description="What it may do; some are for people alone."),
    ]
    places: Annotated[tuple[Place, ...], Field(strict=False, min_length=1, max_length=100)]
    department: Annotated[
        DeliveringDepartment | None,
        Field(strict=False, description="For which it speaks; without one it sends no single facts."),
    ] = None
    days: Days = LASTS // DAY


class KeySent(BaseModel):
    """A further key of a program."""

    model_config = SENT

    days: Days = LASTS // DAY
    overlap_days: Annotated[int, Field(ge=0, le=90, description="Days for which the keys of before hold on.")] = (
        OVERLAP // DAY
    )


class KeyEnded(BaseModel):
    """A key to be revoked."""

    model_config = SENT

    key_id: Annotated[
        str | None,
        Field(pattern=r"^key_[0-9a-z]{26}$", description="Only this one; the program with all its keys when left out."),
    ] = None


class RoleAnswer(BaseModel):
    """A role that is in force."""

    role: Role
    place: str
    department: DeliveringDepartment | None = Field(
        description="For which a liaison speaks; null of other roles, and of a liaison for whom none is registered."
    )
    granted_at: dt.datetime
    granted_by: str
    until: dt.datetime | None


class UserAnswer(BaseModel):
    """Somebody's account."""

    id: str
    name: str
    created_at: dt.datetime
    closed_at: dt.datetime | None
    password_is_first: bool = Field(description="Somebody else has seen it: it opens nothing but the form for another.")
    has_second_factor: bool
    sessions: int = Field(description="How many are open.")
    roles: list[RoleAnswer]


class UserPage(BaseModel):
    """Some accounts, by name: those whose roles all lie within the asker's places, so that a page may hold fewer than were asked for."""

    items: list[UserAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class FirstPassword(UserAnswer):
    """An account with its first password, which is shown this once."""

    first_password: str


class CountAnswer(BaseModel):
    """How many it was about."""

    count: int


class KeyAnswer(BaseModel):
    """One of a program's keys."""

    id: str
    created_at: dt.datetime
    until: dt.datetime
    revoked_at: dt.datetime | None
    used_at: dt.datetime | None = Field(description="When it was last used, to the minute.")


class ClientAnswer(BaseModel):
    """A program that asks."""

    id: str
    name: str
    permissions: list[Permission]
    places: list[str]
    department: DeliveringDepartment | None = Field(description="For which it speaks; null where for none.")
    created_at: dt.datetime
    revoked_at: dt.datetime | None
    keys: list[KeyAnswer]


class ClientPage(BaseModel):
    """Some programs, by name: those whose places all lie within the asker's, so that a page may hold fewer than were asked for."""

    items: list[ClientAnswer]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class NewKey(ClientAnswer):
    """A program with a new key, which is shown this once."""

    key: str


def role_answer(row: UserRole) -> RoleAnswer:
    return RoleAnswer(
        role=Role(row.role),
        place=row.prefix,
        department=None if row.department is None else DeliveringDepartment(row.department),
        granted_at=row.granted_at,
        granted_by=row.granted_by,
        until=row.until,
    )


def user_answer(work: Work, row: User) -> UserAnswer:
    return UserAnswer(
        id=row.id,
        name=row.name,
        created_at=row.created_at,
        closed_at=row.closed_at,
        password_is_first=row.password_is_first,
        has_second_factor=row.second_factor_since is not None,
        sessions=len(sessions_of(work, row.id)),
        roles=[role_answer(role) for role in roles_of(work, row.id)],
    )


def client_answer(work: Work, row: Client) -> ClientAnswer:
    return ClientAnswer(
        id=row.id,
        name=row.name,
        permissions=[Permission(each) for each in row.permissions],
        places=row.prefixes,
        department=None if row.department is None else DeliveringDepartment(row.department),
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        keys=[_key(key) for key in keys_of(work, row.id)],
    )


def _key(row: ClientKey) -> KeyAnswer:
    return KeyAnswer(
        id=row.id, created_at=row.created_at, until=row.until, revoked_at=row.revoked_at, used_at=row.used_at
    )
