"""Many households at once: documents that are sent, or stored households by their codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from fastapi.responses import StreamingResponse

from service.assess import day_to_stand_on
from service.example import EXAMPLE_HOUSEHOLD
from service.households.answers import BatchAnswer, StoredAsked
from service.households.batches import Line, Standpoint, lines_of_documents, lines_of_stored
from service.jurisdiction import NOWHERE
from service.principal import Permission, Principal
from service.refusals import JSON
from service.resources import Held, Ready, Store
from service.routes.admitting import allowed, in_audit
from service.routes.answering import ASSESSED_AT, stamped
from service.routes.declaring import OF_JSON, OF_KEYED_ROUTES, problems
from service.routes.doing import now
from service.routes.keyed import WAYS_IN, KeyedRoute
from service.sending import SentDocuments
from service.store.repositories.audit import append

router = APIRouter(
    prefix="/v1", route_class=KeyedRoute, dependencies=WAYS_IN, responses=OF_KEYED_ROUTES, tags=["assessments"]
)

NDJSON = "application/x-ndjson"
READ = "households.assess"
"""The line in the audit that names the households of a batch."""

OF_A_BATCH: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "As JSON, or with `Accept: application/x-ndjson` a line for each of `items`, and a last line with the counts.",
        "content": {NDJSON: {"schema": {"type": "string"}}},
    },
    **OF_JSON,
}


@router.post(
    "/assessments/batch",
    operation_id="assess_documents",
    summary="Assess up to 1,000 households from their records",
    response_model=BatchAnswer,
    responses={**OF_A_BATCH, **problems(_413="More than 32 MiB, or more than 400,000 lists and objects.")},
)
def assess_documents(
    request: Request,
    documents: Annotated[
        SentDocuments,
        Body(openapi_examples={"household": {"summary": "One household", "value": {"documents": [EXAMPLE_HOUSEHOLD]}}}),
    ],
    asker: Annotated[Principal, Depends(allowed(Permission.ASSESS))],
    instruments: Ready,
    held: Held,
) -> Any:
    """Each as `POST /v1/assessments` answers it alone; one that is wrong is told so and costs the others nothing."""
    sent = documents.apart()
    return _streamed(request, lines_of_documents(sent, asker.jurisdiction, instruments, held))


@router.post(
    "/assessments/stored",
    operation_id="assess_stored",
    summary="Assess up to 1,000 stored households",
    response_model=BatchAnswer,
    responses=OF_A_BATCH,
)
def assess_stored(
    request: Request,
    asked: Annotated[StoredAsked, Body()],
    asker: Annotated[Principal, Depends(allowed(Permission.READ_HOUSEHOLDS))],
    store: Store,
    instruments: Ready,
    held: Held,
) -> Any:
    """Each as `GET /v1/households/{household_id}/assessment` answers it alone: from the day's run, or computed."""
    day = day_to_stand_on(asked.as_of, store, instruments)
    moment, database, keyring = now(), held.door.database, held.door.keyring
    on = Standpoint(day, asker.jurisdiction, store, instruments)
    with database.writing(NOWHERE, moment) as work:
        codes = [in_audit(keyring, code) for code in asked.household_ids]
        append(work, keyring, actor=asker.actor, action=READ, detail={"as_of": str(day), "households": codes})
    return _streamed(request, lines_of_stored(asked.household_ids, on, database, moment))


def _streamed(request: Request, lines: Iterator[list[Line]]) -> StreamingResponse:
    # Worked out before the answer begins: what can't be answered at all is no answer of status 200.
    every = chain([next(lines)], lines)
    as_lines = NDJSON in request.headers.get("accept", "")
    body = _as_ndjson(every) if as_lines else _as_json(every)
    return StreamingResponse(body, media_type=NDJSON if as_lines else JSON, headers={ASSESSED_AT: stamped(now())})


def _as_ndjson(every: Iterable[list[Line]]) -> Iterator[bytes]:
    answered = asked = 0
    for some in every:
        asked, answered = asked + len(some), answered + sum(line.is_answer for line in some)
        yield b"".join(line.text + b"\n" for line in some)
    yield json.dumps(_counts(asked, answered)).encode() + b"\n"


def _as_json(every: Iterable[list[Line]]) -> Iterator[bytes]:
    answered = asked = 0
    before = b'{"items": ['
    for some in every:
        asked, answered = asked + len(some), answered + sum(line.is_answer for line in some)
        yield before + b", ".join(line.text for line in some)
        before = b", "
    yield b"], " + json.dumps(_counts(asked, answered)).encode()[1:]


def _counts(asked: int, answered: int) -> dict[str, int]:
    return {"asked": asked, "answered": answered, "refused": asked - answered}
