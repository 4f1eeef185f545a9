"""What the demo needs to be looked at by itself: a user who comes in by a link, and a key for programs."""

from __future__ import annotations

from pathlib import Path

from service.cli.installation import changing

USER = PROGRAM = "demo"
KEY_FILE = "api.key"


def open_to_look_at(folder: Path) -> str:
    """Make a county officer without a password, and a program whose key is in `api.key` of the folder; the user's name."""
    from features.disk import write_whole
    from service.access.administering import create_user, grant_role
    from service.access.clients import create_client
    from service.access.roles import FOR_PEOPLE
    from service.jurisdiction import EVERYWHERE
    from service.principal import SYSTEM, Permission, Role

    with changing() as (work, keyring):
        user = create_user(work, keyring, by=SYSTEM, name=USER, password=None)
        grant_role(work, keyring, by=SYSTEM, user=user, role=Role.COUNTY_OFFICER, prefix="")
        scopes = set(Permission) - FOR_PEOPLE
        _, key = create_client(work, keyring, by=SYSTEM, name=PROGRAM, permissions=scopes, jurisdiction=EVERYWHERE)
        write_whole(folder / KEY_FILE, (key + "\n").encode(), private=True)
    return USER
