"""Where the service finds its records, its model, its policy and its key: the only reader of its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Places on this machine.

    Attributes:
        records: folder of the record store (`FANPIN_DATA`).
        model_copy: folder of the local copy of the champion, for days on which the registry is down
            (`FANPIN_MODEL_COPY`).
        policy: folder of policy files; fanpin's own when None (`FANPIN_POLICY`).
        api_key_file: file of the API key, made at the first start (`FANPIN_API_KEY_FILE`).
    """

    records: Path = Path("var/records")
    model_copy: Path = Path("var/model")
    policy: Path | None = None
    api_key_file: Path = Path("var/api.key")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of this process; an empty variable counts as not set."""

        def path(name: str, default: Path) -> Path:
            return Path(environment[name]) if environment.get(name) else default

        return cls(
            records=path("FANPIN_DATA", cls.records),
            model_copy=path("FANPIN_MODEL_COPY", cls.model_copy),
            policy=Path(environment["FANPIN_POLICY"]) if environment.get("FANPIN_POLICY") else None,
            api_key_file=path("FANPIN_API_KEY_FILE", cls.api_key_file),
        )
