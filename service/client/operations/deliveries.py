"""Of the API: deliveries. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.deliveries.answers import DeliveryAnswer, DeliveryInFull, FindingAnswer


class Deliveries(Group):
    """Operations on deliveries."""

    def send_delivery(
        self,
        content: bytes,
        *,
        department: Literal[
            "agriculture",
            "township",
            "medical_insurance",
            "health",
            "disabled_federation",
            "human_resources",
            "police",
            "emergency",
            "education",
            "housing",
            "water",
            "relocation",
            "civil_affairs",
        ],
        file_name: str,
        idempotency_key: str | None = None,
    ) -> Answer[DeliveryAnswer]:
        """Send a file: `POST /v1/deliveries`."""
        from service.deliveries.answers import DeliveryAnswer

        return self._ask(
            DeliveryAnswer,
            Request(
                "POST",
                "/v1/deliveries",
                content=content,
                once=True,
                query={"department": department},
                headers={"File-Name": file_name, "Idempotency-Key": idempotency_key},
            ),
        )

    def list_deliveries(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: Literal["waiting", "landing", "landed", "refused", "withdrawn"] | None = None,
        department: Literal[
            "agriculture",
            "township",
            "medical_insurance",
            "health",
            "disabled_federation",
            "human_resources",
            "police",
            "emergency",
            "education",
            "housing",
            "water",
            "relocation",
            "civil_affairs",
        ]
        | None = None,
    ) -> Pages[DeliveryAnswer]:
        """Deliveries: `GET /v1/deliveries`."""
        from service.deliveries.answers import DeliveryPage

        return self._pages(
            DeliveryPage,
            Request(
                "GET",
                "/v1/deliveries",
                query={"limit": limit, "cursor": cursor, "state": state, "department": department},
            ),
            "cursor",
        )

    def read_delivery(self, delivery_id: str) -> Answer[DeliveryInFull]:
        """What became of a delivery: `GET /v1/deliveries/{delivery_id}`."""
        from service.deliveries.answers import DeliveryInFull

        return self._ask(
            DeliveryInFull, Request("GET", "/v1/deliveries/{delivery_id}", places={"delivery_id": delivery_id})
        )

    def list_delivery_findings(
        self, delivery_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Pages[FindingAnswer]:
        """What of a delivery was not kept: `GET /v1/deliveries/{delivery_id}/findings`."""
        from service.deliveries.answers import FindingPage

        return self._pages(
            FindingPage,
            Request(
                "GET",
                "/v1/deliveries/{delivery_id}/findings",
                places={"delivery_id": delivery_id},
                query={"limit": limit, "cursor": cursor},
            ),
            "cursor",
        )
