"""Promotion and rollback: the gate, the intention in the audit, the alias, the confirmation.

    examine → refused?  ─ yes → told, and kept in the audit; nothing moves
                │ no
    intention in the audit → champion moves → previous, challenger and tags follow → confirmation in the audit

A kill leaves an intention without an end. The next command looks at the champion: if it moved, what should follow is
done and confirmed; if not, the intention is told as abandoned. Past scores are never touched: they say which version
made them, and every version stays in the registry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from features.errors import FanpinError
from models import registry
from models.promotions.audit import Act, Audit, Entry, Step, champions, unfinished
from models.promotions.checks import OVERRIDABLE, Approval, Finding, refused
from models.registry import Alias

AUDIT_TAG = "fanpin.audit"
"""Of a registered model: number and hash of the newest entry about it, so that a cut-off audit is noticed."""


class PromotionError(FanpinError, ValueError):
    """What was asked for can't be done; the message says why and what to do. Nothing was changed."""


class RefusedError(FanpinError):
    """The gate refused; `findings` say why. Nothing was changed but the audit."""

    def __init__(self, name: str, version: str, findings: Iterable[Finding], against: Iterable[Finding]) -> None:
        self.findings, self.against = tuple(findings), tuple(against)
        zh, en = "、".join(one.check.zh for one in self.against), ", ".join(one.check.value for one in self.against)
        super().__init__(
            f"{name} 第 {version} 版未上线：{zh} | {name} {version} was not promoted: {en}. The champion stays."
        )


@dataclass(frozen=True)
class Moved:
    """What a promotion or rollback changed.

    Attributes:
        previous: the version to which a rollback would go now; None where there is none.
    """

    name: str
    champion: str
    before: str | None
    previous: str | None


def promote(
    name: str, version: str, findings: list[Finding], approval: Approval, audit: Audit, now: dt.datetime
) -> Moved:
    """Make a version the champion, if its findings allow. Call it inside `audit.held()`, after `settle`.

    Args:
        findings: of the gate, on this version, now.
        now: with its zone.

    Raises:
        RefusedError: a check failed that was not overridden by name.
        PromotionError: it is the champion already.
        AuditError: the audit was changed by somebody.
        RegistryError: the registry can't be reached; run the command again, which finishes or forgets what was begun.
    """
    before = registry.version_with(name, Alias.CHAMPION)
    if before == version:
        raise PromotionError(
            f"{name} 第 {version} 版已是现用模型。 | {name} {version} is the champion already; nothing was changed."
        )
    fields = _entry_fields(Act.PROMOTE, name, version, before, approval, findings, now)
    if against := refused(findings, approval.despite):
        _seal(
            audit.add(step=Step.REFUSED.value, of=None, previous=registry.version_with(name, Alias.PREVIOUS), **fields)
        )
        raise RefusedError(name, version, findings, against)
    return _move(audit.add(step=Step.INTENDED.value, of=None, previous=before, **fields), audit, now)


def rollback(name: str, approval: Approval, audit: Audit, now: dt.datetime) -> Moved:
    """Go back to the champion before. Call it inside `audit.held()`, after `settle`.

    Raises:
        PromotionError: there is none, or nobody answers for it.
        ModelError: the champion before can't be used with this installation's features.
        AuditError, RegistryError: as `promote`.
    """
    if not approval.approver.strip() or not approval.reason.strip():
        raise PromotionError(
            "回退需要写明批准人与理由 | A rollback needs a named approver and a reason: --approver and --reason."
        )
    present = registry.version_with(name, Alias.CHAMPION)
    line = champions(audit.require_whole(), name)
    to = registry.version_with(name, Alias.PREVIOUS)
    if to is None or present is None:
        raise PromotionError(
            f"{name} 没有上一任模型可回退。 | {name} has no champion before this one to go back to. `fanpin promotions` lists "
            "what was done; any version can be promoted again by its number."
        )
    # Raises where it can't be used here: rather the present champion than none.
    registry.load_version(name, to)
    earlier = line[: line.index(to)] if to in line else []
    fields = _entry_fields(Act.ROLLBACK, name, to, present, approval, [], now)
    intended = audit.add(step=Step.INTENDED.value, of=None, previous=earlier[-1] if earlier else None, **fields)
    return _move(intended, audit, now)


def settle(name: str, audit: Audit, now: dt.datetime) -> Entry | None:
    """Finish or forget what an earlier command began and did not end; the entry that tells it, None where all was ended.

    Call it inside `audit.held()`.

    Raises:
        AuditError: the audit was changed by somebody.
        RegistryError: the registry can't be reached.
    """
    begun = unfinished(audit.require_whole(), name)
    if begun is None:
        return None
    if registry.version_with(name, Alias.CHAMPION) == begun.to_version:
        _move(begun, audit, now)
    else:
        _seal(_ended(begun, Step.ABANDONED, audit, now))
    return audit.entries()[-1]


def _move(intended: Entry, audit: Audit, now: dt.datetime) -> Moved:
    """Everything that follows an intention; each step may be done again without harm."""
    name, to = intended.model, intended.to_version
    registry.set_alias(name, Alias.CHAMPION, to)
    if intended.previous is None:
        registry.without_alias(name, Alias.PREVIOUS)
    else:
        registry.set_alias(name, Alias.PREVIOUS, intended.previous)
    if registry.version_with(name, Alias.CHALLENGER) == to:
        registry.without_alias(name, Alias.CHALLENGER)
    registry.set_tags(name, to, _tags(intended))
    _seal(_ended(intended, Step.DONE, audit, now))
    return Moved(name, to, intended.from_version, intended.previous)


def _ended(intended: Entry, step: Step, audit: Audit, now: dt.datetime) -> Entry:
    same = ("act", "model", "from_version", "to_version", "previous", "approver", "reason", "despite", "accepted")
    fields: dict[str, Any] = {field: getattr(intended, field) for field in same}
    return audit.add(step=step.value, of=intended.number, at=now.isoformat(timespec="seconds"), checks=(), **fields)


def _seal(entry: Entry) -> None:
    """Keep the newest entry's number and hash where whoever cuts the audit's end does not look."""
    registry.set_model_tags(entry.model, {AUDIT_TAG: f"{entry.number}:{entry.hash}"})


def _entry_fields(
    act: Act,
    name: str,
    version: str,
    before: str | None,
    approval: Approval,
    findings: list[Finding],
    now: dt.datetime,
) -> dict[str, Any]:
    failed = {one.check for one in findings if not one.passed}
    return {
        "at": now.isoformat(timespec="seconds"),
        "act": act.value,
        "model": name,
        "from_version": before,
        "to_version": version,
        "approver": approval.approver.strip(),
        "reason": approval.reason.strip(),
        "checks": tuple(one.as_dict() for one in findings),
        # Only what was needed: an override of a check that passed says nothing.
        "despite": tuple(sorted(check.value for check in approval.despite & failed & OVERRIDABLE)),
        "accepted": tuple(name for one in findings for name in one.accepted),
    }


def _tags(intended: Entry) -> dict[str, str]:
    tags = {
        f"fanpin.{intended.act}.at": intended.at,
        f"fanpin.{intended.act}.approver": intended.approver,
        f"fanpin.{intended.act}.reason": intended.reason,
        f"fanpin.{intended.act}.audit_entry": f"{intended.number}:{intended.hash}",
    }
    for word in ("despite", "accepted"):
        if listed := getattr(intended, word):
            tags[f"fanpin.{intended.act}.{word}"] = ", ".join(listed)
    return tags
