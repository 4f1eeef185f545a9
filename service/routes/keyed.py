"""Routes for programs: the key is asked for before anything else of the request is read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from fastapi.security import APIKeyHeader

from service.failures import too_many_rows, unauthorised
from service.limits import has_too_many_parts
from service.refusals import JSON, need_media_type
from service.repeated import SentOnce, asked_once
from service.resources import resources

KEY_HEADER = "X-API-Key"

API_KEY = APIKeyHeader(
    name=KEY_HEADER,
    auto_error=False,
    description="The service's own secret, made at its first start in the file that FANPIN_API_KEY_FILE names.",
)
"""Stands in OpenAPI; the check itself is `KeyedRoute`'s."""


class KeyedRoute(APIRoute):
    """A route that answers 401 without the key, before it looks at the body: strangers get no free parsing."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def with_key(request: Request) -> Response:
            if not resources(request).access.is_key(request.headers.get(KEY_HEADER)):
                raise unauthorised()
            asked_once(request)
            sent = SentOnce(request.scope, request.receive)
            if self.body_field is not None:
                need_media_type(request, JSON)
                if has_too_many_parts(await sent.body()):
                    raise too_many_rows()
            return await handle(sent)

        return with_key
