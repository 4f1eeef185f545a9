"""From a key or a session to who asks."""

from __future__ import annotations

from collections.abc import Iterable

from features.deliveries.departments import DeliveringDepartment
from service.access.roles import FOR_PEOPLE, permissions_of
from service.jurisdiction import Jurisdiction
from service.principal import FOR_A_DEPARTMENT, Kind, Permission, Principal, Reach, Role
from service.store import Work
from service.store.repositories.users import roles_of
from service.store.tables.access import Client, User, UserRole


def principal_of_user(work: Work, user: User) -> Principal:
    """A user with what their roles allow, each where it was granted."""
    grants = roles_of(work, user.id)
    granting: dict[Permission, list[UserRole]] = {}
    for row in grants:
        for permission in permissions_of(Role(row.role)):
            granting.setdefault(permission, []).append(row)
    return Principal(
        Kind.USER,
        user.id,
        user.name,
        frozenset(granting),
        Jurisdiction.of(*(row.prefix for row in grants)),
        frozenset(Role(row.role) for row in grants),
        {permission: _reach(permission, rows) for permission, rows in granting.items()},
    )


def _reach(permission: Permission, granting: Iterable[UserRole]) -> Reach:
    """Where a permission holds by the grants that give it. A liaison's holds for the department of the grant; without one it opens nothing."""
    whole: list[str] = []
    own: dict[str, list[str]] = {}
    for row in granting:
        if permission not in FOR_A_DEPARTMENT or row.role != Role.DEPARTMENT_LIAISON:
            whole.append(row.prefix)
        elif row.department is not None:
            own.setdefault(row.department, []).append(row.prefix)
    if len(own) != 1:
        # Nobody is granted two (`grant_role`): of two that the database holds all the same, neither.
        return Reach(Jurisdiction.of(*whole))
    ((department, places),) = own.items()
    return Reach(Jurisdiction.of(*whole), Jurisdiction.of(*places), DeliveringDepartment(department))


def principal_of_client(client: Client) -> Principal:
    """A program with its scopes, but for those that are no program's any more."""
    held = frozenset(Permission(scope) for scope in client.permissions) - FOR_PEOPLE
    department = None if client.department is None else DeliveringDepartment(client.department)
    places = Jurisdiction.of(*client.prefixes)
    return Principal(Kind.CLIENT, client.id, client.name, held, places, department=department)
