"""What the routes work with: the champion, the policy, the record store, who may ask, and the last lists."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from features.context.keeping import context_wanted_by
from features.deliveries.standing_day import day_to_stand_on
from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.store import RecordStore, StoreError
from models.risk_model import RiskModel
from service.access import Access
from service.lists import ScoredDays
from service.problems import not_ready
from service.settings import Settings

log = logging.getLogger("fanpin.service")

SECONDS_BETWEEN_TRIES = 15.0


@dataclass(frozen=True)
class Instruments:
    """What turns records into an answer; changed only together."""

    model: RiskModel
    policy: Policy


class Resources:
    """What one running service holds.

    The first attempt at the model is made at the start. While there is none, another is made every quarter of a
    minute, so that a service started before the first training becomes ready by itself.
    """

    def __init__(self, settings: Settings, access: Access, model: RiskModel | None = None) -> None:
        self.settings = settings
        self.access = access
        self.scored_days = ScoredDays()
        self._given = model
        self._instruments: Instruments | None = None
        self._why_not = "The model has not been loaded yet."
        self._stopping = threading.Event()

    def start(self) -> None:
        """Load model and policy, and count the villages if need be; what is missing is tried on in the background."""
        threading.Thread(target=self._get_ready, args=[self._load()], name="get-ready", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def instruments(self) -> Instruments:
        """Model and policy.

        Raises:
            ProblemError: 503, with the reason.
        """
        if self._instruments is None:
            raise not_ready([self._why_not])
        return self._instruments

    def store(self) -> RecordStore:
        """The record store, opened anew: it may have been made, or replaced, since the last request.

        Raises:
            StoreError: there is none, or not of this format.
        """
        return RecordStore.open(self.settings.records)

    def missing(self) -> list[str]:
        """What keeps the service from answering, in words that anybody may read; nothing when it is ready."""
        reasons = []
        if self._instruments is None:
            reasons.append("There is no usable model or policy; the service's log says why.")
        try:
            if self.store().deliveries().is_empty():
                reasons.append("The record store holds no delivery yet.")
        except StoreError:
            reasons.append("There is no usable record store; the service's log says why.")
        return reasons

    def _load(self) -> bool:
        try:
            self._instruments = Instruments(self._given or self._champion(), Policy.load(county=self.settings.county))
        except FanpinError as error:
            if str(error) != self._why_not:
                log.warning("not ready: %s", error)
            self._why_not = str(error)
            return False
        model = self._instruments.model
        log.info("model %s version %s, policy %s", model.name, model.version, self._instruments.policy.version)
        return True

    def _champion(self) -> RiskModel:
        from models.registry import load_champion  # MLflow takes seconds to import: only where it is needed

        return load_champion(copy=self.settings.model_copy)

    def _get_ready(self, loaded: bool) -> None:
        while not loaded and not self._stopping.wait(SECONDS_BETWEEN_TRIES):
            loaded = self._load()
        if loaded and self._instruments is not None:
            self._count_villages(self._instruments)

    def _count_villages(self, instruments: Instruments) -> None:
        """The first answers of the day need not wait for what can be counted beforehand."""
        try:
            store = self.store()
            on = day_to_stand_on(None, store, instruments.policy, instruments.model.horizon_months).day
            context_wanted_by(instruments.model.features, store, [on])
        except FanpinError as error:
            # Each answer that needs them tries again, and says what is wrong.
            log.warning("villages are not counted yet: %s", error)


def resources(request: Request) -> Resources:
    held: Resources = request.app.state.resources
    return held


def _instruments(request: Request) -> Instruments:
    return resources(request).instruments()


def _store(request: Request) -> RecordStore:
    return resources(request).store()


Held = Annotated[Resources, Depends(resources)]
Ready = Annotated[Instruments, Depends(_instruments)]
Store = Annotated[RecordStore, Depends(_store)]
