"""What holds of every history that the table allows: people of all offices walk at random, and the invariants are never broken."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.procedure import (
    MONITORED,
    UNDER_THE_CLOCK,
    Actor,
    Lead,
    LeadState,
    Move,
    MoveError,
    Office,
    ProblemKind,
    can_move,
    clock_of,
    moves_open_to,
    record_of,
    step_as_document,
    step_from_document,
)
from service.procedure.days import months_after
from service.procedure.fields import Field, Kind
from service.procedure.lead import notice_of
from service.procedure.transitions import BY_NAME
from tests.drawn_tables import POLICY
from tests.service.procedure import drawn_leads as drawn

PEOPLE = [
    *(drawn.person(office, f"{office.value}-{number}") for office in Office for number in (1, 2)),
    Actor("both", frozenset({Office.TOWNSHIP, Office.COUNTY})),
]
BEGINNINGS = [
    drawn.received,
    drawn.dispatched,
    drawn.unfounded,
    drawn.reviewed,
    drawn.on_notice,
    drawn.checked,
    drawn.registered,
    drawn.supported,
    drawn.removed,
]
STEPS = 12


def answer(draw: Any, field: Field, lead: Lead, today: dt.date) -> Any:
    """A value of a field, sound as far as the field alone can tell."""
    match field.kind:
        case Kind.CHOICE:
            return draw(st.sampled_from(field.choices.values()))  # type: ignore[union-attr]
        case Kind.CHOICES:
            return draw(st.lists(st.sampled_from(field.choices.values()), min_size=1, max_size=field.most, unique=True))  # type: ignore[union-attr]
        case Kind.DAY:
            # As people say: today, the last step's day, long before; of a watch a day to come.
            last = lead.steps[-1].on if lead.steps else lead.opened_on
            return draw(st.sampled_from([today, today, last, last, months_after(today, -7), months_after(today, 3)]))
        case Kind.NUMBER:
            return draw(st.integers(field.least, min(field.most, 12)))
        case Kind.YES_NO:
            return draw(st.sampled_from([True, True, True, False]))
        case Kind.PLACE:
            return draw(st.sampled_from([drawn.VILLAGE, drawn.TOWNSHIP]))
        case _:
            return "写明情况"


def answers(draw: Any, move: Move, lead: Lead, today: dt.date) -> dict[str, Any]:
    details: dict[str, Any] = {}
    # What other fields depend on is asked before them, the note last.
    for ask in sorted(move.asks, key=lambda ask: (ask.field.name == "note", ask.when is not None)):
        if ask.needed(details) or (ask.welcome(details) and draw(st.booleans())):
            details[ask.field.name] = answer(draw, ask.field, lead, today)
    return details


def walked(draw: Any, lead: Lead) -> Lead:
    """A lead after some steps by people who try what is open to them."""
    today = lead.steps[-1].on if lead.steps else lead.opened_on
    for _ in range(draw(st.integers(1, STEPS))):
        today += dt.timedelta(days=draw(st.sampled_from([0, 1, 5, 9, 200])))
        actor = draw(st.sampled_from(PEOPLE))
        open_moves = [choice.move for choice in moves_open_to(lead, actor, today, POLICY) if choice.open]
        if not open_moves:
            continue
        move = draw(st.sampled_from(open_moves))
        assert can_move(lead, move.name, actor, today, POLICY)
        step = drawn.tried(lead, move.name, actor, today, answers(draw, move, lead, today))
        if isinstance(step, MoveError):
            # What was open is refused for what was said with it alone.
            assert {problem.kind for problem in step.problems} <= {ProblemKind.FIELD, ProblemKind.CONDITION}
            continue
        lead = lead.after(step)
    return lead


@given(st.data(), st.sampled_from(BEGINNINGS))
def test_no_history_breaks_the_procedure(data: st.DataObject, beginning: Any) -> None:
    lead = walked(data.draw, beginning())
    state, monitored = LeadState.RECEIVED, False
    for number, step in enumerate(lead.steps):
        before = Lead("", "", lead.region_code, lead.opened_on, lead.reports, step.from_state, lead.steps[:number])
        row = BY_NAME[step.move]
        assert step.from_state is state
        assert step.from_state in row.start
        assert step.to_state in row.ends
        assert step.office in row.offices
        assert step.by
        assert step.on >= (lead.steps[number - 1].on if number else lead.opened_on)
        assert step_from_document(json.loads(json.dumps(step_as_document(step)))) == step
        lawful(step.move, before, step)
        state = step.to_state
        monitored = monitored or step.move == "register"
        assert monitored or state not in MONITORED | {LeadState.REMOVED}
    assert lead.state is state
    days(lead)
    records(lead)


def lawful(move: str, before: Lead, step: Any) -> None:
    """What the law asks of some steps, read off the steps before them."""
    if move == "check":
        notice = notice_of(before.last("post_notice"))
        assert notice is not None
        assert step.on > notice[1]
        assert (notice[1] - notice[0]).days + 1 >= 5
        assert step.by not in {before.last("review").by, before.last("post_notice").by}  # type: ignore[union-attr]
    if move == "decide":
        assert step.by != before.steps[-1].by
    if move == "register":
        assert before.steps[-1].details["decision"] == "approved"
    if move == "remove":
        begun = before.last("register", "roll_back")
        proposal = before.steps[-1]
        assert step.on >= months_after(begun.on, 6)  # type: ignore[union-attr]
        assert step.on >= months_after(proposal.details["held_since"], 6)  # type: ignore[arg-type]
        assert proposal.details["has_labour"] is True
        assert proposal.details["guarantees_hold"] is True
        assert proposal.by != step.by
    risks = step.details.get("risk_types", ())
    assert len(risks) <= 5
    assert "other" not in risks or step.details["note"]


def days(lead: Lead) -> None:
    today = lead.steps[-1].on + dt.timedelta(days=3) if lead.steps else lead.opened_on
    clock = clock_of(lead, today, POLICY)
    assert (clock.stopped_on is None) is (lead.state in UNDER_THE_CLOCK)
    assert clock.day + clock.days_left == 15
    assert clock.day == ((clock.stopped_on or today) - clock.started_on).days
    assert (clock.waits_for is None) is (clock.move is None) is (clock.place is None)


def records(lead: Lead) -> None:
    """The county's rolls, as the steps give them back: in, out, in again."""
    rows = [row for step in lead.steps if (row := record_of(lead, step)) is not None]
    assert all(row.event_date <= row.known_date for row in rows)
    rolls = [row.columns["step"] for row in rows if row.table == "monitoring"]
    assert rolls == ["identified", "removed", "rolled_back", "removed", "rolled_back", "removed"][: len(rolls)]
