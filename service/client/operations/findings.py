"""Of the API: findings. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from service.client.asking import Request
from service.client.group import Group
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.findings.answers import RecordFindingAnswer, SafetyNetGapAnswer, ScreeningHitAnswer


class Findings(Group):
    """Operations on findings."""

    def list_findings(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        as_of: dt.date | str | None = None,
        region: str | None = None,
        household_id: str | None = None,
        kind: Literal["check", "value", "person", "same_day", "not_kept"] | None = None,
        check: str | None = None,
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
    ) -> Pages[RecordFindingAnswer]:
        """What to put right or look at: `GET /v1/findings`."""
        from service.findings.answers import RecordFindingPage

        return self._pages(
            RecordFindingPage,
            Request(
                "GET",
                "/v1/findings",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "as_of": as_of,
                    "region": region,
                    "household_id": household_id,
                    "kind": kind,
                    "check": check,
                    "department": department,
                },
            ),
            "cursor",
        )

    def list_triggers(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        as_of: dt.date | str | None = None,
        region: str | None = None,
        household_id: str | None = None,
        trigger: str | None = None,
        risk_type: Literal[
            "illness",
            "disability",
            "education",
            "disaster",
            "accident",
            "business_failure",
            "job_instability",
            "labour_shortage",
            "housing",
            "water",
            "other",
        ]
        | None = None,
        department: Literal[
            "medical_insurance",
            "health",
            "education",
            "police",
            "civil_affairs",
            "disabled_federation",
            "housing",
            "water",
            "human_resources",
            "agriculture",
            "emergency",
            "rural_affairs",
            "relocation",
        ]
        | None = None,
    ) -> Pages[ScreeningHitAnswer]:
        """Departments' rules that are hit: `GET /v1/triggers`."""
        from service.findings.answers import ScreeningHitPage

        return self._pages(
            ScreeningHitPage,
            Request(
                "GET",
                "/v1/triggers",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "as_of": as_of,
                    "region": region,
                    "household_id": household_id,
                    "trigger": trigger,
                    "risk_type": risk_type,
                    "department": department,
                },
            ),
            "cursor",
        )

    def list_gaps(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        as_of: dt.date | str | None = None,
        region: str | None = None,
        household_id: str | None = None,
        gap: str | None = None,
        direction: Literal["missing", "unfounded", "unlinked"] | None = None,
        department: Literal[
            "medical_insurance",
            "health",
            "education",
            "police",
            "civil_affairs",
            "disabled_federation",
            "housing",
            "water",
            "human_resources",
            "agriculture",
            "emergency",
            "rural_affairs",
            "relocation",
        ]
        | None = None,
    ) -> Pages[SafetyNetGapAnswer]:
        """Gaps of the safety net: `GET /v1/gaps`."""
        from service.findings.answers import SafetyNetGapPage

        return self._pages(
            SafetyNetGapPage,
            Request(
                "GET",
                "/v1/gaps",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "as_of": as_of,
                    "region": region,
                    "household_id": household_id,
                    "gap": gap,
                    "direction": direction,
                    "department": department,
                },
            ),
            "cursor",
        )
