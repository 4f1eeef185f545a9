"""What is done to an account from its page: closed, granted a role, let in anew. Refusals are told beside what was typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from features.bilingual import Bilingual
from service.access.administering import (
    close_user,
    end_all_sessions,
    grant_role,
    reset_login,
    revoke_role,
    unlock_user,
)
from service.access.answers import FirstPassword, RoleSent, user_answer
from service.access.passwords import draw_password
from service.local_time import CHINA
from service.once import Reply
from service.principal import Principal, Role
from service.problems import ProblemError
from service.resources import Resources
from service.routes.administering import administered, not_administered
from service.routes.doing import reply_of
from service.routes.office.delivery_sending import in_words
from service.routes.office.forms import Form, OwnForm
from service.routes.office.once import FormDoing, OnceByForm, to_page
from service.routes.office.users import WRONG, Granter, Manager, account_shown, password_shown, status_of
from service.routes.users import UserId, existing_account
from service.store import Work
from service.store.tables.access import User
from service.views.accounts import prefix_of

router = APIRouter(include_in_schema=False)


@router.post("/users/{user_id}/close")
def close_page(request: Request, user_id: UserId, asker: Manager, form: OwnForm, doing: OnceByForm) -> Response:
    """For good."""
    keyring = doing.held.door.keyring
    return _change(
        request,
        user_id,
        asker,
        form,
        doing,
        "closed",
        lambda work, user: close_user(work, keyring, by=asker, user=user),
    )


@router.post("/users/{user_id}/roles")
def grant_page(request: Request, user_id: UserId, asker: Granter, form: OwnForm, doing: OnceByForm) -> Response:
    """A role in a place."""
    typed = {name: form.text(name) for name in ("role", "place", "department", "until")}
    try:
        sent = _role_in(typed)
    except (ValidationError, ValueError):
        why = Bilingual(
            "请选角色和辖区；到期日写成 2027-12-31 这样", "choose a role and a place; write the day as 2027-12-31"
        )
        return account_shown(request, doing.held, asker, user_id, typed=typed, problems=[why], status=WRONG)

    def change(work: Work, user: User) -> object:
        keyring = doing.held.door.keyring
        named = {"role": sent.role, "prefix": sent.place, "department": sent.department, "until": sent.until}
        return grant_role(work, keyring, by=asker, user=user, **named)  # type: ignore[arg-type]

    return _change(request, user_id, asker, form, doing, "granted", change, typed)


@router.post("/users/{user_id}/roles/revoke")
def revoke_page(request: Request, user_id: UserId, asker: Granter, form: OwnForm, doing: OnceByForm) -> Response:
    """In one place."""
    typed, prefix = form.text("role"), prefix_of(form.text("place"))

    def change(work: Work, user: User) -> object:
        role = Role(typed) if typed in Role.values() else None
        keyring = doing.held.door.keyring
        if role is None or not revoke_role(work, keyring, by=asker, user=user, role=role, prefix=prefix):
            raise not_administered(Bilingual("该用户已没有这个角色", "They do not hold that role any more"))
        return None

    return _change(request, user_id, asker, form, doing, "revoked", change)


@router.post("/users/{user_id}/unlock")
def unlock_page(request: Request, user_id: UserId, asker: Granter, form: OwnForm, doing: OnceByForm) -> Response:
    """Who tried in vain too often."""
    keyring = doing.held.door.keyring
    return _change(
        request,
        user_id,
        asker,
        form,
        doing,
        "unlocked",
        lambda work, user: unlock_user(work, keyring, by=asker, user=user),
    )


@router.post("/users/{user_id}/sessions/end")
def end_page(request: Request, user_id: UserId, asker: Granter, form: OwnForm, doing: OnceByForm) -> Response:
    """On any machine."""
    keyring = doing.held.door.keyring
    return _change(
        request,
        user_id,
        asker,
        form,
        doing,
        "ended",
        lambda work, user: end_all_sessions(work, keyring, by=asker, user=user),
    )


@router.post("/users/{user_id}/login")
def login_page(request: Request, user_id: UserId, asker: Granter, form: OwnForm, doing: OnceByForm) -> Response:
    """A new first password, shown this once; where the telephone is gone the second factor is set up anew."""
    password = draw_password()
    hashed, keyring = doing.held.door.login.passwords.hash(password), doing.held.door.keyring
    anew = form.text("second_factor") == "1"

    def do(work: Work) -> Reply:
        user = existing_account(work, user_id, asker)
        reset_login(work, keyring, by=asker, user=user, password=hashed, second_factor=anew)
        return reply_of(FirstPassword(**user_answer(work, user).model_dump(), first_password=password))

    try:
        return password_shown(request, doing.once(asker, form, administered(do)))
    except ProblemError as error:
        return _refused(request, doing.held, asker, user_id, error)


def _change(
    request: Request,
    user_id: str,
    asker: Principal,
    form: Form,
    doing: FormDoing,
    done: str,
    change: Callable[[Work, User], object],
    typed: dict[str, str] | None = None,
) -> Response:
    def do(work: Work) -> Reply:
        change(work, existing_account(work, user_id, asker))
        return to_page(f"/users/{user_id}?done={done}")

    try:
        reply = doing.once(asker, form, administered(do))
    except ProblemError as error:
        return _refused(request, doing.held, asker, user_id, error, typed)
    return RedirectResponse(reply.headers["Location"], status_code=303)


def _refused(
    request: Request,
    held: Resources,
    asker: Principal,
    user_id: str,
    error: ProblemError,
    typed: dict[str, str] | None = None,
) -> Response:
    """The account as it is, with why nothing was done. Raises ProblemError where there is none to be shown."""
    return account_shown(request, held, asker, user_id, typed=typed, problems=in_words(error), status=status_of(error))


def _role_in(typed: dict[str, str]) -> RoleSent:
    """Raises ValidationError, ValueError."""
    until = typed["until"] and dt.date.fromisoformat(typed["until"]) + dt.timedelta(days=1)
    if not typed["place"]:
        raise ValueError("no place was chosen")
    return RoleSent.model_validate(
        {
            "role": typed["role"],
            "place": prefix_of(typed["place"]),
            "department": typed["department"] or None,
            # That day included.
            "until": dt.datetime.combine(until, dt.time(), CHINA) if until else None,
        }
    )
