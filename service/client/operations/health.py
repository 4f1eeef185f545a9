"""Of the API: health. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group

if TYPE_CHECKING:
    from service.answers import Status


class Health(Group):
    """Operations on health."""

    def read_health(self) -> Answer[Status]:
        """Is the process up: `GET /healthz`."""
        from service.answers import Status

        return self._ask(Status, Request("GET", "/healthz"))

    def read_readiness(self) -> Answer[Status]:
        """Can it answer: `GET /readyz`."""
        from service.answers import Status

        return self._ask(Status, Request("GET", "/readyz", answered_by=(503,)))

    def read_metrics(self) -> Answer[bytes]:
        """Metrics for Prometheus: `GET /metrics`."""
        return self._ask(bytes, Request("GET", "/metrics"))
