"""Of the API: models. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group, Sent

if TYPE_CHECKING:
    from models.card.schema import Card
    from service.versions.answers import (
        InForceAnswer,
        MovedAnswer,
        PromotionSent,
        RollbackSent,
        VersionAnswer,
        VersionsAnswer,
    )


class Models(Group):
    """Operations on models."""

    def list_models(self, *, model: str | None = None) -> Answer[VersionsAnswer]:
        """The versions of the model: `GET /v1/models`."""
        from service.versions.answers import VersionsAnswer

        return self._ask(VersionsAnswer, Request("GET", "/v1/models", query={"model": model}))

    def read_model_in_force(self, *, on: dt.date | str, model: str | None = None) -> Answer[InForceAnswer]:
        """Which version scored on a day: `GET /v1/models/in-force`."""
        from service.versions.answers import InForceAnswer

        return self._ask(InForceAnswer, Request("GET", "/v1/models/in-force", query={"model": model, "on": on}))

    def read_model_version(self, version: str, *, model: str | None = None) -> Answer[VersionAnswer]:
        """A version of the model: `GET /v1/models/{version}`."""
        from service.versions.answers import VersionAnswer

        return self._ask(
            VersionAnswer, Request("GET", "/v1/models/{version}", places={"version": version}, query={"model": model})
        )

    def read_model_card(self, version: str, *, model: str | None = None) -> Answer[Card]:
        """The card of a version: `GET /v1/models/{version}/card`."""
        from models.card.schema import Card

        return self._ask(
            Card, Request("GET", "/v1/models/{version}/card", places={"version": version}, query={"model": model})
        )

    def promote_model(
        self, version: str, sent: PromotionSent | Sent, *, idempotency_key: str | None = None
    ) -> Answer[MovedAnswer]:
        """Make a version the one that scores: `POST /v1/models/{version}/promote`."""
        from service.versions.answers import MovedAnswer

        return self._ask(
            MovedAnswer,
            Request(
                "POST",
                "/v1/models/{version}/promote",
                sent=sent,
                once=True,
                places={"version": version},
                headers={"Idempotency-Key": idempotency_key},
            ),
        )

    def roll_back_model(self, sent: RollbackSent | Sent, *, idempotency_key: str | None = None) -> Answer[MovedAnswer]:
        """Go back to the version that scored before: `POST /v1/models/champion/rollback`."""
        from service.versions.answers import MovedAnswer

        return self._ask(
            MovedAnswer,
            Request(
                "POST",
                "/v1/models/champion/rollback",
                sent=sent,
                once=True,
                headers={"Idempotency-Key": idempotency_key},
            ),
        )
