"""A lead moved by a person: what the procedure allows, in one piece with its visit, its record and the audit's line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.policy.loading import Policy
from service.events import EventKind
from service.keyring import Keyring
from service.leads.storing import keep_lead, keep_step, lead_of
from service.principal import Kind, Principal
from service.procedure.actors import Actor, Office
from service.procedure.lead import Lead, Step
from service.procedure.moving import Choice, MoveError, Problem, ProblemKind, check_move, moves_open_to
from service.procedure.states import LeadState
from service.procedure.transitions import BY_NAME
from service.store import Work
from service.store.repositories import audit, leads
from service.store.repositories.outbox import emit
from service.store.tables import Lead as LeadRow


class ChangedMeanwhileError(Exception):
    """Somebody else changed the lead since the asker saw it."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the lead has version {version}.")
        self.version = version


@dataclass(frozen=True)
class Moved:
    """A lead after a step."""

    row: LeadRow
    lead: Lead
    step: Step


def actor_of(principal: Principal) -> Actor:
    """Who acts, in which offices. A program has none: every step is a person's."""
    offices = {
        office
        for office in Office
        if principal.kind is Kind.USER and office.value in {role.value for role in principal.roles}
    }
    return Actor(principal.id, frozenset(offices))


def is_one_s_own(by: Principal, move: str) -> bool:
    """Whether a move is made by an office of somebody, wherever a lead stands."""
    return not actor_of(by).offices.isdisjoint(BY_NAME[move].offices)


def begins_at(row: LeadRow, move: str) -> bool:
    """Whether a lead stands where a move begins."""
    return LeadState(row.state) in BY_NAME[move].start


def move_lead(
    work: Work,
    keyring: Keyring,
    policy: Policy,
    by: Principal,
    row: LeadRow,
    move: str,
    details: Mapping[str, object],
    today: dt.date,
    *,
    seen: int | None = None,
) -> Moved:
    """Move a lead, in one piece.

    Args:
        row: held by this work (`leads.find(…, hold=True)`).
        seen: the version that the asker saw; None where they did not say.

    Raises:
        ChangedMeanwhileError: it has another version by now.
        MoveError: it may not be moved so; all problems at once.
        PolicyError: the policy has no value for the place and day.
    """
    if seen is not None and seen != row.version:
        raise ChangedMeanwhileError(row.version)
    before = lead_of(work, keyring, row)
    step = check_move(before, move, actor_of(by), details, today, policy)
    if step.opens_again:
        current = leads.of_household(work, row.household_id)
        if current is not None and current.id != row.id and current.ended_on is None:
            raise MoveError((_another_is_open(current.id),))
    keep_step(work, keyring, before, step)
    after = before.after(step)
    keep_lead(work, after, policy, row)
    what = {"household_id": row.household_id, "move": move, "from": step.from_state.value, "to": step.to_state.value}
    emit(work, EventKind.LEAD_MOVED, f"lead:{row.id}", row.region_code, what)
    if move == "visit":
        emit(
            work,
            EventKind.VISIT_RECORDED,
            f"lead:{row.id}",
            row.region_code,
            {"household_id": row.household_id, "verdict": str(step.details["verdict"])},
        )
    audit.append(
        work,
        keyring,
        actor=by.actor,
        action="leads.move",
        target=f"lead:{row.id}",
        detail={"move": move, "from": step.from_state.value, "to": step.to_state.value, "version": row.version},
    )
    return Moved(row, after, step)


def choices(
    work: Work, keyring: Keyring, policy: Policy, by: Principal, row: LeadRow, today: dt.date
) -> tuple[Choice, ...]:
    """Every move, with what stands in its way for the asker. Raises PolicyError."""
    return moves_open_to(lead_of(work, keyring, row), actor_of(by), today, policy)


def assign(work: Work, keyring: Keyring, by: Principal, row: LeadRow, to: str | None) -> None:
    """Give a lead to somebody to work on."""
    row.assigned_to = to
    row.version, row.changed_at = row.version + 1, work.now
    audit.append(work, keyring, actor=by.actor, action="leads.assign", target=f"lead:{row.id}", detail={"to": to})


def _another_is_open(lead_id: str) -> Problem:
    words = Bilingual(
        f"该户另有在办线索（{lead_id}）：在那条线索上办理",
        f"the household has another open lead ({lead_id}): go on with that one",
    )
    return Problem(ProblemKind.CONDITION, words, "one_open_lead")
