"""Coming in: a password, then a code of the second factor, then an open session.

A try is counted before anything is compared, and the same work is done whether a name is somebody's or nobody's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from features.bilingual import Bilingual
from service.access.administering import NAME, create_user, grant_role, spelt
from service.access.links import follow_link, is_open, may_set_up
from service.access.lockout import Tried, count_try, forgive, take_back, tried
from service.access.passwords import LONGEST, Passwords, weakness
from service.access.second_factor import draw_sealed, opened, step_of
from service.access.sessions import Entered, Stage, close_session, end_others, entered, open_session, renew
from service.jurisdiction import NOWHERE
from service.keyring import Keyring
from service.principal import SYSTEM, Role
from service.store import Database, Work
from service.store.repositories.audit import append
from service.store.repositories.users import held_user, user_by_subject, user_named
from service.store.tables.access import User


class Why(StrEnum):
    """Why somebody is not let in, or nothing was changed."""

    WRONG = "wrong"
    LOCKED = "locked"
    ENDED = "ended"
    """There is no session (any more) of which this could be a further step."""
    WEAK = "weak"


@dataclass(frozen=True)
class Inside:
    """A session, and how far it goes."""

    token: str
    stage: Stage


@dataclass(frozen=True)
class Refused:
    """Nothing was opened or changed.

    Attributes:
        until: for `LOCKED`: when the next try is looked at.
        weakness: for `WEAK`: what is wrong with the new password.
    """

    why: Why
    until: dt.datetime | None = None
    weakness: Bilingual | None = None


Came = Inside | Refused


@dataclass(frozen=True)
class Login:
    """The ways in; each is a few short transactions, and slow where a password is compared."""

    database: Database
    keyring: Keyring
    passwords: Passwords

    def with_password(self, name: str, password: str, *, before: str | None, address: str, now: dt.datetime) -> Came:
        """The first step.

        Args:
            before: the token that the browser sent, whose session ends.
            address: from which the browser comes.
        """
        name = spelt(name[:LONGEST])
        subject = tried(self.keyring, name, address)
        with self.database.writing(NOWHERE, now) as work:
            user = _open_account(user_named(work, name)) if NAME.fullmatch(name) else None
            target = _target(user, subject)
            if until := count_try(work, subject):
                self._note(work, "anybody", "login.locked", target)
                return Refused(Why.LOCKED, until)
            kept = user.password if user else None
        if not self.passwords.is_right(kept, password[: 2 * LONGEST]) or user is None or kept is None:
            with self.database.writing(NOWHERE, now) as work:
                self._note(work, "anybody", "login.failed", target)
            return Refused(Why.WRONG)
        anew = self.passwords.hash(password) if self.passwords.is_outdated(kept) else None
        with self.database.writing(NOWHERE, now) as work:
            present = _open_account(held_user(work, user.id))
            if present is None or present.password != kept:
                return Refused(Why.WRONG)
            present.password = anew or kept
            take_back(work, subject)
            close_session(work, before)
            token = open_session(work, present, both_factors=False)
            self._note(work, f"user:{user.id}", "login.password", target)
            stage = Stage.SECOND_FACTOR if present.second_factor_since else Stage.SET_UP
        return Inside(token, stage)

    def to_set_up(self, token: str | None, now: dt.datetime) -> tuple[str, str] | None:
        """The user's name and the secret of a second factor that is to be set up; None where none is."""
        with self.database.writing(NOWHERE, now) as work:
            present = entered(work, token)
            if present is None or present.stage is not Stage.SET_UP:
                return None
            user = present.user
            sealed = user.second_factor or draw_sealed(self.keyring, user.id)
            user.second_factor = sealed
            return user.name, opened(self.keyring, sealed, user.id)

    def with_code(self, token: str | None, code: str, *, address: str, now: dt.datetime) -> Came:
        """The second step: a code, which also ends the setting up."""
        with self.database.writing(NOWHERE, now) as work:
            present = self._at(work, token, Stage.SECOND_FACTOR, Stage.SET_UP)
            sealed = present.user.second_factor if present else None
            if present is None or sealed is None:
                return Refused(Why.ENDED)
            user, actor = present.user, f"user:{present.user.id}"
            subject = tried(self.keyring, user.name, address)
            if until := count_try(work, subject):
                self._note(work, actor, "login.locked", actor)
                return Refused(Why.LOCKED, until)
            secret = opened(self.keyring, sealed, user.id)
            step = step_of(secret, code, now, after=user.last_step)
            if step is None:
                self._note(work, actor, "login.code_failed", actor)
                return Refused(Why.WRONG)
            user.last_step = step
            if present.stage is Stage.SET_UP:
                user.second_factor_since = now
                self._note(work, actor, "second_factor.set_up", actor)
            forgive(work, subject)
            return self._inside(work, present, "login.opened")

    def with_link(self, code: str, *, before: str | None, now: dt.datetime) -> Came:
        """A link in place of both: it was printed for whoever stands before the machine."""
        with self.database.writing(NOWHERE, now) as work:
            user = follow_link(work, code)
            if user is None:
                return Refused(Why.WRONG)
            close_session(work, before)
            token = open_session(work, user, both_factors=True)
            self._note(work, f"user:{user.id}", "login.link", f"user:{user.id}")
            return Inside(token, Stage.MUST_CHANGE if user.password_is_first else Stage.IN)

    def with_subject(
        self, mark: str, *, both_factors: bool, before: str | None, address: str, now: dt.datetime
    ) -> Came:
        """The provider's word in place of the password, and of the second factor where it asked for one.

        Args:
            mark: of who they are there; of somebody who was linked to it before.
        """
        with self.database.writing(NOWHERE, now) as work:
            user = _open_account(user_by_subject(work, mark))
            if user is None:
                subject = tried(self.keyring, "", address)
                self._note(work, "anybody", "login.provider_unknown", f"address:{subject.address}")
                return Refused(Why.WRONG)
            close_session(work, before)
            token = open_session(work, user, both_factors=both_factors)
            self._note(work, f"user:{user.id}", "login.provider", f"user:{user.id}")
            work.session.flush()
            present = entered(work, token)
            return Inside(token, present.stage) if present else Refused(Why.ENDED)

    def with_new_password(
        self, token: str | None, present_password: str, new_password: str, *, address: str, now: dt.datetime
    ) -> Came:
        """Change one's password; all other sessions of the user end."""
        with self.database.writing(NOWHERE, now) as work:
            present = self._at(work, token, Stage.MUST_CHANGE, Stage.IN)
            if present is None:
                return Refused(Why.ENDED)
            user, kept, actor = present.user, present.user.password, f"user:{present.user.id}"
            subject = tried(self.keyring, user.name, address)
            if until := count_try(work, subject):
                self._note(work, actor, "login.locked", actor)
                return Refused(Why.LOCKED, until)
        if not self.passwords.is_right(kept, present_password[: 2 * LONGEST]):
            with self.database.writing(NOWHERE, now) as work:
                self._note(work, actor, "password.change_failed", actor)
            return Refused(Why.WRONG)
        weak = weakness(new_password, user.name) or (_SAME if new_password == present_password else None)
        hashed = None if weak else self.passwords.hash(new_password)
        with self.database.writing(NOWHERE, now) as work:
            forgive(work, subject)
            present = self._at(work, token, Stage.MUST_CHANGE, Stage.IN)
            if present is None or present.user.password != kept:
                return Refused(Why.ENDED)
            if hashed is None:
                return Refused(Why.WEAK, weakness=weak)
            present.user.password, present.user.password_is_first = hashed, False
            end_others(work, present)
            return self._inside(work, present, "password.changed")

    def first_user(self, code: str, name: str, password: str, *, now: dt.datetime) -> Came:
        """Whoever starts an installation makes themselves a county officer; further accounts are made by command.

        Raises:
            AdministrationError: the name is none.
        """
        with self.database.reading(NOWHERE, now) as work:
            if not is_open(work, code):
                return Refused(Why.WRONG)
        if weak := weakness(password, spelt(name)):
            return Refused(Why.WEAK, weakness=weak)
        hashed = self.passwords.hash(password)
        with self.database.writing(NOWHERE, now) as work:
            if not may_set_up(work, code):
                return Refused(Why.WRONG)
            user = create_user(work, self.keyring, by=SYSTEM, name=name, password=hashed)
            user.password_is_first = False
            grant_role(work, self.keyring, by=SYSTEM, user=user, role=Role.COUNTY_OFFICER, prefix="")
            return Inside(open_session(work, user, both_factors=False), Stage.SET_UP)

    def out(self, token: str | None, *, now: dt.datetime) -> None:
        """End a session."""
        with self.database.writing(NOWHERE, now) as work:
            if session := close_session(work, token):
                self._note(work, f"user:{session.user_id}", "logout", f"user:{session.user_id}")

    def _at(self, work: Work, token: str | None, *stages: Stage) -> Entered | None:
        """The session, where it has come so far and no further, with its user held."""
        present = entered(work, token)
        if present is None or present.stage not in stages:
            return None
        held_user(work, present.user.id)
        return present

    def _inside(self, work: Work, present: Entered, action: str) -> Inside:
        user = present.user
        token = renew(work, present)
        self._note(work, f"user:{user.id}", action, f"user:{user.id}")
        return Inside(token, Stage.MUST_CHANGE if user.password_is_first else Stage.IN)

    def _note(self, work: Work, actor: str, action: str, target: str) -> None:
        append(work, self.keyring, actor=actor, action=action, target=target)


_SAME = Bilingual("新密码与现在的相同", "The new password is the present one.")


def _open_account(user: User | None) -> User | None:
    return user if user is not None and user.closed_at is None else None


def _target(user: User | None, subject: Tried) -> str:
    """Whose account was meant; a name that nobody has by its mark, since it may be anything, a password too."""
    return f"user:{user.id}" if user else f"name:{subject.name}"
