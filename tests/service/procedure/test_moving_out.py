"""Stories of how leads end: the risk is removed and rolled back, an unfounded one is watched or taken up again, one is closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from service.procedure import LeadState
from tests.service.procedure import drawn_leads as drawn
from tests.service.procedure.drawn_leads import OF_COUNTY, OF_DEPARTMENT, OF_TOWNSHIP, OF_VILLAGE, on, problems


@pytest.mark.parametrize(
    ("day", "held_since", "wrong"),
    [
        (dt.date(2026, 9, 13), dt.date(2026, 3, 1), ["monitored_long_enough"]),
        (dt.date(2026, 9, 14), dt.date(2026, 3, 1), []),  # six months to the day
        (dt.date(2026, 10, 9), dt.date(2026, 4, 10), ["income_held_long_enough"]),
        (dt.date(2026, 10, 10), dt.date(2026, 4, 10), []),
        (dt.date(2026, 9, 13), dt.date(2026, 4, 10), ["monitored_long_enough", "income_held_long_enough"]),
    ],
)
def test_a_risk_is_removed_half_a_year_after_registration_with_income_above_the_line(
    day: dt.date, held_since: dt.date, wrong: list[str]
) -> None:
    assert drawn.registered().last("register").on == dt.date(2026, 3, 14)  # type: ignore[union-attr]
    lead = drawn.moved(drawn.supported(), "propose_removal", OF_VILLAGE, day, held_since=held_since, **drawn.REMOVAL)
    assert problems(lead, "remove", OF_COUNTY, day) == wrong


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"has_labour": False}, ["somebody_can_work"]),
        ({"guarantees_hold": False}, ["guarantees_do_hold"]),
        ({"has_labour": False, "guarantees_hold": False}, ["guarantees_do_hold", "somebody_can_work"]),
        ({"has_labour": None}, ["has_labour"]),
        ({"held_since": on(191)}, ["income_day_has_come"]),
        ({}, []),
    ],
)
def test_a_household_without_labour_or_with_an_open_guarantee_is_never_proposed_for_removal(
    changed: dict[str, Any], wrong: list[str]
) -> None:
    proposal = {**drawn.REMOVAL, "held_since": on(30), **changed}
    assert problems(drawn.supported(), "propose_removal", OF_VILLAGE, 190, **proposal) == wrong


def test_removed_by_support_needs_support_since_it_began_and_by_itself_needs_none() -> None:
    proposal = {**drawn.REMOVAL, "held_since": on(30)}
    assert problems(drawn.registered(), "propose_removal", OF_VILLAGE, 190, **proposal) == ["support_was_given"]
    by_itself = {**proposal, "removal_mode": "natural"}
    assert problems(drawn.registered(), "propose_removal", OF_VILLAGE, 190, **by_itself) == []
    back = drawn.moved(drawn.removed(), "roll_back", OF_COUNTY, 300, risk_types=["illness"], note="复发")
    assert problems(back, "propose_removal", OF_VILLAGE, 500, **proposal) == ["support_was_given"]


def test_a_roll_back_counts_half_a_year_anew() -> None:
    lead = drawn.moved(drawn.removed(), "roll_back", OF_COUNTY, 300, risk_types=["illness"], note="复发")
    lead = drawn.moved(lead, "support", OF_DEPARTMENT, 301, measures=["medical_aid"])
    lead = drawn.moved(lead, "propose_removal", OF_TOWNSHIP, 400, held_since=on(30), **drawn.REMOVAL)
    assert problems(lead, "remove", OF_COUNTY, 400) == ["monitored_long_enough"]
    assert problems(lead, "remove", OF_COUNTY, 500) == []


def test_a_removal_that_is_refused_says_which_support_goes_on() -> None:
    assert problems(drawn.proposed(), "keep_supporting", OF_COUNTY, 191) == ["measures", "note"]
    lead = drawn.moved(drawn.proposed(), "keep_supporting", OF_COUNTY, 191, measures=["employment"], note="工作尚不稳")
    assert lead.state is LeadState.SUPPORTED


def test_what_was_unfounded_is_taken_up_again_with_a_reason() -> None:
    assert problems(drawn.unfounded(), "reopen", OF_VILLAGE, 5) == ["reopen_reason", "note"]
    lead = drawn.moved(drawn.unfounded(), "reopen", OF_VILLAGE, 5, reopen_reason="appeal", note="家属到村委会说明")
    assert lead.state is LeadState.RECEIVED
    assert lead.started_on == on(5)


@pytest.mark.parametrize(
    ("until", "wrong"),
    [
        (dt.date(2026, 3, 5), ["watch_ends_in_time"]),  # today
        (dt.date(2026, 3, 6), []),
        (dt.date(2027, 3, 5), []),  # twelve months
        (dt.date(2027, 3, 6), ["watch_ends_in_time"]),
    ],
)
def test_a_household_is_watched_until_a_day_within_the_year(until: dt.date, wrong: list[str]) -> None:
    today = dt.date(2026, 3, 5)
    assert problems(drawn.unfounded(), "watch", OF_VILLAGE, today, watch_until=until, note="留意") == wrong
    if not wrong:
        lead = drawn.moved(drawn.unfounded(), "watch", OF_VILLAGE, today, watch_until=until, note="留意")
        assert problems(lead, "end_watch", OF_TOWNSHIP, until - dt.timedelta(days=1), note="平稳") == ["watch_is_over"]
        assert drawn.moved(lead, "end_watch", OF_TOWNSHIP, until, note="平稳").state is LeadState.CLOSED


def test_nobody_leaves_the_monitoring_by_declining() -> None:
    declined = {"close_reason": "declined", "note": "本人签字"}
    assert problems(drawn.confirmed(), "close_by_county", OF_COUNTY, 3, **declined) == []
    assert problems(drawn.supported(), "close_by_county", OF_COUNTY, 30, **declined) == ["nobody_leaves_monitoring_so"]
    died = {"close_reason": "died", "note": "户口已注销"}
    assert problems(drawn.supported(), "close_by_county", OF_COUNTY, 30, **died) == []


def test_once_a_risk_was_confirmed_only_the_county_closes_a_lead() -> None:
    duplicate = {"close_reason": "duplicate", "note": "与另一条线索为同一户"}
    assert problems(drawn.dispatched(), "close", OF_TOWNSHIP, 2, **duplicate) == []
    assert problems(drawn.confirmed(), "close", OF_TOWNSHIP, 3, **duplicate) == ["state"]
    assert problems(drawn.confirmed(), "close_by_county", OF_TOWNSHIP, 3, **duplicate) == ["office"]
    back = drawn.moved(drawn.confirmed(), "send_back", OF_TOWNSHIP, 3, sent_back_reason="incomplete", note="缺证明")
    assert problems(back, "close", OF_TOWNSHIP, 3, **duplicate) == ["no_risk_was_confirmed"]
    assert problems(back, "close_by_county", OF_COUNTY, 3, **duplicate) == []
    doubtful = drawn.visited("to_be_clarified", note="待查")
    assert problems(doubtful, "close", OF_TOWNSHIP, 3, **duplicate) == []
    against = {"decision": "not_approved", "against_reason": "eased"}
    again = drawn.moved(drawn.checked(), "decide", OF_COUNTY, 11, **against)
    watched = drawn.moved(again, "watch", OF_TOWNSHIP, 12, watch_until=on(60), note="留意")
    assert problems(watched, "close", OF_TOWNSHIP, 13, **duplicate) == []  # the county has decided already
    again = drawn.moved(again, "reopen", OF_TOWNSHIP, 12, reopen_reason="appeal", note="申诉")
    again = drawn.moved(again, "dispatch", OF_COUNTY, 12, place=drawn.VILLAGE)
    again = drawn.moved(
        again, "visit", OF_VILLAGE, 12, visited_on=on(12), verdict="to_be_clarified", note="待查"
    )  # in this round nobody has confirmed it
    assert problems(again, "close", OF_TOWNSHIP, 13, **duplicate) == []


def test_what_the_township_has_checked_only_the_county_sends_back() -> None:
    back = {"sent_back_reason": "incomplete", "note": "缺诊断证明"}
    assert problems(drawn.on_notice(), "send_back", OF_TOWNSHIP, 5, **back) == []
    assert problems(drawn.checked(), "send_back", OF_TOWNSHIP, 10, **back) == ["state"]
    assert problems(drawn.checked(), "send_back_by_county", OF_TOWNSHIP, 10, **back) == ["office"]
    assert problems(drawn.approved(), "send_back_by_county", OF_COUNTY, 12, **back) == []
