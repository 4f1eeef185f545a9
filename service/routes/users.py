"""Accounts for system administrators, roles and logins for security administrators: what `fanpin users` does, within one's own places.

No program may do any of it (`service.access.roles.FOR_PEOPLE`), and nobody for themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query, Response

from features.bilingual import Bilingual
from service.access.administering import (
    close_user,
    create_user,
    end_all_sessions,
    grant_role,
    reset_login,
    revoke_role,
    spelt,
    unlock_user,
)
from service.access.answers import (
    CountAnswer,
    FirstPassword,
    LoginSent,
    RoleEnded,
    RoleSent,
    UserAnswer,
    UserPage,
    UserSent,
    user_answer,
)
from service.access.passwords import draw_password
from service.once import Reply
from service.principal import Permission, Principal
from service.problems import ProblemError
from service.resources import Held
from service.routes.administering import NOT_DONE, administered, not_administered
from service.routes.admitting import allowed
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Doing, Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.store import Work
from service.store.repositories import users
from service.store.tables.access import User

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["users"]
)

NO_USER = problems(_404="There is no such account within the asker's places.")


UserId = Annotated[
    str, Path(pattern=r"^user_[0-9a-z]{26}$", description="The account.", examples=["user_01kbb3jt1r9h5w2m7x4c6d8e0f"])
]
Manager = Annotated[Principal, Depends(allowed(Permission.MANAGE_USERS))]
Granter = Annotated[Principal, Depends(allowed(Permission.GRANT_ROLES))]


@router.get("/users", operation_id="list_users", summary="Accounts")
def list_users(asked: Annotated[AskedPage, Query()], asker: Manager, held: Held) -> UserPage:
    """With their roles, by name; closed ones as well."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, users.every_user(), users.BY_NAME, asked, "users")
        return UserPage(
            items=[user_answer(work, row) for row in page.rows if is_within_reach(work, row, asker)], next=page.next
        )


@router.post(
    "/users",
    status_code=201,
    operation_id="create_user",
    summary="Make an account",
    response_model=FirstPassword,
    responses={**OF_JSON, **NOT_DONE},
)
def create(sent: Annotated[UserSent, Body()], asker: Manager, doing: Once) -> Response:
    """Without a role, which a security administrator grants. The first password is shown this once and opens nothing but the form for another."""
    password = draw_password()
    hashed = doing.held.door.login.passwords.hash(password)

    def do(work: Work) -> Reply:
        if users.user_named(work, spelt(sent.name)) is not None:
            raise not_administered(
                Bilingual("该用户名已被使用过：换一个", "The name is or was somebody's already: choose another.")
            )
        user = create_user(work, doing.held.door.keyring, by=asker, name=sent.name, password=hashed)
        answer = FirstPassword(**user_answer(work, user).model_dump(), first_password=password)
        return reply_of(answer, 201)

    return doing.once(asker, administered(do))


@router.post(
    "/users/{user_id}/close",
    operation_id="close_user",
    summary="Close an account for good",
    response_model=UserAnswer,
    responses={**NO_USER, **NOT_DONE},
)
def close(user_id: UserId, asker: Manager, doing: Once) -> Response:
    """Its sessions end at once."""
    keyring = doing.held.door.keyring
    return _change(user_id, asker, doing, lambda work, user: close_user(work, keyring, by=asker, user=user))


@router.get("/users/{user_id}/roles", operation_id="read_roles", summary="An account with its roles", responses=NO_USER)
def read_roles(user_id: UserId, asker: Granter, held: Held) -> UserAnswer:
    """For whoever grants them."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        return user_answer(work, existing_account(work, user_id, asker))


@router.post(
    "/users/{user_id}/roles",
    operation_id="grant_role",
    summary="Grant a role in a place",
    response_model=UserAnswer,
    responses={**NO_USER, **OF_JSON, **NOT_DONE},
)
def grant(user_id: UserId, sent: Annotated[RoleSent, Body()], asker: Granter, doing: Once) -> Response:
    """The same one again changes until when it holds. A liaison's is for a `department`. Who is an auditor is no administrator, and so on: docs/access.md."""
    keyring = doing.held.door.keyring
    return _change(
        user_id,
        asker,
        doing,
        lambda work, user: grant_role(
            work,
            keyring,
            by=asker,
            user=user,
            role=sent.role,
            prefix=sent.place,
            department=sent.department,
            until=sent.until,
        ),
    )


