"""Lines of the audit as an auditor reads them: who, what, to what, in words where there are any."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from service.audit.answers import line_answer
from service.principal import Permission
from service.store.tables.audit import AuditLine
from service.views.places import Places

PERMISSIONS = {permission.value: permission for permission in Permission}
ACTS: Mapping[str, Bilingual] = {
    "identities.unmasked": Bilingual("查看了一户的姓名", "looked at a household's names"),
    "identities.refused": Bilingual("查看姓名被拒（到上限）", "was refused a household's names (limit)"),
    "deliveries.received": Bilingual("发送了文件", "sent a file"),
    "deliveries.landed": Bilingual("文件已导入", "a file was taken in"),
    "users.created": Bilingual("开设了账户", "made an account"),
    "users.closed": Bilingual("停用了账户", "closed an account"),
    "users.link": Bilingual("签发了登录链接", "made a link for logging in"),
    "users.login_reset": Bilingual("重设了登录", "gave a new first password"),
    "users.unlocked": Bilingual("解锁了账户", "unlocked an account"),
    "roles.granted": Bilingual("授予了角色", "granted a role"),
    "roles.revoked": Bilingual("撤销了角色", "took a role back"),
    "models.promoted": Bilingual("上线了模型", "promoted a model"),
    "models.rolled_back": Bilingual("回退了模型", "rolled the model back"),
    "models.refused": Bilingual("模型未通过上线检查", "the gate refused a model"),
    "leads.report": Bilingual("报送了线索", "reported a lead"),
    "leads.move": Bilingual("办理了线索", "moved a lead on"),
    "leads.assign": Bilingual("交办了线索", "handed a lead over"),
    "lists.make": Bilingual("生成了名单", "made a list"),
    "lists.issue": Bilingual("下发了名单", "issued a list"),
    "runs.ask": Bilingual("安排了评分", "had everybody scored"),
    "facts.accept": Bilingual("报送了单项事实", "sent a single fact"),
    "exports.asked": Bilingual("申请了导出", "asked for an export"),
    "exports.used": Bilingual("取走了导出", "took an export"),
    "clients.created": Bilingual("登记了接口程序", "registered a program"),
    "clients.revoked": Bilingual("停用了接口程序", "revoked a program"),
    "audit.exported": Bilingual("导出了审计", "exported the audit"),
    "audit.destroyed": Bilingual("销毁了到期的审计记录", "destroyed lines that were old enough"),
    "login.opened": Bilingual("登录了", "logged in"),
    "login.link": Bilingual("用链接登录了", "logged in with a link"),
    "login.provider": Bilingual("经统一认证登录了", "logged in by the county's provider"),
    "login.failed": Bilingual("登录失败", "failed to log in"),
    "login.code_failed": Bilingual("验证码错误", "typed a wrong code"),
    "login.locked": Bilingual("多次输错，暂时锁定", "was locked after wrong tries"),
    "password.changed": Bilingual("改了密码", "changed the password"),
    "sessions.ended": Bilingual("退出了登录", "ended sessions"),
}
"""Acts that have words of their own; a reading has those of its permission. Anything else stands as the audit names it."""

UNMASKED = "identities.unmasked"
PLACES = frozenset({"region", "region_code", "place", "prefix"})
"""Details that name a place."""


@dataclass(frozen=True)
class Line:
    """A line of the audit.

    Attributes:
        who: by name where they are users; else as the audit names them.
        unmasking: the record that says why names were looked at; None of every other line.
    """

    number: int
    at: dt.datetime
    actor: str
    who: str
    action: str
    act: Bilingual
    target: str | None
    detail: tuple[tuple[str, str | Bilingual], ...]
    unmasking: str | None


def lines(rows: Iterable[AuditLine], names: Mapping[str, str], places: Places) -> list[Line]:
    """The lines of a page.

    Args:
        names: of users, by their ids.
    """
    return [_line(row, names, places) for row in rows]


def _line(row: AuditLine, names: Mapping[str, str], places: Places) -> Line:
    answer = line_answer(row)
    kind, _, name = answer.actor.partition(":")
    return Line(
        number=answer.number,
        at=answer.at,
        actor=answer.actor,
        who=names.get(name, answer.actor) if kind == "user" else answer.actor,
        action=answer.action,
        act=act_in_words(answer.action),
        target=answer.target,
        detail=tuple(
            (key, _place(value, places) if key in PLACES and str(value).isdecimal() else _plain(value))
            for key, value in answer.detail.items()
            if value not in (None, "", [])
        ),
        unmasking=str(answer.detail["unmasking"])
        if answer.action == UNMASKED and "unmasking" in answer.detail
        else None,
    )


def act_in_words(action: str) -> Bilingual:
    """What was done."""
    if action in PERMISSIONS:
        # What was opened or sent by it stands in the details: that somebody may grant roles says not that they did.
        permission = PERMISSIONS[action]
        return Bilingual(f"使用权限：{permission.zh}", f"used the permission to {permission.en}")
    return ACTS.get(action, Bilingual(action, action))


def _place(code: Any, places: Places) -> Bilingual:
    """By its name, and as the line holds it."""
    return places.wide(str(code)).and_also(Bilingual(f"（{code}）", f" ({code})"))


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
