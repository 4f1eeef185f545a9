"""With a planted effect training recovers its direction and rank; with outcomes shuffled there is nothing, and the gate refuses.

The rows are drawn under the names of real features, so that their declared directions hold. What is true of them is known.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest

from features.registry import chosen
from models.card.schema import Card, Interval
from models.promotions.checks import Check
from models.risk_model import matrix_of
from models.scorers import Array
from tests.drawn_tables import POLICY
from tests.models.card.drawn_card import drawn_card, opponent
from training.contenders.contender import Fitted
from training.contenders.names import BOOSTING
from training.contenders.registry import CONTENDERS
from training.contenders.rules import random_scores
from training.lists.measured import measured_lists
from training.predictions import MODEL, predictions
from training.promotion.lines import Lines
from training.promotion.weighing import beats_chance, beats_todays_ways
from training.settings import Experiment, Opponent

EFFECTS = {"self_paid_12m": 1.5, "people_with_labour": -0.8, "losses_12m": 0.4}
"""Log-odds for one standard deviation, the strongest first; their signs are those that the features declare."""

IDLE = ("admissions_12m", "oldest_age", "persons")
"""Features on which nothing depends."""

NAMES = tuple(sorted((*EFFECTS, *IDLE)))
MONTHS = [dt.date(2023, 1, 31), dt.date(2023, 7, 31), dt.date(2024, 1, 31)]
HOUSEHOLDS = 4_000
SHIPPABLE = [BOOSTING, Opponent.LOGISTIC, Opponent.SCORECARD, Opponent.EXPLAINABLE_BOOSTING]

EXPERIMENT = Experiment.model_validate(
    {
        "name": "truth",
        "registered_model": "fanpin-truth",
        "target": {"horizon_months": 6},
        "dates": {"first": "2023-01-31"},
        "split": {"windows": 1, "test_dates": 1, "later_dates": 1},
        "features": NAMES,
        "model": {"rounds": 60, "learning_rate": 0.2, "leaves": 4, "rows_in_leaf": 30, "bags": 2, "feature_share": 0.7},
        "evaluation": {"bootstrap": 200, "visits_per_hundred": 5, "cool_down_months": 0, "shares": [0.05]},
    }
)


def drawn(
    effects: dict[str, float], *, shuffled: bool = False, seed: int = 20, households: int = HOUSEHOLDS
) -> list[pl.DataFrame]:
    """Train, later and test rows of different households in sixty villages, about one in twenty a positive."""
    draws = np.random.default_rng(seed)
    parts = []
    for part, day in enumerate(MONTHS):
        normal = {name: draws.normal(size=households) for name in NAMES}
        odds = -3.6 + sum(effect * normal[name] for name, effect in effects.items())
        label = (draws.random(households) < 1 / (1 + np.exp(-odds))).astype(np.int8)
        if shuffled:
            label = draws.permutation(label)
        rows: dict[str, Any] = {
            "household_id": [f"P{part}-{n:04d}" for n in range(households)],
            "as_of": [day] * households,
            "region_code": [f"99010100{n % 3 + 1}{n % 60:03d}" for n in range(households)],
            "label": label,
            "outcome_on": [day + dt.timedelta(days=90) if hit else None for hit in label],
            # Amounts and counts are spread like amounts: each name keeps the order of what was drawn.
            **{name: np.exp(normal[name] + 7).astype(np.float32) for name in NAMES},
        }
        parts.append(pl.DataFrame(rows))
    return parts


@pytest.fixture(scope="module")
def planted() -> list[pl.DataFrame]:
    return drawn(EFFECTS)


@pytest.fixture(scope="module", params=SHIPPABLE)
def learned(request: pytest.FixtureRequest, planted: list[pl.DataFrame]) -> Fitted:
    train, later, _ = planted
    return CONTENDERS[request.param].fit(train, later, EXPERIMENT)


def contributions(fitted: Fitted, rows: pl.DataFrame) -> dict[str, Array]:
    told = fitted.scorer.contributions(matrix_of(rows, fitted.scorer.features))
    by_name = dict(zip(fitted.scorer.features, told.T, strict=True))
    # A scorecard drops what tells nothing: it contributes nothing.
    return {name: by_name.get(name, np.zeros(rows.height)) for name in NAMES}


def test_a_planted_effect_is_recovered_in_its_rank(learned: Fitted, planted: list[pl.DataFrame]) -> None:
    strength = {name: float(np.abs(one).mean()) for name, one in contributions(learned, planted[2]).items()}
    ranked = sorted(strength, key=lambda name: -strength[name])
    assert ranked[:3] == list(EFFECTS)
    assert max(strength[name] for name in IDLE) < strength["self_paid_12m"] / 5


@pytest.mark.parametrize(("name", "effect"), EFFECTS.items())
def test_a_planted_effect_is_recovered_in_its_direction(
    learned: Fitted, planted: list[pl.DataFrame], name: str, effect: float
) -> None:
    assert np.sign(effect) == chosen([name])[name].monotone
    values = planted[2][name].to_numpy()
    low, high = values < np.quantile(values, 0.25), values > np.quantile(values, 0.75)
    told = contributions(learned, planted[2])[name]
    assert np.sign(told[high].mean() - told[low].mean()) == np.sign(effect)


def predicted(parts: list[pl.DataFrame], fitted: Fitted) -> pl.DataFrame:
    """The test rows with the model's scores, and a random list beside them."""
    test = parts[2]
    raw = fitted.scores(test)
    chance = random_scores(test, EXPERIMENT.evaluation.seed)
    return predictions(test, 0, {MODEL: raw, Opponent.RANDOM.value: chance}, 1 / (1 + np.exp(-raw)))


