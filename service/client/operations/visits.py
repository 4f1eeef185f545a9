"""Of the API: visits. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from service.client.asking import Request
from service.client.group import Group
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.leads.answers import VisitAnswer


class Visits(Group):
    """Operations on visits."""

    def list_visits(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        household_id: str | None = None,
        lead_id: str | None = None,
        since: dt.date | str | None = None,
    ) -> Pages[VisitAnswer]:
        """Visits: `GET /v1/visits`."""
        from service.leads.answers import VisitPage

        return self._pages(
            VisitPage,
            Request(
                "GET",
                "/v1/visits",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "household_id": household_id,
                    "lead_id": lead_id,
                    "since": since,
                },
            ),
            "cursor",
        )
