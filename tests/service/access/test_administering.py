"""Who makes accounts, who grants roles, and that neither does both."""

from __future__ import annotations

from itertools import combinations

import pytest

from features.deliveries.departments import DeliveringDepartment
from service.access.administering import (
    AdministrationError,
    close_user,
    create_user,
    grant_role,
    link_for,
    reset_login,
    revoke_role,
    unlock_user,
)
from service.access.login import Inside, Refused, Why
from service.access.roles import APART
from service.access.sessions import Stage
from service.principal import SYSTEM, Role
from service.store.repositories.users import roles_of
from tests.service.access.conftest import Installation
from tests.service.people import granted

CIVIL, HEALTH = DeliveringDepartment.CIVIL_AFFAIRS, DeliveringDepartment.HEALTH


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nobody_holds_two_of_the_three_that_are_kept_apart(here: Installation) -> None:
    for number, (first, second) in enumerate(combinations(sorted(APART), 2)):
        user = here.user(f"user-{number}", (first, "990101"), (Role.COUNTY_OFFICER, "990101"))
        with here.work() as work, pytest.raises(AdministrationError, match="for different people"):
            grant_role(work, here.keyring, by=SYSTEM, user=user, role=second, prefix="11")
        with here.work() as work:
            revoke_role(work, here.keyring, by=SYSTEM, user=user, role=first, prefix=None)
            grant_role(work, here.keyring, by=SYSTEM, user=user, role=second, prefix="11")


def test_each_administrator_does_their_own_work(here: Installation) -> None:
    _, system = here.principal("system", (Role.SYSTEM_ADMIN, ""))
    _, security = here.principal("security", (Role.SECURITY_ADMIN, ""))
    with here.work() as work:
        user = create_user(work, here.keyring, by=system, name="new", password=None)
        grant_role(work, here.keyring, by=security, user=user, role=Role.VILLAGE, prefix="990101001001")
    with here.work() as work, pytest.raises(AdministrationError):
        create_user(work, here.keyring, by=security, name="another", password=None)
    with here.work() as work, pytest.raises(AdministrationError):
        close_user(work, here.keyring, by=security, user=user)
    for forbidden in (grant_role, revoke_role):
        with here.work() as work, pytest.raises(AdministrationError):
            forbidden(work, here.keyring, by=system, user=user, role=Role.TOWNSHIP, prefix="990101001")
    for refused in (unlock_user, link_for):
        with here.work() as work, pytest.raises(AdministrationError):
            refused(work, here.keyring, by=system, user=user)


def test_a_liaison_speaks_for_exactly_one_department(here: Installation) -> None:
    user = here.user("li", (Role.TOWNSHIP, "990101001"))

    def grant(place: str, department: DeliveringDepartment | None, role: Role = Role.DEPARTMENT_LIAISON) -> None:
        with here.work() as work:
            grant_role(work, here.keyring, by=SYSTEM, user=user, role=role, prefix=place, department=department)

    def spoken_for() -> list[tuple[str, str | None]]:
        with here.work() as work:
            return sorted((row.prefix, row.department) for row in roles_of(work, user.id) if row.role != Role.TOWNSHIP)

    with pytest.raises(AdministrationError, match=r"须写明代表哪个部门.*民政 civil_affairs"):
        grant("990101", None)
    with pytest.raises(AdministrationError, match="only a department's liaison"):
        grant("990101", CIVIL, Role.COUNTY_OFFICER)
    assert spoken_for() == []
    grant("990101001", CIVIL)
    grant("990101002", CIVIL)
    for place in ("990101001", "990101003"):
        with pytest.raises(AdministrationError, match=r"已是民政的联络员.*civil affairs"):
            grant(place, HEALTH)
    assert spoken_for() == [("990101001", CIVIL), ("990101002", CIVIL)]
    with here.work() as work:
        revoke_role(work, here.keyring, by=SYSTEM, user=user, role=Role.DEPARTMENT_LIAISON, prefix=None)
    grant("990101003", HEALTH)
    assert spoken_for() == [("990101003", HEALTH)]
    assert '"department":"health"' in here.audit().replace(" ", "")


def test_a_liaison_from_before_is_registered_by_the_same_grant(here: Installation) -> None:
    user = here.user()
    with here.work() as work:
        granted(work, here.keyring, user, (Role.DEPARTMENT_LIAISON, "990101", None))
    with here.work() as work:
        (before,) = roles_of(work, user.id)
        assert before.department is None
        grant_role(
            work, here.keyring, by=SYSTEM, user=user, role=Role.DEPARTMENT_LIAISON, prefix="990101", department=HEALTH
        )
    with here.work() as work:
        assert [row.department for row in roles_of(work, user.id)] == [HEALTH]


