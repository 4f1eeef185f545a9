"""The table of roles holds what the law asks, and the page for people is of today."""

from __future__ import annotations

from pathlib import Path

from service.access.documentation import access_page
from service.access.roles import ABOUT_FAMILIES, APART, FOR_PEOPLE, WHO_MAY, kept_apart, permissions_of
from service.principal import Permission, Role


def test_every_permission_is_somebody_s_and_every_role_has_one() -> None:
    assert set(WHO_MAY) == set(Permission)
    assert all(WHO_MAY.values())
    assert all(permissions_of(role) for role in Role)


def test_administrators_and_auditors_see_no_family() -> None:
    for role in APART:
        assert not permissions_of(role) & ABOUT_FAMILIES


def test_the_three_kept_apart_share_nothing_that_changes_anything() -> None:
    reads = {Permission.READ_PLACES}
    for role in APART:
        others = frozenset().union(*(permissions_of(other) for other in APART - {role}))
        assert permissions_of(role) & others <= reads


def test_who_audits_only_reads() -> None:
    assert all(permission.value.endswith(":read") for permission in permissions_of(Role.AUDITOR))


def test_what_is_for_people_is_no_program_s() -> None:
    assert Permission.APPROVE_EXPORTS in FOR_PEOPLE


def test_of_the_three_one_may_be_held() -> None:
    assert kept_apart([Role.AUDITOR, Role.COUNTY_OFFICER]) == frozenset()
    assert kept_apart([Role.AUDITOR, Role.SYSTEM_ADMIN]) == {Role.AUDITOR, Role.SYSTEM_ADMIN}


def test_the_page_is_of_this_table() -> None:
    write = "python -c 'from service.access.documentation import access_page; print(access_page(), end=\"\")' > docs/access.md"
    assert Path("docs/access.md").read_text(encoding="utf-8") == access_page(), f"docs/access.md is old: {write}"
