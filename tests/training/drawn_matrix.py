"""A drawn training matrix from which something can be learned, under real features' names."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl

from features.triggers.rules import TRIGGERS
from training.settings import Experiment

FEATURES = ("admissions_12m", "net_income_year", "persons", "self_paid_12m", "students_after_compulsory")
MONTHS = tuple(dt.date(2022 + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1) for month in range(18))


def experiment(**model: Any) -> Experiment:
    """Of the features above, half a year ahead; a small bag unless told otherwise."""
    small = {"rounds": 20, "leaves": 4, "rows_in_leaf": 20, "learning_rate": 0.2, "feature_share": 0.8, "bags": 2}
    small["negatives_per_positive"] = 3
    return Experiment(
        name="story",
        registered_model="fanpin-story",
        target={"horizon_months": 6},  # type: ignore[arg-type]
        dates={"first": "2022-01-31"},  # type: ignore[arg-type]
        split={"test_dates": 1, "windows": 1, "later_dates": 1},  # type: ignore[arg-type]
        features=FEATURES,
        model={**small, **model},  # type: ignore[arg-type]
    )


def matrix(households: int = 300, seed: int = 3, base: float = -6.5) -> pl.DataFrame:
    """Rows of 18 month ends: bills raise the risk, income lowers it, unknown bills raise it most; persons say nothing."""
    draws = np.random.default_rng(seed)
    rows = households * len(MONTHS)
    income = draws.choice([-1.0, 1.0], rows, p=[0.1, 0.9]) * np.exp(draws.uniform(5, 11, rows))
    bills = np.where(draws.random(rows) < 0.1, np.nan, draws.gamma(0.7, 6_000, rows))
    signed = np.sign(income) * np.log1p(np.abs(income))
    odds = base + 0.35 * np.nan_to_num(np.log1p(bills), nan=11.0) - 0.25 * (signed - 8)
    label = (draws.random(rows) < 1 / (1 + np.exp(-odds))).astype(np.int8)
    hits = (np.nan_to_num(bills) > 9_000).astype(np.int32) + draws.integers(0, 2, rows).astype(np.int32)
    frame = pl.DataFrame(
        {
            "household_id": [f"H{number:04d}" for number in range(households)] * len(MONTHS),
            "as_of": [day for day in MONTHS for _ in range(households)],
            "region_code": "990101001001",
            "label": label,
            "admissions_12m": draws.integers(0, 4, rows).astype(np.float32),
            "net_income_year": income.astype(np.float32),
            "net_income_per_person": (income / 3).astype(np.float32),
            "persons": draws.integers(1, 7, rows).astype(np.float32),
            "self_paid_12m": bills.astype(np.float32),
            "students_after_compulsory": np.zeros(rows, dtype=np.float32),
            "hits": hits,
        }
    )
    return frame.with_columns(
        pl.col("self_paid_12m").fill_nan(None),
        *(
            pl.when(pl.col("persons") > 4).then(None).otherwise(pl.col("hits") > 1).alias(one.column)
            for one in TRIGGERS
        ),
    )


def parts(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Train, later and test rows; no gap, since nothing here lasts."""
    return tuple(rows.filter(pl.col("as_of").is_in(days)) for days in (MONTHS[:10], MONTHS[10:13], MONTHS[13:]))  # type: ignore[return-value]
