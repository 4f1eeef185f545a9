"""Of the API: leads. Written from its routes (tests/service/client)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.leads.answers import BoardLead, CountsAnswer, LeadAnswer, LeadInFull, ReportReceived
    from service.leads.sent import AssigneeSent, MoveSent, ReportSent, VisitSent


class Leads(Group):
    """Operations on leads."""

    def report_lead(self, sent: ReportSent | Sent, *, idempotency_key: str | None = None) -> Answer[ReportReceived]:
        """Report a household: `POST /v1/leads`."""
        from service.leads.answers import ReportReceived

        return self._ask(
            ReportReceived,
            Request("POST", "/v1/leads", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key}),
        )

    def list_leads(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: Literal[
            "received",
            "dispatched",
            "to_be_clarified",
            "confirmed",
            "compared",
            "village_review",
            "public_notice",
            "township_check",
            "county_decision",
            "registered",
            "supported",
            "removal_proposed",
            "rolled_back",
            "watch",
            "unfounded",
            "not_registered",
            "removed",
            "closed",
        ]
        | None = None,
        region: str | None = None,
        household_id: str | None = None,
        assigned_to: str | None = None,
        open: bool | None = None,
        overdue: bool | None = None,
        order: Literal["urgency", "newest", "place"] | None = None,
        names: Literal["masked"] | None = None,
    ) -> Pages[BoardLead]:
        """The board of leads: `GET /v1/leads`."""
        from service.leads.answers import LeadPage

        return self._pages(
            LeadPage,
            Request(
                "GET",
                "/v1/leads",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "state": state,
                    "region": region,
                    "household_id": household_id,
                    "assigned_to": assigned_to,
                    "open": open,
                    "overdue": overdue,
                    "order": order,
                    "names": names,
                },
            ),
            "cursor",
        )

    def count_leads(self) -> Answer[CountsAnswer]:
        """How many leads stand where: `GET /v1/leads/counts`."""
        from service.leads.answers import CountsAnswer

        return self._ask(CountsAnswer, Request("GET", "/v1/leads/counts"))

    def read_lead(self, lead_id: str) -> Answer[LeadInFull]:
        """A lead in full: `GET /v1/leads/{lead_id}`."""
        from service.leads.answers import LeadInFull

        return self._ask(LeadInFull, Request("GET", "/v1/leads/{lead_id}", places={"lead_id": lead_id}))

    def move_lead(
        self, lead_id: str, sent: MoveSent | Sent, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> Answer[LeadInFull]:
        """Move a lead through the procedure: `POST /v1/leads/{lead_id}/moves`."""
        from service.leads.answers import LeadInFull

        return self._ask(
            LeadInFull,
            Request(
                "POST",
                "/v1/leads/{lead_id}/moves",
                sent=sent,
                once=True,
                places={"lead_id": lead_id},
                headers={"If-Match": if_match, "Idempotency-Key": idempotency_key},
            ),
        )

    def record_visit(
        self, lead_id: str, sent: VisitSent | Sent, *, if_match: str | None = None, idempotency_key: str | None = None
    ) -> Answer[LeadInFull]:
        """Record what a visit found: `POST /v1/leads/{lead_id}/visits`."""
        from service.leads.answers import LeadInFull

        return self._ask(
            LeadInFull,
            Request(
                "POST",
                "/v1/leads/{lead_id}/visits",
                sent=sent,
                once=True,
                places={"lead_id": lead_id},
                headers={"If-Match": if_match, "Idempotency-Key": idempotency_key},
            ),
        )

    def assign_lead(
        self,
        lead_id: str,
        sent: AssigneeSent | Sent,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Answer[LeadAnswer]:
        """Give a lead to somebody: `PUT /v1/leads/{lead_id}/assignee`."""
        from service.leads.answers import LeadAnswer

        return self._ask(
            LeadAnswer,
            Request(
                "PUT",
                "/v1/leads/{lead_id}/assignee",
                sent=sent,
                once=True,
                places={"lead_id": lead_id},
                headers={"If-Match": if_match, "Idempotency-Key": idempotency_key},
            ),
        )
