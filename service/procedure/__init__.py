"""The official procedure: what may happen to a lead, by whom, when and why not in words. Pure: no store, no web, no clock.

A lead (线索) is one household's; reports of departments, families, cadres and models become sources of the one that is open. People move it along
one table, from the visit to the registration and on to the removal of the risk; fifteen days run from the report to the registration. The
caller holds the lead, passes the day and the policy, and stores the step that comes back.

    documentation  docs/procedure.md, made from the table

    clock          the fifteen days: which day, until when, whose turn
    merging        several reports become one lead
    outcomes       what a step gives back to the records
    storage        steps and reports as plain documents

    moving         may a lead be moved, and if not why

    transitions    the table
    move           what a row of it is

    conditions     what must hold besides
    fields         what is said with a move

    lead           a lead, its reports and steps
    verdicts       the words in which people find, decide and give reasons

    actors         who moves leads
    days           months on the calendar
    states         where a lead stands
"""

from __future__ import annotations

from service.procedure.actors import Actor, Office
from service.procedure.clock import Clock, Colour, by_urgency, clock_of, overdue
from service.procedure.lead import Detail, Lead, Report, Step
from service.procedure.merging import Merge, Receipt, ReportError, open_lead, receive
from service.procedure.move import Move
from service.procedure.moving import Choice, MoveError, Problem, ProblemKind, can_move, check_move, moves_open_to
from service.procedure.outcomes import RecordRow, record_of
from service.procedure.states import FINAL, MONITORED, OPEN, UNDER_THE_CLOCK, LeadState
from service.procedure.storage import (
    details_as_document,
    details_from_document,
    report_as_document,
    report_from_document,
    step_as_document,
    step_from_document,
)
from service.procedure.transitions import FIELDS, MOVES

__all__ = [
    "FIELDS",
    "FINAL",
    "MONITORED",
    "MOVES",
    "OPEN",
    "UNDER_THE_CLOCK",
    "Actor",
    "Choice",
    "Clock",
    "Colour",
    "Detail",
    "Lead",
    "LeadState",
    "Merge",
    "Move",
    "MoveError",
    "Office",
    "Problem",
    "ProblemKind",
    "Receipt",
    "RecordRow",
    "Report",
    "ReportError",
    "Step",
    "by_urgency",
    "can_move",
    "check_move",
    "clock_of",
    "details_as_document",
    "details_from_document",
    "moves_open_to",
    "open_lead",
    "overdue",
    "receive",
    "record_of",
    "report_as_document",
    "report_from_document",
    "step_as_document",
    "step_from_document",
]
