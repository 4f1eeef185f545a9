"""The API of the county's case system."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from features.records.store import RecordStore
from features.registry import chosen
from models.answers import answer_of, scored_answers
from models.assessed import policy_used
from models.lists import DEFAULT_SEED, Slot
from models.refusal import Refusal
from service.answers import (
    Assessment,
    FeatureAnswer,
    ListMadeFrom,
    ModelAnswer,
    Notice,
    NotScoredAnswer,
    PolicyStepAnswer,
    PolicyValueAnswer,
    RankedAssessment,
    RiskListAnswer,
    SlotAnswer,
    body_of,
)
from service.assess import assess_stored, day_to_stand_on, list_to_visit, place_asked
from service.example import EXAMPLE_ANSWER, EXAMPLE_HOUSEHOLD, EXAMPLE_LIST
from service.households.gathering import Gathering
from service.lists import RiskList
from service.place_names import names_at_hand
from service.principal import Permission, Principal
from service.refusals import JSON
from service.resources import Held, Instruments, Ready, Resources, Store
from service.routes.admitting import allowed
from service.routes.answering import HEADERS, beside
from service.routes.asking import AskedDay, AskedListAs, Form, HouseholdId
from service.routes.declaring import OF_A_BODY, OF_KEYED_ROUTES, OUT_OF_SCOPE, problems
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.runs.serving import RUN_HEADER, answer_of_run
from service.score_names import score_name
from service.sending import SentDocument
from service.workbook import MEDIA_TYPE, file_name, workbook_of

router = APIRouter(
    prefix="/v1",
    route_class=KeyedRoute,
    dependencies=WAYS_IN,
    responses=OF_KEYED_ROUTES,
    tags=["assessments"],
)

MOST_NOT_SCORED = 100
"""Named in one answer; their number is told beside them."""


async def _gathering(request: Request) -> Gathering:
    gathering: Gathering = request.app.state.gathering
    return gathering


Gathered = Annotated[Gathering, Depends(_gathering)]


@router.post(
    "/assessments",
    operation_id="assess_document",
    summary="Assess a household from its records",
    response_model=Assessment,
    responses={
        200: {"headers": HEADERS, "content": {"application/json": {"example": EXAMPLE_ANSWER}}},
        **OUT_OF_SCOPE,
        **OF_A_BODY,
        **problems(_404="Its village lies outside the asker's jurisdiction."),
    },
)
def assess_sent(
    document: Annotated[
        SentDocument,
        Body(openapi_examples={"household": {"summary": "Illness and lost work", "value": EXAMPLE_HOUSEHOLD}}),
    ],
    asker: Annotated[Principal, Depends(allowed(Permission.ASSESS))],
    instruments: Ready,
    held: Held,
    gathering: Gathered,
) -> Response:
    """The records are used for this one answer and not kept."""
    return _answered(gathering.assess(document.checked(), asker.jurisdiction, instruments), held)


@router.get(
    "/households/{household_id}/assessment",
    operation_id="assess_household",
    summary="Assess a stored household",
    response_model=Assessment,
    responses={
        200: {"headers": HEADERS, "content": {"application/json": {"example": EXAMPLE_ANSWER}}},
        **OUT_OF_SCOPE,
        **problems(_404="The store knows no such household within the asker's jurisdiction."),
    },
)
def assess_one_of_the_store(
    household_id: HouseholdId,
    asked: Annotated[AskedDay, Query()],
    asker: Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))],
    instruments: Ready,
    held: Held,
) -> Response:
    """From the records that were known on the day: as the day's run holds it, where that is what would be answered now."""
    # Here and not as a need, which would be looked up in a thread of its own: this is what a case system asks most.
    store = held.store()
    day = day_to_stand_on(asked.as_of, store, instruments)
    kept = answer_of_run(held.door.database, asker.jurisdiction, store, instruments, household_id, day, now())
    if kept is not None:
        headers = {RUN_HEADER: kept.run_id, **beside(kept.score_id, now())}
        return Response(kept.body, headers=headers, media_type=JSON)
    return _answered(answer_of(assess_stored(household_id, day, asker.jurisdiction, store, instruments)), held)


def _answered(fields: dict[str, Any], held: Resources) -> Response:
    """An answer (`models.answers`), written in the route's thread."""
    body = body_of(fields, names_at_hand(held.store, dt.date.fromisoformat(fields["made_from"]["as_of"])))
    headers = beside(score_name(fields["household_id"], fields["made_from"]), now())
    return Response(body, headers=headers, media_type=JSON)


