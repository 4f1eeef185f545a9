"""A points scorecard: what is on the card is all there is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from features.registry import chosen
from models.scorers import Additive
from tests.training.drawn_matrix import FEATURES, experiment, matrix, parts
from training.contenders.scorecard import DOUBLING, MOST_FEATURES, Bands, cut_into_bands, fit_scorecard, weighed

TRAIN, LATER, TEST = parts(matrix())


def by_hand(card: dict[str, dict[str, list[float]]], row: dict[str, float | None]) -> int:
    """A household's points as an office worker adds them up from the printed card."""
    total = 0
    for feature, bands in card.items():
        value = row[feature]
        if value is None:
            total += bands["not_recorded"]  # type: ignore[operator]
        else:
            total += int(bands["points"][sum(value >= edge for edge in bands["edges"])])
    return total


def test_the_points_on_the_card_rebuild_every_score() -> None:
    fitted = fit_scorecard(TRAIN, LATER, experiment())
    assert isinstance(fitted.scorer, Additive)
    points = np.array([by_hand(fitted.notes["card"], row) for row in TEST.iter_rows(named=True)])
    start = fitted.scorer.intercept
    assert np.allclose(fitted.scores(TEST), start + points * np.log(2) / DOUBLING, atol=1e-9)
    assert points.min() >= 0
    assert len(np.unique(points)) > 20


def test_twenty_points_double_the_odds() -> None:
    fitted = fit_scorecard(TRAIN, LATER, experiment())
    (step,) = {round(float(value), 9) for value in np.unique(np.diff(np.unique(fitted.scores(TEST))))} & {
        round(np.log(2) / DOUBLING, 9)
    }
    assert np.exp(step * 20) == pytest.approx(2)


def test_points_rise_with_the_declared_direction_and_start_at_nothing() -> None:
    card = fit_scorecard(TRAIN, LATER, experiment()).notes["card"]
    assert {"net_income_year", "self_paid_12m"} <= set(card)
    assert len(card) <= MOST_FEATURES
    for name, bands in card.items():
        declared = chosen([name])[name].monotone
        moves = set(np.sign(np.diff(bands["points"]))) - {0}
        assert moves <= ({declared} if declared else {moves.copy().pop()} if moves else set())
        assert min(*bands["points"], bands["not_recorded"]) == 0
        assert len(bands["points"]) == len(bands["edges"]) + 1 >= 2


def test_what_is_not_recorded_has_points_of_its_own() -> None:
    card = fit_scorecard(TRAIN, LATER, experiment()).notes["card"]
    # In the drawn rows, whoever states no bills is at risk most of all.
    assert card["self_paid_12m"]["not_recorded"] >= max(card["self_paid_12m"]["points"]) - DOUBLING


def test_a_band_holds_its_lower_edge() -> None:
    bands = Bands((10.0, 20.0), np.array([1.0, 2.0, 3.0, 9.0]))
    assert bands.of(np.array([9.99, 10.0, 19.99, 20.0, np.nan])).tolist() == [1.0, 2.0, 2.0, 3.0, 9.0]


def test_evidence_is_the_log_odds_of_a_band_over_those_of_all() -> None:
    numbers = TRAIN["self_paid_12m"].to_numpy().astype(np.float64)
    label = TRAIN["label"].to_numpy().astype(np.float64)
    bands = cut_into_bands("self_paid_12m", numbers, label)
    first = numbers < bands.edges[0]
    odds = label[first].sum() / (1 - label[first]).sum()
    assert bands.evidence[0] == pytest.approx(np.log(odds / (label.sum() / (1 - label).sum())))
    silent = np.isnan(numbers)
    odds = label[silent].sum() / (1 - label[silent]).sum()
    assert bands.evidence[-1] == pytest.approx(np.log(odds / (label.sum() / (1 - label).sum())))


def test_a_feature_that_would_turn_its_own_evidence_round_leaves_the_card() -> None:
    draws = np.random.default_rng(2)
    risk = draws.normal(size=4_000)
    label = (draws.random(4_000) < 1 / (1 + np.exp(2 - risk))).astype(np.float64)
    weights, _ = weighed({"truth": risk, "turned": -risk + draws.normal(size=4_000) * 0.1}, label)
    assert list(weights) == ["truth"]
    assert weights["truth"] > 0


def test_where_nothing_tells_households_apart_all_have_the_same_score() -> None:
    nothing = [pl.lit(1.0, dtype=pl.Float32).alias(name) for name in FEATURES]
    fitted = fit_scorecard(TRAIN.with_columns(nothing), LATER, experiment())
    assert fitted.notes["card"] == {}
    probability = 1 / (1 + np.exp(-fitted.scores(TRAIN)))
    assert probability == pytest.approx(TRAIN["label"].to_numpy().mean(), rel=1e-6)
