"""From a key or a session to who asks."""

from __future__ import annotations

from features.deliveries.departments import DeliveringDepartment
from service.access.roles import FOR_PEOPLE, permissions_of
from service.jurisdiction import Jurisdiction
from service.principal import Kind, Permission, Principal, Role
from service.store import Work
from service.store.repositories.users import roles_of
from service.store.tables.access import Client, User


def principal_of_user(work: Work, user: User) -> Principal:
    """A user with what their roles allow, each where it was granted."""
    grants = [(Role(row.role), row.prefix) for row in roles_of(work, user.id)]
    prefixes: dict[Permission, list[str]] = {}
    for role, prefix in grants:
        for permission in permissions_of(role):
            prefixes.setdefault(permission, []).append(prefix)
    return Principal(
        Kind.USER,
        user.id,
        user.name,
        frozenset(prefixes),
        Jurisdiction.of(*(prefix for _, prefix in grants)),
        frozenset(role for role, _ in grants),
        {permission: Jurisdiction.of(*places) for permission, places in prefixes.items()},
    )


def principal_of_client(client: Client) -> Principal:
    """A program with its scopes, but for those that are no program's any more."""
    held = frozenset(Permission(scope) for scope in client.permissions) - FOR_PEOPLE
    department = None if client.department is None else DeliveringDepartment(client.department)
    places = Jurisdiction.of(*client.prefixes)
    return Principal(Kind.CLIENT, client.id, client.name, held, places, department=department)
