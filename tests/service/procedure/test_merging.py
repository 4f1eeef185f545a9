"""Reports of one family: when they join, open or take up a lead, and when nobody is sent out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.vocabulary import LeadSource, RiskType
from service.procedure import Lead, LeadState, Merge, Report, ReportError, check_move, clock_of, receive, record_of
from tests.drawn_tables import POLICY
from tests.service.procedure import drawn_leads as drawn
from tests.service.procedure.drawn_leads import ALERT, OF_COUNTY, OF_TOWNSHIP, OF_VILLAGE, on

SAME_KIND = replace(ALERT, reference="alert-2", reported_on=on(10))
SCORE = Report("run-7", LeadSource.MODEL, on(10), RiskType.ILLNESS)
SELF = Report("12317-55", LeadSource.SELF_REPORT, on(10), RiskType.ILLNESS)


def merge(report: Report, lead: Lead | None, day: int | dt.date = 10) -> Merge:
    today = day if isinstance(day, dt.date) else on(day)
    receipt = receive(report, lead, today, POLICY)
    assert receipt.why.zh
    assert receipt.why.en
    return receipt.merge


def test_the_first_report_opens_a_lead() -> None:
    assert merge(ALERT, None) is Merge.OPENED


def test_four_sources_of_one_family_become_one_lead_and_its_days_go_on() -> None:
    lead = drawn.dispatched()
    for report in (SELF, SCORE, SAME_KIND, Report("walk-1", LeadSource.CADRE, on(10))):
        receipt = receive(report, lead, on(10), POLICY)
        assert receipt.merge is Merge.JOINED
        assert receipt.lead is not None
        lead = receipt.lead
    assert [report.source.value for report in lead.reports] == ["trigger", "self_report", "model", "trigger", "cadre"]
    assert (lead.state, clock_of(lead, on(10), POLICY).day) == (LeadState.DISPATCHED, 10)


@pytest.mark.parametrize(
    "lead", [drawn.dispatched(), drawn.unfounded(), drawn.supported(), drawn.removed()], ids=lambda lead: lead.state
)
def test_the_same_report_twice_changes_nothing(lead: Lead) -> None:
    receipt = receive(replace(ALERT, severe=True), lead, on(300), POLICY)
    assert (receipt.merge, receipt.lead, receipt.step) == (Merge.KNOWN, lead, None)


def test_two_departments_may_number_their_reports_alike() -> None:
    other = replace(ALERT, reported_by="civil-affairs", risk_type=RiskType.DISABILITY)
    assert merge(other, drawn.dispatched()) is Merge.JOINED


REPORTS = [SELF, SCORE, SAME_KIND, ALERT, replace(SELF, reported_on=on(4)), Report("walk-1", LeadSource.CADRE, on(10))]


@given(st.permutations(REPORTS), st.sampled_from([drawn.received, drawn.confirmed, drawn.unfounded, drawn.supported]))
def test_in_whatever_order_they_come_all_reports_are_in_one_lead_each_once(
    order: list[Report], beginning: Callable[[], Lead]
) -> None:
    lead = beginning()
    for report in [*order, *order]:
        receipt = receive(report, lead, on(30), POLICY)
        assert receipt.lead is not None
        lead = receipt.lead
        assert receive(report, lead, on(30), POLICY).merge is Merge.KNOWN
    assert {report.identity for report in lead.reports} == {report.identity for report in REPORTS}
    assert len(lead.reports) == len({report.identity for report in REPORTS})


def test_a_report_of_a_monitored_household_joins_and_of_a_removed_one_opens_a_lead() -> None:
    assert merge(SAME_KIND, drawn.supported(), 30) is Merge.JOINED
    assert merge(SAME_KIND, drawn.removed(), 230) is Merge.OPENED
    gone = drawn.visited("moved_away", note="迁往县城")
    assert merge(SAME_KIND, gone) is Merge.OPENED


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (SAME_KIND, Merge.WAITS),
        (SCORE, Merge.WAITS),  # it speaks of illness, as the alert did
        (SELF, Merge.REOPENED),
        (Report("walk-1", LeadSource.CADRE, on(10), RiskType.ILLNESS), Merge.REOPENED),
        (replace(SAME_KIND, severe=True), Merge.REOPENED),
        (replace(SAME_KIND, risk_type=RiskType.ACCIDENT), Merge.REOPENED),
        (replace(SAME_KIND, rule="another_bill"), Merge.WAITS),  # of the same risk
        (replace(SAME_KIND, risk_type=None), Merge.REOPENED),  # of a rule that nobody looked into
        (replace(SAME_KIND, risk_type=None, rule=None), Merge.REOPENED),  # unknown is not the same
    ],
)
def test_after_an_unfounded_visit_machines_wait_and_people_are_heard(report: Report, expected: Merge) -> None:
    assert merge(report, drawn.unfounded()) is expected
    watched = drawn.moved(drawn.unfounded(), "watch", OF_VILLAGE, 3, watch_until=on(60), note="留意")
    assert merge(report, watched) is expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2026, 9, 3), Merge.WAITS),  # visited on 4 March: six months less a day
        (dt.date(2026, 9, 4), Merge.OPENED),
    ],
)
def test_the_rest_after_an_unfounded_visit_is_over_after_the_months_of_the_policy(
    today: dt.date, expected: Merge
) -> None:
    assert merge(SAME_KIND, drawn.unfounded(), today) is expected
    entered_late = drawn.moved(
        drawn.dispatched(), "visit", OF_VILLAGE, 9, visited_on=on(2), verdict="unfounded", unfounded_reason="eased"
    )
    assert merge(SAME_KIND, entered_late, today) is expected


def test_a_watch_that_has_ended_sends_somebody_and_one_that_lasts_outlives_the_rest() -> None:
    def watched(until: dt.date) -> Lead:
        return drawn.moved(drawn.unfounded(), "watch", OF_VILLAGE, 3, watch_until=until, note="留意")

    assert merge(SAME_KIND, watched(on(60)), 59) is Merge.WAITS
    assert merge(SAME_KIND, watched(on(60)), 60) is Merge.REOPENED
    assert merge(SAME_KIND, watched(dt.date(2026, 12, 1)), dt.date(2026, 9, 4)) is Merge.WAITS


def test_what_was_reported_after_the_visit_was_not_looked_into() -> None:
    """A new risk joins a lead that was visited already; the county decides against; the next report of it is new."""
    later = replace(ALERT, reference="alert-9", risk_type=RiskType.ACCIDENT, reported_on=on(8))
    receipt = receive(later, drawn.on_notice(), on(8), POLICY)
    assert receipt.lead is not None
    lead = drawn.moved(receipt.lead, "check", OF_TOWNSHIP, 9, objections="none")
    lead = drawn.moved(lead, "decide", OF_COUNTY, 11, decision="not_approved", against_reason="eased")
    assert merge(replace(later, reference="alert-10", reported_on=on(20)), lead, 20) is Merge.REOPENED
    assert merge(replace(SAME_KIND, reported_on=on(20)), lead, 20) is Merge.WAITS


def test_a_report_that_takes_a_lead_up_again_is_a_step_that_says_why_and_starts_the_days_anew() -> None:
    receipt = receive(replace(SELF, reported_by="hotline"), drawn.unfounded(), on(10), POLICY)
    assert receipt.step is not None
    assert receipt.lead is not None
    assert (receipt.step.by, receipt.step.office, receipt.step.on) == ("hotline", None, on(10))
    assert receipt.step.details == {"reopen_reason": "new_report", "note": "自主申报的线索都要核查（12317-55）"}
    assert (receipt.lead.state, receipt.lead.started_on) == (LeadState.RECEIVED, on(10))
    again = receipt.lead.after(
        check_move(receipt.lead, "dispatch", OF_COUNTY, {"place": drawn.VILLAGE}, on(11), POLICY)
    )
    again = drawn.moved(again, "visit", OF_VILLAGE, 12, visited_on=on(12), verdict="confirmed", risk_types=["illness"])
    row = record_of(again, again.steps[-1])
    assert row is not None
    assert row.columns["lead_source"] == "self_report"


def test_a_report_that_waits_is_kept_with_the_lead_and_nobody_is_sent() -> None:
    receipt = receive(SAME_KIND, drawn.unfounded(), on(10), POLICY)
    assert receipt.lead is not None
    assert (receipt.lead.state, receipt.step, len(receipt.lead.reports)) == (LeadState.UNFOUNDED, None, 2)
    assert receipt.why.zh == "同类情况刚核实过（核实无风险）：并入，2026-09-04 以前不再派人"


def test_two_reports_that_name_no_risk_are_not_known_to_be_the_same() -> None:
    unnamed = replace(ALERT, risk_type=None, rule=None)
    lead = drawn.unfounded(report=unnamed)
    receipt = receive(replace(unnamed, reference="alert-2", reported_on=on(10), reported_by=""), lead, on(10), POLICY)
    assert receipt.merge is Merge.REOPENED
    assert receipt.step is not None
    assert receipt.step.by == "trigger"  # nobody is named: its source


def test_a_report_of_a_day_to_come_or_a_clock_that_runs_behind_is_refused() -> None:
    with pytest.raises(ReportError, match=r"线索日期 2026-03-12 还没有到：请核对日期。 \| "):
        receive(replace(ALERT, reference="x", reported_on=on(10)), None, on(9), POLICY)
    with pytest.raises(ReportError, match="早于该线索上一步的日期"):
        receive(replace(ALERT, reference="x", reported_on=on(0)), drawn.unfounded(), on(1), POLICY)
