"""The whole watch of one day: which days are looked at, and every question asked of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.store import RecordStore
from models.lists import BY_VILLAGE, VISITS, rules_in_force
from models.risk_model import RiskModel
from training.calibration.bounds import Bounds
from training.plan.dates import add_months
from training.plan.horizons import county_of
from training.recalibration.recalibrating import calibrated_on
from training.recalibration.recent import recent_predictions
from training.watching.departments import delivery_signal
from training.watching.inputs import input_drift, input_signals
from training.watching.lists import churn_signal, level_signal, score_signal
from training.watching.outcomes import calibration_signal, precision_signal
from training.watching.reasons import reason_drift
from training.watching.seen import seen
from training.watching.signals import Level, Question, Signal

LIMITS = (
    "watch_places_moved_share",
    "watch_more_unknown_share",
    "watch_reasons_shift",
    "watch_level_change",
    "watch_by_lot_share",
    "watch_churn_share",
)
Progress = Callable[[str, int, int], None]


class NothingToWatchError(FanpinError, ValueError):
    """Nobody can be scored on the day, so nothing can be said of it."""


@dataclass(frozen=True)
class Watched:
    """What a watch found.

    Attributes:
        reference: the training day that the day is compared with: the same month of the year where training has one.
        previous: the day of the list before.
        households: in scope on the day.
    """

    model: str
    version: str
    as_of: dt.date
    reference: dt.date
    previous: dt.date
    households: int
    signals: tuple[Signal, ...]
    examples: tuple[str, ...]

    @property
    def level(self) -> Level:
        """LOOK when any question asks for it, else FINE: what can't be told yet worries nobody each month."""
        return Level.LOOK if any(one.level is Level.LOOK for one in self.signals) else Level.FINE

    def as_dict(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "version": self.version,
            "as_of": str(self.as_of),
            "reference": str(self.reference),
            "previous": str(self.previous),
            "households": self.households,
            "level": self.level.value,
            "signals": [one.as_dict() for one in self.signals],
            "policy_examples": list(self.examples),
        }


def watch(
    model: RiskModel,
    store: RecordStore,
    policy: Policy,
    as_of: dt.date,
    *,
    promised: float | None = None,
    progress: Progress = lambda _stage, _done, _of: None,
) -> Watched:
    """Ask every question of a day.

    Args:
        promised: precision at capacity that the model's card told; None where there is no card.

    Raises:
        NothingToWatchError: nobody is in scope on the day.
        PolicyError: a limit has no value on the day.
    """
    versions = store.versions()
    county = county_of(store, versions)
    limit = {name: policy.value(name, county, as_of) for name in LIMITS}
    capacity = rules_in_force(policy, county, as_of).capacity.by_score_alone
    days = {"now": as_of, "previous": add_months(as_of, -1), "then": reference_day(model, as_of)}
    looks = {}
    for position, (name, day) in enumerate(days.items()):
        progress("look", position, len(days))
        looks[name] = seen(model, store, policy, capacity, day, versions)
    progress("look", len(days), len(days))
    now, previous, then = looks["now"], looks["previous"], looks["then"]
    if not now.frame.height:
        raise NothingToWatchError(
            f"{as_of} 没有可评分的户。`fanpin deliveries` 可查看已接收的数据。 | Nobody can be scored on {as_of}. `fanpin "
            "deliveries` tells from which day records are known."
        )
    progress("outcomes", 0, 1)
    predicted = recent_predictions(model, store, policy, versions, as_of)
    progress("outcomes", 1, 1)
    progress("inputs", 0, 1)
    moved = input_drift(model, then, now, capacity) if then.frame.height else []
    progress("inputs", 1, 1)
    signals = [
        delivery_signal(store, policy, as_of, county),
        score_signal(now, limit["watch_by_lot_share"]),
        *input_signals(moved, limit["watch_places_moved_share"], limit["watch_more_unknown_share"]),
        reason_drift(model, then, now, limit["watch_reasons_shift"]),
        level_signal(then, now, limit["watch_level_change"]),
        churn_signal(previous, now, limit["watch_churn_share"]),
        calibration_signal(predicted, Bounds.at(now.frame, policy), calibrated_on(model)),
        precision_signal(predicted, capacity, promised),
    ]
    order = list(Question)
    return Watched(
        model=model.name,
        version=model.version,
        as_of=as_of,
        reference=then.as_of,
        previous=previous.as_of,
        households=now.frame.height,
        signals=tuple(sorted(signals, key=lambda one: order.index(one.question))),
        examples=tuple(policy.examples([*LIMITS, VISITS, BY_VILLAGE], [(county, as_of)])),
    )


def reference_day(model: RiskModel, as_of: dt.date) -> dt.date:
    """The last training day of the same month of the year, else the last training day: a season is no drift.

    Raises:
        KeyError: the model was not made by a training run.
    """
    trained = model.facts["parts"]["train"]
    first, last = (dt.date.fromisoformat(trained[end]) for end in ("first", "last"))
    day = as_of
    while day > last:
        day = add_months(day, -12)
    return day if day >= first else last
