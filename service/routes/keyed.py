"""Routes for programs: who asks and whether they may is looked at before anything else of the request is read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import APIKeyCookie, APIKeyHeader, HTTPBearer

from service.failures import too_many_rows
from service.limits import has_too_many_parts
from service.origin import SESSION_COOKIE
from service.refusals import JSON, need_media_type
from service.repeated import SentOnce, asked_once
from service.routes.admitting import KEY_HEADER, Allowed, needs_of
from service.sending import SentDocument, SentDocuments

API_KEY = APIKeyHeader(
    name=KEY_HEADER, auto_error=False, description="A program's key (`fanpin clients create`), `fp_` and 59 signs."
)
BEARER = HTTPBearer(auto_error=False, description="The same key, as `Authorization: Bearer`.")
SESSION = APIKeyCookie(name=SESSION_COOKIE, auto_error=False, description="The session of somebody who logged in.")

WAYS_IN = [Security(API_KEY), Security(BEARER), Security(SESSION)]
"""Stand in OpenAPI; the check itself is `KeyedRoute`'s, by the permission that the route declares."""


class KeyedRoute(APIRoute):
    """A route that answers 401 or 403 before it looks at the body: strangers get no free parsing."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        needs = [need for need in needs_of(self.dependant) if isinstance(need, Allowed)]

        # A document tells them with everything else that is wrong with it.
        body = self.body_field and self.body_field.field_info.annotation
        tells_repeats = isinstance(body, type) and issubclass(body, SentDocument | SentDocuments)

        async def once_admitted(request: Request) -> Response:
            for need in needs:
                await need(request)
            asked_once(request)
            sent = SentOnce(request.scope, request.receive)
            if self.body_field is not None:
                need_media_type(request, JSON)
                if has_too_many_parts(request.url.path, await sent.body()):
                    raise too_many_rows()
                if not tells_repeats:
                    await sent.refuse_repeated_names()
            return await handle(sent)

        return once_admitted