def test_nobody_grants_themselves_anything(here: Installation) -> None:
    own, security = here.principal("security", (Role.SECURITY_ADMIN, ""))
    own_system, system = here.principal("system", (Role.SYSTEM_ADMIN, ""))
    with here.work() as work, pytest.raises(AdministrationError, match="not for yourself"):
        grant_role(work, here.keyring, by=security, user=own, role=Role.COUNTY_OFFICER, prefix="")
    with here.work() as work, pytest.raises(AdministrationError, match="not for yourself"):
        close_user(work, here.keyring, by=system, user=own_system)
    with here.work() as work, pytest.raises(AdministrationError, match="not for yourself"):
        reset_login(work, here.keyring, by=security, user=own, password="", second_factor=True)
    with here.work() as work:
        assert [row.role for row in roles_of(work, own.id)] == [Role.SECURITY_ADMIN]


def test_nobody_grants_or_administers_beyond_their_places(here: Installation) -> None:
    _, security = here.principal("security", (Role.SECURITY_ADMIN, "990101"))
    here_below = here.user("below", (Role.TOWNSHIP, "990101001"))
    above = here.user("above", (Role.COUNTY_OFFICER, "9901"))
    with here.work() as work:
        grant_role(work, here.keyring, by=security, user=here_below, role=Role.VILLAGE, prefix="990101001001")
        unlock_user(work, here.keyring, by=security, user=here_below)
    for prefix in ("", "9901", "990102"):
        with here.work() as work, pytest.raises(AdministrationError, match="own places"):
            grant_role(work, here.keyring, by=security, user=here_below, role=Role.VILLAGE, prefix=prefix)
    with here.work() as work, pytest.raises(AdministrationError, match="beyond your places"):
        reset_login(work, here.keyring, by=security, user=above, password="", second_factor=False)
    with here.work() as work:
        assert revoke_role(work, here.keyring, by=security, user=above, role=Role.COUNTY_OFFICER, prefix=None) == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whoever_works_with_families_administers_nobody(here: Installation) -> None:
    user = here.user("user")
    for role in set(Role) - {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
        _, officer = here.principal(f"officer-{role}", (role, ""))
        with here.work() as work, pytest.raises(AdministrationError):
            create_user(work, here.keyring, by=officer, name="another", password=None)
        with here.work() as work, pytest.raises(AdministrationError):
            grant_role(work, here.keyring, by=officer, user=user, role=Role.VILLAGE, prefix="990101001001")


def test_a_name_is_never_given_twice(here: Installation) -> None:
    user = here.user("Li.Ming")
    with here.work() as work:
        close_user(work, here.keyring, by=SYSTEM, user=user)
    for name in ("li.ming", "LI.MING", " Ｌi.ming "):
        with here.work() as work, pytest.raises(AdministrationError, match="already"):
            create_user(work, here.keyring, by=SYSTEM, name=name, password=None)
    for name in ("", "x", "two words", "a\nb", "<b>", "x" * 61):
        with here.work() as work, pytest.raises(AdministrationError, match="name has"):
            create_user(work, here.keyring, by=SYSTEM, name=name, password=None)


def test_who_lost_the_telephone_begins_anew(here: Installation) -> None:
    user = here.user()
    token = here.inside()
    with here.work() as work:
        hashed = here.passwords.hash("first password again")
        reset_login(work, here.keyring, by=SYSTEM, user=user, password=hashed, second_factor=True)
    assert here.stage(token) is None
    assert here.try_password() == Refused(Why.WRONG)
    came = here.try_password(password="first password again")
    assert isinstance(came, Inside)
    assert came.stage is Stage.SET_UP


def test_what_was_granted_says_by_whom_and_stays(here: Installation) -> None:
    _, security = here.principal("security", (Role.SECURITY_ADMIN, ""))
    user = here.user()
    with here.work() as work:
        grant = grant_role(work, here.keyring, by=security, user=user, role=Role.VILLAGE, prefix="990101001001")
        assert grant.granted_by == security.actor
    with here.work() as work:
        revoke_role(work, here.keyring, by=SYSTEM, user=user, role=Role.VILLAGE, prefix=None)
    with here.work() as work:
        kept = work.session.get(type(grant), grant.id)
        assert kept is not None
        assert (kept.revoked_at, kept.revoked_by) == (here.now, SYSTEM.actor)
    assert here.actions()[-1] == "roles.revoked"
