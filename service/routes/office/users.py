"""Accounts: made and closed by system administrators, roles and logins by security administrators, each within their own places."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import BeforeValidator, Field

from features.bilingual import Bilingual
from features.deliveries.departments import DeliveringDepartment
from features.texts.unrepeated import read_json
from service.access.administering import create_user, spelt
from service.access.answers import FirstPassword, UserAnswer, user_answer
from service.access.passwords import draw_password
from service.local_time import day_of
from service.once import Reply
from service.pages import render
from service.place_names import names_at_hand
from service.principal import Permission, Principal, Role
from service.problems import ProblemError
from service.repeated import at_most_once
from service.resources import Held, Resources
from service.routes.administering import administered, not_administered
from service.routes.admitting import ONESELF, allowed
from service.routes.doing import now, reply_of
from service.routes.office.asker import may
from service.routes.office.asking import OrNothing, PageAsked
from service.routes.office.delivery_sending import in_words
from service.routes.office.forms import OwnForm
from service.routes.office.once import OnceByForm, new_key
from service.routes.paging import page_of
from service.routes.users import UserId, existing_account, is_within_reach
from service.store import Work
from service.store.repositories import users
from service.store.repositories.users import Lacks
from service.views.accounts import account, places_to_grant
from service.views.places import Places

router = APIRouter(include_in_schema=False)
Manager = Annotated[Principal, Depends(allowed(Permission.MANAGE_USERS))]
Granter = Annotated[Principal, Depends(allowed(Permission.GRANT_ROLES))]

WRONG = 422
LACKS = (
    (Lacks.ROLE.value, Bilingual("还没有角色的", "Without a role")),
    (Lacks.OWN_WORD.value, Bilingual("首次密码还没有改的", "With their first password")),
)
DONE = {
    "closed": Bilingual("账户已停用，登录全部退出", "The account is closed and logged out everywhere"),
    "granted": Bilingual("角色已授予", "The role is granted"),
    "revoked": Bilingual("角色已撤销，该用户须重新登录", "The role is taken back; they log in anew"),
    "unlocked": Bilingual("已解锁，可以再试登录", "They may try to log in again"),
    "ended": Bilingual("登录已全部退出", "All their sessions have ended"),
}


async def administrator(request: Request, asker: Annotated[Principal, Depends(ONESELF)]) -> Principal:
    """Whoever makes accounts or grants roles, as far as that reaches. Raises NotAllowedError."""
    makes = asker.may(Permission.MANAGE_USERS)
    return await allowed(Permission.MANAGE_USERS if makes else Permission.GRANT_ROLES)(request)


Administrator = Annotated[Principal, Depends(administrator)]


class AskedUsers(PageAsked):
    """Which accounts."""

    limit: Annotated[int, BeforeValidator(lambda typed: 25 if typed == "" else typed), Field(ge=1, le=100)] = 25
    name: Annotated[Annotated[str, Field(max_length=60)] | None, OrNothing] = None
    lacks: Annotated[Lacks | None, OrNothing] = None


@router.get("/users", dependencies=[Depends(at_most_once("name", "lacks", "cursor", "limit"))])
def users_page(request: Request, asked: Annotated[AskedUsers, Query()], asker: Administrator, held: Held) -> Response:
    """Those whose roles all lie within the asker's places, by name; closed ones as well."""
    return _users(request, held, asker, asked)


@router.post("/users")
def create_page(request: Request, asker: Manager, form: OwnForm, doing: OnceByForm) -> Response:
    """An account without a role; its first password is shown this once."""
    password = draw_password()
    hashed = doing.held.door.login.passwords.hash(password)

    def do(work: Work) -> Reply:
        if users.user_named(work, spelt(form.text("name"))) is not None:
            raise not_administered(
                Bilingual("该用户名已被使用过：换一个", "The name is or was somebody's already: choose another")
            )
        user = create_user(work, doing.held.door.keyring, by=asker, name=form.text("name"), password=hashed)
        return reply_of(FirstPassword(**user_answer(work, user).model_dump(), first_password=password), 201)

    try:
        return password_shown(request, doing.once(asker, form, administered(do)))
    except ProblemError as error:
        tried = {"name": form.text("name"), "problems": in_words(error)}
        return _users(request, doing.held, asker, AskedUsers(), tried=tried, status=status_of(error))


@router.get("/users/{user_id}", dependencies=[Depends(at_most_once("done"))])
def user_page(request: Request, user_id: UserId, asker: Administrator, held: Held, done: str = "") -> Response:
    """An account, with what its reader may do about it."""
    return account_shown(request, held, asker, user_id, done=DONE.get(done))


def status_of(error: ProblemError) -> int:
    """Of a page that shows a form again; what is no form of ours is shown as such."""
    if error.problem.status == 403:
        raise error
    return WRONG


def _users(
    request: Request,
    held: Resources,
    asker: Principal,
    asked: AskedUsers,
    *,
    tried: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    moment = now()
    places = Places(names_at_hand(held.store, day_of(moment)))
    selected = users.every_user() if asked.name is None else users.users_named_so(spelt(asked.name))
    if asked.lacks is not None:
        selected = users.lacking(selected, asked.lacks, moment)
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        page = page_of(work, held, selected, users.BY_NAME, asked, "users")
        rows = [account(user_answer(work, row), places) for row in page.rows if is_within_reach(work, row, asker)]
    values = {
        "rows": rows,
        "asked": asked,
        "lacks": LACKS,
        "may_make": may(request, Permission.MANAGE_USERS),
        "tried": {"name": "", "problems": [], **(tried or {})},
        "once_key": new_key(),
        "next_page": asked.address("/users", cursor=page.next) if page.next else None,
        "first_page": asked.address("/users") if asked.cursor else None,
    }
    return render(request, "users.html", values, status)


def account_shown(
    request: Request,
    held: Resources,
    asker: Principal,
    user_id: str,
    *,
    done: Bilingual | None = None,
    typed: dict[str, str] | None = None,
    problems: list[Any] | None = None,
    status: int = 200,
) -> Response:
    moment = now()
    places = Places(names_at_hand(held.store, day_of(moment)))
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        answer: UserAnswer = user_answer(work, existing_account(work, user_id, asker))
    values = {
        "user": account(answer, places),
        "is_oneself": user_id == asker.id,
        "may_make": may(request, Permission.MANAGE_USERS),
        "may_grant": may(request, Permission.GRANT_ROLES),
        "roles": list(Role),
        "places": places_to_grant(asker.jurisdiction, places),
        "departments": list(DeliveringDepartment),
        "typed": {"role": "", "place": "", "department": "", "until": "", **(typed or {})},
        "problems": problems or [],
        "done": done,
        "once_key": new_key(),
    }
    return render(request, "user.html", values, status)


def password_shown(request: Request, reply: Reply) -> Response:
    """The first password, on the answer itself: it stands at no address."""
    opened = read_json(reply.body or "{}")
    values = {
        "name": opened["name"],
        "user_id": opened["id"],
        "password": opened["first_password"],
        "has_roles": bool(opened["roles"]),
    }
    return render(request, "user_password.html", values, 201)
