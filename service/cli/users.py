"""`fanpin users`: who may log in, in which roles and where."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Annotated

import typer

from features.cli.options import day_option
from features.deliveries.departments import DeliveringDepartment
from service.cli.installation import Name, changing, console, place_in_words, prefix_of
from service.local_time import CHINA
from service.principal import Role

if TYPE_CHECKING:
    from service.store import Work
    from service.store.tables.access import User, UserRole

app = typer.Typer(no_args_is_help=True, help="Who may log in, in which roles and where.")

RoleOption = Annotated[
    Role, typer.Option("--role", help="角色，见 docs/access.md A role, as docs/access.md tells them.")
]
RegionOption = Annotated[
    str, typer.Option("--region", help="辖区：区划代码前几位，全部写 all Where: first digits of codes, or all.")
]
DepartmentOption = Annotated[
    DeliveringDepartment | None,
    typer.Option("--department", help="部门联络员代表的部门 For which department a liaison speaks; of no other role."),
]


@app.command()
def create(
    name: Name,
    role: Annotated[
        Role | None, typer.Option("--role", help="角色，可以后再授予 A role; may be granted later.")
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="该角色的辖区，全部写 all Where it holds: first digits, or all.")
    ] = None,
    department: DepartmentOption = None,
) -> None:
    """Make an account; its first password is told once and is changed at the first login."""
    from service.access.administering import create_user, grant_role
    from service.access.passwords import Passwords, draw_password
    from service.principal import SYSTEM

    if (role is None) != (region is None):
        raise typer.BadParameter("--role 和 --region 须一起写 | give --role and --region together")
    if role is None and department is not None:
        raise typer.BadParameter("--department 须与 --role 一起写 | give --department with --role")
    password = draw_password()
    hashed = Passwords().hash(password)
    with changing() as (work, keyring):
        user = create_user(work, keyring, by=SYSTEM, name=name, password=hashed)
        if role is not None and region is not None:
            grant_role(work, keyring, by=SYSTEM, user=user, role=role, prefix=_place(region), department=department)
    _hand_over(user.name, password)


@app.command("list")
def list_users() -> None:
    """List accounts with their roles, and when they were last used."""
    from service.store.repositories.users import all_users, roles_of, sessions_of

    with changing() as (work, _):
        for user in all_users(work):
            roles = "；".join(
                f"{Role(row.role).zh} {row.role} {_speaking(row)}{place_in_words(row.prefix)}"
                + (f" 至 until {row.until:%Y-%m-%d}" if row.until else "")
                for row in roles_of(work, user.id)
            )
            last = next(iter(sessions_of(work, user.id)), None)
            states = [
                "已停用 closed" if user.closed_at else "",
                "首次密码未改 first password" if user.password_is_first else "",
                "统一认证 provider" if user.subject else "",
                "" if user.second_factor_since else "未设第二种验证 no second factor",
                f"登录中 logged in, {last.used_at:%Y-%m-%d %H:%M}" if last else "",
            ]
            console.print(f"{user.name}  {roles or '无角色 no role'}  {'  '.join(filter(None, states))}".rstrip())


@app.command()
def grant(
    name: Name,
    role: RoleOption,
    region: RegionOption,
    department: DepartmentOption = None,
    until: Annotated[
        dt.date | None,
        day_option("--until", "到哪一天止，不写为长期 Last day on which it holds; for good when not given."),
    ] = None,
) -> None:
    """Grant a role in a place."""
    from service.access.administering import grant_role
    from service.principal import SYSTEM

    ends = None if until is None else dt.datetime.combine(until, dt.time.max, CHINA)
    with changing() as (work, keyring):
        granted = grant_role(
            work,
            keyring,
            by=SYSTEM,
            user=_user(work, name),
            role=role,
            prefix=_place(region),
            department=department,
            until=ends,
        )
        speaking = _speaking(granted)
    console.print(f"已授予 | granted: {name}  {role.zh} {role.value}  {speaking}{place_in_words(_place(region))}")


@app.command()
def revoke(
    name: Name,
    role: RoleOption,
    region: Annotated[
        str | None, typer.Option("--region", help="只撤销该处的，不写为各处 Only there; everywhere when not given.")
    ] = None,
) -> None:
    """Take a role back; whoever had it logs in anew."""
    from service.access.administering import revoke_role
    from service.principal import SYSTEM

    prefix = None if region is None else _place(region)
    with changing() as (work, keyring):
        count = revoke_role(work, keyring, by=SYSTEM, user=_user(work, name), role=role, prefix=prefix)
    console.print(f"已撤销 {count} 处 | {count} grants revoked: {name}  {role.zh} {role.value}")


@app.command()
def password(
    name: Name,
    second_factor: Annotated[
        bool,
        typer.Option(
            "--second-factor",
            help="手机已丢失或更换：第二种验证也重新设置 The telephone is gone: set that up anew, too.",
        ),
    ] = False,
) -> None:
    """Give a new first password, told once and changed at the next login; all sessions end."""
    from service.access.administering import reset_login
    from service.access.passwords import Passwords, draw_password
    from service.principal import SYSTEM

    new = draw_password()
    hashed = Passwords().hash(new)
    with changing() as (work, keyring):
        user = _user(work, name)
        reset_login(work, keyring, by=SYSTEM, user=user, password=hashed, second_factor=second_factor)
    _hand_over(user.name, new)


@app.command()
def unlock(name: Name) -> None:
    """Let somebody try again who mistyped too often."""
    from service.access.administering import unlock_user
    from service.principal import SYSTEM

    with changing() as (work, keyring):
        unlock_user(work, keyring, by=SYSTEM, user=_user(work, name))
    console.print(f"已解锁 | unlocked: {name}")


@app.command()
def close(name: Name) -> None:
    """Close an account for good; its sessions end at once."""
    from service.access.administering import close_user
    from service.principal import SYSTEM

    with changing() as (work, keyring):
        close_user(work, keyring, by=SYSTEM, user=_user(work, name))
    console.print(f"已停用 | closed: {name}")


@app.command()
def link(name: Name) -> None:
    """Make a link that logs somebody in once within 15 minutes, to be opened on the address of the service."""
    from service.access.administering import link_for
    from service.principal import SYSTEM

    with changing() as (work, keyring):
        code = link_for(work, keyring, by=SYSTEM, user=_user(work, name))
    console.print(f"/login?code={code}")


@app.command("link-oidc")
def link_oidc(
    name: Name,
    subject: Annotated[
        str, typer.Option("--subject", help="统一认证中的编号（sub） Who they are at the provider (`sub`).")
    ],
) -> None:
    """Let somebody come in by the county's provider, too (FANPIN_OIDC_ISSUER); nobody gets an account by it."""
    from service.access.administering import link_subject
    from service.access.subjects import mark_of
    from service.principal import SYSTEM

    issuer = os.environ.get("FANPIN_OIDC_ISSUER")
    if not issuer:
        raise typer.BadParameter("没有设置 FANPIN_OIDC_ISSUER | FANPIN_OIDC_ISSUER is not set")
    with changing() as (work, keyring):
        mark = mark_of(keyring, issuer, subject)
        link_subject(work, keyring, by=SYSTEM, user=_user(work, name), mark=mark)
    console.print(
        f"已关联统一认证，未改过的首次密码作废 | linked to the provider, a first password that was never changed is void: {name}"
    )


