"""Of the API: scoring runs. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent
from service.client.pages import Pages

if TYPE_CHECKING:
    from service.runs.answers import AssessmentRow, RunAnswer, RunAsked, UnscoredAnswer


class ScoringRuns(Group):
    """Operations on scoring runs."""

    def ask_for_run(self, sent: RunAsked | Sent, *, idempotency_key: str | None = None) -> Answer[RunAnswer]:
        """Have everybody scored: `POST /v1/scoring-runs`."""
        from service.runs.answers import RunAnswer

        return self._ask(
            RunAnswer,
            Request("POST", "/v1/scoring-runs", sent=sent, once=True, headers={"Idempotency-Key": idempotency_key}),
        )

    def list_runs(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        as_of: dt.date | str | None = None,
        state: Literal["waiting", "writing", "complete", "failed"] | None = None,
    ) -> Pages[RunAnswer]:
        """Scoring runs: `GET /v1/scoring-runs`."""
        from service.runs.answers import RunPage

        return self._pages(
            RunPage,
            Request(
                "GET", "/v1/scoring-runs", query={"limit": limit, "cursor": cursor, "as_of": as_of, "state": state}
            ),
            "cursor",
        )

    def read_run(self, run_id: str) -> Answer[RunAnswer]:
        """One scoring run: `GET /v1/scoring-runs/{run_id}`."""
        from service.runs.answers import RunAnswer

        return self._ask(RunAnswer, Request("GET", "/v1/scoring-runs/{run_id}", places={"run_id": run_id}))

    def list_assessments(
        self,
        run_id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        region: str | None = None,
        band: Literal["high", "medium", "low"] | None = None,
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
        household_type: Literal["lifted_out", "general"] | None = None,
        household: str | None = None,
        listed: bool | None = None,
        order: Literal["rank", "place", "household_id"] | None = None,
    ) -> Pages[AssessmentRow]:
        """Households of a run: `GET /v1/scoring-runs/{run_id}/assessments`."""
        from service.runs.answers import AssessmentPage

        return self._pages(
            AssessmentPage,
            Request(
                "GET",
                "/v1/scoring-runs/{run_id}/assessments",
                places={"run_id": run_id},
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "region": region,
                    "band": band,
                    "risk_type": risk_type,
                    "household_type": household_type,
                    "household": household,
                    "listed": listed,
                    "order": order,
                },
            ),
            "cursor",
        )

    def list_unscored(
        self, run_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Pages[UnscoredAnswer]:
        """Households without a score: `GET /v1/scoring-runs/{run_id}/unscored`."""
        from service.runs.answers import UnscoredPage

        return self._pages(
            UnscoredPage,
            Request(
                "GET",
                "/v1/scoring-runs/{run_id}/unscored",
                places={"run_id": run_id},
                query={"limit": limit, "cursor": cursor},
            ),
            "cursor",
        )
