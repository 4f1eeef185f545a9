"""Of the API: exports. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.exporting.answers import ExportAnswer, ExportToDecide
    from service.exporting.asked import ExportAsked


class Exports(Group):
    """Operations on exports."""

    def ask_for_export(self, sent: ExportAsked | Sent, *, idempotency_key: str | None = None) -> Answer[ExportAnswer]:
        """Ask for an export: `POST /v1/exports`."""
        from service.exporting.answers import ExportAnswer

        return self._ask(
            ExportAnswer,
            Request("POST", "/v1/exports", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key}),
        )

    def list_exports(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: Literal["asked", "approved", "refused", "used"] | None = None,
    ) -> Pages[ExportToDecide]:
        """Requests for exports, to decide: `GET /v1/exports`."""
        from service.exporting.answers import ExportPage

        return self._pages(
            ExportPage,
            Request("GET", "/v1/exports", query={"limit": limit, "cursor": cursor, "state": state}),
            "cursor",
        )

    def read_export(self, export_id: str) -> Answer[ExportAnswer]:
        """One's own request: `GET /v1/exports/{export_id}`."""
        from service.exporting.answers import ExportAnswer

        return self._ask(ExportAnswer, Request("GET", "/v1/exports/{export_id}", places={"export_id": export_id}))

    def approve_export(self, export_id: str, *, idempotency_key: str | None = None) -> Answer[ExportAnswer]:
        """Approve an export: `POST /v1/exports/{export_id}/approve`."""
        from service.exporting.answers import ExportAnswer

        return self._ask(
            ExportAnswer,
            Request(
                "POST",
                "/v1/exports/{export_id}/approve",
                once=True,
                places={"export_id": export_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def refuse_export(self, export_id: str, *, idempotency_key: str | None = None) -> Answer[ExportAnswer]:
        """Refuse an export: `POST /v1/exports/{export_id}/refuse`."""
        from service.exporting.answers import ExportAnswer

        return self._ask(
            ExportAnswer,
            Request(
                "POST",
                "/v1/exports/{export_id}/refuse",
                once=True,
                places={"export_id": export_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def fetch_export(self, export_id: str) -> Answer[bytes]:
        """The file of an export: `GET /v1/exports/{export_id}/file`."""
        return self._ask(bytes, Request("GET", "/v1/exports/{export_id}/file", places={"export_id": export_id}))
