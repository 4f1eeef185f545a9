"""Drawn rows of an audit: groups with so many households, positives, visits and finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from training.fairness.metrics import LISTED
from training.predictions import GROUP, PROBABILITY

VILLAGES = 60
"""Enough that a resample of them does not add to the spread."""


@dataclass(frozen=True)
class Drawn:
    """A group as a test draws it: households, those identified, those visited, and those of them identified."""

    households: int
    positive: int
    listed: int
    found: int
    expected: float | None = None


def drawn_rows(groups: Mapping[str, Drawn], grouping: str = "kind") -> pl.DataFrame:
    """One row per household, spread evenly over villages; expected as many positives as there are, unless said."""
    parts = []
    for name, group in groups.items():
        numbers = range(group.households)
        missed = group.positive - group.found
        in_vain = group.listed - group.found
        label = [n < group.positive for n in numbers]
        listed = [n < group.found or group.positive <= n < group.positive + in_vain for n in numbers]
        assert sum(label) == group.found + missed
        assert sum(listed) == group.listed
        expected = group.positive if group.expected is None else group.expected
        parts.append(
            pl.DataFrame(
                {
                    "household_id": [f"{name}-{n:05d}" for n in numbers],
                    "as_of": [dt.date(2024, 1, 31)] * group.households,
                    "region_code": [f"990101001{n % VILLAGES + 1:03d}" for n in numbers],
                    "label": label,
                    LISTED: listed,
                    PROBABILITY: [expected / group.households] * group.households,
                    f"{GROUP}{grouping}": [name] * group.households,
                }
            ).with_columns(pl.col("label").cast(pl.Int8))
        )
    return pl.concat(parts)
