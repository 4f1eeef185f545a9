"""Promotion on a made-up county, which has nothing at stake: through the same gate, naming all that it overrides."""

from __future__ import annotations

import datetime as dt

from features.policy.loading import Policy
from features.records.store import RecordStore
from models.promotions.audit import Audit, audit_folder
from models.promotions.checks import OVERRIDABLE, Approval, Finding
from models.promotions.promoting import Moved, promote, settle
from models.risk_model import RiskModel
from training.promotion.gate import examined
from training.promotion.gathering import gather, lines_of


def promote_made_up(
    model: RiskModel, store: RecordStore, policy: Policy, approver: str, reason: str, now: dt.datetime
) -> tuple[Moved, list[Finding], Approval]:
    """Promote a version whatever the evidence weighs; what is broken or missing is refused here too.

    Args:
        model: registered.
        now: with its zone.

    Returns:
        What moved, what the gate found, and what was accepted and overridden: show all three.

    Raises:
        RefusedError: something is broken or missing.
        RegistryError, AuditError: as `promote`.
    """
    audit, lines = Audit(audit_folder()), lines_of(store, policy)
    evidence = gather(model.name, model.version, store, policy, lines)
    found = examined(evidence, Approval(approver, reason), lines)
    accepted = frozenset(name for one in found for name in one.acceptable)
    approval = Approval(approver, reason, accepted)
    findings = examined(evidence, approval, lines)
    despite = frozenset(one.check for one in findings if not one.passed) & OVERRIDABLE
    approval = Approval(approver, reason, accepted, despite)
    with audit.held():
        settle(model.name, audit, now)
        return promote(model.name, model.version, findings, approval, audit, now), findings, approval
