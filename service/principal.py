"""Who asks, what they may do, and where: what every piece of work is done for.

A person or a program is let in by `service.access`; here is what is known of them from then on, whichever way they came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from features.deliveries.departments import DeliveringDepartment
from features.vocabulary import Labelled
from service.jurisdiction import EVERYWHERE, NOWHERE, Jurisdiction


class Role(Labelled):
    """What somebody is in the work. Nobody holds two of the last three (MLPS: administration, security and audit apart)."""

    VILLAGE = "village", "村级人员", "village worker"
    TOWNSHIP = "township", "乡镇人员", "township officer"
    COUNTY_OFFICER = "county_officer", "县级监测人员", "county officer"
    DEPARTMENT_LIAISON = "department_liaison", "部门联络员", "department liaison"
    DATA_STAFF = "data_staff", "数据人员", "data staff"
    AUDITOR = "auditor", "审计员", "auditor"
    SYSTEM_ADMIN = "system_admin", "系统管理员", "system administrator"
    SECURITY_ADMIN = "security_admin", "安全管理员", "security administrator"


class Permission(Labelled):
    """Something that may be done; for programs, a scope of their key."""

    ASSESS = "assessments:make", "评估所送的户", "assess households that are sent"
    READ_HOUSEHOLDS = "households:read", "查看户的情况和评估", "read households and their assessments"
    READ_LISTS = "lists:read", "查看名单", "read lists"
    MAKE_RUNS = "runs:make", "安排评分", "have everybody scored"
    ISSUE_LISTS = "lists:issue", "下发名单", "issue lists"
    READ_LEADS = "leads:read", "查看线索", "read leads"
    REPORT_LEADS = "leads:report", "报送线索", "report leads"
    MOVE_LEADS = "leads:move", "办理线索", "move leads through the procedure"
    RECORD_VISITS = "visits:record", "录入走访结果", "record visits"
    READ_FINDINGS = "findings:read", "查看核查清单、部门预警和政策落实", "read findings, triggers and gaps"
    READ_FEATURES = "features:read", "查看特征目录", "read the catalogue of features"
    READ_MODELS = "models:read", "查看模型", "read models and their cards"
    PROMOTE_MODELS = "models:promote", "上线和回退模型", "promote models and roll back"
    READ_DELIVERIES = "deliveries:read", "查看交付", "read deliveries"
    SEND_DELIVERIES = "deliveries:send", "交付文件", "deliver files"
    SEND_FACTS = "facts:send", "报送单项事实", "send single facts"
    READ_PLACES = "jurisdictions:read", "查看辖区", "read the places"
    READ_EVENTS = "events:read", "查看变动", "read what has changed"
    UNMASK = "identities:unmask", "查看一户的姓名", "see the names of a household"
    EXPORT = "exports:make", "导出", "export"
    APPROVE_EXPORTS = "exports:approve", "批准大批量导出", "approve large exports"
    READ_AUDIT = "audit:read", "查看审计", "read the audit"
    MANAGE_USERS = "users:manage", "管理用户", "make and close accounts"
    GRANT_ROLES = "roles:grant", "授予角色和辖区", "grant roles and jurisdictions"
    MANAGE_CLIENTS = "clients:manage", "管理接口密钥", "manage programs and their keys"
    READ_METRICS = "metrics:read", "查看运行指标", "read the service's metrics"
    MANAGE_WEBHOOKS = "webhooks:manage", "管理推送", "manage webhooks"


class Kind(Labelled):
    USER = "user", "用户", "user"
    CLIENT = "client", "接口程序", "program"
    SYSTEM = "system", "系统", "fanpin itself"


FOR_A_DEPARTMENT = frozenset({Permission.READ_FINDINGS, Permission.SEND_DELIVERIES, Permission.SEND_FACTS})
"""Whoever speaks for a department does these for that one alone."""


@dataclass(frozen=True)
class Reach:
    """Where a permission holds.

    Attributes:
        whole: whichever department it is about.
        own: for `department` alone.
        department: for which the asker speaks there; none where for none.
    """

    whole: Jurisdiction = NOWHERE
    own: Jurisdiction = NOWHERE
    department: DeliveringDepartment | None = None

    @property
    def places(self) -> Jurisdiction:
        """All of it."""
        return Jurisdiction.of(*self.whole.prefixes, *self.own.prefixes)

    def about(self, department: DeliveringDepartment) -> Jurisdiction:
        """Where it holds for what is a department's."""
        return self.places if department == self.department else self.whole


@dataclass(frozen=True)
class Principal:
    """Who asks.

    Attributes:
        id: their name for the outside, `user_01k…` or `client_01k…`.
        shown: what others read as the doer: a user's name for logging in, a program's name.
        jurisdiction: where at least one of the permissions holds.
        roles: a user's; a program has none.
        reach: where each permission holds, where that is not the whole jurisdiction: who is a county's auditor and a
            township's officer reads the leads of the township alone.
        department: for which a program speaks; of a person only when narrowed to what they may as its liaison, since the
            same person may be an officer in everything else. None of whoever speaks for none.
    """

    kind: Kind
    id: str
    shown: str
    permissions: frozenset[Permission]
    jurisdiction: Jurisdiction
    roles: frozenset[Role] = field(default_factory=frozenset)
    reach: Mapping[Permission, Reach] = field(default_factory=dict)
    department: DeliveringDepartment | None = None

    @property
    def actor(self) -> str:
        """As the audit names them."""
        return f"{self.kind.value}:{self.id}"

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def reach_of(self, permission: Permission) -> Reach:
        """Where they may do something; nowhere what they may not, and what a liaison may for whom no department is registered."""
        if not self.may(permission):
            return Reach()
        if permission in self.reach:
            return self.reach[permission]
        if self.department is not None and permission in FOR_A_DEPARTMENT:
            return Reach(own=self.jurisdiction, department=self.department)
        return Reach(self.jurisdiction)

    def narrowed_to(self, permission: Permission) -> Principal:
        """The same person or program as far as a permission goes: nothing else, and nowhere else."""
        reach, held = self.reach_of(permission), frozenset({permission}) & self.permissions
        return replace(
            self,
            permissions=held,
            jurisdiction=reach.places,
            reach=dict.fromkeys(held, reach),
            department=reach.department,
        )

    def speaking(self, permission: Permission) -> Principal:
        """The same only where they do it for their department, whatever else they may there."""
        reach = replace(self.reach_of(permission), whole=NOWHERE)
        return replace(self, reach={permission: reach}).narrowed_to(permission)


SYSTEM = Principal(Kind.SYSTEM, "fanpin", "fanpin", frozenset(Permission), EVERYWHERE)
"""What the service does by itself: taking up a run, sending what is due."""
