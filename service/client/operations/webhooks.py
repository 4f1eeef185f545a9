"""Of the API: webhooks. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent

if TYPE_CHECKING:
    from service.webhooks.answers import (
        DeliveriesAnswer,
        EndpointAnswer,
        EndpointsAnswer,
        EndpointSent,
        OpenedAnswer,
        SecretAnswer,
        TrialAnswer,
    )


class Webhooks(Group):
    """Operations on webhooks."""

    def list_webhooks(self) -> Answer[EndpointsAnswer]:
        """Addresses that events are sent to: `GET /v1/webhooks`."""
        from service.webhooks.answers import EndpointsAnswer

        return self._ask(EndpointsAnswer, Request("GET", "/v1/webhooks"))

    def open_webhook(self, sent: EndpointSent | Sent, *, idempotency_key: str | None = None) -> Answer[OpenedAnswer]:
        """Send events to an address: `POST /v1/webhooks`."""
        from service.webhooks.answers import OpenedAnswer

        return self._ask(
            OpenedAnswer,
            Request("POST", "/v1/webhooks", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key}),
        )

    def read_webhook(self, endpoint_id: str) -> Answer[EndpointAnswer]:
        """One address: `GET /v1/webhooks/{endpoint_id}`."""
        from service.webhooks.answers import EndpointAnswer

        return self._ask(
            EndpointAnswer, Request("GET", "/v1/webhooks/{endpoint_id}", places={"endpoint_id": endpoint_id})
        )

    def test_webhook(self, endpoint_id: str, *, idempotency_key: str | None = None) -> Answer[TrialAnswer]:
        """Try an address out: `POST /v1/webhooks/{endpoint_id}/test`."""
        from service.webhooks.answers import TrialAnswer

        return self._ask(
            TrialAnswer,
            Request(
                "POST",
                "/v1/webhooks/{endpoint_id}/test",
                once=True,
                places={"endpoint_id": endpoint_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def renew_webhook_secret(self, endpoint_id: str, *, idempotency_key: str | None = None) -> Answer[SecretAnswer]:
        """A new secret: `POST /v1/webhooks/{endpoint_id}/secret`."""
        from service.webhooks.answers import SecretAnswer

        return self._ask(
            SecretAnswer,
            Request(
                "POST",
                "/v1/webhooks/{endpoint_id}/secret",
                once=True,
                places={"endpoint_id": endpoint_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def redeliver_webhook(self, endpoint_id: str, *, idempotency_key: str | None = None) -> Answer[DeliveriesAnswer]:
        """Send again what was given up: `POST /v1/webhooks/{endpoint_id}/redeliver`."""
        from service.webhooks.answers import DeliveriesAnswer

        return self._ask(
            DeliveriesAnswer,
            Request(
                "POST",
                "/v1/webhooks/{endpoint_id}/redeliver",
                once=True,
                places={"endpoint_id": endpoint_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def redeliver_one(
        self, endpoint_id: str, delivery_id: str, *, idempotency_key: str | None = None
    ) -> Answer[DeliveriesAnswer]:
        """Send one delivery again: `POST /v1/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver`."""
        from service.webhooks.answers import DeliveriesAnswer

        return self._ask(
            DeliveriesAnswer,
            Request(
                "POST",
                "/v1/webhooks/{endpoint_id}/deliveries/{delivery_id}/redeliver",
                once=True,
                places={"endpoint_id": endpoint_id, "delivery_id": delivery_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def close_webhook(self, endpoint_id: str, *, idempotency_key: str | None = None) -> Answer[DeliveriesAnswer]:
        """Send nothing more to an address: `POST /v1/webhooks/{endpoint_id}/close`."""
        from service.webhooks.answers import DeliveriesAnswer

        return self._ask(
            DeliveriesAnswer,
            Request(
                "POST",
                "/v1/webhooks/{endpoint_id}/close",
                once=True,
                places={"endpoint_id": endpoint_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )
