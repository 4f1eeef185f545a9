"""What a run was made from: the same of all of it gives the same scores and the same list, bit for bit."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import features
import models
from features.texts.unrepeated import read_json
from models.risk_model import RiskModel

DIGITS = 12
"""Of a name that is made from a digest."""

PROJECT = "fanpin"


@dataclass(frozen=True)
class MadeFrom:
    """Everything that decides what a run says.

    Attributes:
        model_digest: of scorer, calibrator and features, as `RiskModel.save` writes them.
        feature_fingerprint: of what the model's features mean.
        policy_version: of the policy files.
        code_version, code_digest: of fanpin: its release, and the files of features and models.
        data_versions: of the store's tables.
        seed: of everything that is drawn.
        visits: so many in all over the region; None where the policy says how many.
        region: digits with which the village codes of the list begin; empty for everybody.
        previous: the run whose list came before; None where there was none.
    """

    as_of: dt.date
    model: str
    model_version: str
    model_digest: str
    feature_fingerprint: str
    policy_version: str
    code_version: str
    code_digest: str
    data_versions: Mapping[str, int]
    seed: int
    visits: int | None = None
    region: str = ""
    previous: str | None = None

    @property
    def id(self) -> str:
        """The name of the run: its day, and a digest of all of this."""
        told = json.dumps(self.as_dict(), sort_keys=True, ensure_ascii=False)
        return f"{self.as_of}-{hashlib.sha256(told.encode()).hexdigest()[:DIGITS]}"

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "as_of": str(self.as_of), "data_versions": dict(self.data_versions)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> MadeFrom:
        """Raises KeyError, TypeError, ValueError: it is damaged."""
        return cls(**{**kept, "as_of": dt.date.fromisoformat(kept["as_of"])})


def digest_of_model(model: RiskModel, folder: Path) -> str:
    """Writes a model into an empty folder, and gives a digest of what was written, its version and how it was made left out."""
    model.save(folder)
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        text = file.read_bytes()
        if file.suffix == ".json":
            told = read_json(text)
            decides = {name: value for name, value in told.items() if name not in ("version", "facts")}
            text = json.dumps(decides, sort_keys=True).encode()
        digest.update(file.name.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def code_version() -> str:
    try:
        return version(PROJECT)
    except PackageNotFoundError:
        return "0"


@cache
def code_digest() -> str:
    """Of everything that scores and lists are made by: the files of features and models."""
    digest = hashlib.sha256()
    for root in (Path(package.__path__[0]) for package in (features, models)):
        for file in sorted([*root.rglob("*.py"), *root.rglob("*.yaml")]):
            digest.update(f"{file.relative_to(root.parent)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
