"""What the gate needs to know of a version, gathered from the registry and the county's records."""

from __future__ import annotations

import datetime as dt

from features.policy.loading import Policy
from features.records.store import RecordStore
from models import registry
from models.card.schema import Card, CardError
from models.registry import Alias, RegistryError
from models.risk_model import ModelError, RiskModel
from training.horizons import county_of
from training.lists.capacity import with_one_capacity
from training.lists.cutting import listed
from training.promotion.against import Against, against
from training.promotion.checks import Approval, Finding
from training.promotion.gate import Evidence, examined
from training.promotion.kept import kept_predictions
from training.promotion.lines import Lines
from training.promotion.parity import parity
from training.promotion.promoting import PromotionError
from training.settings import Experiment


def examine(
    name: str, version: str, approval: Approval, store: RecordStore, policy: Policy
) -> tuple[Evidence, list[Finding]]:
    """Gather a version's evidence and ask every question of the gate.

    Raises:
        RegistryError: no such version, or the registry can't be reached.
        PolicyError: a line of the gate has no value.
        FanpinError: the store holds no delivery that still counts, or its records can't be assessed.
    """
    number = registry.version_of(name, version).number
    as_of = last_day(store)
    lines = Lines.of(policy, county_of(store, store.versions()), as_of)
    card, card_problem = _card(name, number)
    try:
        model, model_problem = registry.load_version(name, number), None
    except ModelError as error:
        model, model_problem = None, str(error)
    proof = parity(model, store, policy, as_of, households=lines.parity_households, seed=int(number)) if model else None
    evidence = Evidence(
        name=name,
        version=number,
        card=card,
        card_problem=card_problem,
        fingerprint=model.fingerprint if model else None,
        model_problem=model_problem,
        parity=proof,
        against=_against_champion(model, store, policy) if model else None,
    )
    return evidence, examined(evidence, approval, lines)


def last_day(store: RecordStore) -> dt.date:
    """The day of the last delivery: what the county knows now.

    Raises:
        PromotionError: nothing was delivered that still counts.
    """
    day = store.last_delivery_day()
    if day is None:
        raise PromotionError(
            "记录库中没有交付，无法证明在线与批量一致：先运行 `fanpin intake DIR` | The record store holds no delivery, so that "
            "online and batch can't be compared. Run `fanpin intake DIR` first, or point FANPIN_DATA to the county's records."
        )
    return day


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
    settings = with_one_capacity(as_trained, policy, place, [last_day(store)]).evaluation
    kept = [kept_predictions(store, model.name, one) for one in (model.version, number)]
    return against(number, kept[0], kept[1], settings, listed)
