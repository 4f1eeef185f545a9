"""What somebody may, and where, by all their roles together; and what they may only for the department for which they speak."""

from __future__ import annotations

import pytest

from features.deliveries.departments import DeliveringDepartment
from service.access.principals import principal_of_user
from service.access.roles import permissions_of
from service.jurisdiction import NOWHERE, Jurisdiction
from service.principal import FOR_A_DEPARTMENT, Kind, Permission, Principal, Reach, Role
from service.store.repositories.users import roles_of
from tests.service.access.conftest import Installation
from tests.service.people import Grant, granted

LIAISON, CIVIL, HEALTH = Role.DEPARTMENT_LIAISON, DeliveringDepartment.CIVIL_AFFAIRS, DeliveringDepartment.HEALTH
COUNTY, TOWNSHIP, OTHER = (Jurisdiction.of(code) for code in ("990101", "990101001", "990101002"))

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def whoever(here: Installation, *grants: Grant) -> Principal:
    user = here.user()
    with here.work() as work:
        granted(work, here.keyring, user, *grants)
        return principal_of_user(work, user)


def test_what_a_liaison_does_is_done_for_the_department_of_the_grant(here: Installation) -> None:
    asker = whoever(here, (LIAISON, "990101001", CIVIL))
    assert asker.department is None, "in what the same person may otherwise they speak for none"
    for permission in permissions_of(LIAISON):
        narrowed = asker.narrowed_to(permission)
        assert narrowed.jurisdiction == TOWNSHIP
        bound = permission in FOR_A_DEPARTMENT
        assert narrowed.department is (CIVIL if bound else None), permission
        assert narrowed.reach_of(permission).about(HEALTH) == (NOWHERE if bound else TOWNSHIP), permission


def test_without_a_department_nothing_of_it_is_open(here: Installation) -> None:
    asker = whoever(here, (LIAISON, "990101", None))
    for permission in permissions_of(LIAISON):
        assert asker.may(permission), "the grant stays"
        assert asker.narrowed_to(permission).jurisdiction == (NOWHERE if permission in FOR_A_DEPARTMENT else COUNTY)


def test_a_place_without_a_department_opens_nothing_beside_one_with(here: Installation) -> None:
    asker = whoever(here, (LIAISON, "990101002", None), (LIAISON, "990101001", CIVIL))
    assert asker.reach_of(Permission.READ_FINDINGS) == Reach(NOWHERE, TOWNSHIP, CIVIL)


def test_an_officer_who_is_a_liaison_too_keeps_their_view_where_they_are_an_officer(here: Installation) -> None:
    asker = whoever(here, (Role.TOWNSHIP, "990101001", None), (LIAISON, "990101", CIVIL))
    reach = asker.reach_of(Permission.READ_FINDINGS)
    assert (reach.whole, reach.own, reach.places) == (TOWNSHIP, COUNTY, COUNTY)
    assert (reach.about(CIVIL), reach.about(HEALTH)) == (COUNTY, TOWNSHIP)
    assert asker.reach_of(Permission.SEND_DELIVERIES) == Reach(NOWHERE, COUNTY, CIVIL)


def test_data_staff_who_are_liaisons_deliver_as_data_staff_and_speak_as_liaisons(here: Installation) -> None:
    asker = whoever(here, (Role.DATA_STAFF, "990101", None), (LIAISON, "990101002", CIVIL))
    assert asker.reach_of(Permission.SEND_DELIVERIES).about(HEALTH) == COUNTY
    speaker = asker.speaking(Permission.SEND_FACTS)
    assert (speaker.department, speaker.jurisdiction) == (CIVIL, OTHER)
    assert speaker.reach_of(Permission.SEND_FACTS).about(HEALTH) == NOWHERE
    assert speaker.permissions == {Permission.SEND_FACTS}


def test_data_staff_alone_speak_for_nobody(here: Installation) -> None:
    speaker = whoever(here, (Role.DATA_STAFF, "990101", None)).speaking(Permission.SEND_FACTS)
    assert (speaker.department, speaker.jurisdiction) == (None, NOWHERE)


def test_of_two_departments_in_the_database_neither_is_spoken_for(here: Installation) -> None:
    user = here.user()
    with here.work() as work:
        granted(work, here.keyring, user, (LIAISON, "990101002", None), (LIAISON, "990101001", CIVIL))
        for row, department in zip(roles_of(work, user.id), (HEALTH, CIVIL), strict=True):
            row.department = department.value
        work.session.flush()
        asker = principal_of_user(work, user)
    assert asker.reach_of(Permission.READ_FINDINGS) == Reach()


@pytest.mark.parametrize("permission", Permission)
def test_a_program_is_bound_where_a_liaison_is(here: Installation, permission: Permission) -> None:
    bare = Principal(Kind.CLIENT, "client_1", "case", frozenset({permission}), COUNTY)
    speaking = Principal(Kind.CLIENT, "client_2", "minzheng", frozenset({permission}), COUNTY, department=CIVIL)
    assert bare.reach_of(permission) == Reach(COUNTY)
    assert speaking.reach_of(permission).about(CIVIL) == COUNTY
    assert speaking.reach_of(permission).about(HEALTH) == (NOWHERE if permission in FOR_A_DEPARTMENT else COUNTY)
    assert bare.narrowed_to(permission).narrowed_to(permission) == bare.narrowed_to(permission)
    for other in set(Permission) - {permission}:
        assert speaking.reach_of(other) == Reach(), "what is not held holds nowhere"
