"""What all tables share: how moments, names for the outside and closed words are kept."""

from __future__ import annotations

import datetime as dt
import secrets
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from service.jurisdiction import LONGEST_REGION

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a migration can speak of it."""

SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letters that are taken for digits."""

RANDOM_SIGNS = 16
LONGEST_ID = 40


class Moment(TypeDecorator[dt.datetime]):
    """A moment, given and returned in UTC; one without a zone is refused, since nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone.")
        value = value.astimezone(dt.UTC)
        # SQLite keeps text without a zone.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own way
        dt.datetime: Moment(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


LONGEST_HOUSEHOLD_ID = 200
HouseholdCode = String(LONGEST_HOUSEHOLD_ID).with_variant(String(LONGEST_HOUSEHOLD_ID, collation="C"), "postgresql")
"""Codes of households stand in the order of their signs, not of a language's words: what begins alike stands together."""


class Located:
    """A row about a household or a place: whoever has no business there does not see it."""

    region_code: Mapped[str] = mapped_column(String(LONGEST_REGION))


class Covering:
    """A row about all households of a region: whoever has business with any of them sees it, and only who has with all may write it."""

    region_code: Mapped[str] = mapped_column(String(LONGEST_REGION))
    """The digits with which their villages' codes begin; empty for everybody."""


def identity() -> Any:
    """A primary key that may be named to the outside."""
    return mapped_column(String(LONGEST_ID), primary_key=True)


def word(closed: type[StrEnum], *, column: str) -> CheckConstraint:
    """Only words of a closed set stand in a column."""
    listed = ", ".join(f"'{each.value}'" for each in closed)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def new_id(kind: str, now: dt.datetime) -> str:
    """A name for the outside that nobody can guess, such as `lead_01k…`: those of one kind stand in the order of their making."""
    milliseconds = int(now.timestamp() * 1000)
    moment = "".join(SIGNS[(milliseconds >> shift) & 31] for shift in range(45, -1, -5))
    return f"{kind}_{moment}{''.join(secrets.choice(SIGNS) for _ in range(RANDOM_SIGNS))}"
