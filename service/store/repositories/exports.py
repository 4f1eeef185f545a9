"""Requests for large exports, each moved on once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from service.store.database import Work
from service.store.tables.exports import ExportRequest, ExportState


def add_request(work: Work, request: ExportRequest) -> None:
    work.session.add(request)
    work.session.flush()


def request_of(work: Work, request_id: str) -> ExportRequest | None:
    """The request as it is now, within the jurisdiction."""
    asked = select(ExportRequest).where(ExportRequest.id == request_id).execution_options(populate_existing=True)
    return work.session.scalars(asked).one_or_none()


def waiting_requests(work: Work, limit: int) -> Sequence[ExportRequest]:
    """Those that wait for a second person, the oldest first."""
    waiting = [ExportRequest.state == ExportState.ASKED.value, ExportRequest.expires_at > work.now]
    return work.session.scalars(
        select(ExportRequest).where(*waiting).order_by(ExportRequest.asked_at).limit(limit)
    ).all()


def move_request(work: Work, request: ExportRequest, to: ExportState, **columns: Any) -> bool:
    """Move a request on from where it was read; False where somebody else has moved it since."""
    still = [ExportRequest.id == request.id, ExportRequest.state == request.state, ExportRequest.expires_at > work.now]
    moved = work.session.execute(update(ExportRequest).where(*still).values(state=to.value, **columns))
    return bool(cast("CursorResult[Any]", moved).rowcount)
