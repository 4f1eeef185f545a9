"""Several reports of one family become one lead with all its sources: whether a report joins, opens or takes up a lead, and why in words.

Who stores leads keeps at most one open lead of a household (`Step.opens_again`).

Decided in this order: the report is there already; the household has a lead that is open; it had one that ended. What a person reports
(the family itself, a cadre) always sends somebody out; an alert or a score of a kind that was just looked into does not, for the months of
the policy, unless the county calls its rule severe.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.policy.loading import Policy
from features.vocabulary import Labelled, LeadSource
from service.procedure.days import months_after
from service.procedure.lead import REOPEN, Lead, Report, Step
from service.procedure.states import MONITORED, UNDER_THE_CLOCK, LeadState
from service.procedure.verdicts import ReopenReason

REST = "lead_rest_months"
MERGING_POLICY = (REST,)
BY_PEOPLE = (LeadSource.SELF_REPORT, LeadSource.CADRE)


class ReportError(FanpinError, ValueError):
    """A report that can't be taken in; the message says why and what to do."""


class Merge(Labelled):
    """What becomes of a report."""

    KNOWN = "known", "已收到过", "known already: nothing changes"
    JOINED = "joined", "并入在办线索", "joins the open lead"
    WAITS = "waits", "并入已核实的线索，暂不派人", "joins the ended lead, and nobody is sent"
    REOPENED = "reopened", "重新启动原线索", "takes up the ended lead"
    OPENED = "opened", "新开线索", "opens a lead"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What becomes of a report.

    Attributes:
        why: the reason in words, without a full stop.
        lead: the household's lead with the report in it; None where one has to be opened (`open_lead`).
        step: to be stored with it, where the report takes the lead up again.
    """

    merge: Merge
    why: Bilingual
    lead: Lead | None = None
    step: Step | None = None


def open_lead(lead_id: str, household_id: str, region_code: str, report: Report) -> Lead:
    """A new lead of a household, received on the day of its report."""
    return Lead(lead_id, household_id, region_code, report.reported_on, (report,))


def receive(report: Report, lead: Lead | None, today: dt.date, policy: Policy) -> Receipt:
    """What becomes of a report of a household.

    Args:
        lead: the household's open lead, else the one that ended last, else None.

    Raises:
        ReportError: it is dated after today, or today is before the lead's last step.
        PolicyError: the policy has no value for the place and day.
    """
    if report.reported_on > today:
        raise ReportError(
            f"线索日期 {report.reported_on} 还没有到：请核对日期。 | the report of {report.reported_on} is dated after today ({today}): check it."
        )
    if lead is not None and lead.steps and today < lead.steps[-1].on:
        raise ReportError(
            f"今天（{today}）早于该线索上一步的日期 {lead.steps[-1].on}：请核对本机日期。 | today ({today}) is before the lead's last step of "
            f"{lead.steps[-1].on}: check the clock."
        )
    if lead is None:
        return Receipt(Merge.OPENED, Bilingual("该户没有线索：新开一条", "the household has no lead: a new one"))
    if any(known.identity == report.identity for known in lead.reports):
        words = Bilingual("同一来源、同一编号的线索已收到过", "a report of that source and reference is known")
        return Receipt(Merge.KNOWN, words, lead)
    joined = replace(lead, reports=(*lead.reports, report))
    if lead.state in UNDER_THE_CLOCK:
        words = Bilingual(
            f"该户已有在办线索（{lead.state.zh}）：并入，期限不变",
            f"the household has an open lead ({lead.state.en}): joined, its days go on",
        )
        return Receipt(Merge.JOINED, words, joined)
    if lead.state in MONITORED:
        words = Bilingual(
            "该户已纳入监测：并入，请帮扶时一并核查",
            "the household is monitored: joined, to be looked at with its support",
        )
        return Receipt(Merge.JOINED, words, joined)
    if lead.state in (LeadState.REMOVED, LeadState.CLOSED):
        words = Bilingual(f"上一条线索{lead.state.zh}：新开一条", f"its last lead is over ({lead.state.en}): a new one")
        return Receipt(Merge.OPENED, words)
    return _after_the_end(report, lead, joined, today, policy)


def _after_the_end(report: Report, lead: Lead, joined: Lead, today: dt.date, policy: Policy) -> Receipt:
    """Of a lead that was unfounded, decided against, or is under watch."""
    rest_over = months_after(_ended_on(lead), int(policy.value(REST, lead.region_code, today)))
    watched = lead.state is LeadState.WATCH
    until = lead.day_of("watch_until", "watch") if watched else rest_over
    over = until is not None and today >= until
    if over and not watched:
        words = Bilingual(
            f"上次核实已过 {rest_over}：新开一条", f"the rest after the last lead ended on {rest_over}: a new one"
        )
        return Receipt(Merge.OPENED, words)
    why = _why_again(report, lead)
    if why is None and not over:
        zh = f"同类情况刚核实过（{lead.state.zh}）：并入，{until} 以前不再派人"
        en = f"the same was looked into ({lead.state.en}): joined, and nobody is sent before {until}"
        return Receipt(Merge.WAITS, Bilingual(zh, en), joined)
    why = why or Bilingual(f"关注期 {until} 已满", f"the watch ended on {until}")
    details = {"reopen_reason": ReopenReason.NEW_REPORT.value, "note": f"{why.zh}（{report.reference}）"[:500]}
    by = report.reported_by or report.source.value
    step = Step(REOPEN, lead.state, LeadState.RECEIVED, by, None, today, details)
    words = Bilingual(f"{why.zh}：重新启动原线索", f"{why.en}: the lead is taken up again")
    return Receipt(Merge.REOPENED, words, joined.after(step), step)


def _ended_on(lead: Lead) -> dt.date:
    """The day from which a household rests: of the visit that ended its lead, else of the step that did."""
    ended = next((step for step in reversed(lead.steps) if step.from_state in UNDER_THE_CLOCK), None)
    if ended is not None and ended.move == "visit":
        return lead.day_of("visited_on", "visit") or ended.on
    return ended.on if ended else lead.opened_on


def _why_again(report: Report, lead: Lead) -> Bilingual | None:
    """Why somebody has to go there again though it was just looked into; None where nobody has to."""
    if report.source in BY_PEOPLE:
        return Bilingual(f"{report.source.zh}的线索都要核查", f"{report.source.en}: whoever reports is heard")
    if report.severe:
        return Bilingual("命中严重预警规则", "it hits a severe rule")
    if _kind(report) is None:
        return Bilingual(
            "线索没有说明风险类型，无从认定与上次相同", "it names no risk, so that nobody knows it to be the same"
        )
    looked_on = lead.day_of("visited_on", "visit") or _ended_on(lead)
    looked_into = {_kind(known) for known in lead.reports if known.reported_on <= looked_on}
    return None if _kind(report) in looked_into else Bilingual("出现新的风险", "a new kind of risk")


def _kind(report: Report) -> str | None:
    """By what two reports are of one kind: the risk type, else the rule."""
    return report.risk_type.value if report.risk_type else report.rule
