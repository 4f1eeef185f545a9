"""How a person with a browser comes in: by name and password, then a code; or by a link that was printed for them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from features.bilingual import Bilingual
from service.access.doorkeeper import Doorkeeper, NobodyKnownError
from service.access.login import Came, Inside, Refused, Why
from service.access.second_factor import as_picture
from service.access.sessions import LONGEST, Stage
from service.limits import HEADERS_ONLY
from service.origin import SESSION_COOKIE
from service.pages import render
from service.pages.menu import WAYS
from service.refusals import FORM, TOO_MANY_FIELDS, need_media_type, unreadable
from service.repeated import at_most_once, form_fields
from service.resources import resources
from service.routes.admitting import ANYBODY, address_of
from service.routes.office.forms import OwnForm

FIRST_PAGE = "/home"
OUR_PAGES = frozenset(
    {*(way.path for way in WAYS), "/households", "/exports", "/sessions", "/password", "/login", "/first"}
)
"""The first part of the address of each of our pages."""
USED = "used"
BY_PROVIDER = {
    "down": Bilingual(
        "统一认证现在连不上，请用用户名和密码登录，或稍后再试。",
        "The county's provider can't be reached. Log in by name and password, or try again later.",
    ),
    "not_believed": Bilingual(
        "统一认证返回的结果核对不上，没有登录。请重试；仍不行请联系系统管理员。",
        "What the provider answered does not hold; nobody was logged in. Try again, then ask the system administrator.",
    ),
    "denied": Bilingual("已在统一认证处取消，没有登录。", "It was cancelled at the provider; nobody was logged in."),
    "nobody": Bilingual(
        "统一认证中的这个账号没有关联本系统的用户，请联系安全管理员。",
        "No user here belongs to that account. Ask the security administrator.",
    ),
    "ended": Bilingual("统一认证登录已超时，请重新登录。", "It took too long at the provider. Log in anew."),
}
"""Why nobody came in by the county's provider, in words."""

OF_REFUSALS = {
    Why.WRONG: Bilingual(
        "用户名、密码或验证码不正确，或链接已失效。", "Name, password or code is wrong, or the link holds no more."
    ),
    Why.ENDED: Bilingual("登录已失效，请重新登录。", "The session has ended. Log in anew."),
}

SessionToken = Annotated[str | None, Cookie(alias=SESSION_COOKIE)]


async def _door(request: Request) -> Doorkeeper:
    return resources(request).door


async def posted(request: Request) -> dict[str, str]:
    """The fields of a posted form, each at most once.

    Raises:
        ProblemError: 400, it has too many fields; 415, it is no form; 422, it repeats a field.
    """
    need_media_type(request, FORM)
    try:
        return form_fields(await request.body())
    except ValueError as error:
        raise unreadable(TOO_MANY_FIELDS) from error


Door = Annotated[Doorkeeper, Depends(_door)]
Posted = Annotated[dict[str, str], Depends(posted)]

router = APIRouter(include_in_schema=False, dependencies=[Depends(ANYBODY), Depends(at_most_once("code", "next"))])


def clock() -> dt.datetime:
    """The moment of a request."""
    return dt.datetime.now(dt.UTC)


@router.get("/")
async def front() -> Response:
    return RedirectResponse(FIRST_PAGE, status_code=303)


@router.get("/login")
async def login_page(
    request: Request,
    door: Door,
    token: SessionToken = None,
    code: Annotated[str | None, Query()] = None,
    next_page: Annotated[str, Query(alias="next")] = FIRST_PAGE,
    link: Annotated[str | None, Query()] = None,
    provider: Annotated[str, Query()] = "",
) -> Response:
    """The form for the next step; with a link that still holds, or a session that is open, straight on to the page."""
    only_looks, wanted = request.scope.get(HEADERS_ONLY), own_page(next_page)
    if code is not None and not only_looks:
        came = await door.at_the_door(lambda: door.login.with_link(code, before=token, now=clock()))
        if isinstance(came, Inside):
            return further(request, came, wanted)
    stage = await _stage(door, token)
    if stage is Stage.IN:
        return RedirectResponse(wanted, status_code=303)
    if code is not None and not only_looks:
        # The code leaves the address bar, and with it the history, even where it is of no use any more.
        return RedirectResponse(f"/login?{urlencode({'link': USED, 'next': wanted})}", status_code=303)
    if stage is Stage.MUST_CHANGE:
        return RedirectResponse(f"/password?{urlencode({'next': wanted})}", status_code=303)
    if stage is None:
        return _name_form(request, wanted, expired=link == USED, by_provider=BY_PROVIDER.get(provider))
    return await _code_form(request, door, token, stage, wanted)


@router.post("/login")
async def login(request: Request, door: Door, form: Posted, token: SessionToken = None) -> Response:
    """The first step: name and password."""
    wanted, address = own_page(form.get("next", FIRST_PAGE)), address_of(request)
    name, password = form.get("name", ""), form.get("password", "")
    came = await door.while_hashing(
        lambda: door.login.with_password(name, password, before=token, address=address, now=clock())
    )
    if isinstance(came, Refused):
        return _name_form(request, wanted, refused=came)
    return further(request, came, wanted)


