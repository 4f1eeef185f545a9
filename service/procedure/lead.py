"""A lead with all its sources and steps, as a value: who stores it is not asked here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from features.vocabulary import LeadSource, RiskType
from service.procedure.actors import Office
from service.procedure.states import FINAL, OPEN, LeadState

Detail = str | int | bool | dt.date | tuple[str, ...]
"""What is said with a move, field by field (`service.procedure.fields`)."""

REOPEN = "reopen"
"""The move that takes a lead up again; the one that a report may bring about by itself (`service.procedure.merging`)."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a household: a department's alert, a score, somebody's word.

    Attributes:
        reference: by which whoever brought it knows it.
        reported_on: the day on which it reached the county.
        risk_type: what it speaks of, where it says so.
        rule: name of the department's screening rule, of an alert.
        severe: the county's policy calls the rule severe (`must_include_<rule>`).
        reported_by: the user or client that brought it.
    """

    reference: str
    source: LeadSource
    reported_on: dt.date
    risk_type: RiskType | None = None
    rule: str | None = None
    severe: bool = False
    reported_by: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """The same is the same report, told again. Two departments may number theirs alike."""
        return self.source.value, self.reported_by, self.reference


@dataclass(frozen=True, slots=True)
class Step:
    """One move as it was made: what is stored, and what an auditor reads.

    Attributes:
        by: `Actor.id`; of a lead that a new report took up again who brought the report.
        office: in which the person acted; None where a report took the lead up again.
        on: the day on which it was made and entered. When a visit or a meeting was is among the details.
        details: what was said with it, field by field.
    """

    move: str
    from_state: LeadState
    to_state: LeadState
    by: str
    office: Office | None
    on: dt.date
    details: Mapping[str, Detail]

    @property
    def opens_again(self) -> bool:
        """Whether it opens a lead that had ended: of a household that has another open one it must not be stored."""
        return self.from_state in FINAL and self.to_state in OPEN


def notice_of(step: Step | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of the public notice that a step hung out, both included; None where it hung out none."""
    if step is None or step.move != "post_notice":
        return None
    first, days = step.details["first_day"], step.details["notice_days"]
    if not isinstance(first, dt.date) or not isinstance(days, int):
        return None
    return first, first + dt.timedelta(days=days - 1)


@dataclass(frozen=True, slots=True)
class Lead:
    """One household's lead.

    Attributes:
        region_code: twelve digits of the village where the household lives; by them policy is looked up.
        opened_on: the day of the report that opened it.
        state: the last step's `to_state`; RECEIVED before the first.
        dispatched_to: nine digits of a township or twelve of a village.
    """

    id: str
    household_id: str
    region_code: str
    opened_on: dt.date
    reports: tuple[Report, ...]
    state: LeadState = LeadState.RECEIVED
    steps: tuple[Step, ...] = ()
    dispatched_to: str | None = None

    @property
    def started_on(self) -> dt.date:
        """The day from which the days of the policy run: it was opened, or taken up again."""
        again = self.last(REOPEN)
        return again.on if again else self.opened_on

    @property
    def this_round(self) -> tuple[Step, ...]:
        """The steps since it was opened, or taken up again."""
        again = [number for number, step in enumerate(self.steps) if step.move == REOPEN]
        return self.steps[again[-1] + 1 :] if again else self.steps

    def last(self, *moves: str) -> Step | None:
        """The last step by one of these moves; None where there was none."""
        for step in reversed(self.steps):
            if step.move in moves:
                return step
        return None

    def day_of(self, field: str, *moves: str) -> dt.date | None:
        """The day that was said in a field of the last step by one of these moves."""
        step = self.last(*moves)
        day = step.details.get(field) if step else None
        return day if isinstance(day, dt.date) else None

    def after(self, step: Step) -> Lead:
        """The lead once the step is taken."""
        place = step.details.get("place", self.dispatched_to)
        return replace(
            self,
            state=step.to_state,
            steps=(*self.steps, step),
            dispatched_to=place if isinstance(place, str) else None,
        )
