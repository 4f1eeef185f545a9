"""Where a lead stands: each state is the last official step that was taken."""

from __future__ import annotations

from features.vocabulary import Labelled


class LeadState(Labelled):
    """The states of a lead, in the order of the procedure."""

    RECEIVED = "received", "已接收", "received"
    DISPATCHED = "dispatched", "已派发", "dispatched"
    TO_BE_CLARIFIED = "to_be_clarified", "补充核实", "to be clarified"
    CONFIRMED = "confirmed", "核实有风险", "visited, risk confirmed"
    COMPARED = "compared", "数据比对", "compared with departments' data"
    VILLAGE_REVIEW = "village_review", "村级评议", "passed the village review"
    PUBLIC_NOTICE = "public_notice", "公示", "on public notice"
    TOWNSHIP_CHECK = "township_check", "乡镇审核", "passed the township check"
    COUNTY_DECISION = "county_decision", "县级审定", "approved by the county"

    REGISTERED = "registered", "纳入监测", "registered as monitored"
    SUPPORTED = "supported", "帮扶中", "supported"
    REMOVAL_PROPOSED = "removal_proposed", "拟消除风险", "removal of the risk proposed"
    ROLLED_BACK = "rolled_back", "风险消除回退", "removal rolled back"

    WATCH = "watch", "持续关注", "kept under watch"

    UNFOUNDED = "unfounded", "核实无风险", "visited, unfounded"
    NOT_REGISTERED = "not_registered", "不予纳入", "decided against"
    REMOVED = "removed", "风险消除", "risk removed"
    CLOSED = "closed", "已办结", "closed"


UNDER_THE_CLOCK = frozenset(
    {
        LeadState.RECEIVED,
        LeadState.DISPATCHED,
        LeadState.TO_BE_CLARIFIED,
        LeadState.CONFIRMED,
        LeadState.COMPARED,
        LeadState.VILLAGE_REVIEW,
        LeadState.PUBLIC_NOTICE,
        LeadState.TOWNSHIP_CHECK,
        LeadState.COUNTY_DECISION,
    }
)
"""From the lead to the registration: the days of the policy run."""

MONITORED = frozenset({LeadState.REGISTERED, LeadState.SUPPORTED, LeadState.REMOVAL_PROPOSED, LeadState.ROLLED_BACK})
"""The household is monitored (监测对象)."""

OPEN = UNDER_THE_CLOCK | MONITORED | {LeadState.WATCH}
"""Somebody still has to do something."""

FINAL = frozenset(LeadState) - OPEN
"""Nothing is due. People may take up again what was unfounded or decided against, and take back a removal; CLOSED stays closed."""
