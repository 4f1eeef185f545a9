"""Of the API: features. Written from its routes (tests/service/client)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from service.client.answer import Answer
from service.client.asking import Request
from service.client.group import Group

if TYPE_CHECKING:
    from service.catalogue import CatalogueAnswer, FeatureDocument


class Features(Group):
    """Operations on features."""

    def list_features(
        self,
        *,
        domain: str | None = None,
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
    ) -> Answer[CatalogueAnswer]:
        """Everything that is known about a household: `GET /v1/features`."""
        from service.catalogue import CatalogueAnswer

        return self._ask(
            CatalogueAnswer, Request("GET", "/v1/features", query={"domain": domain, "risk_type": risk_type})
        )

    def read_feature(
        self, name: str, *, as_of: dt.date | str | None = None, region: str | None = None
    ) -> Answer[FeatureDocument]:
        """One feature in full: `GET /v1/features/{name}`."""
        from service.catalogue import FeatureDocument

        return self._ask(
            FeatureDocument,
            Request("GET", "/v1/features/{name}", places={"name": name}, query={"as_of": as_of, "region": region}),
        )
