"""Where the service finds its records, its model, its policy and its key: the only reader of its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from features.policy.county import county_folder


@dataclass(frozen=True)
class Settings:
    """Places on this machine.

    Attributes:
        records: folder of the record store (`FANPIN_DATA`).
        model_copy: folder of the local copy of the champion, for days on which the registry is down
            (`FANPIN_MODEL_COPY`).
        county: the county's own folder, whose policy is laid over fanpin's (`FANPIN_COUNTY`, else `./county` where it
            is there).
        api_key_file: file of the API key, made at the first start (`FANPIN_API_KEY_FILE`).
        database: address of the database of what offices act on (`FANPIN_DATABASE`).
        work_ahead: whether the last day is scored before anybody asks for it; `fanpin serve` always does.
    """

    records: Path = Path("var/records")
    model_copy: Path = Path("var/model")
    county: Path | None = None
    api_key_file: Path = Path("var/api.key")
    database: str = "sqlite:///var/service.db"
    work_ahead: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, county: Path | None = None) -> Settings:
        """The settings of this process; an empty variable counts as not set.

        Args:
            county: the county's folder as the command line told it.

        Raises:
            CountyError: the county's folder is not where it was said to be.
        """

        def path(name: str, default: Path) -> Path:
            return Path(environment[name]) if environment.get(name) else default

        return cls(
            records=path("FANPIN_DATA", cls.records),
            model_copy=path("FANPIN_MODEL_COPY", cls.model_copy),
            county=county_folder(county, environment),
            api_key_file=path("FANPIN_API_KEY_FILE", cls.api_key_file),
            database=environment.get("FANPIN_DATABASE") or cls.database,
            work_ahead=True,
        )
