"""What the demo needs to be looked at by itself: a user who comes in by a link, keys for programs, names, and an issued list."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from service.cli.installation import changing, console

USER = PROGRAM = "demo"
DEPARTMENT = "demo-civil-affairs"
KEY_FILE, DEPARTMENT_KEY_FILE = "api.key", "department.key"


def open_to_look_at(folder: Path) -> str:
    """Make a county officer without a password, and two programs with their keys in files of the folder, unless they are there; the user's name."""
    if not (folder / KEY_FILE).exists():
        _names_and_list()
        _make(folder)
    console.print(
        f"接口密钥 | API key:  {folder / KEY_FILE}   民政部门的 | civil affairs':  {folder / DEPARTMENT_KEY_FILE}"
    )
    return USER


def _names_and_list() -> None:
    """What an office finds on a day of work: the made-up families by name, sealed, and the list of the day that was scored."""
    from features.policy.loading import Policy
    from features.records.store import is_made_up
    from features.records.store.states import StoreKept
    from models import DEFAULT_MODEL
    from models.runs import find_run
    from models.runs.storage import model_of
    from service.cli.installation import installation
    from service.issuing.making import Source, issue_list, make_list
    from service.jurisdiction import EVERYWHERE
    from service.principal import SYSTEM
    from service.runs.taking_up import take_up_all
    from service.settings import Settings
    from service.store.repositories import runs
    from service.vault.filling import described, fill

    records = Settings.from_environment().records
    if not is_made_up(records):
        return
    store, now = StoreKept(records).now(), clock()
    with installation() as (database, keyring):
        fill(database, keyring, Policy.load(), described(store, now.date()), now, actor=SYSTEM.actor)
        take_up_all(database, store, DEFAULT_MODEL, clock)
        with database.writing(EVERYWHERE, clock()) as work:
            row = runs.last(work, DEFAULT_MODEL, None)
            if row is None:
                return
            run = find_run(store, row.model, row.kept_as)
            source = Source(row, run, model_of(store, run.made_from), store)
            issue_list(work, keyring, SYSTEM, make_list(work, keyring, SYSTEM, source, "", None)[0])


def clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


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
