"""Of the API: single facts. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.landing.answers import FactAnswer, FactsTaken
    from service.landing.sent import Facts


class SingleFacts(Group):
    """Operations on single facts."""

    def send_facts(self, sent: Facts | Sent, *, idempotency_key: str | None = None) -> Answer[FactsTaken]:
        """Send single facts: `POST /v1/facts`."""
        from service.landing.answers import FactsTaken

        return self._ask(
            FactsTaken, Request("POST", "/v1/facts", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key})
        )

    def list_facts(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: Literal["waiting", "landed", "refused"] | None = None,
    ) -> Pages[FactAnswer]:
        """Facts that were sent: `GET /v1/facts`."""
        from service.landing.answers import FactPage

        return self._pages(
            FactPage, Request("GET", "/v1/facts", query={"limit": limit, "cursor": cursor, "state": state}), "cursor"
        )

    def read_fact(self, fact_id: str) -> Answer[FactAnswer]:
        """What became of a fact: `GET /v1/facts/{fact_id}`."""
        from service.landing.answers import FactAnswer

        return self._ask(FactAnswer, Request("GET", "/v1/facts/{fact_id}", places={"fact_id": fact_id}))
