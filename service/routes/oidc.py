"""Coming in by the county's own provider: there, and back to one fixed address. Nobody gets an account by it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from service.access.login import Inside
from service.access.subjects import mark_of
from service.limits import HEADERS_ONLY
from service.oidc.attempt import LASTS, Attempt, opened
from service.oidc.provider import ProviderError
from service.repeated import at_most_once
from service.resources import Held
from service.routes.admitting import ANYBODY, address_of
from service.routes.login import FIRST_PAGE, SessionToken, clock, further, own_page

COOKIE = "fanpin_oidc"
PATH = "/login/oidc"
LONGEST_PAGE = 300
"""Signs of the page to go to: with it the cookie stays as small as browsers take."""

PROMISED = {"access_denied": "denied"}
"""Of what a provider says went wrong what people are told in words of its own."""

router = APIRouter(
    include_in_schema=False, dependencies=[Depends(ANYBODY), Depends(at_most_once("next", "state", "code", "error"))]
)


@router.get("/login/oidc")
def there(request: Request, held: Held, next_page: Annotated[str, Query(alias="next")] = FIRST_PAGE) -> Response:
    """To the provider, with a cookie that has to come back."""
    wanted = own_page(next_page) if len(next_page) <= LONGEST_PAGE else FIRST_PAGE
    if held.provider is None or request.scope.get(HEADERS_ONLY):
        return _to_login(wanted)
    attempt = Attempt.drawn(wanted, clock())
    try:
        response = RedirectResponse(held.provider.address(attempt), status_code=303)
    except ProviderError as error:
        return _to_login(wanted, error.fault.value)
    response.set_cookie(
        COOKIE,
        attempt.sealed(held.door.keyring),
        max_age=int(LASTS.total_seconds()),
        path=PATH,
        httponly=True,
        # Not strict: the browser comes back from another site.
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


@router.get("/login/oidc/callback")
def back(
    request: Request,
    held: Held,
    token: SessionToken = None,
    cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None,
    state: Annotated[str, Query()] = "",
    code: Annotated[str, Query()] = "",
    error: Annotated[str, Query()] = "",
) -> Response:
    """Who the provider says came back: on to the page, or to the code of our second factor where it asked for none."""
    now = clock()
    attempt = opened(cookie, state, held.door.keyring, now)
    if held.provider is None or attempt is None or request.scope.get(HEADERS_ONLY):
        return _to_login(FIRST_PAGE, "ended")
    if not code:
        return _over(_to_login(attempt.wanted, PROMISED.get(error, "not_believed")))
    try:
        who = held.provider.came_back(attempt, code, now)
    except ProviderError as failed:
        return _over(_to_login(attempt.wanted, failed.fault.value))
    mark = mark_of(held.door.keyring, held.provider.settings.issuer, who.subject)
    came = held.door.login.with_subject(
        mark, both_factors=who.both_factors, before=token, address=address_of(request), now=now
    )
    if not isinstance(came, Inside):
        return _over(_to_login(attempt.wanted, "nobody"))
    return _over(further(request, came, attempt.wanted))


def _to_login(wanted: str, why: str | None = None) -> Response:
    asked = {"next": wanted} | ({} if why is None else {"provider": why})
    return RedirectResponse(f"/login?{urlencode(asked)}", status_code=303)


def _over(response: Response) -> Response:
    """The way is over, whatever came of it."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="lax")
    return response
