"""Metrics, checked against scikit-learn and against tables that can be counted by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from models.select import first_to_visit
from training.evaluate import Ranking, Rows, evaluate
from training.settings import Evaluation

SETTINGS = Evaluation(shares=(0.1, 0.5), bootstrap=50)


def part(labels: list[int], days: int = 1) -> pl.DataFrame:
    """Rows of `days` dates, with the same labels on each; two households a village."""
    dates = [dt.date(2024, month, 1) for month in range(1, days + 1)]
    return pl.concat(
        pl.DataFrame(
            {
                "household_id": [f"H{n:03d}" for n in range(len(labels))],
                "as_of": [day] * len(labels),
                "region_code": [f"9901010010{n // 2:02d}" for n in range(len(labels))],
                "label": labels,
            }
        )
        for day in dates
    )


def measure(test: pl.DataFrame, score: np.ndarray, probability: np.ndarray | None = None) -> dict[str, float]:
    ranking = Ranking(Rows.of(test, SETTINGS), score, probability, SETTINGS.shares)
    return ranking.measure(np.ones(test.height))


def test_metrics_over_all_rows_are_those_of_scikit_learn() -> None:
    draws = np.random.default_rng(5)
    labels = [int(n) for n in draws.random(200) < 0.2]
    # One decimal: many equal scores.
    score = np.round(draws.normal(size=400) + np.tile(labels, 2), 1)
    test, probability = part(labels, days=2), 1 / (1 + np.exp(-score))
    measured = measure(test, score, probability)
    truth = test["label"].to_numpy()
    assert measured["roc_auc"] == pytest.approx(roc_auc_score(truth, score))
    assert measured["average_precision"] == pytest.approx(average_precision_score(truth, score))
    assert measured["brier"] == pytest.approx(brier_score_loss(truth, probability))


def test_a_weight_of_two_is_the_row_twice() -> None:
    draws = np.random.default_rng(6)
    labels = [int(n) for n in draws.random(60) < 0.3]
    score = np.round(draws.normal(size=60) + labels, 1)
    test = part(labels)
    weight = draws.integers(0, 3, 60).astype(float)
    times = np.repeat(np.arange(60), weight.astype(int))
    ranking = Ranking(Rows.of(test, SETTINGS), score, None, SETTINGS.shares)
    measured = ranking.measure(weight)
    assert measured["roc_auc"] == pytest.approx(roc_auc_score(test["label"].to_numpy()[times], score[times]))
    assert measured["average_precision"] == pytest.approx(
        average_precision_score(test["label"].to_numpy()[times], score[times])
    )


def test_lists_are_cut_on_each_date_and_pooled() -> None:
    # Ten households, two visits would be a fifth; here one visit a date (10 %) and five (50 %).
    labels = [1, 0, 1, 0, 0, 0, 0, 0, 0, 1]
    test = part(labels, days=2)
    first_day = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]  # finds H000 first; H000 and H002 among five
    second_day = [0, 9, 1, 8, 2, 7, 3, 6, 4, 5]  # finds nobody first; H009 is the fifth
    measured = measure(test, np.array([*first_day, *second_day], dtype=float))
    assert measured["precision@0.1"] == pytest.approx(1 / 2)
    assert measured["recall@0.1"] == pytest.approx(1 / 6)
    assert measured["lift@0.1"] == pytest.approx((1 / 2) / (6 / 20))
    assert measured["precision@0.5"] == pytest.approx(3 / 10)
    assert measured["recall@0.5"] == pytest.approx(3 / 6)


def test_equal_scores_are_cut_as_the_list_that_is_issued() -> None:
    labels = [0] * 20
    test = part(labels)
    issued = first_to_visit(test.with_columns(raw_score=pl.lit(0.0)), capacity=2, seed=SETTINGS.seed)[
        "household_id"
    ].to_list()
    marked = test.with_columns(label=pl.col("household_id").is_in(issued).cast(pl.Int64))
    assert measure(marked, np.zeros(20))["recall@0.1"] == 1


def test_perfect_calibration_has_no_error_and_a_shift_has_its_size() -> None:
    labels = [1, 0] * 50
    test = part(labels)
    score = np.arange(100, dtype=float)
    assert measure(test, score, np.full(100, 0.5))["expected_calibration_error"] == pytest.approx(0)
    assert measure(test, score, np.full(100, 0.7))["expected_calibration_error"] == pytest.approx(0.2)


def test_intervals_hold_the_value_and_a_better_method_is_told_from_a_worse() -> None:
    draws = np.random.default_rng(8)
    labels = [int(n) for n in draws.random(400) < 0.25]
    good, bad = draws.normal(size=400) + 3 * np.array(labels), draws.normal(size=400)
    methods, comparisons = evaluate(part(labels), {"model": good, "income": bad}, {}, SETTINGS)
    for metrics in methods.values():
        for interval in metrics.values():
            assert interval["low"] <= interval["value"] <= interval["high"]
    assert comparisons["model-income"]["roc_auc"]["low"] > 0
    assert comparisons["model-income"]["roc_auc"]["value"] == pytest.approx(
        methods["model"]["roc_auc"]["value"] - methods["income"]["roc_auc"]["value"]
    )


def test_two_methods_of_the_same_worth_are_not_told_apart() -> None:
    draws = np.random.default_rng(9)
    labels = [int(n) for n in draws.random(300) < 0.3]
    one, other = draws.normal(size=300), draws.normal(size=300)
    _, comparisons = evaluate(part(labels), {"model": one, "income": other}, {}, SETTINGS)
    interval = comparisons["model-income"]["roc_auc"]
    assert interval["low"] < 0 < interval["high"]


def test_without_a_positive_there_is_no_number() -> None:
    measured = measure(part([0] * 20), np.arange(20, dtype=float))
    assert np.isnan(measured["roc_auc"])
    assert np.isnan(measured["recall@0.1"])
    assert measured["precision@0.1"] == 0
