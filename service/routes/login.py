"""How a person with a browser comes in: with the link that `fanpin serve` prints, or with the key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from service.failures import LoginNeededError
from service.pages import render
from service.repeated import at_most_once, form_fields
from service.resources import Held

SESSION_COOKIE = "fanpin_session"
FIRST_PAGE = "/lists"

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE)]

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("code", "next"))])


def needs_session(held: Held, token: SessionToken = None) -> None:
    """A need of every page that shows people.

    Raises:
        LoginNeededError: there is no open session.
    """
    if not held.access.is_session(token):
        raise LoginNeededError


async def _form(request: Request) -> dict[str, str]:
    """The fields of a posted form, each at most once."""
    return form_fields(await request.body())


@router.get("/")
def front() -> Response:
    return RedirectResponse(FIRST_PAGE, status_code=303)


@router.get("/login")
def login_page(
    request: Request,
    held: Held,
    code: Annotated[str | None, Query()] = None,
    next_page: Annotated[str, Query(alias="next")] = FIRST_PAGE,
) -> Response:
    """The form; with a login code that still holds, straight on to the page."""
    if code is not None and held.access.is_login_code(code):
        return _opened(request, held, next_page)
    return render(
        request, "login.html", {"next_page": _own_page(next_page), "expired": code is not None, "wrong": False}
    )


@router.post("/login")
def login(request: Request, held: Held, form: Annotated[dict[str, str], Depends(_form)]) -> Response:
    """Open a session with the key."""
    next_page = form.get("next", FIRST_PAGE)
    if not held.access.is_key(form.get("key", "").strip()):
        return render(
            request, "login.html", {"next_page": _own_page(next_page), "expired": False, "wrong": True}, status_code=401
        )
    return _opened(request, held, next_page)


@router.post("/logout")
def logout(held: Held, token: SessionToken = None) -> Response:
    """Close the session."""
    held.access.close_session(token)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION_COOKIE)
    return response


def _opened(request: Request, held: Held, next_page: str) -> Response:
    response = RedirectResponse(_own_page(next_page), status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        held.access.open_session(),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return response


def _own_page(asked: str) -> str:
    """The page asked for, if it is one of ours: a link must not lead a person elsewhere."""
    ours = asked.startswith(("/lists", "/households/")) and "\\" not in asked and asked.isprintable()
    return asked if ours else FIRST_PAGE
