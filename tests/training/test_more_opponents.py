"""What an office would otherwise do, on rows that can be ordered by hand."""

from __future__ import annotations

import numpy as np
import polars as pl

from training.opponents import OPPONENTS
from training.settings import Experiment, Opponent

EXPERIMENT = Experiment(
    name="story",
    registered_model="fanpin-story",
    dates={"first": "2021-03-31"},  # type: ignore[arg-type]
    split={"windows": 1, "later_dates": 1, "test_dates": 1},  # type: ignore[arg-type]
    features=("net_income_year", "self_paid_12m"),
)


def test_the_poorest_come_first_and_an_unknown_income_in_the_middle() -> None:
    test = pl.DataFrame({"net_income_per_person": [9000.0, None, 3000.0, 20000.0, -500.0]})
    order = np.argsort(-OPPONENTS[Opponent.INCOME](test, test, EXPERIMENT), kind="stable")
    assert order.tolist() == [4, 2, 1, 0, 3]  # unknown as 6,000, the median of those known


def test_more_rules_hit_come_first() -> None:
    test = pl.DataFrame({"hits": [0, 3, 1]})
    assert OPPONENTS[Opponent.TRIGGERS](test, test, EXPERIMENT).tolist() == [0, 3, 1]


def drawn_rows(seed: int) -> pl.DataFrame:
    """Risk falls with income from deep debts to riches; who states no bills is at risk most of all."""
    draws = np.random.default_rng(seed)
    income = draws.choice([-1.0, 1.0], 30_000) * np.exp(draws.uniform(2, 10, 30_000))
    unknown = draws.random(30_000) < 0.2
    bills = draws.gamma(1, 2000, 30_000)
    chance = np.where(unknown, 0.8, np.where(income < 0, 0.4, 0.05))
    return pl.DataFrame(
        {
            "net_income_year": income,
            "self_paid_12m": [None if missing else bill for missing, bill in zip(unknown, bills, strict=True)],
            "label": (draws.random(30_000) < chance).astype(int),
        }
    )


def test_the_regression_learns_from_debts_and_from_what_is_not_stated() -> None:
    test = pl.DataFrame(
        {"net_income_year": [5000.0, -5000.0, 5000.0], "self_paid_12m": [1400.0, 1400.0, None]},
        schema={"net_income_year": pl.Float64, "self_paid_12m": pl.Float64},
    )
    rich, indebted, silent = OPPONENTS[Opponent.LOGISTIC](drawn_rows(1), test, EXPERIMENT)
    assert rich < indebted < silent


def test_a_feature_that_nobody_ever_stated_does_no_harm() -> None:
    nobody = drawn_rows(2).with_columns(self_paid_12m=pl.lit(None, dtype=pl.Float64))
    assert np.isfinite(OPPONENTS[Opponent.LOGISTIC](nobody, nobody.head(5), EXPERIMENT)).all()
