"""Leads drawn for stories: a family of one village, and people of each office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from features.vocabulary import LeadSource, RiskType
from service.procedure import Actor, Lead, MoveError, Office, Report, Step, check_move, open_lead
from tests.drawn_tables import POLICY

VILLAGE, TOWNSHIP = "990101001001", "990101001"
DAY_0 = dt.date(2026, 3, 2)


def on(day: int) -> dt.date:
    """So many days after the lead came."""
    return DAY_0 + dt.timedelta(days=day)


def person(office: Office, name: str = "") -> Actor:
    return Actor(name or f"{office.name.lower()}-1", frozenset({office}))


OF_VILLAGE, OF_TOWNSHIP = person(Office.VILLAGE), person(Office.TOWNSHIP)
OF_COUNTY, OF_DEPARTMENT = person(Office.COUNTY), person(Office.LIAISON)
ACTOR = {
    Office.VILLAGE: OF_VILLAGE,
    Office.TOWNSHIP: OF_TOWNSHIP,
    Office.COUNTY: OF_COUNTY,
    Office.LIAISON: OF_DEPARTMENT,
}

ALERT = Report("alert-1", LeadSource.TRIGGER, DAY_0, RiskType.ILLNESS, "major_bill", reported_by="medical-insurance")


def received(report: Report = ALERT) -> Lead:
    return open_lead("L1", "H1", VILLAGE, report)


def moved(lead: Lead, move: str, actor: Actor, day: int | dt.date, **details: Any) -> Lead:
    today = day if isinstance(day, dt.date) else on(day)
    return lead.after(check_move(lead, move, actor, details, today, POLICY))


def dispatched(report: Report = ALERT) -> Lead:
    return moved(received(report), "dispatch", OF_COUNTY, 0, place=VILLAGE)


def confirmed() -> Lead:
    return visited("confirmed", risk_types=["illness", "job_instability"])


def unfounded(report: Report = ALERT) -> Lead:
    return visited("unfounded", report, unfounded_reason="no_risk")


def visited(verdict: str, report: Report = ALERT, **details: Any) -> Lead:
    return moved(dispatched(report), "visit", OF_VILLAGE, 2, visited_on=on(2), verdict=verdict, **details)


def compared() -> Lead:
    return moved(confirmed(), "compare", OF_COUNTY, 3, comparison="consistent")


def reviewed() -> Lead:
    return moved(compared(), "review", OF_VILLAGE, 4, met_on=on(4), participants=7, review_result="passed")


def on_notice(days: int = 5) -> Lead:
    return moved(reviewed(), "post_notice", OF_VILLAGE, 4, first_day=on(4), notice_days=days)


def checked() -> Lead:
    return moved(on_notice(), "check", OF_TOWNSHIP, 9, objections="none")


def approved() -> Lead:
    return moved(checked(), "decide", OF_COUNTY, 11, decision="approved", category="sudden", risk_types=["illness"])


def registered() -> Lead:
    return moved(approved(), "register", OF_COUNTY, 12)


def supported() -> Lead:
    return moved(registered(), "support", OF_TOWNSHIP, 20, measures=["medical_aid", "dibao"])


REMOVAL = {"removal_mode": "support", "guarantees_hold": True, "has_labour": True}


def proposed(day: int = 190, held_since: int = 30) -> Lead:
    return moved(supported(), "propose_removal", OF_VILLAGE, day, held_since=on(held_since), **REMOVAL)


def removed() -> Lead:
    return moved(proposed(day=215), "remove", OF_COUNTY, 220)


def tried(lead: Lead, move: str, actor: Actor, today: dt.date, details: dict[str, Any]) -> Step | MoveError:
    """The step that somebody's move makes, or everything that stands in its way."""
    try:
        return check_move(lead, move, actor, details, today, POLICY)
    except MoveError as error:
        return error


def problems(lead: Lead, move: str, actor: Actor, day: int | dt.date, **details: Any) -> list[str]:
    """What stands in a move's way, by field, condition or kind; empty where it may be made."""
    step = tried(lead, move, actor, day if isinstance(day, dt.date) else on(day), details)
    return [] if isinstance(step, Step) else [problem.about or problem.kind.value for problem in step.problems]