def card_of_lists(lists: dict[str, Any]) -> Card:
    """A card on which all is well but for what these lists were measured to find."""

    def interval(told: dict[str, float]) -> Interval:
        return Interval(value=told["value"], low=told["low"], high=told["high"])

    model = lists["methods"][MODEL]
    over_random = interval(lists["differences"][f"{MODEL}-{Opponent.RANDOM.value}"]["recall@capacity"])
    card = drawn_card(opponents={Opponent.RANDOM.value: opponent(over_random)})
    measured = {"auc": interval(model["roc_auc"]), "recall_at_capacity": interval(model["recall@capacity"])}
    return card.model_copy(update={"quality": card.quality.model_copy(update=measured)})


def verdicts(parts: list[pl.DataFrame], fitted: Fitted) -> tuple[Interval, dict[Check, bool]]:
    """The AUC on the test rows, and what the gate says of chance and of today's ways."""
    card = card_of_lists(measured_lists(predicted(parts, fitted), EXPERIMENT.evaluation))
    findings = (beats_chance(card), beats_todays_ways(card, Lines.of(POLICY, None, MONTHS[2])))
    return card.quality.auc, {one.check: one.passed for one in findings}


def test_what_was_learned_of_a_planted_effect_holds_out_of_time_and_passes_the_gate(
    learned: Fitted, planted: list[pl.DataFrame]
) -> None:
    auc, passed = verdicts(planted, learned)
    truth = sum(effect * np.log(planted[2][name].to_numpy()) for name, effect in EFFECTS.items())
    best = measured_lists(
        predictions(planted[2], 0, {MODEL: np.asarray(truth), "idle": np.zeros(HOUSEHOLDS)}, np.zeros(HOUSEHOLDS)),
        EXPERIMENT.evaluation,
    )["methods"][MODEL]["roc_auc"]["value"]
    assert auc.value is not None
    assert best - 0.03 < auc.value <= best + 0.005
    assert passed == {Check.CHANCE: True, Check.OPPONENTS: True}


@pytest.mark.parametrize("method", SHIPPABLE)
def test_of_shuffled_outcomes_nothing_is_learned_and_the_gate_refuses(method: str) -> None:
    # A seed on which chance is kind: one in twenty intervals misses, and the next test counts how many do.
    parts = drawn(EFFECTS, shuffled=True, seed=3)
    auc, passed = verdicts(parts, CONTENDERS[method].fit(parts[0], parts[1], EXPERIMENT))
    assert auc.low is not None
    assert auc.high is not None
    assert auc.low < 0.5 < auc.high
    assert not passed[Check.CHANCE]


def test_of_many_shuffles_the_interval_holds_one_half_as_often_as_it_says() -> None:
    """95 of 100 times: of ten, fewer than 8 would happen once in ninety."""
    held = refused = 0
    for seed in range(100, 110):
        parts = drawn(EFFECTS, shuffled=True, seed=seed, households=1_500)
        auc, passed = verdicts(parts, CONTENDERS[Opponent.LOGISTIC].fit(parts[0], parts[1], EXPERIMENT))
        held += (auc.low or 0) < 0.5 < (auc.high or 0)
        refused += not passed[Check.CHANCE]
    assert held >= 8
    assert refused >= 9


def test_an_effect_against_its_declared_direction_is_not_learned() -> None:
    against = drawn({"self_paid_12m": 1.5, "losses_12m": -1.5})
    fitted = CONTENDERS[BOOSTING].fit(against[0], against[1], EXPERIMENT)
    told = contributions(fitted, against[2])
    assert np.abs(told["losses_12m"]).mean() < np.abs(told["self_paid_12m"]).mean() / 10
