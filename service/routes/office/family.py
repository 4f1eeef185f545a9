"""The page of one family: what is known, how likely, why, what to ask, what was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import polars as pl
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from features.errors import FanpinError
from features.frame import index_of
from features.gaps.finding import find_gaps
from service.assess import day_to_stand_on, records_of
from service.failures import problem_of
from service.findings.listing import Listing
from service.households.history import past_assessments
from service.households.known import household_known
from service.households.not_listed import not_listed
from service.households.scored import answer_about
from service.leads.moving import begins_at, is_one_s_own
from service.local_time import day_of
from service.pages import render
from service.principal import Permission, Principal
from service.problems import Problem, ProblemError
from service.repeated import at_most_once
from service.resources import Held, Instruments, Ready, Resources, Store
from service.routes.admitting import allowed
from service.routes.doing import now
from service.routes.office.asker import may, reaches, whole_asker
from service.routes.office.asking import Ignoring, OrNothing
from service.rows import LONGEST_TEXT, Day
from service.store import Work
from service.store.repositories import leads, lists, runs
from service.store.tables import Lead
from service.store.tables.identities import UnmaskingPurpose
from service.vault.looking import masked
from service.views import family as view
from service.views.known_facts import described, domains_of, members_of
from service.views.monitored import monitored_of, type_of
from service.views.questions import questions_of
from service.views.severe import severe_of
from service.views.waterfall import largest, steps_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(at_most_once("as_of"))])

Reader = Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))]
Code = Annotated[str, Path(min_length=1, max_length=LONGEST_TEXT)]
LISTS_SHOWN = 12
VISIT = "visit"
"""The move that a visit is."""


class AskedDay(Ignoring):
    """On which day the page stands."""

    as_of: Annotated[Day | None, OrNothing] = None


@dataclass(frozen=True)
class Scored:
    """What the model says of the household, or why it says nothing: one of the two."""

    answer: dict[str, Any] | None
    problem: Problem | None


@router.get("/households/{household_id}")
def family_page(
    request: Request,
    household_id: Code,
    asker: Reader,
    asked: Annotated[AskedDay, Query()],
    store: Store,
    instruments: Ready,
    held: Held,
) -> Response:
    """Everything about one household on a page; what needs a score says why there is none."""
    day, moment = day_to_stand_on(asked.as_of, store, instruments), now()
    known = household_known(household_id, day, asker.jurisdiction, store, instruments.policy)
    scored = _scored(household_id, day, asker, held, moment)
    sees_lists = may(request, Permission.READ_LISTS)
    with held.door.database.reading(asker.jurisdiction, moment) as work:
        people = masked(work, held.door.keyring, [household_id]).get(household_id, [])
        beside = _beside(work, household_id)
        why = not_listed(work, store, household_id, known.region_code or "") if sees_lists else None
    answer = scored.answer
    steps = steps_of(answer, _average(answer, instruments)) if answer else []
    shown = {
        "household_id": household_id,
        "day": day,
        "known": known,
        "head": next((person.name for person in people if person.is_head), None),
        "members": members_of(known, day, {person.person_id: person.name for person in people}),
        "described": described(known),
        "domains": domains_of(known, day),
        "answer": answer,
        "severe": severe_of(answer) if answer else (),
        "questions": questions_of(answer) if answer else [],
        "problem": scored.problem,
        "steps": steps,
        "scale": largest(steps),
        "dues": view.dues_of(_gaps(household_id, day, held, store, instruments)),
        "purposes": [(purpose.value, purpose) for purpose in UnmaskingPurpose],
        "may_unmask": bool(people) and may(request, Permission.UNMASK),
        "may_report": may(request, Permission.REPORT_LEADS),
        "today": day_of(moment),
        "monitored": monitored_of(known),
        "household_type": answer["household_type"] if answer else type_of(known),
        "may_see_leads": may(request, Permission.READ_LEADS),
        "may_visit": _may_visit(request, beside["open_lead"]),
        "not_listed": view.not_listed_in_words(why, known) if why else None,
        "visits_on_record": view.has_recorded_visits(known),
        **beside,
    }
    return render(request, "family.html", shown)


def _may_visit(request: Request, lead: Lead | None) -> bool:
    """Whether the next step of a lead is a visit, and the reader's to record."""
    reader = whole_asker(request)
    return (
        lead is not None
        and reader is not None
        and begins_at(lead, VISIT)
        and is_one_s_own(reader, VISIT)
        and reaches(request, Permission.RECORD_VISITS, lead.region_code)
    )


def _beside(work: Work, household_id: str) -> dict[str, Any]:
    """What the database knows of the household: earlier scores, leads, visits, lists."""
    past_runs = lists.first_of(work, runs.runs_about(household_id), runs.NEWEST_FIRST, 2 * view.MONTHS_SHOWN)
    past = view.past_of(past_assessments(work, household_id, past_runs))
    own = lists.first_of(work, leads.board(household=household_id), leads.NEWEST, LISTS_SHOWN)
    visited = lists.first_of(work, leads.visits(household=household_id), leads.LAST_VISITED, LISTS_SHOWN)
    return {
        "past": past,
        "leads": [(lead, view.state_of(lead)) for lead in own],
        "open_lead": view.open_lead(own),
        "open_lead_state": next((view.state_of(lead) for lead in own if lead.ended_on is None), None),
        "visits": view.visits_of(visited),
        "listings": view.listings_of(lists.naming(work, household_id, LISTS_SHOWN)),
    }


def _scored(household_id: str, day: dt.date, asker: Principal, held: Resources, moment: dt.datetime) -> Scored:
    try:
        return Scored(answer_about(household_id, day, asker.jurisdiction, held, moment), None)
    except (ProblemError, FanpinError) as error:
        return Scored(None, problem_of(error).problem)


def _average(answer: dict[str, Any], instruments: Instruments) -> float:
    """The chance of the household with which the contributions begin."""
    return float(instruments.model.probability(np.array([answer["base_value"]]))[0])


def _gaps(household_id: str, day: dt.date, held: Resources, store: Store, instruments: Instruments) -> list[str]:
    """The gaps of the household by their names: from those of the whole county where they are at hand, else looked for."""
    policy = instruments.policy
    listed = held.listed_days.at_hand(Listing.GAPS, store, policy, day)
    if listed is not None:
        return listed.rows.filter(pl.col("household_id") == household_id)["rule"].to_list()
    return find_gaps(records_of(household_id, store, None), index_of([household_id], day), policy)["gap"].to_list()