@router.post("/login/code")
async def login_code(request: Request, door: Door, form: Posted, token: SessionToken = None) -> Response:
    """The second step: the code of the second factor."""
    wanted, address, code = own_page(form.get("next", FIRST_PAGE)), address_of(request), form.get("code", "")
    came = await door.at_the_door(lambda: door.login.with_code(token, code, address=address, now=clock()))
    if isinstance(came, Inside):
        return further(request, came, wanted)
    stage = await _stage(door, token)
    if came.why is Why.ENDED or stage is None:
        return RedirectResponse(f"/login?{urlencode({'next': wanted})}", status_code=303)
    return await _code_form(request, door, token, stage, wanted, refused=came)


@router.post("/logout")
async def logout(door: Door, _: OwnForm, token: SessionToken = None) -> Response:
    """End the session."""
    await door.at_the_door(lambda: door.login.out(token, now=clock()))
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="lax")
    return response


@router.get("/first")
async def first_page(request: Request, code: Annotated[str, Query()] = "") -> Response:
    """The form in which whoever started an installation makes the first account."""
    return render(request, "first.html", {"code": as_typed(code), "name": "", "why": None})


@router.post("/first")
async def first(request: Request, door: Door, form: Posted) -> Response:
    """Make the first account; the link of the first start is used up."""
    code, name, password = form.get("code", ""), form.get("name", ""), form.get("password", "")
    came = await door.while_hashing(lambda: door.login.first_user(code, name, password, now=clock()))
    if isinstance(came, Refused):
        shown = {"code": as_typed(code), "name": as_typed(name), "why": why_not(came)}
        return render(request, "first.html", shown, status_code=401)
    return further(request, came, FIRST_PAGE)


def as_typed(text: str) -> str:
    """What may be a code or a user's name, for the form in which it is put right; anything else is not repeated."""
    return text if re.fullmatch(r"[\w.-]{1,100}", text) else ""


def with_session(request: Request, response: Response, came: Inside) -> Response:
    """An answer that gives the browser its session."""
    response.set_cookie(
        SESSION_COOKIE,
        came.token,
        max_age=int(LONGEST.total_seconds()),
        httponly=True,
        # Not strict: a link in a letter or in the case system leads here, too. Forms of other sites are refused.
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def own_page(asked: str) -> str:
    """The page asked for, if it is one of ours: a link must not lead a person elsewhere."""
    begins = re.match(r"/[a-z]+(?=[/?]|$)", asked)
    ours = begins is not None and begins[0] in OUR_PAGES and "\\" not in asked and asked.isprintable()
    return asked if ours else FIRST_PAGE


def why_not(refused: Refused) -> Bilingual:
    """Why somebody is not let in, in words. A name that nobody has is told as a wrong password is."""
    if refused.why is Why.LOCKED and refused.until is not None:
        minutes = max(1, -(-int((refused.until - clock()).total_seconds()) // 60))
        return Bilingual(f"尝试次数过多，请{minutes}分钟后再试。", f"Too many tries. Try again in {minutes} minutes.")
    if refused.weakness is not None:
        return Bilingual(f"{refused.weakness.zh}。", f"{refused.weakness.en}.")
    return OF_REFUSALS.get(refused.why, Bilingual("没有执行任何操作。", "Nothing was done."))


def further(request: Request, came: Inside, wanted: str) -> Response:
    """On to the page that was asked for, or to the next step before it."""
    onward = wanted if came.stage is Stage.IN else f"/login?{urlencode({'next': wanted})}"
    return with_session(request, RedirectResponse(onward, status_code=303), came)


async def _stage(door: Doorkeeper, token: str | None) -> Stage | None:
    present: Callable[[], Stage] = lambda: door.present(token, clock(), *Stage)[0].stage  # noqa: E731
    try:
        return await door.at_the_door(present)
    except NobodyKnownError:
        return None


def _name_form(
    request: Request,
    wanted: str,
    *,
    expired: bool = False,
    refused: Came | None = None,
    by_provider: Bilingual | None = None,
) -> Response:
    why = why_not(refused) if isinstance(refused, Refused) else None
    provider = f"/login/oidc?{urlencode({'next': wanted})}" if resources(request).provider else None
    shown = {"next_page": wanted, "expired": expired, "why": why or by_provider, "provider": provider}
    return render(request, "login.html", shown, status_code=401 if why else 200)


async def _code_form(
    request: Request,
    door: Doorkeeper,
    token: str | None,
    stage: Stage,
    wanted: str,
    refused: Refused | None = None,
) -> Response:
    secret = picture = None
    if stage is Stage.SET_UP and (new := await door.at_the_door(lambda: door.login.to_set_up(token, clock()))):
        name, secret = new
        picture = await door.at_the_door(lambda: as_picture(secret, name))
    why = why_not(refused) if refused else None
    shown = {"next_page": wanted, "why": why, "secret": secret, "picture": picture}
    return render(request, "code.html", shown, status_code=401 if why else 200)
