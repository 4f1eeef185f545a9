"""Who reads a page, with all that they may: for the buttons on it, each of which leads to a route that asks again."""

from __future__ import annotations

from fastapi import Request

from service.pages.page import WHO_ASKS
from service.principal import Permission, Principal


def whole_asker(request: Request) -> Principal | None:
    """Whoever was admitted to this request; None before anybody was."""
    whole: Principal | None = request.scope.get(WHO_ASKS)
    return whole


def may(request: Request, permission: Permission) -> bool:
    """Whether the reader may also do this."""
    whole = whole_asker(request)
    return whole is not None and whole.may(permission)


def reaches(request: Request, permission: Permission, region: str) -> bool:
    """Whether they may do it there."""
    whole = whole_asker(request)
    return whole is not None and region in whole.reach_of(permission).places
