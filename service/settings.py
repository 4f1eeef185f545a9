"""Where the service finds what it works with: records, model and policy here, database and keys as `service.installation` reads them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from features.errors import FanpinError
from features.policy.county import county_folder
from service.installation import ANCHORS, DATABASE, KEYS, anchors_file, database_address, keys_file


@dataclass(frozen=True)
class ProviderSettings:
    """The county's provider of logins (OpenID Connect).

    Attributes:
        issuer: its address, as it signs it (`FANPIN_OIDC_ISSUER`).
        client_id: by which it knows this service (`FANPIN_OIDC_CLIENT_ID`).
        secret_file: holds the secret that goes with it (`FANPIN_OIDC_CLIENT_SECRET_FILE`).
        callback: our address `/login/oidc/callback` as browsers reach it (`FANPIN_OIDC_CALLBACK`): fixed, whatever host a request names.
        acr: the class of authentication that there means more than a password (`FANPIN_OIDC_ACR`).
    """

    issuer: str
    client_id: str
    secret_file: Path
    callback: str
    acr: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ProviderSettings | None:
        """None where no provider is named. Raises FanpinError: something of it is missing."""
        needed = [f"FANPIN_OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET_FILE", "CALLBACK")]
        given = {name: environment[name] for name in needed if environment.get(name)}
        if not given:
            return None
        if missing := [name for name in needed if name not in given]:
            raise FanpinError(
                f"统一认证的设置不全，还缺：{'、'.join(missing)} | the settings of the provider are not whole: {', '.join(missing)} is missing."
            )
        issuer, client_id, file, callback = given.values()
        return cls(issuer, client_id, Path(file), callback, environment.get("FANPIN_OIDC_ACR") or None)


@dataclass(frozen=True)
class Settings:
    """Places on this machine.

    Attributes:
        records: folder of the record store (`FANPIN_DATA`).
        model_copy: folder of the local copy of the champion, for days on which the registry is down
            (`FANPIN_MODEL_COPY`).
        county: the county's own folder, whose policy is laid over fanpin's (`FANPIN_COUNTY`, else `./county` where it
            is there).
        database: address of the database (`FANPIN_DATABASE`), `sqlite:///FILE` or `postgresql://USER@HOST/NAME`.
        keys: file of the installation's keys, made at the first start (`FANPIN_KEYS`).
        anchors: file of the audit's anchors (`FANPIN_ANCHORS`).
        requests_per_minute: of one program, by all workers (`FANPIN_REQUESTS_PER_MINUTE`); as many as
            `service.access.pace` gives where None.
        provider: at which people log in, too; none where there is none.
        work_ahead: whether the last day is scored before anybody asks for it; `fanpin serve` always does.
    """

    records: Path = Path("var/records")
    model_copy: Path = Path("var/model")
    county: Path | None = None
    database: str = DATABASE
    keys: Path = Path(KEYS)
    anchors: Path = Path(ANCHORS)
    requests_per_minute: int | None = None
    provider: ProviderSettings | None = None
    work_ahead: bool = False

    @property
    def incoming(self) -> Path:
        """Folder, beside the records, of files that were sent and are not taken in yet."""
        return self.records.with_name(f"{self.records.name}-incoming")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, county: Path | None = None) -> Settings:
        """The settings of this process; an empty variable counts as not set.

        Args:
            county: the county's folder as the command line told it.

        Raises:
            CountyError: the county's folder is not where it was said to be.
            FanpinError: a number is none, or a provider is named by half.
        """

        def path(name: str, default: Path) -> Path:
            return Path(environment[name]) if environment.get(name) else default

        return cls(
            records=path("FANPIN_DATA", cls.records),
            model_copy=path("FANPIN_MODEL_COPY", cls.model_copy),
            county=county_folder(county, environment),
            database=database_address(environment),
            keys=keys_file(environment),
            anchors=anchors_file(environment),
            requests_per_minute=_number(environment, "FANPIN_REQUESTS_PER_MINUTE"),
            provider=ProviderSettings.from_environment(environment),
            work_ahead=True,
        )


def _number(environment: Mapping[str, str], name: str) -> int | None:
    typed = environment.get(name)
    if not typed:
        return None
    if typed.isascii() and typed.isdecimal() and int(typed) > 0:
        return int(typed)
    raise FanpinError(
        f"{name} 须是大于0的整数：改正后再启动 | {name} is a whole number above 0: put it right and start again."
    )
