"""Users, keys and the database at the command line of the machine: by its owner, in the audit, and each secret told once."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import stat
from pathlib import Path

import pytest

from service.access.clients import PATTERN, KeyFault, client_by_key
from service.access.passwords import Passwords
from service.cli.demonstration import open_to_look_at
from service.jurisdiction import EVERYWHERE, NOWHERE
from service.keyring import load_or_create_keyring
from service.principal import Permission, Principal, Role
from service.routes.login import clock
from service.store import Database
from service.store.repositories.audit import lines
from service.store.repositories.users import roles_of, user_named
from tests.journeys.front_door import called
from tests.service.people import CHEAP

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class Machine:
    """A folder of its own, and what its owner types there."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self.folder = folder
        file = folder / "var" / "service.db"
        file.parent.mkdir()
        shutil.copyfile(empty, file)
        file.chmod(0o600)
        self.database = Database(f"sqlite:///{file}")

    def fanpin(self, words: str, status: int = 0, **environment: str) -> str:
        ended, printed = called(self.folder, environment, *words.split())
        assert ended == status, printed
        return printed

    def roles(self, name: str) -> list[tuple[str, str]]:
        with self.database.reading(NOWHERE, clock()) as work:
            user = user_named(work, name)
            assert user is not None
            return [(row.role, row.prefix) for row in roles_of(work, user.id)]

    def asker(self, key: str) -> Principal | KeyFault:
        with self.database.reading(NOWHERE, clock()) as work:
            known = client_by_key(work, key)
            return known if isinstance(known, KeyFault) else known[0]

    def audit(self) -> list[str]:
        with self.database.reading(NOWHERE, NOW) as work:
            return [f"{line.actor} {line.action}" for line in lines(work)]


@pytest.fixture
def machine(tmp_path: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr("service.access.passwords.Passwords", lambda: CHEAP)
    return Machine(tmp_path, empty_sqlite)


def test_an_account_from_its_beginning_to_its_end(machine: Machine) -> None:
    told = machine.fanpin("users create Wang.Fang --role county_officer --region 990101")
    first = re.search(r"first password (\S+)", told)
    assert first is not None
    with machine.database.reading(NOWHERE, NOW) as work:
        user = user_named(work, "wang.fang")
        assert user is not None
        assert user.password_is_first
        assert CHEAP.is_right(user.password, first[1])
    machine.fanpin("users grant wang.fang --role auditor --region all --until 2099-12-31")
    assert machine.roles("wang.fang") == [("county_officer", "990101"), ("auditor", "")]
    assert "different people" in machine.fanpin("users grant wang.fang --role system_admin --region all", 2)
    listed = machine.fanpin("users list")
    assert "县级监测人员 county_officer 990101；审计员 auditor 全部 all 至 until 2099-12-31" in listed
    assert first[1] not in listed
    machine.fanpin("users revoke wang.fang --role auditor")
    assert machine.roles("wang.fang") == [("county_officer", "990101")]
    again = re.search(r"first password (\S+)", machine.fanpin("users password wang.fang --second-factor"))
    assert again is not None
    assert again[1] != first[1]
    machine.fanpin("users unlock wang.fang")
    assert re.fullmatch(r"/login\?code=\S{43}\n", machine.fanpin("users link wang.fang"))
    assert "FANPIN_OIDC_ISSUER" in machine.fanpin("users link-oidc wang.fang --subject s-1", 2)
    issuer = "https://login.example"
    machine.fanpin("users link-oidc wang.fang --subject s-1", FANPIN_OIDC_ISSUER=issuer)
    with machine.database.reading(NOWHERE, NOW) as work:
        user = user_named(work, "wang.fang")
        assert user is not None
        assert (user.password, user.password_is_first) == (None, False), "nobody has to know one that nobody needs"
    machine.fanpin("users create li.ming")
    assert "another account" in machine.fanpin("users link-oidc li.ming --subject s-1", 2, FANPIN_OIDC_ISSUER=issuer)
    assert "统一认证 provider" in machine.fanpin("users list")
    machine.fanpin("users unlink-oidc wang.fang")
    machine.fanpin("users close wang.fang")
    assert "已停用" in machine.fanpin("users list")
    assert "open" in machine.fanpin("users link wang.fang", 2)
    assert machine.audit() == [
        f"system:fanpin {action}"
        for action in (
            "users.created",
            "roles.granted",
            "roles.granted",
            "roles.revoked",
            "users.login_reset",
            "users.unlocked",
            "users.link",
            "users.linked",
            "users.created",
            "users.unlinked",
            "users.closed",
        )
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("users create li --role village", "--region"),
        ("users create two,words", "user's name has"),
        ("users grant nobody --role village --region 990101001001", "no user nobody"),
        ("users grant li --role emperor --region all", "emperor"),
        ("users create li --role village --region 9901x", "no region"),
        ("users create li --role department_liaison --region 990101", "say for which department"),
        ("users create li --role village --region 990101 --department health", "only a department's liaison"),
        ("users create li --department health", "--role"),
        ("users create li --role department_liaison --region 990101 --department 卫健", "health"),
        ("clients create case --scope lists:read --region 99010", ""),
        ("clients create case --scope users:manage --region all", "for people"),
        ("clients create case --scope facts:send --region all --department 民政", "civil_affairs"),
        ("clients rotate nobody", "no program nobody"),
    ],
)
def test_what_can_t_be_done_is_told_and_not_done(machine: Machine, words: str, told: str) -> None:
    status, printed = called(machine.folder, {}, *words.split())
    assert (status != 0) == bool(told)
    assert told in printed
    assert len(machine.audit()) == (0 if told else 1)


