"""Browsers that somebody came in with: a random token in a cookie, its digest in the database, so that any worker knows
it and anybody can end it.

A session's token changes at the login and whenever it gains rights: one that was planted in a browser before is worth
nothing afterwards.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from service.access.drawn import digest, draw_secret
from service.store import Work
from service.store.repositories.users import end_sessions, forget_sessions, session_of, user_of
from service.store.tables.access import User, UserSession

IDLE = dt.timedelta(hours=1)
LONGEST = dt.timedelta(hours=12)
BETWEEN_NOTES = dt.timedelta(minutes=1)
"""A use is noted when the last note is so old: not every page needs a write."""


class Stage(StrEnum):
    """How far somebody is in."""

    SECOND_FACTOR = "second_factor"
    """The password was right; a code is wanted."""
    SET_UP = "set_up"
    """The password was right; a second factor is to be set up."""
    MUST_CHANGE = "must_change"
    """Both were right; the password is one that somebody else has seen."""
    IN = "in"


@dataclass(frozen=True)
class Entered:
    """An open session with whose it is."""

    session: UserSession
    user: User

    @property
    def stage(self) -> Stage:
        if not self.session.both_factors:
            return Stage.SECOND_FACTOR if self.user.second_factor_since else Stage.SET_UP
        return Stage.MUST_CHANGE if self.user.password_is_first else Stage.IN


def open_session(work: Work, user: User, *, both_factors: bool) -> str:
    """A new session's token."""
    forget_sessions(work, used_before=work.now - IDLE, opened_before=work.now - LONGEST)
    token = draw_secret()
    work.session.add(
        UserSession(id=digest(token), user_id=user.id, both_factors=both_factors, opened_at=work.now, used_at=work.now)
    )
    return token


def entered(work: Work, token: str | None) -> Entered | None:
    """Whose session it is, while it holds: not ended, used within the hour, opened within half a day, its user's account open."""
    session = session_of(work, digest(token)) if token else None
    if session is None or work.now - session.used_at > IDLE or work.now - session.opened_at > LONGEST:
        return None
    user = user_of(work, session.user_id)
    return None if user is None or user.closed_at is not None else Entered(session, user)


def needs_note(session: UserSession, now: dt.datetime) -> bool:
    """Whether its use is to be noted."""
    return now - session.used_at >= BETWEEN_NOTES


def note_use(work: Work, session_id: str) -> None:
    if session := session_of(work, session_id):
        session.used_at = max(session.used_at, work.now)


def renew(work: Work, present: Entered) -> str:
    """The session with both factors, under a new token; the old one is worth nothing."""
    work.session.delete(present.session)
    return open_session(work, present.user, both_factors=True)


def close_session(work: Work, token: str | None) -> UserSession | None:
    """End a session; which one it was."""
    session = session_of(work, digest(token)) if token else None
    if session is not None:
        work.session.delete(session)
    return session


def end_others(work: Work, present: Entered) -> int:
    """End all of somebody's sessions but the present one; how many."""
    return end_sessions(work, present.user.id, but=present.session.id)
