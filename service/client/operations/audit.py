"""Of the API: audit. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.audit.answers import LineAnswer, VerificationAnswer
    from service.vault.answers import UnmaskingAnswer


class Audit(Group):
    """Operations on audit."""

    def list_audit(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        actor: str | None = None,
        action: str | None = None,
        target: str | None = None,
        since: dt.datetime | str | None = None,
        until: dt.datetime | str | None = None,
    ) -> Pages[LineAnswer]:
        """Who did and read what: `GET /v1/audit`."""
        from service.audit.answers import LinePage

        return self._pages(
            LinePage,
            Request(
                "GET",
                "/v1/audit",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "actor": actor,
                    "action": action,
                    "target": target,
                    "since": since,
                    "until": until,
                },
            ),
            "cursor",
        )

    def verify_audit(self) -> Answer[VerificationAnswer]:
        """Whether the audit is whole: `GET /v1/audit/verification`."""
        from service.audit.answers import VerificationAnswer

        return self._ask(VerificationAnswer, Request("GET", "/v1/audit/verification"))

    def export_audit(self, *, after: int | None = None) -> Iterator[str]:
        """The audit as a file: `GET /v1/audit/export`."""
        return self._chain(Request("GET", "/v1/audit/export", query={"after": after}))

    def read_unmasking(self, unmasking_id: str) -> Answer[UnmaskingAnswer]:
        """Why somebody looked at a household's names: `GET /v1/audit/unmaskings/{unmasking_id}`."""
        from service.vault.answers import UnmaskingAnswer

        return self._ask(
            UnmaskingAnswer,
            Request("GET", "/v1/audit/unmaskings/{unmasking_id}", places={"unmasking_id": unmasking_id}),
        )