def test_a_program_s_key_from_its_beginning_to_its_end(machine: Machine) -> None:
    places = "--region 990101 --region 990102 --department civil_affairs"
    first = PATTERN.search(machine.fanpin(f"clients create case --scope lists:read {places}"))
    assert first is not None
    asker = machine.asker(first[0])
    assert isinstance(asker, Principal)
    assert (asker.permissions, asker.jurisdiction.prefixes) == (
        frozenset({Permission.READ_LISTS}),
        ("990101", "990102"),
    )
    told = machine.fanpin("clients rotate case --overlap-days 1 --key-file case.key")
    assert not PATTERN.search(told)
    file = machine.folder / "case.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert isinstance(machine.asker(file.read_text().strip()), Principal)
    listed = machine.fanpin("clients list")
    assert listed.count("key_") == 2
    assert not PATTERN.search(listed)
    newest = re.findall(r"key_\S+", listed)[1]
    assert "1 keys revoked" in machine.fanpin(f"clients revoke case --key {newest}")
    assert machine.asker(file.read_text().strip()) is KeyFault.REVOKED
    assert isinstance(machine.asker(first[0]), Principal)
    machine.fanpin("clients revoke case")
    assert machine.asker(first[0]) is KeyFault.REVOKED
    assert "已撤销" in machine.fanpin("clients list")


def test_a_liaison_s_department_is_named(machine: Machine) -> None:
    machine.fanpin("users create li --role department_liaison --region 990101 --department health")
    granted = machine.fanpin("users grant li --role department_liaison --region 990102 --department health")
    assert "部门联络员 department_liaison  卫健 health 990102" in granted
    listed = machine.fanpin("users list")
    assert (
        "部门联络员 department_liaison 卫健 health 990101；部门联络员 department_liaison 卫健 health 990102" in listed
    )
    assert "health" in machine.fanpin(
        "users grant li --role department_liaison --region 990103 --department education", 2
    )
    with machine.database.writing(NOWHERE, NOW) as work:
        user = user_named(work, "li")
        assert user is not None
        roles_of(work, user.id)[0].department = None
    assert "部门联络员 department_liaison 未登记部门 no department 990101；" in machine.fanpin("users list")


def test_the_database_says_which_form_it_has(machine: Machine, tmp_path: Path) -> None:
    assert "用 fanpin database upgrade" not in machine.fanpin("database show")
    machine.fanpin("database upgrade")
    elsewhere = {"FANPIN_DATABASE": f"sqlite:///{tmp_path / 'new.db'}"}
    assert "空 empty" in called(tmp_path, elsewhere, "database", "show")[1]
    assert called(tmp_path, elsewhere, "database", "upgrade")[0] == 0
    assert "upgrade" not in called(tmp_path, elsewhere, "database", "show")[1]


def test_the_demo_has_a_user_and_a_key(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(machine.folder)
    for name in ("FANPIN_DATABASE", "FANPIN_KEYS"):
        monkeypatch.delenv(name, raising=False)
    assert open_to_look_at(machine.folder) == "demo"
    assert machine.roles("demo") == [(Role.COUNTY_OFFICER, "")]
    asker = machine.asker((machine.folder / "api.key").read_text().strip())
    assert isinstance(asker, Principal)
    assert asker.jurisdiction == EVERYWHERE
    assert load_or_create_keyring(machine.folder / "var" / "service.keys").keys


def test_a_password_of_the_command_line_costs_what_it_should() -> None:
    assert Passwords().cost.memory >= 65_536
