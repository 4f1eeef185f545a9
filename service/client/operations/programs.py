"""Of the API: programs. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.access.answers import ClientAnswer, ClientSent, KeyEnded, KeySent, NewKey


class Programs(Group):
    """Operations on programs."""

    def list_clients(self, *, limit: int | None = None, cursor: str | None = None) -> Pages[ClientAnswer]:
        """Programs: `GET /v1/clients`."""
        from service.access.answers import ClientPage

        return self._pages(
            ClientPage, Request("GET", "/v1/clients", query={"limit": limit, "cursor": cursor}), "cursor"
        )

    def create_client(self, sent: ClientSent | Sent, *, idempotency_key: str | None = None) -> Answer[NewKey]:
        """Make a program: `POST /v1/clients`."""
        from service.access.answers import NewKey

        return self._ask(
            NewKey, Request("POST", "/v1/clients", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key})
        )

    def rotate_key(self, client_id: str, sent: KeySent | Sent, *, idempotency_key: str | None = None) -> Answer[NewKey]:
        """A further key: `POST /v1/clients/{client_id}/keys`."""
        from service.access.answers import NewKey

        return self._ask(
            NewKey,
            Request(
                "POST",
                "/v1/clients/{client_id}/keys",
                sent=sent,
                once=True,
                places={"client_id": client_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def revoke_client(
        self, client_id: str, sent: KeyEnded | Sent, *, idempotency_key: str | None = None
    ) -> Answer[ClientAnswer]:
        """Revoke a key, or a program: `POST /v1/clients/{client_id}/revoke`."""
        from service.access.answers import ClientAnswer

        return self._ask(
            ClientAnswer,
            Request(
                "POST",
                "/v1/clients/{client_id}/revoke",
                sent=sent,
                once=True,
                places={"client_id": client_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )
