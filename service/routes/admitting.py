"""Who may ask what: each route declares it where it takes its asker.

    asker: Annotated[Principal, Depends(allowed(Permission.READ_LISTS))]

A program sends its key (`X-API-Key`, or `Authorization: Bearer`), a browser its session. The asker that a route is given
reaches as far as this one permission does: its jurisdiction is where it holds. What is asked stands in the audit before
it is answered.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant

from service.access.doorkeeper import Asking, NotAllowedError
from service.keyring import Keyring
from service.origin import SESSION_COOKIE
from service.pages.page import WHO_ASKS
from service.personal_ids import AS_LONG_AS_ONE, holds_personal_number
from service.principal import Permission, Principal
from service.request_ids import IN_SCOPE
from service.resources import resources

KEY_HEADER = "X-API-Key"
BEARER = "bearer "
NAMED = ("region", "as_of")
"""Parameters that the audit tells: where, and of which day. Nothing else that somebody typed stands in it."""

HOUSEHOLD = "household_id"
CODE = re.compile(r"[0-9A-Za-z_-]{1,60}")

PURPOSE = "audit"
ADMITTED = "fanpin.admitted"
"""Stands in the scope of a request: who asks, by permission."""


class Allowed:
    """A need of a route: whoever asks may do this. Told once for a request, however often it is needed."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    # On the event loop, which hands it to a thread of the door: who may ask must not wait behind what takes its time.
    async def __call__(self, request: Request) -> Principal:
        """Raises NobodyKnownError, NotAllowedError."""
        admitted: dict[Permission, Principal] = request.scope.setdefault(ADMITTED, {})
        if self.permission not in admitted:
            door, asking, now = resources(request).door, asking_of(request), dt.datetime.now(dt.UTC)
            try:
                come = await door.at_the_door(lambda: door.admit(asking, self.permission, now))
            except NotAllowedError as error:
                # The page that says so still shows the ways that are theirs.
                request.scope[WHO_ASKS] = error.whole
                raise
            admitted[self.permission], request.scope[WHO_ASKS] = come.asker, come.whole
        return admitted[self.permission]


async def allowed_each(request: Request, wanted: Iterable[Permission]) -> dict[Permission, Principal]:
    """Of a page that is about several things the asker as far as each of those permissions goes that they have.

    Raises NobodyKnownError.
    """
    door, asking, now = resources(request).door, asking_of(request), dt.datetime.now(dt.UTC)
    return await door.at_the_door(lambda: door.admit_each(asking, wanted, now))


class Anybody:
    """The mark of a route that anybody may ask: nothing that it tells is about somebody."""

    async def __call__(self) -> None:
        """Nothing is needed."""


ANYBODY = Anybody()


async def asker_in_full(request: Request) -> Principal:
    """The asker with all that they may, for a route that needs more than the permission that it declares."""
    door, asking, now = resources(request).door, asking_of(request), dt.datetime.now(dt.UTC)
    return await door.at_the_door(lambda: door.asker(asking, now))


class Oneself:
    """A need of a route about the asker's own account, which no permission opens: an open session."""

    async def __call__(self, request: Request) -> Principal:
        """Raises NobodyKnownError."""
        request.scope[WHO_ASKS] = asker = await asker_in_full(request)
        return asker


ONESELF = Oneself()


@cache
def allowed(permission: Permission) -> Allowed:
    """The need of a permission; the asker, as far as it reaches."""
    return Allowed(permission)


def needs_of(dependant: Dependant) -> list[Allowed | Anybody | Oneself]:
    """What a route declares of who may ask it."""
    own = [dependant.call] if isinstance(dependant.call, Allowed | Anybody | Oneself) else []
    return [*own, *(need for inner in dependant.dependencies for need in needs_of(inner))]


def asking_of(request: Request) -> Asking:
    """What of a request the door looks at."""
    headers = request.headers
    key, bearer = headers.get(KEY_HEADER), headers.get("authorization", "")
    if key is None and bearer.lower().startswith(BEARER):
        key = bearer[len(BEARER) :].strip()
    return Asking(
        key,
        request.cookies.get(SESSION_COOKIE),
        address_of(request),
        _target(request),
        {
            "route": f"{request.method} {request.scope['route'].path}",
            "request": request.scope[IN_SCOPE],
            **_named(request),
        },
    )


def address_of(request: Request) -> str:
    """From which address somebody asks; of a proxy on this machine, what it says."""
    return request.client.host if request.client else ""


def _target(request: Request) -> str | None:
    """The household that is asked about, or whatever else the address names, or by whose household a list is filtered."""
    asked = {**request.query_params, **request.path_params}
    for name in (*request.path_params, HOUSEHOLD):
        if name in asked:
            return f"{name.removesuffix('_id')}:{in_audit(resources(request).door.keyring, str(asked[name]))}"
    return None


def in_audit(keyring: Keyring, typed: str) -> str:
    """A code as it is; what may be a name or a person's number by its mark."""
    is_personal = AS_LONG_AS_ONE.fullmatch(typed) or holds_personal_number(typed)
    if CODE.fullmatch(typed) and not is_personal:
        return typed
    return f"marked-{keyring.mark(typed.encode('utf-8', 'replace'), purpose=PURPOSE)}"


def _named(request: Request) -> dict[str, Any]:
    asked = {name: request.query_params.get(name, "") for name in NAMED}
    return {name: value for name, value in asked.items() if re.fullmatch(r"[0-9-]{2,12}", value)}
