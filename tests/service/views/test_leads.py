"""The lines of the board: days, turns and people in words."""

from __future__ import annotations

import datetime as dt

import pytest

from service.jurisdiction import EVERYWHERE
from service.principal import Kind, Principal
from service.procedure.states import LeadState
from service.store.tables import Lead
from service.store.tables.access import User
from service.views.leads import (
    A_PROGRAM,
    ELSEWHERE,
    People,
    board_rows,
    days_of,
    turn_in_words,
    with_present,
    workers_by_place,
)
from service.views.places import Places
from tests.service.store.drawn import row_of

TODAY = dt.date(2026, 1, 5)
PLACES = Places({"990101001001": {"township": "青石镇", "village": "石桥村"}})
READER = Principal(Kind.USER, "user_me", "wang", frozenset(), EVERYWHERE)
PEOPLE = People({"user_li": "li"}, READER)


def lead(state: LeadState, due: int | None = 4, amber: int = -1, to: str | None = "990101001001") -> Lead:
    row: Lead = row_of(Lead, 1)
    row.state, row.dispatched_to = state.value, to
    row.due_on = None if due is None else TODAY + dt.timedelta(days=due)
    row.amber_on = TODAY + dt.timedelta(days=amber)
    return row


@pytest.mark.parametrize(
    ("due", "amber", "left", "kind"),
    [(9, 1, 9, "in-time"), (4, 0, 4, "amber"), (0, -4, 0, "amber"), (-1, -5, -1, "over")],
)
def test_the_eye_and_the_words_say_the_same(due: int, amber: int, left: int, kind: str) -> None:
    days = days_of(lead(LeadState.DISPATCHED, due, amber), TODAY)
    assert days
    assert (days.left, days.kind) == (left, kind)


def test_where_no_clock_runs_there_are_no_days() -> None:
    assert days_of(lead(LeadState.SUPPORTED, None), TODAY) is None


@pytest.mark.parametrize(
    ("state", "to", "words"),
    [
        (LeadState.RECEIVED, None, "县：派发"),
        (LeadState.DISPATCHED, "990101001001", "石桥村：入户核查"),
        (LeadState.DISPATCHED, "990101001", "青石镇：入户核查"),
        (LeadState.PUBLIC_NOTICE, None, "青石镇：乡镇审核"),
        (LeadState.REGISTERED, None, "青石镇：落实帮扶"),
    ],
)
def test_whose_turn_it_is_stands_with_the_place_s_name(state: LeadState, to: str | None, words: str) -> None:
    turn = turn_in_words(lead(state, to=to), PLACES)
    assert turn
    assert turn.zh == words


@pytest.mark.parametrize("state", [LeadState.SUPPORTED, LeadState.CLOSED, LeadState.UNFOUNDED, LeadState.REMOVED])
def test_sometimes_nobody_is_waited_for(state: LeadState) -> None:
    assert turn_in_words(lead(state, None), PLACES) is None


def test_doers_are_shown_by_the_names_that_the_reader_may_know() -> None:
    shown = {doer: PEOPLE.shown(doer) for doer in ("user_me", "user_li", "user_far", "client_1")}
    assert shown["user_me"].zh == "wang（我）"
    assert shown["user_li"].zh == "li"
    assert (shown["user_far"], shown["client_1"]) == (ELSEWHERE, A_PROGRAM)


def test_a_lead_that_was_never_moved_has_no_last_step() -> None:
    (line,) = board_rows([lead(LeadState.RECEIVED)], {}, {}, PEOPLE, PLACES, TODAY)
    assert line.last is None
    assert line.head is None
    assert line.place.zh == "青石镇 石桥村"


def user(name: str) -> User:
    row: User = row_of(User, 1)
    row.id, row.name = f"user_{name}", name
    return row


def test_workers_stand_with_their_places_each_once() -> None:
    li, zhao = user("li"), user("zhao")
    workers = [(li, "990101001001"), (li, "990101001"), (zhao, "990101002")]
    assert [(each, words.zh) for each, words in workers_by_place(workers, PLACES)] == [
        ("user_li", "li · 石桥村、青石镇"),
        ("user_zhao", "zhao · 乡镇名未知 990101002"),
    ]
    assert [each for each, _ in workers_by_place(workers, PLACES, "990101002005")] == ["user_zhao"]
    assert [each for each, _ in workers_by_place(workers, PLACES, "990101")] == ["user_li", "user_zhao"]


def test_who_has_the_lead_now_is_on_the_list_though_they_work_elsewhere() -> None:
    row = lead(LeadState.DISPATCHED)
    row.assigned_to = "user_far"
    assert with_present([], row, PEOPLE) == [("user_far", ELSEWHERE)]
    row.assigned_to = None
    assert with_present([], row, PEOPLE) == []
