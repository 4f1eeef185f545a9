"""Everything that decides a score: the same of all of it gives the same score with the same reasons, bit for bit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from features.policy.loading import Policy
from models.provenance.code import code_digest, code_version
from models.risk_model import RiskModel


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What a score was made from.

    Attributes:
        as_of: what became known after this day played no part.
        model_digest: of scorer and features (`RiskModel.digest`).
        calibrator_digest: of what makes a probability of a raw score; None in runs that were kept before it was told apart: their `model_digest` is of both.
        feature_fingerprint: of what the model's features mean.
        policy_version: of the policy files.
        code_version, code_digest: of fanpin: its release, and the files of features and models.
        data_versions: of the store's tables, as they were read; empty where no store was.
    """

    as_of: dt.date
    model: str
    model_version: str
    model_digest: str
    calibrator_digest: str | None = None
    feature_fingerprint: str
    policy_version: str
    code_version: str
    code_digest: str
    data_versions: Mapping[str, int]

    @classmethod
    def of(
        cls, model: RiskModel, policy: Policy, as_of: dt.date, data_versions: Mapping[str, int], **further: Any
    ) -> Self:
        """Of what a score is made from here and now.

        Args:
            further: what only this kind of provenance names.
        """
        return cls(
            as_of=as_of,
            model=model.name,
            model_version=model.version,
            model_digest=model.digest,
            calibrator_digest=model.calibrator_digest,
            feature_fingerprint=model.fingerprint,
            policy_version=policy.version,
            code_version=code_version(),
            code_digest=code_digest(),
            data_versions=data_versions,
            **further,
        )

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON; what was not told apart yet is left out."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.calibrator_digest is None:
            del named["calibrator_digest"]
        return {**named, "as_of": str(self.as_of), "data_versions": dict(self.data_versions)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_dict` gave. Raises KeyError, TypeError, ValueError: it is damaged."""
        versions = kept["data_versions"]
        if not isinstance(versions, dict) or any(type(version) is not int for version in versions.values()):
            raise TypeError("data_versions")
        for field in fields(cls):
            if field.type == "str" and not isinstance(kept.get(field.name, ""), str):
                raise TypeError(field.name)
        return cls(**{**kept, "as_of": dt.date.fromisoformat(kept["as_of"])})

    @property
    def kept_as(self) -> str:
        """The name under which its model is kept."""
        digests = (self.model_digest, self.calibrator_digest)
        return "-".join(digest for digest in digests if digest is not None)
