"""A form that is sent twice, by a double click or since the answer was lost, is done once: it carries a key that its page drew."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from service.local_time import day_of
from service.once import Reply, answered, once
from service.principal import Principal
from service.resources import Resources, resources
from service.routes.doing import now
from service.routes.office.forms import ONCE, Form, not_our_form
from service.slow import OneAtATime
from service.store import Work

Result = TypeVar("Result")
KEY_BYTES = 18


def new_key() -> str:
    """For the forms of a page, drawn when it is shown."""
    return secrets.token_hex(KEY_BYTES)


@dataclass(frozen=True)
class FormDoing:
    """A form that changes something (`service.routes.doing.Doing`, of a form)."""

    held: Resources
    now: dt.datetime
    address: str

    @property
    def today(self) -> dt.date:
        """The day in the county."""
        return day_of(self.now)

    def once(self, by: Principal, form: Form, do: Callable[[Work], Reply], *, of: str = "") -> Reply:
        """Do it in one transaction, or answer as it was answered before. What `do` raises undoes it, and the form may be sent again.

        Args:
            of: which of several pieces of work of this form, each of which is done once.

        Raises:
            ProblemError: 403, the form carries no key; 409, its key was used for a form that says something else.
        """
        door = self.held.door
        key, digest = self._key(form, of)
        return once(door.database, door.keyring, by, key, digest, self.now, do)

    def once_after(
        self,
        by: Principal,
        form: Form,
        slow: OneAtATime[Reply],
        prepare: Callable[[], Result],
        do: Callable[[Work, Result], Reply],
    ) -> Reply:
        """The same for what takes longer than a transaction may (`service.routes.doing.Doing.once_after`). Raises BusyError as well."""
        door = self.held.door
        key, digest = self._key(form, "")

        def whole() -> Reply:
            before = answered(door.database, door.keyring, by, key, digest, self.now)
            if before is not None:
                return before
            prepared = prepare()
            return once(door.database, door.keyring, by, key, digest, self.now, lambda work: do(work, prepared))

        return slow.result((door.database.shown, by.actor, key, digest), whole)

    def _key(self, form: Form, of: str) -> tuple[str, str]:
        drawn = form.text(ONCE)
        if not (len(drawn) == 2 * KEY_BYTES and drawn.isalnum() and drawn.isascii()):
            raise not_our_form()
        digest = hashlib.sha256(f"{self.address}\n{of}\n".encode() + form.content).hexdigest()
        return f"{drawn}.{of}" if of else drawn, digest


def going_on(reply: Reply) -> Response:
    """To the page that a form leads to."""
    return RedirectResponse(reply.headers["Location"], status_code=303)


def to_page(address: str) -> Reply:
    """That a form leads to a page."""
    return Reply(303, headers={"Location": address})


async def _form_doing(request: Request) -> FormDoing:
    return FormDoing(resources(request), now(), request.url.path)


OnceByForm = Annotated[FormDoing, Depends(_form_doing)]
