"""Which role may do what: one table, to be read by whoever answers for it.

The roles are those of the work (防止返贫监测: village, township, county, departments) and the three that MLPS level 3
keeps apart (三员分立: GB/T 22239-2019, 8.1.5.1 system, audit and security management). None of these three sees a family.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from service.principal import Permission, Role

P = Permission

V, T, C, D = Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICER, Role.DEPARTMENT_LIAISON
DATA, AUDITOR, SYSTEM, SECURITY = Role.DATA_STAFF, Role.AUDITOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN

WHO_MAY: Mapping[P, tuple[Role, ...]] = {
    P.ASSESS: (C, DATA),
    P.READ_HOUSEHOLDS: (V, T, C, DATA),
    P.READ_LISTS: (V, T, C, DATA),
    P.MAKE_RUNS: (C, DATA),
    P.ISSUE_LISTS: (C,),
    P.READ_LEADS: (V, T, C, D),
    P.REPORT_LEADS: (V, T, C, D),
    P.MOVE_LEADS: (V, T, C, D),
    P.RECORD_VISITS: (V, T, C),
    P.READ_FINDINGS: (T, C, D, DATA),
    P.READ_FEATURES: (V, T, C, D, DATA, AUDITOR),
    P.READ_MODELS: (C, DATA, AUDITOR),
    P.PROMOTE_MODELS: (DATA,),
    P.READ_DELIVERIES: (C, D, DATA),
    P.SEND_DELIVERIES: (D, DATA),
    P.SEND_FACTS: (D, DATA),
    P.READ_PLACES: (V, T, C, D, DATA, AUDITOR, SYSTEM, SECURITY),
    P.READ_EVENTS: (C,),
    P.UNMASK: (V, T, C),
    P.EXPORT: (T, C),
    P.APPROVE_EXPORTS: (C,),
    P.READ_AUDIT: (AUDITOR,),
    P.MANAGE_USERS: (SYSTEM,),
    P.GRANT_ROLES: (SECURITY,),
    P.MANAGE_CLIENTS: (SECURITY,),
    P.READ_METRICS: (SYSTEM,),
    P.MANAGE_WEBHOOKS: (SYSTEM,),
}

APART = frozenset({AUDITOR, SYSTEM, SECURITY})
"""Nobody holds two of them."""

ABOUT_FAMILIES = frozenset(
    {
        P.ASSESS,
        P.READ_HOUSEHOLDS,
        P.READ_LISTS,
        P.MAKE_RUNS,
        P.ISSUE_LISTS,
        P.READ_LEADS,
        P.REPORT_LEADS,
        P.MOVE_LEADS,
        P.RECORD_VISITS,
        P.READ_FINDINGS,
        P.READ_DELIVERIES,
        P.SEND_DELIVERIES,
        P.SEND_FACTS,
        P.READ_EVENTS,
        P.UNMASK,
        P.EXPORT,
        P.APPROVE_EXPORTS,
    }
)
"""Whoever may do one of them sees households, or changes what is known of them."""

ABOUT_NOBODY = frozenset({P.READ_FEATURES, P.READ_METRICS, P.READ_MODELS, P.READ_PLACES})
"""What is read there is the same for everybody: it stands in no audit."""

FOR_PEOPLE = frozenset({P.UNMASK, P.APPROVE_EXPORTS, P.MANAGE_USERS, P.GRANT_ROLES, P.MANAGE_CLIENTS})
"""No program may: whoever reads a name answers for it, a second person is a person, and a key that makes keys is never revoked for good."""


def permissions_of(role: Role) -> frozenset[P]:
    """What a role may do."""
    return frozenset(permission for permission, roles in WHO_MAY.items() if role in roles)


def kept_apart(roles: Iterable[Role]) -> frozenset[Role]:
    """Those of the roles that nobody may hold together; none where that is so."""
    together = APART & frozenset(roles)
    return together if len(together) > 1 else frozenset()
