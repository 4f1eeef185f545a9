"""Requests for exports, each moved on once; and the rows that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Select, func, select, update

from service.store.database import Work
from service.store.paging import Key
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


def every_request(state: str | None = None) -> Select[Any]:
    """All, or those in a state."""
    asked = select(ExportRequest)
    return asked if state is None else asked.where(ExportRequest.state == state)


def requests_by(actor: str) -> Select[Any]:
    """Those of somebody."""
    return select(ExportRequest).where(ExportRequest.asked_by == actor)


NEWEST_FIRST = (
    Key(ExportRequest.asked_at, "asked_at", descending=True),
    Key(ExportRequest.id, "id", descending=True),
)


def count_of(work: Work, selected: Select[Any]) -> int:
    """How many rows a question has, within the jurisdiction."""
    return int(work.session.scalar(select(func.count()).select_from(selected.subquery())) or 0)


def rows_of(work: Work, selected: Select[Any], order: Sequence[Key], limit: int) -> Sequence[Any]:
    """Its rows, so many at most, within the jurisdiction."""
    return work.session.scalars(selected.order_by(*(key.column for key in order)).limit(limit)).all()


def move_request(work: Work, request: ExportRequest, to: ExportState, **columns: Any) -> bool:
    """Move a request on from where it was read; False where somebody else has moved it since."""
    still = [ExportRequest.id == request.id, ExportRequest.state == request.state, ExportRequest.expires_at > work.now]
    moved = work.session.execute(update(ExportRequest).where(*still).values(state=to.value, **columns))
    return bool(cast("CursorResult[Any]", moved).rowcount)
