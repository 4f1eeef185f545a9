"""What the gate needs to know of a version, gathered from the registry and the county's records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from features.deliveries.standing_day import day_to_stand_on
from features.policy.loading import Policy
from features.records.store import RecordStore
from models import registry
from models.card.schema import Card, CardError
from models.registry import Alias, RegistryError
from models.risk_model import ModelError, RiskModel
from training.lists.capacity import with_one_capacity
from training.lists.cutting import listed
from training.plan.horizons import county_of
from training.promotion.against import Against, against
from training.promotion.gate import Evidence
from training.promotion.lines import Lines
from training.promotion.parity import parity
from training.promotion.storage import kept_predictions
from training.settings import Experiment


def gather(
    name: str, version: str, store: RecordStore, policy: Policy, lines: Lines, *, prove_parity: bool = True
) -> Evidence:
    """Gather a version's evidence.

    Args:
        version: number or alias.
        prove_parity: False leaves the proof out that online and batch agree, which takes some seconds.

    Raises:
        RegistryError: no such version, or the registry can't be reached.
        FanpinError: the store holds no delivery that still counts, or its records can't be assessed.
    """
    number = registry.version_of(name, version).number
    card, card_problem = _card(name, number)
    identity: dict[str, Any] = {"name": name, "version": number, "card": card, "card_problem": card_problem}
    try:
        model = registry.load_version(name, number)
    except ModelError as error:
        return Evidence(**identity, fingerprint=None, model_problem=str(error), parity=None, against=None)
    households, as_of = lines.parity_households, last_day(store, policy)
    return Evidence(
        **identity,
        fingerprint=model.fingerprint,
        model_problem=None,
        parity=parity(model, store, policy, as_of, households=households, seed=int(number)) if prove_parity else None,
        against=_against_champion(model, store, policy),
    )


def lines_of(store: RecordStore, policy: Policy) -> Lines:
    """The gate's lines in force in the county on the day on which answers stand.

    Raises:
        PolicyError: a line has no value there and then.
        NothingDeliveredError: the store holds no delivery that still counts.
    """
    return Lines.of(policy, county_of(store, store.versions()), last_day(store, policy))


def last_day(store: RecordStore, policy: Policy) -> dt.date:
    """The day on which every answer stands: what the county knows now.

    Raises:
        NothingDeliveredError: nothing was delivered that still counts.
        PolicyError: the policy has no delivery rhythm on the day of the last delivery.
    """
    return day_to_stand_on(None, store, policy).day


def _card(name: str, number: str) -> tuple[Card | None, str | None]:
    try:
        return Card.load(registry.text(name, number, "card.json")), None
    except (RegistryError, CardError) as error:
        return None, str(error)


def _against_champion(model: RiskModel, store: RecordStore, policy: Policy) -> Against | None:
    """Against the champion on the same rows; None where there is no champion, or it is the version itself."""
    number = registry.version_with(model.name, Alias.CHAMPION)
    if number is None or number == model.version:
        return None
    try:
        champion = registry.load_version(model.name, number)
    except ModelError:
        return Against.impossible(
            number,
            f"现用模型第 {number} 版在本系统中已不能使用",
            f"champion {number} can't be used with this installation's features any more",
        )
    if (champion.target, champion.horizon_months) != (model.target, model.horizon_months):
        return Against.impossible(
            number,
            f"现用模型第 {number} 版预测的是另一种结局或期限",
            f"champion {number} foretells another event or horizon",
        )
    as_trained = Experiment(**model.facts["experiment"])
    place = county_of(store, store.versions())
    settings = with_one_capacity(as_trained, policy, place, [last_day(store, policy)]).evaluation
    kept = [kept_predictions(store, model.name, one) for one in (model.version, number)]
    return against(number, kept[0], kept[1], settings, listed)
