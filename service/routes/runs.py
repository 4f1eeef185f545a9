"""Scoring runs: asked for, and read page by page."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Response
from pydantic import Field

from features.bilingual import Bilingual
from features.vocabulary import HouseholdType, RiskType
from models.bands import RiskBand
from service.assess import day_to_stand_on
from service.principal import Permission, Principal
from service.problems import ProblemError
from service.resources import Held, Ready, Store
from service.routes.admitting import allowed
from service.routes.asking import ARegion, RunId
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import Once, now, reply_of
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.routes.paging import AskedPage, page_of
from service.rows import LONGEST_TEXT
from service.runs.answers import (
    AssessmentPage,
    RunAnswer,
    RunAsked,
    RunPage,
    UnscoredPage,
    assessment_row,
    run_answer,
    unscored_answer,
)
from service.runs.asking import ask_for_run
from service.store import Work
from service.store.repositories import runs
from service.store.tables import RunState, ScoringRun

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["scoring runs"]
)

NO_RUN = problems(_404="There is no such run, or it is not complete.")
Reader = Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))]


class AskedRuns(AskedPage):
    """Which runs."""

    as_of: Annotated[dt.date | None, Field(description="Only those of a day.")] = None
    state: Annotated[RunState | None, Field(description="Only those in a state.")] = None


class Order(StrEnum):
    RANK = "rank"
    PLACE = "place"
    HOUSEHOLD = "household_id"


ORDERS = {Order.RANK: runs.RANK, Order.PLACE: runs.PLACE, Order.HOUSEHOLD: runs.CODE}


class AskedScores(AskedPage):
    """Which households, in which order; what is not said is not asked."""

    region: Annotated[ARegion | None, Field(description="First digits of the village code.")] = None
    band: Annotated[RiskBand | None, Field(description="`high`, `medium` or `low`.")] = None
    risk_type: Annotated[RiskType | None, Field(description="The main one.")] = None
    household_type: HouseholdType | None = None
    household: Annotated[
        str | None, Field(min_length=1, max_length=LONGEST_TEXT, description="The beginning of its code.")
    ] = None

    @property
    def wanted(self) -> dict[str, Any]:
        named = ("region", "band", "risk_type", "household_type", "household")
        return {
            name: value.value if isinstance(value, StrEnum) else value
            for name in named
            if (value := getattr(self, name)) is not None
        }


class AskedAssessments(AskedScores):
    """Which households of a run."""

    listed: Annotated[bool | None, Field(description="Whether the run's own list names them.")] = None
    order: Order = Order.RANK


@router.post(
    "/scoring-runs",
    status_code=202,
    operation_id="ask_for_run",
    summary="Have everybody scored",
    response_model=RunAnswer,
    responses={
        200: {"model": RunAnswer, "description": "It is there already."},
        **OF_JSON,
        **problems(_409="The idempotency key was used for another request."),
    },
)
def ask(
    sent: Annotated[RunAsked, Body()],
    asker: Annotated[Principal, Depends(allowed(Permission.MAKE_RUNS))],
    doing: Once,
    store: Store,
    instruments: Ready,
) -> Response:
    """By today's model, policy and records; it takes minutes for a county and is done in the background."""
    day = day_to_stand_on(sent.as_of, store, instruments)

    def do(work: Work) -> Any:
        keyring = doing.held.door.keyring
        row = ask_for_run(work, keyring, asker, instruments.model, store, instruments.policy, day)
        is_there = row.state == RunState.COMPLETE.value
        return reply_of(run_answer(row), 200 if is_there else 202, location=f"/v1/scoring-runs/{row.id}")

    return doing.once(asker, do)


@router.get("/scoring-runs", operation_id="list_runs", summary="Scoring runs")
def list_runs(asked: Annotated[AskedRuns, Query()], asker: Reader, held: Held) -> RunPage:
    """The last day first."""
    selected = runs.all_runs(as_of=asked.as_of, state=asked.state.value if asked.state else None)
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        page = page_of(work, held, selected, runs.NEWEST_FIRST, asked)
        return RunPage(items=[run_answer(row) for row in page.rows], next=page.next)


@router.get("/scoring-runs/{run_id}", operation_id="read_run", summary="One scoring run", responses=NO_RUN)
def read_run(run_id: RunId, asker: Reader, held: Held) -> RunAnswer:
    """What it was made from, and whether it is complete."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        row = runs.find(work, run_id)
        if row is None:
            raise _unknown()
        return run_answer(row)


@router.get(
    "/scoring-runs/{run_id}/assessments",
    operation_id="list_assessments",
    summary="Households of a run",
    responses=NO_RUN,
)
def list_assessments(
    run_id: RunId, asked: Annotated[AskedAssessments, Query()], asker: Reader, held: Held
) -> AssessmentPage:
    """Everybody of the asker's places who has a score, filtered and sorted, page by page."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        _complete(work, run_id)
        selected = runs.assessments(run_id, runs.Wanted(**asked.wanted, listed=asked.listed))
        page = page_of(work, held, selected, ORDERS[asked.order], asked, run_id)
        return AssessmentPage(items=[assessment_row(row) for row in page.rows], next=page.next)


@router.get(
    "/scoring-runs/{run_id}/unscored",
    operation_id="list_unscored",
    summary="Households without a score",
    responses=NO_RUN,
)
def list_unscored(run_id: RunId, asked: Annotated[AskedPage, Query()], asker: Reader, held: Held) -> UnscoredPage:
    """Those of the asker's places whose records can't be, or contradict each other: they need people."""
    with held.door.database.reading(asker.jurisdiction, now()) as work:
        _complete(work, run_id)
        page = page_of(work, held, runs.without_score(run_id), runs.UNSCORED, asked, run_id)
        return UnscoredPage(items=[unscored_answer(row) for row in page.rows], next=page.next)


def _complete(work: Work, run_id: str) -> ScoringRun:
    row = runs.find(work, run_id)
    if row is None or row.state != RunState.COMPLETE.value:
        raise _unknown()
    return row


def _unknown() -> ProblemError:
    return ProblemError(
        404,
        "unknown-run",
        Bilingual("没有这次评分", "No such run"),
        Bilingual("没有该编号的评分，或还没有完成", "There is no run of this name, or it is not complete yet."),
    )
