"""Laws over the whole table: what holds of every state, move and field, so that a new row is tested the day it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from features.bilingual import Bilingual
from features.records.tables.procedure import RISK_TYPES_AT_MOST
from service.procedure import (
    FINAL,
    MONITORED,
    MOVES,
    OPEN,
    UNDER_THE_CLOCK,
    LeadState,
    Move,
    MoveError,
    Office,
    ProblemKind,
    Step,
    check_move,
    moves_open_to,
)
from service.procedure import fields as about
from service.procedure.fields import Kind
from service.procedure.move import Decided
from service.procedure.transitions import BY_NAME, DUE, FIELDS
from tests.drawn_tables import POLICY
from tests.service.procedure.drawn_leads import ACTOR, on, received

EVERY_STATE = frozenset(LeadState)
every_move = pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)


def reached(start: LeadState, without: frozenset[LeadState] = frozenset()) -> set[LeadState]:
    """The states to which the table leads from one, itself included, by no way through some others."""
    seen, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        onward = {end for move in MOVES if state in move.start for end in move.ends} - without - seen
        seen |= onward
        waiting += onward
    return seen


def test_every_state_is_reached_from_a_lead_that_came() -> None:
    assert reached(LeadState.RECEIVED) == EVERY_STATE


def test_every_state_but_the_closed_one_has_a_way_on_and_every_open_one_can_end() -> None:
    stuck = {state for state in LeadState if not any(state in move.start for move in MOVES)}
    assert stuck == {LeadState.CLOSED}
    assert all(reached(state) & FINAL for state in OPEN)


def test_a_state_is_open_or_final_and_an_open_one_under_the_clock_monitored_or_watched() -> None:
    assert OPEN | FINAL == EVERY_STATE
    assert not OPEN & FINAL
    assert not UNDER_THE_CLOCK & MONITORED
    assert OPEN - UNDER_THE_CLOCK - MONITORED == {LeadState.WATCH}


OFFICIAL_WAY = (
    LeadState.DISPATCHED, LeadState.CONFIRMED, LeadState.COMPARED, LeadState.VILLAGE_REVIEW, LeadState.PUBLIC_NOTICE,
    LeadState.TOWNSHIP_CHECK, LeadState.COUNTY_DECISION,
)  # fmt: skip


@pytest.mark.parametrize("step", OFFICIAL_WAY)
def test_nobody_is_registered_past_a_step_of_the_official_way(step: LeadState) -> None:
    assert LeadState.REGISTERED in reached(LeadState.RECEIVED)
    assert not reached(LeadState.RECEIVED, without=frozenset({step})) & MONITORED


def test_every_open_lead_can_be_closed_in_one_step() -> None:
    closing = {state for move in MOVES if move.name.startswith("close") for state in move.start}
    assert closing == OPEN


def test_only_the_township_checks() -> None:
    assert all(move.offices == (Office.TOWNSHIP,) for move in MOVES if LeadState.TOWNSHIP_CHECK in move.ends)


def test_only_the_county_approves_registers_removes_and_takes_back() -> None:
    of_the_county = {
        LeadState.COUNTY_DECISION,
        LeadState.REGISTERED,
        LeadState.REMOVED,
        LeadState.ROLLED_BACK,
    }
    assert all(move.offices == (Office.COUNTY,) for move in MOVES if move.ends & of_the_county)


def test_what_had_ended_is_opened_again_by_what_says_so() -> None:
    """Watching what was unfounded opens it too: of a household with another open lead none of them may be stored."""
    opening = {
        move.name
        for move in MOVES
        for start in move.start
        for end in move.ends
        if Step(move.name, start, end, "", None, on(0), {}).opens_again
    }
    assert opening == {"reopen", "watch", "roll_back"}


@every_move
def test_a_move_has_a_name_of_its_own_words_in_both_languages_and_an_office(move: Move) -> None:
    assert BY_NAME[move.name] is move
    assert move.name.isidentifier()
    assert move.zh
    assert move.en
    assert move.offices
    assert len(set(move.offices)) == len(move.offices)
    assert move.start
    assert len(move.asks) == len({ask.field.name for ask in move.asks})


@every_move
def test_a_move_decides_and_asks_by_fields_that_it_asks_itself(move: Move) -> None:
    asked = {ask.field.name: ask for ask in move.asks}
    if isinstance(move.to, Decided):
        by = asked[move.to.by]
        assert (by.when, by.optional) == (None, False)
        assert set(move.to.states) == set(by.field.choices or ())
    for ask in move.asks:
        if ask.when is not None:
            assert set(ask.when[1]) <= set(asked[ask.when[0]].field.choices or ())
    for condition in move.conditions:
        assert set(condition.reads) <= asked.keys()
        assert set(condition.policy) <= POLICY.values.keys()


@every_move
@pytest.mark.parametrize("state", LeadState)
def test_a_move_is_refused_from_every_state_that_is_not_its_own_and_says_why(move: Move, state: LeadState) -> None:
    lead = replace(received(), state=state)
    with pytest.raises(MoveError) as refused:
        # What no move asks makes each of them refused, so that everything else in its way is told too.
        check_move(lead, move.name, ACTOR[move.offices[0]], {"nothing": 1}, on(0), POLICY)
    why = [problem for problem in refused.value.problems if problem.kind is ProblemKind.STATE]
    assert len(why) == (state not in move.start)
    for problem in why:
        assert f"线索处在“{state.zh}”，“{move.zh}”只在" in problem.words.zh
        assert problem.words.en


@every_move
@pytest.mark.parametrize("office", Office)
def test_a_move_is_refused_to_every_office_that_may_not_and_says_whose_it_is(move: Move, office: Office) -> None:
    lead = replace(received(), state=move.start[0])
    choices = {choice.move.name: choice for choice in moves_open_to(lead, ACTOR[office], on(0), POLICY)}
    why = [problem for problem in choices[move.name].why_not if problem.kind is ProblemKind.OFFICE]
    assert len(why) == (office not in move.offices)
    for problem in why:
        assert f"请交由{move.offices[0].zh}办理" in problem.words.zh


def test_what_is_due_begins_where_the_lead_stands_and_is_the_office_s_to_do() -> None:
    assert UNDER_THE_CLOCK <= DUE.keys() <= OPEN
    for state, (move, office) in DUE.items():
        assert state in BY_NAME[move].start
        assert office in BY_NAME[move].offices


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_a_field_says_how_it_is_to_be_filled_and_refuses_what_is_of_no_kind(field: about.Field) -> None:
    assert field.values_in_words.zh
    assert field.values_in_words.en
    assert (field.choices is not None) == (field.kind in (Kind.CHOICE, Kind.CHOICES))
    for nonsense in (object(), 1.5, b"illness", {"a": 1}, ["nonsense"], -1):
        wrong = field.read(nonsense)
        assert isinstance(wrong, Bilingual)
        assert wrong.zh.startswith(f"“{field.zh}”（{field.name}）填写有误：请填")


def test_risk_types_are_as_many_as_the_records_hold() -> None:
    assert about.RISK_TYPES.most == RISK_TYPES_AT_MOST


def test_the_four_offices_are_roles_of_the_service_by_their_names() -> None:
    assert Office.values() == ["village", "township", "county_officer", "department_liaison"]
