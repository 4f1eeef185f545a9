"""Of the API: households. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.households.answers import DocumentAnswer, HouseholdAnswer, PastAssessment, ReplayedAnswer
    from service.vault.answers import NamesAnswer, NamesAsked


class Households(Group):
    """Operations on households."""

    def read_household(self, household_id: str, *, as_of: dt.date | str | None = None) -> Answer[HouseholdAnswer]:
        """A household as it was known on a day: `GET /v1/households/{household_id}`."""
        from service.households.answers import HouseholdAnswer

        return self._ask(
            HouseholdAnswer,
            Request(
                "GET", "/v1/households/{household_id}", places={"household_id": household_id}, query={"as_of": as_of}
            ),
        )

    def read_document(self, household_id: str, *, as_of: dt.date | str | None = None) -> Answer[DocumentAnswer]:
        """A household as a document to be sent: `GET /v1/households/{household_id}/document`."""
        from service.households.answers import DocumentAnswer

        return self._ask(
            DocumentAnswer,
            Request(
                "GET",
                "/v1/households/{household_id}/document",
                places={"household_id": household_id},
                query={"as_of": as_of},
            ),
        )

    def read_history(
        self, household_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Pages[PastAssessment]:
        """What runs said of a household: `GET /v1/households/{household_id}/assessments`."""
        from service.households.answers import HistoryPage

        return self._pages(
            HistoryPage,
            Request(
                "GET",
                "/v1/households/{household_id}/assessments",
                places={"household_id": household_id},
                query={"limit": limit, "cursor": cursor},
            ),
            "cursor",
        )

    def replay_assessment(self, run_id: str, household_id: str) -> Answer[ReplayedAnswer]:
        """What a run said, computed anew: `GET /v1/scoring-runs/{run_id}/households/{household_id}/replay`."""
        from service.households.answers import ReplayedAnswer

        return self._ask(
            ReplayedAnswer,
            Request(
                "GET",
                "/v1/scoring-runs/{run_id}/households/{household_id}/replay",
                places={"run_id": run_id, "household_id": household_id},
            ),
        )

    def read_names(
        self, household_id: str, sent: NamesAsked | Sent, *, idempotency_key: str | None = None
    ) -> Answer[NamesAnswer]:
        """The names of a household: `POST /v1/households/{household_id}/identity`."""
        from service.vault.answers import NamesAnswer

        return self._ask(
            NamesAnswer,
            Request(
                "POST",
                "/v1/households/{household_id}/identity",
                sent=sent,
                once=True,
                places={"household_id": household_id},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )
