"""How many families visits are expected to find, by how many visits there are: for whoever decides how many to make.

From the calibrated probabilities of everybody who has a score: of the k riskiest the sum of their probabilities is how many of them are
expected to be identified in the model's months. No model finds more than `min(k, expected)`, where `expected` is the sum over
everybody: so much a better one could add, and no more (Perdomo, "The relative value of prediction in algorithmic decision
making", arXiv 2312.08511; arXiv 2501.19334 compares it with one more visit).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl

POINTS = 61
LEAST_VISITS = 20
TIMES_THE_LIST = 4
"""As far as the curve goes: four times as many visits as the list has."""

DIGITS = (6, 9)
"""Of counties and townships, which plan visits."""


def foreseen(there: pl.DataFrame, listed: pl.DataFrame, region: str) -> dict[str, Any]:
    """The curve of a list's region and of each county and township in it, by their digits.

    Args:
        there: `region_code`, `probability` and `rank` of everybody of the region who has a score.
        listed: `region_code` of the households on the list.
    """
    curves = {region: _curve(there, listed.height)}
    for digits in DIGITS:
        if digits > len(region):
            place = pl.col("region_code").str.head(digits)
            many = dict(listed.group_by(place).len().iter_rows())
            curves |= {code: _curve(part, many.get(code, 0)) for code, part in _parts(there, digits)}
    return curves


def _parts(there: pl.DataFrame, digits: int) -> Iterable[tuple[str, pl.DataFrame]]:
    placed = there.filter(pl.col("region_code").is_not_null()).with_columns(
        place=pl.col("region_code").str.head(digits)
    )
    return ((str(code), part) for (code,), part in placed.partition_by("place", as_dict=True).items())


def _curve(there: pl.DataFrame, listed: int) -> dict[str, Any]:
    """`visits`, and for so many: `finds`, families expected among the riskiest; `last`, the chance of the last of them."""
    chances = there.sort("rank")["probability"].to_numpy()
    most = min(len(chances), max(LEAST_VISITS, TIMES_THE_LIST * listed))
    visits = np.unique(np.linspace(0, most, POINTS).round().astype(int))
    sums = np.concatenate([[0.0], np.cumsum(chances)])
    last = [None if count == 0 else round(float(chances[count - 1]), 6) for count in visits]
    return {
        "scored": len(chances),
        "listed": listed,
        "expected": round(float(sums[-1]), 3),
        "visits": visits.tolist(),
        "finds": [round(float(sums[count]), 3) for count in visits],
        "last": last,
    }