@app.command("unlink-oidc")
def unlink_oidc(name: Name) -> None:
    """Let somebody come in by the provider no more; their sessions end at once."""
    from service.access.administering import link_subject
    from service.principal import SYSTEM

    with changing() as (work, keyring):
        link_subject(work, keyring, by=SYSTEM, user=_user(work, name), mark=None)
    console.print(f"已解除统一认证 | unlinked from the provider: {name}")


def _user(work: Work, name: str) -> User:
    from service.access.administering import existing_user

    return existing_user(work, name)


def _speaking(grant: UserRole) -> str:
    """For which department, before the place; of a liaison for whom none is registered, that."""
    if grant.department is not None:
        return f"{DeliveringDepartment(grant.department).zh} {grant.department} "
    return "未登记部门 no department " if grant.role == Role.DEPARTMENT_LIAISON else ""


def _place(region: str) -> str:
    from service.jurisdiction import Jurisdiction

    (prefix,) = Jurisdiction.of(prefix_of(region)).prefixes
    return prefix


def _hand_over(name: str, password: str) -> None:
    console.print(
        f"用户 user {name}  首次密码 first password {password}\n"
        "只显示这一次；登录后先设置手机验证码，再改密码 | It is not shown again. After the login a second factor is set up and the password changed."
    )
