"""The model that answers: loaded at the start, and followed when a promotion or a rollback moves the champion."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.policy.loading import Policy
from models.risk_model import RiskModel
from service.settings import Settings

log = logging.getLogger("fanpin.service")


class Source(StrEnum):
    """Where the model that answers came from."""

    REGISTRY = "registry"
    COPY = "copy"
    GIVEN = "given"


@dataclass(frozen=True)
class Instruments:
    """What turns records into an answer; changed only together."""

    model: RiskModel
    policy: Policy


@dataclass(frozen=True)
class Standing:
    """What answers, and what anybody should know about it.

    Attributes:
        notice: why it may not be the champion of today; None where the registry says that it is.
    """

    instruments: Instruments
    source: Source
    notice: Bilingual | None = None


class FollowedChampion:
    """Model and policy, held ready. One thread calls `load` and `follow`; anybody may read `standing`.

    Attributes:
        standing: None until model and policy are there.
        why_not: why they are not.
    """

    def __init__(self, settings: Settings, given: RiskModel | None = None) -> None:
        self.standing: Standing | None = None
        self.why_not = "The model has not been loaded yet."
        self._settings = settings
        self._given = given

    def load(self) -> bool:
        """Load what there is, the local copy too; whether anything can answer now."""
        try:
            loaded, why_copy = self._loaded()
        except FanpinError as error:
            if str(error) != self.why_not:
                log.warning("not ready: %s", error)
            self.why_not = str(error)
            return False
        self._hold(loaded)
        if loaded.notice is not None:
            log.warning("%s (%s)", loaded.notice, why_copy)
        return True

    def follow(self) -> bool:
        """Look who the champion is and take it over; whether something else answers from now on.

        A registry that can't be read, or a champion that can't be loaded, leaves what answers now and is told.
        """
        present = self.standing
        if present is None:
            return self.load()
        if present.source is Source.GIVEN:
            return False
        before = present.instruments.model.version
        try:
            number = self._number(present.instruments.model.name)
        except FanpinError as error:
            self._tell(present.notice if present.source is Source.COPY else _unreadable(before), str(error))
            return False
        if number is None:
            self._tell(_no_champion(before), "")
            return False
        if number == before and present.source is Source.REGISTRY:
            self._tell(None, "")
            return False
        try:
            loaded, why = self._loaded()
        except FanpinError as error:
            self._tell(_unusable(before, number), str(error))
            return False
        if loaded.source is Source.COPY:
            self._tell(_unusable(before, number), why)
            return False
        self._hold(loaded)
        return True

    def _loaded(self) -> tuple[Standing, str]:
        """What could answer, and why a copy stands in. Raises FanpinError when model or policy can't be had."""
        policy = Policy.load(county=self._settings.county)
        if self._given is not None:
            return Standing(Instruments(self._given, policy), Source.GIVEN), ""
        from models.registry import champion_or_copy  # MLflow takes seconds to import: only where it is needed

        champion = champion_or_copy(copy=self._settings.model_copy)
        source = Source.REGISTRY if champion.notice is None else Source.COPY
        return Standing(Instruments(champion.model, policy), source, champion.notice), champion.why_copy or ""

    def _number(self, name: str) -> str | None:
        """The champion's version. Raises RegistryError when the registry can't be read."""
        from models.registry import Alias, version_with

        return version_with(name, Alias.CHAMPION)

    def _hold(self, standing: Standing) -> None:
        self.standing = standing
        model = standing.instruments.model
        log.info(
            "model %s version %s (%s), policy %s",
            model.name,
            model.version,
            standing.source.value,
            standing.instruments.policy.version,
        )

    def _tell(self, notice: Bilingual | None, why: str) -> None:
        """Keep what answers, with another notice; what is told already is not logged again."""
        present = self.standing
        if present is None or present.notice == notice:
            return
        self.standing = Standing(present.instruments, present.source, notice)
        if notice is None:
            log.info("the registry can be read again; version %s goes on", present.instruments.model.version)
        else:
            log.warning("%s %s", notice, f"({why})" if why else "")


def _unreadable(version: str) -> Bilingual:
    return Bilingual(
        f"模型登记处读不出，继续使用第 {version} 版；此后的上线或回退不在其中",
        f"the model registry can't be read; version {version} goes on; a promotion or rollback since then is not in it",
    )


def _no_champion(version: str) -> Bilingual:
    return Bilingual(
        f"模型登记处没有现用模型，继续使用第 {version} 版", f"the registry has no champion; version {version} goes on"
    )


def _unusable(version: str, number: str) -> Bilingual:
    return Bilingual(
        f"现用模型已改为第 {number} 版，但它不能加载，继续使用第 {version} 版；原因见服务日志",
        f"the champion is version {number} now, but it can't be loaded; version {version} goes on; the service's log says why",
    )