@router.get(
    "/risk-lists/preview",
    operation_id="preview_list",
    summary="What the list of a region would be",
    response_model=RiskListAnswer,
    responses={
        200: {
            "content": {
                "application/json": {"example": EXAMPLE_LIST},
                MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}},
            },
        },
        **problems(_404="Nobody within the asker's jurisdiction lives in such a region."),
    },
)
def risk_list(
    asked: Annotated[AskedListAs, Query()],
    asker: Annotated[Principal, Depends(allowed(Permission.READ_LISTS))],
    store: Store,
    instruments: Ready,
    held: Held,
) -> Any:
    """Worked out now and not kept: nobody can be held to it. A list that an office answers for is made by POST /v1/risk-lists.

    The list of each township, as `models.lists` issues it; ranked by raw score, households of equal score in an order drawn
    from a recorded seed.

    The first call for a day scores every household of the store, which takes seconds; later calls do not.
    """
    there = place_asked(asked.region, asker.jurisdiction)
    listed = list_to_visit(there, asked.as_of, asked.capacity, store, instruments, held.scored_days)
    if asked.format is Form.XLSX:
        return workbook_response(listed, instruments, store)
    # Written here, in the route's thread: ten thousand households are megabytes of text.
    return Response(list_answer(listed).model_dump_json(), media_type=JSON)


@router.get("/model", operation_id="read_model", summary="Which model answers", tags=["model"])
def model(
    held: Held,
    asker: Annotated[Principal, Depends(allowed(Permission.READ_MODELS))],  # noqa: ARG001 - that they may is all
) -> ModelAnswer:
    """What it reads, what it was made from, and which policy values it uses are still examples."""
    standing = held.standing()
    used, policy = standing.instruments.model, standing.instruments.policy
    examples = [policy.values[name] for name in policy.examples(policy_used(used, policy))]
    return ModelAnswer(
        name=used.name,
        version=used.version,
        source=standing.source,
        notices=[Notice(zh=standing.notice.zh, en=standing.notice.en)] if standing.notice else [],
        horizon_months=used.horizon_months,
        target=used.target,
        fingerprint=used.fingerprint,
        feature_count=len(used.features),
        features=[
            FeatureAnswer(name=f.name, zh=f.zh, en=f.en, unit=f.unit, risk_type=f.risk_type.value)
            for f in chosen(used.features).values()
        ],
        trained={name: used.facts[name] for name in ("parts", "observed_until", "data_versions") if name in used.facts},
        policy_version=policy.version,
        trained_policy_version=used.facts.get("policy_version"),
        policy_examples=[
            PolicyValueAnswer(
                name=value.name,
                zh=value.zh,
                en=value.en,
                unit=value.unit,
                steps=[
                    PolicyStepAnswer(since=step.since, value=step.value, scope=step.scope, source=step.source)
                    for step in value.steps
                    if step.status == "example"
                ],
            )
            for value in examples
        ],
    )


def list_answer(listed: RiskList) -> RiskListAnswer:
    return RiskListAnswer(
        region=listed.region,
        as_of=listed.as_of,
        expires_on=listed.expires_on,
        capacity=listed.capacity,
        households_in_scope=listed.in_scope,
        resting=listed.resting,
        left_out=listed.left_out,
        seed=DEFAULT_SEED,
        policy_examples=list(listed.policy_examples),
        not_scored_count=listed.impossible.height + listed.contradicting.height,
        not_scored=not_scored(listed)[:MOST_NOT_SCORED],
        households=[
            RankedAssessment(**{**row, "slot": _slot(Slot(row["slot"]))}) for row in scored_answers(listed.households)
        ],
        made_from=ListMadeFrom(**listed.made_from.as_dict()),
    )


def not_scored(listed: RiskList) -> list[NotScoredAnswer]:
    """Who of the region has no score though the model speaks of it, and under which rule."""
    rules = (
        (Refusal.IMPOSSIBLE_NUMBERS, listed.impossible, "tables"),
        (Refusal.RECORDS_CONTRADICT, listed.contradicting, "checks"),
    )
    return [
        NotScoredAnswer(
            household_id=row["household_id"],
            region_code=row["region_code"],
            refusal=rule.value,
            **{"tables": [], "checks": [], named: row[named]},
        )
        for rule, rows, named in rules
        for row in rows.iter_rows(named=True)
    ]


def _slot(slot: Slot) -> SlotAnswer:
    return SlotAnswer(name=slot.value, zh=slot.zh, en=slot.en)


def workbook_response(listed: RiskList, instruments: Instruments, store: RecordStore) -> Response:
    return Response(
        workbook_of(listed, instruments, store),
        media_type=MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{file_name(listed)}"'},
    )
