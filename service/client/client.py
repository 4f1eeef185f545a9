"""The client: all groups of operations over one HTTP client."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx2

from service.client.asking import Asker
from service.client.operations.assessments import Assessments
from service.client.operations.audit import Audit
from service.client.operations.deliveries import Deliveries
from service.client.operations.events import Events
from service.client.operations.exports import Exports
from service.client.operations.features import Features
from service.client.operations.findings import Findings
from service.client.operations.health import Health
from service.client.operations.households import Households
from service.client.operations.jurisdictions import Jurisdictions
from service.client.operations.leads import Leads
from service.client.operations.models import Models
from service.client.operations.programs import Programs
from service.client.operations.risk_lists import RiskLists
from service.client.operations.scoring_runs import ScoringRuns
from service.client.operations.single_facts import SingleFacts
from service.client.operations.users import Users
from service.client.operations.visits import Visits
from service.client.operations.webhooks import Webhooks
from service.client.patience import Patience

SECONDS = 120.0
"""Longer than the service takes before it says that something is being prepared, and than it gives a body."""

SECONDS_TO_CONNECT = 5.0
REMEMBERED = 200
"""Answers; a list page of 50 takes some 30 KB."""


class Client(
    Assessments,
    Audit,
    Deliveries,
    Events,
    Exports,
    Features,
    Findings,
    Health,
    Households,
    Jurisdictions,
    Leads,
    Models,
    Programs,
    RiskLists,
    ScoringRuns,
    SingleFacts,
    Users,
    Visits,
    Webhooks,
):
    """The API as methods, each named by its operation in docs/openapi.json and with its parameters.

    What lists gives `Pages`, whose items are read on as they are asked for; everything else gives an `Answer`, whose `content` is typed. Requests are tried again as
    `Patience` says, under one `Idempotency-Key` where they change something. One client may be used by many threads.
    """

    def __init__(
        self,
        address: str,
        key: str,
        *,
        timeout: float = SECONDS,
        patience: Patience | None = None,
        remembers: int = REMEMBERED,
    ) -> None:
        """A program's client.

        Args:
            address: of the service, such as `http://127.0.0.1:8000`.
            key: the program's (`fanpin clients create`).
            timeout: seconds without a byte after which a request counts as cut off.
            patience: how often is tried again.
            remembers: answers kept in memory to be asked for with their `ETag`; 0 for none.
        """
        timeouts = httpx2.Timeout(timeout, connect=SECONDS_TO_CONNECT)
        http = httpx2.Client(base_url=address, headers={"X-API-Key": key}, timeout=timeouts)
        self._asker = Asker(http, patience or Patience(), remembers)

    @classmethod
    def over(cls, http: httpx2.Client, *, patience: Patience | None = None, remembers: int = REMEMBERED) -> Self:
        """A client over an HTTP client of one's own: with a proxy, a certificate, or the session of somebody who logged in."""
        client = cls.__new__(cls)
        client._asker = Asker(http, patience or Patience(), remembers)
        return client

    def close(self) -> None:
        """Close the connections."""
        self._asker.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()
