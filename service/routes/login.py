"""How a person with a browser comes in: with the link that `fanpin serve` prints, or with the key."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from service.access import Access
from service.failures import SESSION_COOKIE, LoginNeededError
from service.limits import HEADERS_ONLY
from service.pages import render
from service.refusals import FORM, TOO_MANY_FIELDS, need_media_type, unreadable
from service.repeated import at_most_once, form_fields
from service.resources import resources

FIRST_PAGE = "/lists"
USED = "used"

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE)]


async def _access(request: Request) -> Access:
    return resources(request).access


# Asked on the event loop: who comes in must not wait for a thread behind what takes its time.
Doorkeeper = Annotated[Access, Depends(_access)]

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("code", "next"))])


async def needs_session(access: Doorkeeper, token: SessionToken = None) -> None:
    """A need of every page that shows people.

    Raises:
        LoginNeededError: there is no open session.
    """
    if not access.is_session(token):
        raise LoginNeededError


async def _form(request: Request) -> dict[str, str]:
    """The fields of a posted form, each at most once.

    Raises:
        ProblemError: 400, it has too many fields; 415, it is no form; 422, it repeats a field.
    """
    need_media_type(request, FORM)
    try:
        return form_fields(await request.body())
    except ValueError as error:
        raise unreadable(TOO_MANY_FIELDS) from error


@router.get("/")
async def front() -> Response:
    return RedirectResponse(FIRST_PAGE, status_code=303)


@router.get("/login")
async def login_page(
    request: Request,
    access: Doorkeeper,
    token: SessionToken = None,
    code: Annotated[str | None, Query()] = None,
    next_page: Annotated[str, Query(alias="next")] = FIRST_PAGE,
    link: Annotated[str | None, Query()] = None,
) -> Response:
    """The form; with a login code that still holds, or a session that is open, straight on to the page."""
    only_looks = request.scope.get(HEADERS_ONLY)
    opens = code is not None and not only_looks and access.use_login_code(code)
    if access.is_session(token):
        return RedirectResponse(_own_page(next_page), status_code=303)
    if opens:
        return _opened(request, access, token, next_page)
    if code is not None and not only_looks:
        # The code leaves the address bar, and with it the history, even where it is of no use any more.
        asked = urlencode({"link": USED, "next": _own_page(next_page)})
        return RedirectResponse(f"/login?{asked}", status_code=303)
    return render(request, "login.html", {"next_page": _own_page(next_page), "expired": link == USED, "wrong": False})


@router.post("/login")
async def login(
    request: Request, access: Doorkeeper, form: Annotated[dict[str, str], Depends(_form)], token: SessionToken = None
) -> Response:
    """Open a session with the key."""
    next_page = form.get("next", FIRST_PAGE)
    if not access.is_key(form.get("key", "").strip()):
        return render(
            request, "login.html", {"next_page": _own_page(next_page), "expired": False, "wrong": True}, status_code=401
        )
    return _opened(request, access, token, next_page)


@router.post("/logout")
async def logout(access: Doorkeeper, token: SessionToken = None) -> Response:
    """Close the session."""
    access.close_session(token)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return response


def _opened(request: Request, access: Access, token: str | None, next_page: str) -> Response:
    access.close_session(token)
    response = RedirectResponse(_own_page(next_page), status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        access.open_session(),
        httponly=True,
        # Not strict: a link in a letter or in the case system leads here, too. Forms of other sites are refused.
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def _own_page(asked: str) -> str:
    """The page asked for, if it is one of ours: a link must not lead a person elsewhere."""
    ours = asked.startswith(("/lists", "/households/")) and "\\" not in asked and asked.isprintable()
    return asked if ours else FIRST_PAGE
