"""Whether the process runs, and whether it can answer: without a key, and without a word about anybody."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from service.answers import Status
from service.problems import SECONDS_BETWEEN_LOOKS, come_again
from service.resources import Held
from service.routes.admitting import ANYBODY
from service.routes.declaring import OF_EVERY_ROUTE

router = APIRouter(tags=["health"], dependencies=[Depends(ANYBODY)], responses=OF_EVERY_ROUTE)


@router.get("/healthz", operation_id="read_health", summary="Is the process up?")
async def healthz() -> Status:
    """Answers as long as the process runs: on the event loop, behind nobody who waits for a thread."""
    return Status(status="up")


@router.get(
    "/readyz",
    operation_id="read_readiness",
    summary="Can it answer?",
    responses={503: {"model": Status, "description": "Not yet; the reasons say what is missing."}},
)
def readyz(held: Held, response: Response) -> Status:
    """503 until there is a usable model, policy, record store and database.

    `degraded`: it answers, and something stands in for what should be there; `notices` tell what.
    """
    reasons, notices = [str(reason) for reason in held.missing()], [str(notice) for notice in held.notices()]
    if not reasons:
        return Status(status="degraded" if held.is_degraded else "ready", notices=notices)
    response.status_code = 503
    response.headers.update(come_again(SECONDS_BETWEEN_LOOKS))
    return Status(status="not ready", reasons=reasons, notices=notices)