@router.post(
    "/users/{user_id}/roles/revoke",
    operation_id="revoke_role",
    summary="Take a role back",
    response_model=CountAnswer,
    responses={**NO_USER, **OF_JSON, **NOT_DONE},
)
def revoke(user_id: UserId, sent: Annotated[RoleEnded, Body()], asker: Granter, doing: Once) -> Response:
    """In one place or everywhere; whoever had it logs in anew. How many grants ended."""
    keyring = doing.held.door.keyring

    def do(work: Work) -> Reply:
        user = existing_account(work, user_id, asker)
        return _count(revoke_role(work, keyring, by=asker, user=user, role=sent.role, prefix=sent.place))

    return doing.once(asker, administered(do))


@router.post(
    "/users/{user_id}/unlock",
    operation_id="unlock_user",
    summary="Let somebody try again",
    response_model=UserAnswer,
    responses={**NO_USER, **NOT_DONE},
)
def unlock(user_id: UserId, asker: Granter, doing: Once) -> Response:
    """Who tried in vain too often."""
    keyring = doing.held.door.keyring
    return _change(user_id, asker, doing, lambda work, user: unlock_user(work, keyring, by=asker, user=user))


@router.post(
    "/users/{user_id}/login",
    operation_id="reset_login",
    summary="Give a new first password",
    response_model=FirstPassword,
    responses={**NO_USER, **OF_JSON, **NOT_DONE},
)
def reset(user_id: UserId, sent: Annotated[LoginSent, Body()], asker: Granter, doing: Once) -> Response:
    """Shown this once; all sessions end."""
    password = draw_password()
    hashed, keyring = doing.held.door.login.passwords.hash(password), doing.held.door.keyring

    def do(work: Work) -> Reply:
        user = existing_account(work, user_id, asker)
        reset_login(work, keyring, by=asker, user=user, password=hashed, second_factor=sent.second_factor)
        return reply_of(FirstPassword(**user_answer(work, user).model_dump(), first_password=password))

    return doing.once(asker, administered(do))


@router.post(
    "/users/{user_id}/sessions/end",
    operation_id="end_sessions",
    summary="End all sessions",
    response_model=CountAnswer,
    responses={**NO_USER, **NOT_DONE},
)
def end_sessions(user_id: UserId, asker: Granter, doing: Once) -> Response:
    """On any machine; how many."""
    keyring = doing.held.door.keyring

    def do(work: Work) -> Reply:
        return _count(end_all_sessions(work, keyring, by=asker, user=existing_account(work, user_id, asker)))

    return doing.once(asker, administered(do))


def _change(user_id: str, asker: Principal, doing: Doing, change: Callable[[Work, User], object]) -> Response:
    """Something done to an account that the asker administers; the account as it is then."""

    def do(work: Work) -> Reply:
        user = existing_account(work, user_id, asker)
        change(work, user)
        work.session.flush()
        return reply_of(user_answer(work, user))

    return doing.once(asker, administered(do))


def existing_account(work: Work, user_id: str, asker: Principal) -> User:
    """Raises ProblemError, 404, where there is none within the asker's places."""
    user = users.user_of(work, user_id)
    if user is None or not is_within_reach(work, user, asker):
        raise ProblemError(
            404,
            "unknown-user",
            Bilingual("没有这个用户", "No such account"),
            Bilingual("您的辖区内没有该编号的用户", "Within your places there is no account of this name."),
        )
    return user


def is_within_reach(work: Work, user: User, asker: Principal) -> bool:
    """Whoever has a role beyond an administrator's places is not theirs to administer."""
    return all(row.prefix in asker.jurisdiction for row in users.roles_of(work, user.id))


def _count(count: int) -> Reply:
    return reply_of(CountAnswer(count=count))
