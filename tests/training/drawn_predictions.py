"""Drawn predictions: villages of two townships, a hidden risk, and methods that see it more or less well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import polars as pl

from training.predictions import IDENTITY, MODEL, predictions

TOWNSHIPS = ("990101001", "990101002")
SIGNAL = {MODEL: 1.5, "logistic": 1.2, "random": 0.0}


def drawn_predictions(
    *,
    households: int = 400,
    windows: int = 2,
    dates: int = 3,
    base_rate: float = 0.02,
    signal: Mapping[str, float] = SIGNAL,
    seed: int = 7,
) -> pl.DataFrame:
    """Predictions of `windows` × `dates` month ends from January 2023; a household lives in one of ten villages.

    Args:
        signal: by method, how strongly its score follows the hidden risk; 0 knows nothing of it.
    """
    draws = np.random.default_rng(seed)
    number = np.arange(households)
    parts = []
    for window in range(windows):
        for position in range(dates):
            month = window * dates + position
            day = dt.date(2023 + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)
            risk = draws.normal(size=households)
            probability = 1 / (1 + np.exp(-(np.log(base_rate / (1 - base_rate)) + risk)))
            label = (draws.random(households) < probability).astype(np.int8)
            later = draws.integers(1, 180, households)
            rows = pl.DataFrame(
                {
                    "household_id": [f"H{n:05d}" for n in number],
                    "as_of": [day] * households,
                    "region_code": [f"{TOWNSHIPS[n % 2]}{n // 2 % 5 + 1:03d}" for n in number],
                    "label": label,
                    "outcome_on": [
                        day + dt.timedelta(days=int(ahead)) if hit else None
                        for hit, ahead in zip(label, later, strict=True)
                    ],
                },
                schema={name: kind for name, kind in IDENTITY.items() if name != "window"},
            ).with_columns(pl.Series("group.household_type", np.where(number % 7 == 0, "lifted_out", "general")))
            scores = {name: strength * risk + draws.normal(size=households) for name, strength in signal.items()}
            parts.append(predictions(rows, window, scores, probability))
    return pl.concat(parts)
