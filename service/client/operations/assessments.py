"""Of the API: assessments. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent

if TYPE_CHECKING:
    from service.answers import Assessment, ModelAnswer, RiskListAnswer
    from service.households.answers import BatchAnswer, BatchItem, StoredAsked


class Assessments(Group):
    """Operations on assessments."""

    def assess_document(self, sent: Sent) -> Answer[Assessment]:
        """Assess a household from its records: `POST /v1/assessments`."""
        from service.answers import Assessment

        return self._ask(Assessment, Request("POST", "/v1/assessments", sent=sent))

    def assess_household(self, household_id: str, *, as_of: dt.date | str | None = None) -> Answer[Assessment]:
        """Assess a stored household: `GET /v1/households/{household_id}/assessment`."""
        from service.answers import Assessment

        return self._ask(
            Assessment,
            Request(
                "GET",
                "/v1/households/{household_id}/assessment",
                places={"household_id": household_id},
                query={"as_of": as_of},
            ),
        )

    def preview_list(
        self, *, as_of: dt.date | str | None = None, region: str | None = None, capacity: int | None = None
    ) -> Answer[RiskListAnswer]:
        """What the list of a region would be: `GET /v1/risk-lists/preview`."""
        from service.answers import RiskListAnswer

        return self._ask(
            RiskListAnswer,
            Request("GET", "/v1/risk-lists/preview", query={"as_of": as_of, "region": region, "capacity": capacity}),
        )

    def preview_list_workbook(
        self, *, as_of: dt.date | str | None = None, region: str | None = None, capacity: int | None = None
    ) -> Answer[bytes]:
        """What the list of a region would be, as a workbook: `GET /v1/risk-lists/preview`."""
        return self._ask(
            bytes,
            Request(
                "GET",
                "/v1/risk-lists/preview",
                query={"as_of": as_of, "region": region, "capacity": capacity, "format": "xlsx"},
            ),
        )

    def read_model(self) -> Answer[ModelAnswer]:
        """Which model answers: `GET /v1/model`."""
        from service.answers import ModelAnswer

        return self._ask(ModelAnswer, Request("GET", "/v1/model"))

    def assess_documents(self, sent: Sent) -> Answer[BatchAnswer]:
        """Assess up to 1,000 households from their records: `POST /v1/assessments/batch`."""
        from service.households.answers import BatchAnswer

        return self._ask(BatchAnswer, Request("POST", "/v1/assessments/batch", sent=sent))

    def assess_documents_lines(self, sent: Sent) -> Iterator[BatchItem]:
        """Assess up to 1,000 households from their records, line by line: `POST /v1/assessments/batch`."""
        from service.households.answers import BatchItem

        return self._items(BatchItem, Request("POST", "/v1/assessments/batch", sent=sent))

    def assess_stored(self, sent: StoredAsked | Sent) -> Answer[BatchAnswer]:
        """Assess up to 1,000 stored households: `POST /v1/assessments/stored`."""
        from service.households.answers import BatchAnswer

        return self._ask(BatchAnswer, Request("POST", "/v1/assessments/stored", sent=sent))

    def assess_stored_lines(self, sent: StoredAsked | Sent) -> Iterator[BatchItem]:
        """Assess up to 1,000 stored households, line by line: `POST /v1/assessments/stored`."""
        from service.households.answers import BatchItem

        return self._items(BatchItem, Request("POST", "/v1/assessments/stored", sent=sent))
