"""People, their roles, sessions and links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, or_, select

from service.principal import Role
from service.store.database import Work
from service.store.filtering import lies_within
from service.store.paging import Key
from service.store.tables.access import LoginLink, User, UserRole, UserSession


def user_of(work: Work, user_id: str) -> User | None:
    return work.session.get(User, user_id)


def user_named(work: Work, name: str) -> User | None:
    """By the one spelling of their name; who is closed is found, too."""
    return work.session.scalars(select(User).where(User.name == name)).one_or_none()


def user_by_subject(work: Work, mark: str) -> User | None:
    """By the mark of who they are at the provider."""
    return work.session.scalars(select(User).where(User.subject == mark)).one_or_none()


def held_user(work: Work, user_id: str) -> User | None:
    """A user whom nobody else changes until this work ends."""
    return work.session.get(User, user_id, with_for_update=True, populate_existing=True)


def names_of(work: Work, user_ids: Collection[str]) -> dict[str, str]:
    """The names for logging in of some users."""
    asked = select(User.id, User.name).where(User.id.in_(user_ids))
    return {row.id: row.name for row in work.session.execute(asked)}


def every_user() -> Select[Any]:
    """Closed ones as well."""
    return select(User)


def users_named_so(begins: str) -> Select[Any]:
    """Those whose names begin so; closed ones as well."""
    return every_user().where(User.name.startswith(begins, autoescape=True))


class Lacks(StrEnum):
    """What an open account waits for before anybody can work with it."""

    ROLE = "role"
    OWN_WORD = "own"
    """A password that they chose themselves."""


def lacking(selected: Select[Any], what: Lacks, moment: dt.datetime) -> Select[Any]:
    """Those of these who are not closed and have no role yet, or not chosen a password of their own."""
    if what is Lacks.OWN_WORD:
        return selected.where(User.closed_at.is_(None), User.password_is_first)
    return selected.where(User.closed_at.is_(None), ~exists().where(UserRole.user_id == User.id, _in_force(moment)))


def count_within_reach(work: Work, selected: Select[Any]) -> int:
    """How many of these hold no role beyond the jurisdiction."""
    beyond = exists().where(
        UserRole.user_id == User.id, _in_force(work.now), ~lies_within(UserRole.prefix, work.jurisdiction)
    )
    return int(work.session.scalar(select(func.count()).select_from(selected.where(~beyond).subquery())) or 0)


def _in_force(moment: dt.datetime) -> ColumnElement[bool]:
    return and_(UserRole.revoked_at.is_(None), or_(UserRole.until.is_(None), UserRole.until > moment))


def all_users(work: Work) -> Sequence[User]:
    return work.session.scalars(every_user().order_by(User.name)).all()


BY_NAME = (Key(User.name, "name"),)
"""The order in which pages show them."""


def is_nobody_there(work: Work) -> bool:
    """Whether no user was ever made."""
    return work.session.scalars(select(User.id).limit(1)).first() is None


def roles_of(work: Work, user_id: str) -> Sequence[UserRole]:
    """Those in force now, in the order in which they were granted."""
    return work.session.scalars(
        select(UserRole).where(UserRole.user_id == user_id, _in_force(work.now)).order_by(UserRole.id)
    ).all()


def workers(work: Work, roles: Collection[Role]) -> list[tuple[User, str]]:
    """Who holds one of these roles now in a place within the jurisdiction, with that place; by their names."""
    asked = (
        select(User, UserRole.prefix)
        .join(UserRole, UserRole.user_id == User.id)
        .where(
            User.closed_at.is_(None),
            UserRole.role.in_([role.value for role in roles]),
            _in_force(work.now),
            lies_within(UserRole.prefix, work.jurisdiction),
        )
        .order_by(User.name, UserRole.prefix)
        .distinct()
    )
    return [(user, prefix) for user, prefix in work.session.execute(asked)]


def names_within(work: Work, user_ids: Collection[str]) -> dict[str, str]:
    """Names of those of these users who work, or worked, in a place within the jurisdiction. The others' are nobody's business there."""
    there = exists().where(UserRole.user_id == User.id, lies_within(UserRole.prefix, work.jurisdiction))
    found = work.session.execute(select(User.id, User.name).where(User.id.in_(user_ids), there))
    return {user_id: name for user_id, name in found}  # noqa: C416 - rows are no pairs for a type checker


def session_of(work: Work, digest: str) -> UserSession | None:
    return work.session.get(UserSession, digest)


def sessions_of(work: Work, user_id: str) -> Sequence[UserSession]:
    """Somebody's sessions, the latest used first."""
    return work.session.scalars(
        select(UserSession).where(UserSession.user_id == user_id).order_by(UserSession.used_at.desc())
    ).all()


def end_sessions(work: Work, user_id: str, *, but: str | None = None) -> int:
    """End somebody's sessions, or all but one; how many."""
    ended = [session for session in sessions_of(work, user_id) if session.id != but]
    for session in ended:
        work.session.delete(session)
    return len(ended)


def forget_sessions(work: Work, *, used_before: dt.datetime, opened_before: dt.datetime) -> None:
    """Those that hold no longer."""
    work.session.execute(
        delete(UserSession).where(or_(UserSession.used_at < used_before, UserSession.opened_at < opened_before))
    )


def link_of(work: Work, digest: str) -> LoginLink | None:
    return work.session.get(LoginLink, digest)


def use_up_link(work: Work, digest: str) -> LoginLink | None:
    """A link, gone from now on whether it still holds or not; of two who ask at once one has it."""
    link = work.session.get(LoginLink, digest, with_for_update=True)
    if link is not None:
        work.session.delete(link)
    return link


def forget_links(work: Work) -> None:
    """Those that hold no longer."""
    work.session.execute(delete(LoginLink).where(LoginLink.until <= work.now))
