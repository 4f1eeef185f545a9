"""Metrics that can be counted by hand, and what a resample draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from models.select import tie
from training.evaluate import Ranking, Rows, evaluate
from training.settings import Evaluation, Resample

SETTINGS = Evaluation(shares=(0.25,), bootstrap=40)


def part(labels: list[int], villages: list[str] | None = None, days: list[int] | None = None) -> pl.DataFrame:
    number = len(labels)
    return pl.DataFrame(
        {
            "household_id": [f"H{n:03d}" for n in range(number)],
            "as_of": [dt.date(2024, month, 1) for month in days or [1] * number],
            "region_code": villages or [f"V{n}" for n in range(number)],
            "label": labels,
        }
    )


def measure(
    test: pl.DataFrame,
    score: Sequence[float],
    weight: Sequence[float] | None = None,
    probability: Sequence[float] | None = None,
    settings: Evaluation = SETTINGS,
) -> dict[str, float]:
    told = None if probability is None else np.array(probability)
    ranking = Ranking(Rows.of(test, settings), np.array(score, dtype=float), told, settings.shares)
    return ranking.measure(np.array(weight or [1.0] * test.height))


@pytest.mark.parametrize(("households", "visits"), [(2, 1), (5, 1), (7, 2), (10, 2), (11, 3)])
def test_a_quarter_is_rounded_to_whole_visits_at_least_one(households: int, visits: int) -> None:
    score = [float(-n) for n in range(households)]
    measured = measure(part([1] * households), score)
    assert measured["recall@0.25"] == pytest.approx(visits / households)


def test_each_day_has_its_own_visits() -> None:
    # Two of eight on the first day, one of four on the second, although the second day's scores are all higher.
    labels = [1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]
    score = [8, 7, 6, 5, 4, 3, 2, 1, 20, 19, 18, 17]
    measured = measure(part(labels, days=[1] * 8 + [2] * 4), score)
    assert measured["precision@0.25"] == pytest.approx(2 / 3)
    assert measured["recall@0.25"] == pytest.approx(2 / 5)


def test_a_row_drawn_three_times_fills_only_the_visits_that_are_left() -> None:
    # Eight rows by weight, two visits: one for the first row, one of the three of the second.
    measured = measure(part([0, 1, 0, 0, 0]), [5, 4, 3, 2, 1], weight=[1, 3, 2, 1, 1])
    assert measured["precision@0.25"] == pytest.approx(1 / 2)
    assert measured["recall@0.25"] == pytest.approx(1 / 3)


def test_rows_that_were_not_drawn_take_no_visits() -> None:
    measured = measure(part([0, 0, 1, 0, 0, 0]), [6, 5, 4, 3, 2, 1], weight=[0, 0, 1, 1, 1, 1])
    assert measured["precision@0.25"] == 1
    assert measured["lift@0.25"] == pytest.approx(4)


@pytest.mark.parametrize("empty_day", [1, 2])
def test_a_day_of_which_nothing_was_drawn_has_no_visits(empty_day: int) -> None:
    days = [1, 1, 2, 2]
    weight = [0.0 if day == empty_day else 1.0 for day in days]
    measured = measure(part([1, 0, 1, 0], days=days), [2, 1, 2, 1], weight=weight)
    assert measured["precision@0.25"] == 1
    assert measured["recall@0.25"] == 1


def test_equal_scores_are_cut_by_the_draw() -> None:
    test = part([0] * 8)
    first_two = sorted(test["household_id"], key=lambda household: tie(household, SETTINGS.seed))[:2]
    marked = test.with_columns(label=pl.col("household_id").is_in(first_two).cast(pl.Int64))
    assert measure(marked, [0.0] * 8)["precision@0.25"] == 1


@pytest.mark.parametrize(
    ("labels", "score", "expected"),
    [([1, 0], [1, 1], 0.5), ([1, 0, 0], [1, 1, 0], 0.75), ([1, 1], [1, 0], None), ([0, 0], [1, 0], None)],
)
def test_equal_scores_count_half(labels: list[int], score: list[float], expected: float | None) -> None:
    found = measure(part(labels), score)["roc_auc"]
    assert np.isnan(found) if expected is None else found == expected


def test_errors_of_calibration_in_opposite_directions_do_not_cancel() -> None:
    labels = [0] * 50 + [1] * 50
    probability = [0.25] * 50 + [0.75] * 50
    measured = measure(part(labels), [float(n) for n in range(100)], probability=probability)
    assert measured["expected_calibration_error"] == pytest.approx(0.25)
    assert measured["brier"] == pytest.approx(0.0625)


def test_the_error_is_taken_in_tenths() -> None:
    # Within each half the mean is right; within each tenth it is off by half.
    labels = ([0] * 10 + [1] * 10) * 5
    probability = [0.5 + n / 1000 for n in range(100)]
    measured = measure(part(labels), [float(n) for n in range(100)], probability=probability)
    assert measured["expected_calibration_error"] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("unit", "blocks"), [(Resample.VILLAGE, 2), (Resample.HOUSEHOLD, 6)])
def test_a_resample_draws_whole_villages_or_households(unit: Resample, blocks: int) -> None:
    rows = Rows.of(part([0] * 6, ["A", "B", "A", "A", "B", "B"]), Evaluation(resample=unit))
    assert len(set(rows.block)) == blocks


def test_where_all_villages_are_alike_there_is_nothing_to_be_unsure_of() -> None:
    # Every village has one positive first and three negatives after it: whichever are drawn, the metrics are the same.
    villages = [f"V{n // 4}" for n in range(40)]
    test = part([1, 0, 0, 0] * 10, villages)
    score = np.array([4.0, 3.0, 2.0, 1.0] * 10)
    methods, _ = evaluate(test, {"model": score}, {"model": np.zeros(40)}, SETTINGS)
    assert methods["model"]["roc_auc"] == {"value": 1, "low": 1, "high": 1}
    assert methods["model"]["brier"] == {"value": 0.25, "low": 0.25, "high": 0.25}
    # A household alone is a positive or it is not: the share of positives differs from draw to draw.
    by_household = SETTINGS.model_copy(update={"resample": Resample.HOUSEHOLD})
    methods, _ = evaluate(test, {"model": score}, {"model": np.zeros(40)}, by_household)
    assert methods["model"]["brier"]["low"] < 0.25 < methods["model"]["brier"]["high"]


def test_an_interval_leaves_out_one_in_forty_at_each_end() -> None:
    # The share of positives in ten villages, half of them positive: its spread is that of a coin thrown ten times.
    test = part([1, 0] * 50, [f"V{n // 2 % 10 if n % 2 else 10 + n // 2 % 10}" for n in range(100)])
    many = SETTINGS.model_copy(update={"bootstrap": 2000})
    methods, _ = evaluate(test, {"model": np.zeros(100)}, {"model": np.zeros(100)}, many)
    brier = methods["model"]["brier"]
    assert brier["value"] == 0.5
    # Twenty villages drawn: 2.5 % and 97.5 % of a binomial share of 20 lie at 0.3 and 0.7.
    assert brier["low"] == pytest.approx(0.3, abs=0.051)
    assert brier["high"] == pytest.approx(0.7, abs=0.051)


def test_a_resample_that_can_not_tell_is_left_out_of_the_interval() -> None:
    # One positive in four villages: some resamples hold none.
    test = part([1, 0, 0, 0])
    methods, _ = evaluate(test, {"model": np.array([4.0, 3.0, 2.0, 1.0])}, {}, SETTINGS)
    assert methods["model"]["roc_auc"] == {"value": 1, "low": 1, "high": 1}
