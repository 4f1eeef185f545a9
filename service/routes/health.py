"""Whether the process runs, and whether it can answer: without a key, and without a word about anybody."""

from __future__ import annotations

from fastapi import APIRouter, Response

from service.answers import Status
from service.resources import Held

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Is the process up?")
async def healthz() -> Status:
    """Answers as long as the process runs: on the event loop, behind nobody who waits for a thread."""
    return Status(status="up")


@router.get(
    "/readyz",
    summary="Can it answer?",
    responses={503: {"model": Status, "description": "Not yet; the reasons say what is missing."}},
)
def readyz(held: Held, response: Response) -> Status:
    """503 until there is a usable model, policy and record store."""
    reasons = held.missing()
    if not reasons:
        return Status(status="ready")
    response.status_code = 503
    return Status(status="not ready", reasons=reasons)
