"""The fifteen days around each day on which their colour changes, what stops them, and who is late."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from features.policy.loading import Policy, Step
from features.policy.steps import Status
from service.procedure import Colour, Lead, Office, by_urgency, clock_of, overdue
from service.procedure.days import months_after
from tests.drawn_tables import POLICY
from tests.service.procedure import drawn_leads as drawn
from tests.service.procedure.drawn_leads import OF_COUNTY, OF_TOWNSHIP, OF_VILLAGE, on


def changed(name: str, value: float, since: dt.date = dt.date(2020, 1, 2)) -> Policy:
    known = POLICY.values[name]
    step = Step(since, value, "", "a county's own notice", Status.EXAMPLE)
    return Policy({**POLICY.values, name: replace(known, steps=(*known.steps, step))}, "changed")


@pytest.mark.parametrize(
    ("day", "left", "colour"),
    [
        (0, 15, Colour.GREEN),  # the day on which it came is not counted
        (1, 14, Colour.GREEN),
        (9, 6, Colour.GREEN),
        (10, 5, Colour.AMBER),
        (15, 0, Colour.AMBER),  # the last day in time
        (16, -1, Colour.RED),
        (40, -25, Colour.RED),
    ],
)
def test_a_lead_has_fifteen_days(day: int, left: int, colour: Colour) -> None:
    clock = clock_of(drawn.dispatched(), on(day), POLICY)
    assert (clock.day, clock.days_left, clock.colour) == (day, left, colour)
    assert clock.due_on == on(15)


def test_neither_clarifying_nor_sending_back_nor_an_empty_house_stops_the_clock() -> None:
    lead = drawn.visited("nobody_home")
    lead = drawn.moved(lead, "visit", OF_VILLAGE, 4, visited_on=on(4), verdict="to_be_clarified", note="待查")
    assert clock_of(lead, on(16), POLICY).colour is Colour.RED
    lead = drawn.moved(drawn.on_notice(), "send_back", OF_TOWNSHIP, 7, sent_back_reason="objection", note="有异议")
    clock = clock_of(lead, on(16), POLICY)
    assert (clock.day, clock.colour, clock.waiting_since) == (16, Colour.RED, on(7))


@pytest.mark.parametrize(
    ("lead", "day"),
    [(drawn.registered(), 12), (drawn.unfounded(), 2), (drawn.supported(), 12), (drawn.removed(), 12)],
    ids=lambda value: getattr(value, "state", ""),
)
def test_the_clock_stops_on_the_day_on_which_the_matter_ends(lead: Lead, day: int) -> None:
    clock = clock_of(lead, on(400), POLICY)
    assert (clock.stopped_on, clock.day) == (on(day), day)
    assert (clock.waits_for, clock.place, clock.move) == (None, None, None)
    assert by_urgency([lead], on(400), POLICY) == []


def test_a_registration_on_the_sixteenth_day_stays_late() -> None:
    late = drawn.moved(drawn.approved(), "register", OF_COUNTY, 16)
    assert clock_of(late, on(90), POLICY).colour is Colour.RED
    in_time = drawn.moved(drawn.approved(), "register", OF_COUNTY, 15)
    assert clock_of(in_time, on(90), POLICY).colour is not Colour.RED


def test_a_lead_that_is_taken_up_again_starts_anew() -> None:
    lead = drawn.moved(drawn.unfounded(), "reopen", OF_TOWNSHIP, 30, reopen_reason="changed", note="住院")
    clock = clock_of(lead, on(33), POLICY)
    assert (clock.started_on, clock.day, clock.due_on) == (on(30), 3, on(45))


@pytest.mark.parametrize(
    ("day", "counted", "colour"),
    [
        (3, 3, Colour.GREEN),
        (4, 3, Colour.GREEN),  # the notice hangs from the fourth day to the eighth
        (8, 3, Colour.GREEN),
        (9, 4, Colour.GREEN),
        (14, 9, Colour.GREEN),
        (15, 10, Colour.AMBER),
        (20, 15, Colour.AMBER),
        (21, 16, Colour.RED),  # a notice that is left hanging stops nothing
    ],
)
def test_a_county_may_leave_the_days_of_the_notice_out(day: int, counted: int, colour: Colour) -> None:
    clock = clock_of(drawn.on_notice(), on(day), changed("lead_clock_in_notice", 0))
    assert (clock.day, clock.days_left, clock.colour) == (counted, 15 - counted, colour)
    assert clock.due_on == on(20)


def test_a_notice_that_was_sent_back_counts_for_the_days_that_it_hung() -> None:
    lead = drawn.moved(drawn.on_notice(), "send_back", OF_TOWNSHIP, 6, sent_back_reason="objection", note="有异议")
    clock = clock_of(lead, on(10), changed("lead_clock_in_notice", 0))
    assert (clock.day, clock.due_on) == (7, on(18))


def test_a_notice_of_an_earlier_round_does_not_count_for_a_later_one() -> None:
    against = {"decision": "not_approved", "against_reason": "eased"}
    lead = drawn.moved(drawn.checked(), "decide", OF_COUNTY, 11, **against)
    lead = drawn.moved(lead, "reopen", OF_TOWNSHIP, 30, reopen_reason="appeal", note="申诉")
    clock = clock_of(lead, on(40), changed("lead_clock_in_notice", 0))
    assert (clock.day, clock.due_on) == (10, on(45))


def test_of_a_notice_on_the_day_on_which_the_lead_came_that_day_is_not_counted_twice() -> None:
    lead = drawn.dispatched()
    lead = drawn.moved(lead, "visit", OF_VILLAGE, 0, visited_on=on(0), verdict="confirmed", risk_types=["illness"])
    lead = drawn.moved(lead, "compare", OF_COUNTY, 0, comparison="consistent")
    lead = drawn.moved(lead, "review", OF_VILLAGE, 0, met_on=on(0), participants=5, review_result="passed")
    lead = drawn.moved(lead, "post_notice", OF_VILLAGE, 0, first_day=on(0), notice_days=5)
    clock = clock_of(lead, on(10), changed("lead_clock_in_notice", 0))
    assert (clock.day, clock.due_on) == (6, on(19))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 3, 30), -1, dt.date(2026, 2, 28)),
        (dt.date(2026, 12, 31), 1, dt.date(2027, 1, 31)),
    ],
)
def test_months_end_on_the_last_day_where_a_month_has_no_such_day(day: dt.date, months: int, expected: dt.date) -> None:
    assert months_after(day, months) == expected


def test_a_lead_goes_by_the_policy_of_the_day_on_which_it_came() -> None:
    shorter = changed("lead_days", 10, since=on(5))
    assert clock_of(drawn.dispatched(), on(12), shorter).due_on == on(15)
    later = replace(drawn.received(), opened_on=on(5))
    assert clock_of(later, on(12), shorter).due_on == on(15)
    assert clock_of(later, on(16), shorter).colour is Colour.RED


@pytest.mark.parametrize(
    ("lead", "office", "place", "move", "since"),
    [
        (drawn.received(), Office.COUNTY, "990101", "dispatch", 0),
        (drawn.dispatched(), Office.VILLAGE, "990101001001", "visit", 0),
        (drawn.moved(drawn.received(), "dispatch", OF_COUNTY, 1, place=drawn.TOWNSHIP), Office.TOWNSHIP, "990101001", "visit", 1),
        (drawn.visited("nobody_home"), Office.VILLAGE, "990101001001", "visit", 0),
        (drawn.confirmed(), Office.COUNTY, "990101", "compare", 2),
        (drawn.on_notice(), Office.TOWNSHIP, "990101001", "check", 4),
        (drawn.checked(), Office.COUNTY, "990101", "decide", 9),
    ],
)  # fmt: skip
def test_the_clock_says_whose_turn_it_is_where_and_since_when(
    lead: Lead, office: Office, place: str, move: str, since: int
) -> None:
    clock = clock_of(lead, on(12), POLICY)
    assert (clock.waits_for, clock.place, clock.move, clock.waiting_since) == (office, place, move, on(since))


def test_a_board_shows_the_latest_first_and_of_equals_the_one_with_the_smaller_id() -> None:
    leads = [
        replace(drawn.received(), id="young", opened_on=on(19)),
        replace(drawn.received(), id="b-late", opened_on=on(2)),
        replace(drawn.received(), id="a-late", opened_on=on(2)),
        replace(drawn.received(), id="latest", opened_on=on(0)),
        replace(drawn.received(), id="due-today", opened_on=on(5)),
        replace(drawn.unfounded(), id="over"),
    ]
    assert [lead.id for lead, _ in by_urgency(leads, on(20), POLICY)] == ["latest", "a-late", "b-late", "due-today", "young"]  # fmt: skip
    assert [lead.id for lead, _ in overdue(leads, on(20), POLICY)] == ["latest", "a-late", "b-late"]
