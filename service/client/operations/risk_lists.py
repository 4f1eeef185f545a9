"""Of the API: risk lists. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.issuing.answers import DiffAnswer, ItemAnswer, ListAnswer, ListAsked


class RiskLists(Group):
    """Operations on risk lists."""

    def make_list(self, sent: ListAsked | Sent, *, idempotency_key: str | None = None) -> Answer[ListAnswer]:
        """Make a list of households to visit: `POST /v1/risk-lists`."""
        from service.issuing.answers import ListAnswer

        return self._ask(
            ListAnswer,
            Request("POST", "/v1/risk-lists", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key}),
        )

    def list_lists(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        as_of: dt.date | str | None = None,
        state: Literal["draft", "issued"] | None = None,
    ) -> Pages[ListAnswer]:
        """Lists of households to visit: `GET /v1/risk-lists`."""
        from service.issuing.answers import ListPage

        return self._pages(
            ListPage,
            Request("GET", "/v1/risk-lists", query={"limit": limit, "cursor": cursor, "as_of": as_of, "state": state}),
            "cursor",
        )

    def read_list(self, list_id: str) -> Answer[ListAnswer]:
        """The head of a list: `GET /v1/risk-lists/{list_id}`."""
        from service.issuing.answers import ListAnswer

        return self._ask(ListAnswer, Request("GET", "/v1/risk-lists/{list_id}", places={"list_id": list_id}))

    def list_items(
        self,
        list_id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        region: str | None = None,
        band: Literal["high", "medium", "low"] | None = None,
        risk_type: Literal[
            "illness",
            "disability",
            "education",
            "disaster",
            "accident",
            "business_failure",
            "job_instability",
            "labour_shortage",
            "housing",
            "water",
            "other",
        ]
        | None = None,
        household_type: Literal["lifted_out", "general"] | None = None,
        household: str | None = None,
        slot: Literal["must_include", "carried_over", "floor", "score", "margin", "budget", "audit"] | None = None,
        is_new: bool | None = None,
        order: Literal["number", "place", "household_id"] | None = None,
        names: Literal["masked"] | None = None,
    ) -> Pages[ItemAnswer]:
        """Items of a list: `GET /v1/risk-lists/{list_id}/items`."""
        from service.issuing.answers import ItemPage

        return self._pages(
            ItemPage,
            Request(
                "GET",
                "/v1/risk-lists/{list_id}/items",
                places={"list_id": list_id},
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "region": region,
                    "band": band,
                    "risk_type": risk_type,
                    "household_type": household_type,
                    "household": household,
                    "slot": slot,
                    "is_new": is_new,
                    "order": order,
                    "names": names,
                },
            ),
            "cursor",
        )

    def compare_lists(self, list_id: str, *, since: str) -> Answer[DiffAnswer]:
        """Who came and who left: `GET /v1/risk-lists/{list_id}/changes`."""
        from service.issuing.answers import DiffAnswer

        return self._ask(
            DiffAnswer,
            Request("GET", "/v1/risk-lists/{list_id}/changes", places={"list_id": list_id}, query={"since": since}),
        )

    def issue_list(
        self, list_id: str, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> Answer[ListAnswer]:
        """Issue a list: `POST /v1/risk-lists/{list_id}/issue`."""
        from service.issuing.answers import ListAnswer

        return self._ask(
            ListAnswer,
            Request(
                "POST",
                "/v1/risk-lists/{list_id}/issue",
                once=True,
                places={"list_id": list_id},
                headers={"If-Match": if_match, "Idempotency-Key": idempotency_key},
            ),
        )
