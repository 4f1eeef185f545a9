"""Accounts made and closed by system administrators, roles granted and revoked by security administrators.

Neither does the other's work, nobody grants themselves anything, and nobody reaches beyond their own places. The owner
of the machine, at its command line, is the installation itself (`service.principal.SYSTEM`).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from features.deliveries.departments import DeliveringDepartment
from features.errors import FanpinError
from service.access.liaisons import against_speaking
from service.access.links import new_link
from service.access.lockout import tried
from service.access.roles import kept_apart
from service.keyring import Keyring
from service.principal import SYSTEM, Permission, Principal, Role
from service.store import Work
from service.store.repositories.attempts import forget_attempts
from service.store.repositories.audit import append
from service.store.repositories.users import end_sessions, held_user, roles_of, user_by_subject, user_named
from service.store.tables.access import LONGEST_NAME, User, UserRole
from service.store.types import new_id

NAME = re.compile(r"[\w.-]{2,60}")


class AdministrationError(FanpinError, PermissionError):
    """Nothing was changed; the message says why."""


def spelt(name: str) -> str:
    """The one spelling of a name, however it was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def create_user(work: Work, keyring: Keyring, *, by: Principal, name: str, password: str | None) -> User:
    """An account without a role.

    Args:
        password: what is kept of a first one (`Passwords.hash`), which opens nothing but the form for another; None for
            who comes in by links.

    Raises:
        AdministrationError: `by` may not, or the name is taken or none.
    """
    _need(by, Permission.MANAGE_USERS)
    name = spelt(name)
    if not NAME.fullmatch(name):
        raise AdministrationError(
            f"用户名用字母、数字、汉字、“.”“-”“_”，2至{LONGEST_NAME}个字符 | a user's name has letters, digits, “.”, “-” and “_”, 2 to {LONGEST_NAME} of them."
        )
    if user_named(work, name) is not None:
        raise AdministrationError(
            f"用户名 {name} 已被使用过：换一个 | the name {name} is or was somebody's already. Choose another."
        )
    user = User(
        id=new_id("user", work.now),
        name=name,
        password=password,
        password_is_first=password is not None,
        created_at=work.now,
        created_by=by.actor,
    )
    work.session.add(user)
    work.session.flush()
    _note(work, keyring, by, "users.created", user)
    return user


def existing_user(work: Work, name: str) -> User:
    """Whoever has the name.

    Raises:
        AdministrationError: nobody has.
    """
    if user := user_named(work, spelt(name)):
        return user
    raise AdministrationError(
        f"没有用户 {name}：用 fanpin users list 查看 | there is no user {name}. See fanpin users list."
    )


def link_for(work: Work, keyring: Keyring, *, by: Principal, user: User) -> str:
    """The code of a link that lets somebody in once, without password and second factor: for the machine's owner alone."""
    if by != SYSTEM or user.closed_at is not None:
        raise AdministrationError(
            "登录链接只由本机命令签发，且用户未停用 | links are made by a command on the machine, for accounts that are open."
        )
    _note(work, keyring, by, "users.link", user)
    return new_link(work, user)


def close_user(work: Work, keyring: Keyring, *, by: Principal, user: User) -> None:
    """Close an account for good; its sessions end."""
    _need(by, Permission.MANAGE_USERS)
    _not_oneself(by, user)
    _within_reach(work, by, Permission.MANAGE_USERS, user)
    user = _held(work, user)
    user.closed_at = user.closed_at or work.now
    user.password = user.second_factor = user.second_factor_since = user.subject = None
    end_sessions(work, user.id)
    _note(work, keyring, by, "users.closed", user)


def grant_role(
    work: Work,
    keyring: Keyring,
    *,
    by: Principal,
    user: User,
    role: Role,
    prefix: str,
    department: DeliveringDepartment | None = None,
    until: dt.datetime | None = None,
) -> UserRole:
    """A role in a place; the same one again changes until when.

    Args:
        department: for which a liaison speaks; of no other role.

    Raises:
        AdministrationError: `by` may not, it is for themselves or beyond their places, the role is kept apart from one
            that the user has, a liaison's department is missing or another than in the user's other places, or the role
            speaks for none.
    """
    _need(by, Permission.GRANT_ROLES)
    _not_oneself(by, user)
    if prefix not in by.narrowed_to(Permission.GRANT_ROLES).jurisdiction:
        raise AdministrationError("只能在本人辖区内授权 | grant within your own places only.")
    # Of two who grant at once one waits for the other, and sees what was granted.
    user = _held(work, user)
    held = roles_of(work, user.id)
    if together := kept_apart([role, *(Role(row.role) for row in held)]):
        zh, en = "、".join(each.zh for each in sorted(together)), ", ".join(each.en for each in sorted(together))
        raise AdministrationError(
            f"这些角色须由不同的人担任：{zh}；先撤销其一 | these are for different people: {en}. Revoke the other one first."
        )
    if why := against_speaking(role, department, {row.department for row in held}):
        raise AdministrationError(why)
    spoken_for = None if department is None else department.value
    for row in held:
        if (row.role, row.prefix) == (role, prefix):
            _end(row, by, work.now)
    grant = UserRole(
        id=new_id("role", work.now),
        user_id=user.id,
        role=role,
        prefix=prefix,
        department=spoken_for,
        granted_at=work.now,
        granted_by=by.actor,
        until=until,
    )
    work.session.add(grant)
    _note(
        work,
        keyring,
        by,
        "roles.granted",
        user,
        {
            "role": role.value,
            "place": prefix,
            "department": spoken_for,
            "until": until.isoformat() if until else None,
        },
    )
    return grant


