"""The days of a lead, from its report to its registration: which day it is, until when, and who has to act.

Calendar days; the day on which the lead came is not counted (民法典第二百零一条), so that day 15 is the last of fifteen. Nothing stops
the clock but the end of the matter: not 补充核实, not a lead sent back, not nobody at home. A county may leave out the days for
which the public notice hangs (`lead_clock_in_notice`), and only those. A lead that is taken up again starts anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from features.policy.loading import Policy
from features.vocabulary import Labelled
from service.procedure.actors import Office
from service.procedure.lead import Lead, Step, notice_of
from service.procedure.states import UNDER_THE_CLOCK, LeadState
from service.procedure.transitions import DUE

DAYS, AMBER, IN_NOTICE = "lead_days", "lead_amber_days", "lead_clock_in_notice"
CLOCK_POLICY = (DAYS, AMBER, IN_NOTICE)
DIGITS = {Office.VILLAGE: 12, Office.TOWNSHIP: 9, Office.COUNTY: 6, Office.LIAISON: 6}
"""Of the place in which an office works."""


class Colour(Labelled):
    """How urgent a lead is."""

    GREEN = "green", "正常", "in time"
    AMBER = "amber", "临近期限", "due soon"
    RED = "red", "超期", "overdue"


@dataclass(frozen=True, slots=True)
class Clock:
    """The days of a lead on a day.

    Attributes:
        started_on: the day on which it came, or was taken up again.
        due_on: the last day on which it is in time.
        day: days that count so far: 0 on the day on which it came.
        days_left: how many more may pass that count; below 0 by how many days it is late.
        stopped_on: the day on which the matter ended (registered, unfounded, decided against, closed); None while it runs.
        waits_for, place: whose turn it is and where, by the first digits of the region code; None when stopped.
        move: what is to be done, by its name in the table.
        waiting_since: the day since which it waits for that.
    """

    started_on: dt.date
    due_on: dt.date
    day: int
    days_left: int
    colour: Colour
    stopped_on: dt.date | None
    waits_for: Office | None
    place: str | None
    move: str | None
    waiting_since: dt.date


def clock_of(lead: Lead, today: dt.date, policy: Policy) -> Clock:
    """The clock of a lead on a day, by the policy of the day on which the lead came.

    Raises:
        PolicyError: the policy has no value for the place and day.
    """
    started = lead.started_on
    total, amber, in_notice = (int(policy.value(name, lead.region_code, started)) for name in CLOCK_POLICY)
    stop = _stopped_by(lead)
    end = stop.on if stop else max(today, started)
    passed = 0 if in_notice else _days_in_notice(lead, started, end)
    announced = 0 if in_notice else _days_in_notice(lead, started, dt.date.max)
    day = (end - started).days - passed
    colour = Colour.RED if day > total else Colour.AMBER if day >= amber else Colour.GREEN
    waits_for, place, move = (turn_of(lead) if stop is None else None) or (None, None, None)
    return Clock(
        started,
        started + dt.timedelta(days=total + announced),
        day,
        total - day,
        colour,
        stop.on if stop else None,
        waits_for,
        place,
        move,
        _waiting_since(lead),
    )


def by_urgency(leads: Iterable[Lead], today: dt.date, policy: Policy) -> list[tuple[Lead, Clock]]:
    """Leads under the clock as a board shows them: the latest first, of equals the older, then by id. Raises PolicyError."""
    running = [(lead, clock_of(lead, today, policy)) for lead in leads if lead.state in UNDER_THE_CLOCK]
    return sorted(running, key=lambda pair: (pair[1].days_left, pair[1].started_on, pair[0].id))


def overdue(leads: Iterable[Lead], today: dt.date, policy: Policy) -> list[tuple[Lead, Clock]]:
    """Those of them that are late, the latest first. Raises PolicyError."""
    return [pair for pair in by_urgency(leads, today, policy) if pair[1].colour is Colour.RED]


def _stopped_by(lead: Lead) -> Step | None:
    """The step of this round that ended the matter."""
    if lead.state in UNDER_THE_CLOCK:
        return None
    for step in reversed(lead.steps):
        if step.from_state in UNDER_THE_CLOCK:
            return step
    return None


def _days_in_notice(lead: Lead, started: dt.date, until: dt.date) -> int:
    """Days of this round, up to a day, on which a notice hung: from its first to its last, or until the lead was sent back."""
    days = 0
    for number, step in enumerate(lead.steps):
        notice = notice_of(step)
        if notice is None:
            continue
        first, last = notice
        left = (later.on for later in lead.steps[number + 1 :] if later.from_state is LeadState.PUBLIC_NOTICE)
        days += max(0, (min(last, next(left, last), until) - max(first, started + dt.timedelta(days=1))).days + 1)
    return days


def turn_of(lead: Lead) -> tuple[Office, str, str] | None:
    """Whose turn it is, at which place, and for which move, whether days run or not; None where nobody in particular is waited for."""
    if lead.state not in DUE:
        return None
    move, office = DUE[lead.state]
    sent_to = lead.dispatched_to or lead.region_code
    if move == "visit" and len(sent_to) < DIGITS[Office.VILLAGE]:
        office = Office.TOWNSHIP
    return office, lead.region_code[: DIGITS[office]], move


def _waiting_since(lead: Lead) -> dt.date:
    """The day of the last step that brought the lead somewhere else."""
    moved = (step.on for step in reversed(lead.steps) if step.to_state != step.from_state)
    return next(moved, lead.opened_on)
