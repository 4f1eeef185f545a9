"""What the demo needs to be looked at by itself: a user who comes in by a link, and keys for programs."""

from __future__ import annotations

from pathlib import Path

from service.cli.installation import changing, console

USER = PROGRAM = "demo"
DEPARTMENT = "demo-civil-affairs"
KEY_FILE, DEPARTMENT_KEY_FILE = "api.key", "department.key"


def open_to_look_at(folder: Path) -> str:
    """Make a county officer without a password, and two programs with their keys in files of the folder, unless they are there; the user's name."""
    if not (folder / KEY_FILE).exists():
        _make(folder)
    console.print(
        f"接口密钥 | API key:  {folder / KEY_FILE}   民政部门的 | civil affairs':  {folder / DEPARTMENT_KEY_FILE}"
    )
    return USER


def _make(folder: Path) -> None:
    from features.deliveries.departments import DeliveringDepartment
    from features.disk import write_whole
    from service.access.administering import create_user, grant_role
    from service.access.clients import create_client
    from service.access.roles import FOR_PEOPLE
    from service.jurisdiction import EVERYWHERE
    from service.principal import SYSTEM, Permission, Role

    with changing() as (work, keyring):
        user = create_user(work, keyring, by=SYSTEM, name=USER, password=None)
        grant_role(work, keyring, by=SYSTEM, user=user, role=Role.COUNTY_OFFICER, prefix="")
        for name, department, file in (
            (DEPARTMENT, DeliveringDepartment.CIVIL_AFFAIRS, DEPARTMENT_KEY_FILE),
            # Last: where it lies, everything is there.
            (PROGRAM, None, KEY_FILE),
        ):
            _, key = create_client(
                work,
                keyring,
                by=SYSTEM,
                name=name,
                permissions=set(Permission) - FOR_PEOPLE,
                jurisdiction=EVERYWHERE,
                department=department,
            )
            write_whole(folder / file, (key + "\n").encode(), private=True)
