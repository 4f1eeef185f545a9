"""Programs and people for the stories of the service: each made where it is needed, by the installation itself."""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import pyotp
from fastapi import FastAPI

from features.deliveries.departments import DeliveringDepartment
from service.access.administering import create_user, grant_role
from service.access.clients import create_client
from service.access.links import new_link
from service.access.lockout import tried
from service.access.passwords import Cost, Passwords
from service.access.roles import FOR_PEOPLE
from service.access.second_factor import draw_sealed, opened
from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction
from service.keyring import Keyring
from service.principal import SYSTEM, Permission, Role
from service.routes.login import clock
from service.store import Work
from service.store.repositories.attempts import forget_attempts
from service.store.repositories.users import user_named
from service.store.tables.access import User

CHEAP = Passwords(Cost(dt.date(2024, 1, 1), 8, 1, 1, "for tests: as little work as Argon2 takes"))
PASSWORD = "four words of no use"


def copied(empty: Path, folder: Path) -> str:
    """The address of a copy of an empty database."""
    file = folder / "service.db"
    if not file.exists():
        shutil.copyfile(empty, file)
        file.chmod(0o600)
    return f"sqlite:///{file}"


def key_of(
    app: FastAPI,
    name: str,
    *scopes: Permission,
    jurisdiction: Jurisdiction = EVERYWHERE,
    department: DeliveringDepartment | None = None,
) -> str:
    """A new program's key."""
    door = app.state.resources.door
    held = scopes or set(Permission) - FOR_PEOPLE
    name = f"{name}-{secrets.token_hex(4)}"
    with door.database.writing(NOWHERE, clock()) as work:
        return create_client(
            work,
            door.keyring,
            by=SYSTEM,
            name=name,
            permissions=held,
            jurisdiction=jurisdiction,
            department=department,
        )[1]


def department_of(role: Role) -> DeliveringDepartment | None:
    """That of a liaison of whom a story says no more."""
    return DeliveringDepartment.CIVIL_AFFAIRS if role is Role.DEPARTMENT_LIAISON else None


def code_for(app: FastAPI, role: Role, prefix: str, department: DeliveringDepartment | None = None) -> str:
    """The code of a new link for whoever has a role in a place."""
    door = app.state.resources.door
    name = "-".join(filter(None, (role.value, prefix or "all", department)))
    department = department or department_of(role)
    with door.database.writing(NOWHERE, clock()) as work:
        user = user_named(work, name)
        if user is None:
            user = create_user(work, door.keyring, by=SYSTEM, name=name, password=None)
            grant_role(work, door.keyring, by=SYSTEM, user=user, role=role, prefix=prefix, department=department)
        return new_link(work, user)


Grant = tuple[Role, str, DeliveringDepartment | None]
"""A role, where, and for which department; a liaison without one is from before it was asked for."""


def code_with(app: FastAPI, *grants: Grant) -> str:
    """The code of a new link for somebody new with these roles."""
    door = app.state.resources.door
    with door.database.writing(NOWHERE, clock()) as work:
        user = create_user(work, door.keyring, by=SYSTEM, name=f"several-{secrets.token_hex(4)}", password=None)
        granted(work, door.keyring, user, *grants)
        return new_link(work, user)


def granted(work: Work, keyring: Keyring, user: User, *grants: Grant) -> None:
    """Roles of somebody."""
    for role, prefix, department in grants:
        given = department or department_of(role)
        row = grant_role(work, keyring, by=SYSTEM, user=user, role=role, prefix=prefix, department=given)
        row.department = department and department.value
        work.session.flush()


@dataclass(frozen=True)
class Somebody:
    """A user whose password is `PASSWORD`, with the secret of their telephone."""

    id: str
    name: str
    secret: str

    def code(self, steps: int = 0) -> str:
        """What the telephone shows, so many half minutes from now."""
        return pyotp.TOTP(self.secret).at(int(clock().timestamp()), counter_offset=steps)


def somebody(app: FastAPI, role: Role = Role.COUNTY_OFFICER, prefix: str = "") -> Somebody:
    """A new user with password and second factor."""
    door, name = app.state.resources.door, f"somebody-{secrets.token_hex(4)}"
    with door.database.writing(NOWHERE, clock()) as work:
        # All stories ask from one address.
        forget_attempts(work, tried(door.keyring, "", "testclient").address)
        user = create_user(work, door.keyring, by=SYSTEM, name=name, password=CHEAP.hash(PASSWORD))
        granted(work, door.keyring, user, (role, prefix, department_of(role)))
        user.password_is_first = False
        user.second_factor, user.second_factor_since = draw_sealed(door.keyring, user.id), clock()
        return Somebody(user.id, user.name, opened(door.keyring, user.second_factor, user.id))
