"""Everything that lets somebody in, for one running service: who asks, whether they may, and the line in the audit.

Nothing of it is kept in the process: what one worker lets in or shuts out, every other does.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from service.access import clients, sessions
from service.access.clients import KeyFault, client_by_key
from service.access.login import Login
from service.access.pace import Limits, Pace, TooFastError
from service.access.passwords import AT_ONCE, Passwords
from service.access.principals import principal_of_user
from service.access.recording import Line, Recorder
from service.access.roles import ABOUT_NOBODY
from service.access.sessions import Entered, Stage
from service.jurisdiction import NOWHERE
from service.keyring import Keyring
from service.principal import Permission, Principal
from service.store import Database, Work
from service.store.repositories.audit import append

DOORS = 16
"""Threads of their own: who comes in must not wait behind what takes its time."""

Result = TypeVar("Result")


class NobodyKnownError(Exception):
    """Nobody who is known asks.

    Attributes:
        fault: what is wrong with the key; None where none was sent.
        stage: how far the session is that was sent; None where there is none.
    """

    def __init__(self, fault: KeyFault | None = None, stage: Stage | None = None) -> None:
        super().__init__()
        self.fault, self.stage = fault, stage


class NotAllowedError(Exception):
    """Whoever asks may not do this.

    Attributes:
        whole: who asks, with all that they may.
    """

    def __init__(self, permission: Permission, whole: Principal | None = None) -> None:
        super().__init__(permission.value)
        self.permission, self.whole = permission, whole


@dataclass(frozen=True)
class Asking:
    """What is asked, as far as the door is concerned.

    Attributes:
        key: of a program.
        token: of a browser's session; looked at where there is no key.
        address: from which it comes.
        target: what it is about, for the audit; never a name.
    """

    key: str | None
    token: str | None
    address: str
    target: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Admitted:
    """Who came in.

    Attributes:
        asker: as far as the permission goes by which they came in.
        whole: the same with all that they may, for what stands around a page; what it shows is by `asker`.
    """

    asker: Principal
    whole: Principal


class Doorkeeper:
    """Lets in whoever may."""

    def __init__(
        self, database: Database, keyring: Keyring, passwords: Passwords | None = None, limits: Limits | None = None
    ) -> None:
        self.database, self.keyring = database, keyring
        self.pace = Pace(database, limits)
        self.login = Login(database, keyring, passwords or Passwords())
        self._recorder = Recorder(database, keyring)
        self._doors = ThreadPoolExecutor(DOORS, "door")
        self._logins = ThreadPoolExecutor(AT_ONCE, "login")

    async def at_the_door(self, ask: Callable[[], Result]) -> Result:
        """Something quick, in a thread of the door."""
        return await asyncio.get_running_loop().run_in_executor(self._doors, ask)

    async def while_hashing(self, ask: Callable[[], Result]) -> Result:
        """Something that compares a password, beside whatever else is asked at the door."""
        return await asyncio.get_running_loop().run_in_executor(self._logins, ask)

    def admit(self, asking: Asking, permission: Permission, now: dt.datetime) -> Admitted:
        """Whoever asks, as far as the permission goes; that they asked, unless it is about nobody, stands in the audit from now on.

        Raises:
            NobodyKnownError: there is neither a key nor a session that holds.
            NotAllowedError: they may not.
            TooFastError: they have asked too much in this minute.
        """
        asker = self.asker(asking, now)
        self._counted(asker, asking, now)
        may = asker.may(permission)
        if not may:
            denied = {**asking.detail, "permission": permission.value}
            self._recorder.record(Line(asker.actor, "access.denied", asking.target, denied, now))
            raise NotAllowedError(permission, asker)
        if permission not in ABOUT_NOBODY:
            self._recorder.record(Line(asker.actor, permission.value, asking.target, asking.detail, now))
        return Admitted(asker.narrowed_to(permission), asker)

    def admit_each(self, asking: Asking, wanted: Iterable[Permission], now: dt.datetime) -> dict[Permission, Principal]:
        """One request that is about several things: the asker as far as each permission that is theirs goes, counted once, written down together.

        Raises:
            NobodyKnownError, TooFastError: as `admit`.
        """
        asker = self.asker(asking, now)
        self._counted(asker, asking, now)
        theirs = [permission for permission in dict.fromkeys(wanted) if asker.may(permission)]
        about = [permission.value for permission in theirs if permission not in ABOUT_NOBODY]
        self._recorder.record(*(Line(asker.actor, action, asking.target, asking.detail, now) for action in about))
        return {permission: asker.narrowed_to(permission) for permission in theirs}

    def _counted(self, asker: Principal, asking: Asking, now: dt.datetime) -> None:
        try:
            self.pace.count(asker, now)
        except TooFastError as error:
            if error.is_first:
                self._recorder.record(Line(asker.actor, "access.too-fast", asking.target, asking.detail, now))
            raise

    def asker(self, asking: Asking, now: dt.datetime) -> Principal:
        """Whoever asks, with all that they may.

        Raises:
            NobodyKnownError: there is neither a key nor a session that holds.
        """
        if asking.key is not None:
            return self._by_key(asking.key, asking.address, now)
        return self.present(asking.token, now, Stage.IN)[1]

    def present(self, token: str | None, now: dt.datetime, *stages: Stage) -> tuple[Entered, Principal]:
        """Whose browser it is, where its session has come so far.

        Raises:
            NobodyKnownError: it has not.
        """
        with self.database.reading(NOWHERE, now) as work:
            entered = sessions.entered(work, token)
            if entered is None or entered.stage not in stages:
                raise NobodyKnownError(stage=entered.stage if entered else None)
            principal = principal_of_user(work, entered.user)
        if sessions.needs_note(entered.session, now):
            with self.database.writing(NOWHERE, now) as work:
                sessions.note_use(work, entered.session.id)
        return entered, principal

    def read(self, ask: Callable[[Work], Result], now: dt.datetime) -> Result:
        """Something of the asker's own account."""
        with self.database.reading(NOWHERE, now) as work:
            return ask(work)

    def noted(self, actor: str, action: str, now: dt.datetime, change: Callable[[Work], Result]) -> Result:
        """A change of somebody's own, with its line in the audit."""
        with self.database.writing(NOWHERE, now) as work:
            result = change(work)
            append(work, self.keyring, actor=actor, action=action, target=actor)
        return result

    def _by_key(self, key: str, address: str, now: dt.datetime) -> Principal:
        with self.database.reading(NOWHERE, now) as work:
            known = client_by_key(work, key)
        if isinstance(known, KeyFault):
            self._recorder.refused(address, known.value, now)
            raise NobodyKnownError(known)
        principal, row = known
        if row.used_at is None or now - row.used_at >= sessions.BETWEEN_NOTES:
            with self.database.writing(NOWHERE, now) as work:
                clients.note_use(work, row.id)
        return principal
