"""What the routes work with: the champion, the policy, the record store, the door, and the last lists."""

from __future__ import annotations

import logging
import threading
from typing import Annotated

from fastapi import Depends, Request

from features.bilingual import Bilingual
from features.context.cache import context_wanted_by
from features.deliveries.standing_day import day_to_stand_on
from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.store import StoreError
from features.records.store.states import StoreInState, StoreKept
from models.answers import keep_sources
from models.risk_model import RiskModel
from service.access.doorkeeper import Doorkeeper
from service.champion import FollowedChampion, Instruments, Standing
from service.failing import surely
from service.findings.cache import ListedDays
from service.ledgers.cache import KeptDays
from service.oidc.provider import Provider
from service.problems import SECONDS_BETWEEN_LOOKS, not_ready
from service.scored_days import ScoredDays
from service.settings import Settings
from service.store import DatabaseError

__all__ = ["Held", "Instruments", "Ready", "Resources", "Store", "resources"]

log = logging.getLogger("fanpin.service")

NO_MODEL = Bilingual(
    "没有可用的模型或政策标准，原因见服务日志", "There is no usable model or policy; the service's log says why."
)
NO_STORE = Bilingual("没有可用的记录库，原因见服务日志", "There is no usable record store; the service's log says why.")
NO_DATABASE = Bilingual("数据库连不上，原因见服务日志", "The database can't be reached; the service's log says why.")
NOTHING_DELIVERED = Bilingual("记录库中还没有任何交付", "The record store holds no delivery yet.")


class Resources:
    """What one running service holds.

    The first attempt at the model is made at the start. Every quarter of a minute another look is taken, so that a
    service started before the first training becomes ready by itself, and a promotion or a rollback reaches the office.
    """

    def __init__(self, settings: Settings, door: Doorkeeper, model: RiskModel | None = None) -> None:
        self.settings = settings
        self.door = door
        self.provider = None if settings.provider is None else Provider(settings.provider)
        self.scored_days = ScoredDays()
        self.listed_days = ListedDays()
        self.kept_days = KeptDays()
        self.champion = FollowedChampion(settings, model)
        self._store = StoreKept(settings.records)
        self._logged: dict[str, str] = {}
        self.stopping = threading.Event()

    def start(self) -> None:
        """Load model and policy, and count the villages if need be; the champion is followed in the background."""
        threading.Thread(target=self._keep_up, args=[self.champion.load()], name="keep-up", daemon=True).start()

    def stop(self) -> None:
        self.stopping.set()
        self.door.database.close()

    def instruments(self) -> Instruments:
        """Model and policy. Raises ProblemError as `standing`."""
        return self.standing().instruments

    def standing(self) -> Standing:
        """Model and policy, with where they came from.

        Raises:
            ProblemError: 503, with the reason.
        """
        if self.champion.standing is None:
            raise not_ready([self.champion.why_not])
        return self.champion.standing

    def policy(self) -> Policy:
        """The policy in force, also before there is a model. Raises PolicyError."""
        standing = self.champion.standing
        return standing.instruments.policy if standing else Policy.load(county=self.settings.county)

    def store(self) -> StoreInState:
        """The record store as it stands now: opened anew when it has changed, or was made, since the last request.

        Raises:
            StoreError: there is none, or not of this format.
        """
        try:
            return self._store.now()
        except (StoreError, OSError) as error:
            self._log_once("record store", error)
            raise

    def missing(self) -> list[Bilingual]:
        """What keeps the service from answering, in words that anybody may read; nothing when it is ready."""
        reasons = []
        if self.champion.standing is None:
            reasons.append(NO_MODEL)
        try:
            self.door.database.require()
        except DatabaseError as error:
            self._log_once("database", error)
            reasons.append(NO_DATABASE)
        else:
            self._logged.pop("database", None)
        try:
            store = self.store()
            store.require_whole()
            if store.deliveries().is_empty():
                reasons.append(NOTHING_DELIVERED)
        except (StoreError, OSError) as error:
            self._log_once("record store", error)
            reasons.append(NO_STORE)
        else:
            self._logged.pop("record store", None)
        return reasons

    def _log_once(self, what: str, error: Exception) -> None:
        """Why something can't be used, for the log: once, however many ask meanwhile."""
        why = str(error) if isinstance(error, FanpinError) else type(error).__name__
        if why != self._logged.get(what):
            self._logged[what] = why
            log.warning("no usable %s: %s", what, why)

    @property
    def is_degraded(self) -> bool:
        """Whether what answers stands in for what should: a model's copy, or a version that the registry may have replaced."""
        return self.champion.standing is not None and self.champion.standing.notice is not None

    def notices(self) -> list[Bilingual]:
        """What anybody should know of the answers: that a model's copy stands in, that a decision does not count yet."""
        standing = self.champion.standing
        if standing is None:
            return []
        return [notice for notice in (standing.notice, self._left_out(standing.instruments)) if notice is not None]

    def _left_out(self, instruments: Instruments) -> Bilingual | None:
        """What people entered, decided or took back that answers without a day of their own do not count."""
        try:
            return day_to_stand_on(None, self.store(), instruments.policy, instruments.model.horizon_months).left_out
        except FanpinError:
            # Whoever asks for an answer is told.
            return None

    def _keep_up(self, loaded: bool) -> None:
        if loaded:
            surely(self._taken_over)
        while not self.stopping.wait(SECONDS_BETWEEN_LOOKS):
            surely(self._follow)

    def _follow(self) -> None:
        if self.champion.follow():
            self._taken_over()

    def _taken_over(self) -> None:
        """What was worked out with another model goes; what the first answers need is counted and kept."""
        self.scored_days = ScoredDays()
        self._prepare(self.instruments())

    def _prepare(self, instruments: Instruments) -> None:
        """The first answers of the day need not wait for what can be counted beforehand, nor for the model to be kept."""
        try:
            store = self.store()
            keep_sources(instruments.model, instruments.policy, store)
            on = day_to_stand_on(None, store, instruments.policy, instruments.model.horizon_months).day
            context_wanted_by(instruments.model.features, store, [on])
        except FanpinError as error:
            # Each answer that needs them tries again, and says what is wrong.
            log.warning("villages are not counted yet: %s", error)


def resources(request: Request) -> Resources:
    held: Resources = request.app.state.resources
    return held


# Asked on the event loop: what is at hand needs no thread.
async def _held(request: Request) -> Resources:
    return resources(request)


async def _instruments(request: Request) -> Instruments:
    return resources(request).instruments()


def _store(request: Request) -> StoreInState:
    return resources(request).store()


Held = Annotated[Resources, Depends(_held)]
Ready = Annotated[Instruments, Depends(_instruments)]
Store = Annotated[StoreInState, Depends(_store)]
