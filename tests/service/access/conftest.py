"""An installation whose passwords cost little, on either database, and a clock that a story moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyotp
import pytest

from service.access.administering import create_user
from service.access.login import Came, Inside, Login
from service.access.passwords import Passwords
from service.access.principals import principal_of_user
from service.access.second_factor import draw_sealed, opened
from service.access.sessions import Stage, entered
from service.jurisdiction import NOWHERE
from service.keyring import KEY_BYTES, Keyring
from service.principal import SYSTEM, Principal, Role
from service.store import Database, Work
from service.store.repositories.audit import lines
from service.store.repositories.users import user_named
from service.store.tables.access import User
from tests.service.people import CHEAP, PASSWORD, department_of, granted

ADDRESS = "10.1.2.3"


class CountedPasswords(Passwords):
    """Counts how often a password is compared."""

    def __init__(self) -> None:
        super().__init__(CHEAP_COST)
        self.compared: list[bool] = []

    def is_right(self, kept: str | None, offered: str) -> bool:
        right = super().is_right(kept, offered)
        self.compared.append(right)
        return right


CHEAP_COST = CHEAP.cost


@dataclass
class Installation:
    """A database with its keys, and the moment at which the story stands."""

    database: Database
    keyring: Keyring = field(default_factory=lambda: Keyring(b"name", {b"name": b"k" * KEY_BYTES}))
    now: dt.datetime = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    passwords: CountedPasswords = field(default_factory=CountedPasswords)

    @property
    def login(self) -> Login:
        return Login(self.database, self.keyring, self.passwords)

    def later(self, **more: float) -> None:
        self.now += dt.timedelta(**more)

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.database.writing(NOWHERE, self.now) as work:
            yield work

    def user(self, name: str = "li", *roles: tuple[Role, str], first: bool = False, telephone: bool = True) -> User:
        """Somebody with the password `PASSWORD`."""
        with self.work() as work:
            kept = self.passwords.hash(PASSWORD)
            user = create_user(work, self.keyring, by=SYSTEM, name=name, password=kept)
            user.password_is_first = first
            if telephone:
                user.second_factor, user.second_factor_since = draw_sealed(self.keyring, user.id), self.now
            granted(work, self.keyring, user, *((role, prefix, department_of(role)) for role, prefix in roles))
            return user

    def principal(self, name: str, *roles: tuple[Role, str]) -> tuple[User, Principal]:
        user = self.user(name, *roles)
        with self.work() as work:
            return user, principal_of_user(work, user)

    def code(self, name: str = "li", shift: int = 0) -> str:
        """What somebody's telephone shows."""
        with self.work() as work:
            user = user_named(work, name)
            assert user is not None
            assert user.second_factor is not None
            secret = opened(self.keyring, user.second_factor, user.id)
        return pyotp.TOTP(secret).at(int(self.now.timestamp()), counter_offset=shift)

    def try_password(self, name: str = "li", password: str = PASSWORD, before: str | None = None) -> Came:
        return self.login.with_password(name, password, before=before, address=ADDRESS, now=self.now)

    def try_code(self, token: str, code: str) -> Came:
        return self.login.with_code(token, code, address=ADDRESS, now=self.now)

    def inside(self, name: str = "li") -> str:
        """The token of somebody who came in by password and code."""
        came = self.try_password(name)
        assert isinstance(came, Inside)
        came = self.try_code(came.token, self.code(name))
        assert isinstance(came, Inside)
        return came.token

    def stage(self, token: str) -> Stage | None:
        with self.work() as work:
            present = entered(work, token)
            return present.stage if present else None

    def actions(self) -> list[str]:
        """What stands in the audit since the accounts were made."""
        with self.work() as work:
            return [
                line.action for line in lines(work) if not line.action.startswith(("users.created", "roles.granted"))
            ]

    def audit(self) -> str:
        with self.work() as work:
            return "\n".join(line.content for line in lines(work))


@pytest.fixture
def here(database: Database) -> Installation:
    return Installation(database)
