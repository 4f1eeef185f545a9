"""Who may come in: people with their roles and sessions, programs with their keys, and what was tried in vain.

No password, token, code or key stands here as it is: what somebody chose is hashed slowly, what the machine drew is
hashed fast, and the secret of a second factor is sealed for its row.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.jurisdiction import LONGEST_REGION
from service.principal import Role
from service.store.types import LONGEST_ID, Base, identity, word

DIGEST_SIGNS = 64
LONGEST_NAME = 60
LONGEST_ACTOR = 80


def person() -> Any:
    return mapped_column(String(LONGEST_ID), ForeignKey("users.id"), index=True)


class User(Base):
    """Somebody who works with fanpin. Who is closed stays, since what they did names them."""

    __tablename__ = "users"
    __table_args__ = (Index("ix_users_subject", "subject", unique=True),)

    id: Mapped[str] = identity()
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    """For logging in, in one spelling (`service.access.accounts.spelt`)."""
    password: Mapped[str | None] = mapped_column(String(200))
    """Argon2's own text; none for who comes in by links alone."""
    password_is_first: Mapped[bool]
    """Somebody else has seen it: it opens nothing but the form for another one."""
    second_factor: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The sealed secret."""
    second_factor_since: Mapped[dt.datetime | None]
    """When a code showed that the person has it; none while it is being set up."""
    subject: Mapped[str | None] = mapped_column(String(DIGEST_SIGNS))
    """A mark of who they are at the county's provider; none for who does not come in by it."""
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    """The latest half minute whose code was used: none of it or before it works again."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str] = mapped_column(String(LONGEST_ACTOR))
    closed_at: Mapped[dt.datetime | None]


class UserRole(Base):
    """A role of somebody in a place, as long as it was granted for. Taken back it stays as a row that has ended."""

    __tablename__ = "user_roles"
    __table_args__ = (word(Role, column="role"),)

    id: Mapped[str] = identity()
    user_id: Mapped[str] = person()
    role: Mapped[str] = mapped_column(String(30))
    prefix: Mapped[str] = mapped_column(String(LONGEST_REGION))
    """Digits with which the codes of its places begin; empty is everywhere."""
    department: Mapped[str | None] = mapped_column(String(40))
    """For which a liaison speaks (`DeliveringDepartment`); none of other roles, and of liaisons from before it was asked for."""
    granted_at: Mapped[dt.datetime]
    granted_by: Mapped[str] = mapped_column(String(LONGEST_ACTOR))
    until: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(LONGEST_ACTOR))


class UserSession(Base):
    """A browser that somebody came in with."""

    __tablename__ = "user_sessions"

    id: Mapped[str] = mapped_column(String(DIGEST_SIGNS), primary_key=True)
    """Digest of the token that the browser holds."""
    user_id: Mapped[str] = person()
    both_factors: Mapped[bool]
    opened_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime] = mapped_column(index=True)


class LoginLink(Base):
    """A link that lets somebody in once: a user, or whoever sets up the first one."""

    __tablename__ = "login_links"

    id: Mapped[str] = mapped_column(String(DIGEST_SIGNS), primary_key=True)
    """Digest of the code in the link."""
    user_id: Mapped[str | None] = person()
    until: Mapped[dt.datetime] = mapped_column(index=True)


class Attempts(Base):
    """What was tried in vain under one name, or from one address."""

    __tablename__ = "attempts"

    subject: Mapped[str] = mapped_column(String(DIGEST_SIGNS), primary_key=True)
    """A mark of the name or address: what strangers type is kept nowhere as it is."""
    count: Mapped[int]
    last_at: Mapped[dt.datetime] = mapped_column(index=True)
    locked_until: Mapped[dt.datetime | None]


class Client(Base):
    """A program that asks: what it may do, and where."""

    __tablename__ = "clients"
    id: Mapped[str] = identity()
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    permissions: Mapped[list[str]]
    prefixes: Mapped[list[str]]
    department: Mapped[str | None] = mapped_column(String(40))
    """For which it speaks (`DeliveringDepartment`); none where it speaks for none."""
    created_at: Mapped[dt.datetime]
    created_by: Mapped[str] = mapped_column(String(LONGEST_ACTOR))
    revoked_at: Mapped[dt.datetime | None]


class ClientKey(Base):
    """One of a program's keys; while one follows another both hold."""

    __tablename__ = "client_keys"

    id: Mapped[str] = identity()
    client_id: Mapped[str] = mapped_column(String(LONGEST_ID), ForeignKey("clients.id"), index=True)
    hash: Mapped[str] = mapped_column(String(DIGEST_SIGNS), unique=True)
    created_at: Mapped[dt.datetime]
    until: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    used_at: Mapped[dt.datetime | None]
    """To the minute."""
