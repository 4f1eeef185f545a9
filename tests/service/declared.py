"""Every route that the service declares, for the laws over all of them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

NOT_OURS = {"/openapi.json", "/static"}


def routes(app: FastAPI) -> list[APIRoute]:
    """Every route of every router; whatever else is there is known by name."""
    own, rest = [], list(app.routes)
    while rest:
        route: Any = rest.pop(0)
        if isinstance(route, APIRoute):
            own.append(route)
        elif hasattr(route, "original_router"):
            rest.extend(route.original_router.routes)
        else:
            assert route.path in NOT_OURS
    return own
