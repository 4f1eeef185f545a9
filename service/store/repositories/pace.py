"""Requests in a minute, counted by all workers together."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, text

from service.store.database import Work
from service.store.tables.pace import RequestCount

ADD = text(
    "INSERT INTO request_counts (minute, actor, count) VALUES (:minute, :actor, :count) "
    "ON CONFLICT (minute, actor) DO UPDATE SET count = request_counts.count + excluded.count RETURNING count"
)


def add_counts(work: Work, minute: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Add to what was counted; the sums. In one order, so that two who add at once never wait for each other."""
    return {
        actor: work.session.execute(ADD, {"minute": minute, "actor": actor, "count": counts[actor]}).scalar_one()
        for actor in sorted(counts)
    }


def forget_counts_before(work: Work, minute: int) -> None:
    work.session.execute(delete(RequestCount).where(RequestCount.minute < minute))
