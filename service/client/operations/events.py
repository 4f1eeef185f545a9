"""Of the API: events. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.client.asking import Request
from service.client.group import Group
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.webhooks.feed import EventAnswer


class Events(Group):
    """Operations on events."""

    def list_events(self, *, after: int | None = None, limit: int | None = None) -> Pages[EventAnswer]:
        """What has changed: `GET /v1/events`."""
        from service.webhooks.feed import EventPage

        return self._pages(EventPage, Request("GET", "/v1/events", query={"after": after, "limit": limit}), "after")