def revoke_role(work: Work, keyring: Keyring, *, by: Principal, user: User, role: Role, prefix: str | None) -> int:
    """Take a role back, in one place or everywhere; how many grants ended. Who loses a role comes in anew."""
    _need(by, Permission.GRANT_ROLES)
    _not_oneself(by, user)
    there = by.narrowed_to(Permission.GRANT_ROLES).jurisdiction
    ended = [
        row
        for row in roles_of(work, user.id)
        if row.role == role and (prefix is None or row.prefix == prefix) and row.prefix in there
    ]
    for row in ended:
        _end(row, by, work.now)
    if ended:
        end_sessions(work, user.id)
        _note(work, keyring, by, "roles.revoked", user, {"role": role.value, "places": [row.prefix for row in ended]})
    return len(ended)


def unlock_user(work: Work, keyring: Keyring, *, by: Principal, user: User) -> None:
    """Let somebody try again who tried in vain too often."""
    _need(by, Permission.GRANT_ROLES)
    _within_reach(work, by, Permission.GRANT_ROLES, user)
    forget_attempts(work, tried(keyring, user.name, "").name)
    _note(work, keyring, by, "users.unlocked", user)


def reset_login(work: Work, keyring: Keyring, *, by: Principal, user: User, password: str, second_factor: bool) -> None:
    """A new first password, and the second factor to be set up anew where the telephone is gone; all sessions end.

    Raises:
        AdministrationError: `by` may not, or it is for themselves, who change it where they log in.
    """
    _need(by, Permission.GRANT_ROLES)
    _not_oneself(by, user)
    _within_reach(work, by, Permission.GRANT_ROLES, user)
    user = _held(work, user)
    if user.closed_at is not None:
        raise AdministrationError("该用户已停用 | this account is closed.")
    user.password, user.password_is_first = password, True
    if second_factor:
        user.second_factor = user.second_factor_since = user.last_step = None
    end_sessions(work, user.id)
    forget_attempts(work, tried(keyring, user.name, "").name)
    _note(work, keyring, by, "users.login_reset", user, {"second_factor": second_factor})


def link_subject(work: Work, keyring: Keyring, *, by: Principal, user: User, mark: str | None) -> None:
    """From now on somebody comes in by the county's provider too; or, without a mark, no more. All sessions end.

    A first password that was never changed ends with it: nobody has to know one that nobody needs.

    Args:
        mark: of who they are there (`service.access.subjects`).

    Raises:
        AdministrationError: `by` may not, it is for themselves, the account is closed, or the mark is another's.
    """
    _need(by, Permission.GRANT_ROLES)
    _not_oneself(by, user)
    _within_reach(work, by, Permission.GRANT_ROLES, user)
    user = _held(work, user)
    if user.closed_at is not None:
        raise AdministrationError("该用户已停用 | this account is closed.")
    other = user_by_subject(work, mark) if mark else None
    if other is not None and other.id != user.id:
        raise AdministrationError(
            "统一认证中的这个人已关联另一个用户：先解除 | this subject is linked to another account: unlink it there first."
        )
    user.subject = mark
    if mark and user.password_is_first:
        user.password, user.password_is_first = None, False
    end_sessions(work, user.id)
    _note(work, keyring, by, "users.linked" if mark else "users.unlinked", user)


def end_all_sessions(work: Work, keyring: Keyring, *, by: Principal, user: User) -> int:
    """End everything that somebody has open, on any machine; how many."""
    _need(by, Permission.GRANT_ROLES)
    _within_reach(work, by, Permission.GRANT_ROLES, user)
    ended = end_sessions(work, user.id)
    _note(work, keyring, by, "sessions.ended", user, {"sessions": ended})
    return ended


def _held(work: Work, user: User) -> User:
    """The row as it is now, whichever piece of work read it before; nobody else changes it until this one ends."""
    return held_user(work, user.id) or user


def _need(by: Principal, permission: Permission) -> None:
    if not by.may(permission):
        raise AdministrationError(f"没有“{permission.zh}”的权限 | this needs the permission to {permission.en}.")


def _not_oneself(by: Principal, user: User) -> None:
    if by.id == user.id:
        raise AdministrationError("不能给自己办理：请另一位管理员 | not for yourself: ask another administrator.")


def _within_reach(work: Work, by: Principal, permission: Permission, user: User) -> None:
    """Whoever has a role beyond an administrator's places is not theirs to administer."""
    there = by.narrowed_to(permission).jurisdiction
    if not all(row.prefix in there for row in roles_of(work, user.id)):
        raise AdministrationError(
            "该用户的辖区超出您的辖区 | this user works beyond your places: ask an administrator of a wider one."
        )


def _end(row: UserRole, by: Principal, now: dt.datetime) -> None:
    row.revoked_at, row.revoked_by = now, by.actor


def _note(
    work: Work, keyring: Keyring, by: Principal, action: str, user: User, detail: Mapping[str, Any] | None = None
) -> None:
    append(work, keyring, actor=by.actor, action=action, target=f"user:{user.id}", detail=detail)
