"""What the features of each official risk type add to a score together: the one sum behind "main risk", wherever it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from features.registry import chosen
from features.vocabulary import RiskType

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

RISK_TYPES: dict[str, type[pl.DataType]] = {"risk_type": pl.String, "contribution": pl.Float64}
"""One official risk type and what its features add to the raw score together, in log-odds."""

MOST_NAMED = 3
"""Types that are named as main ones, at most."""

MAIN_SHARE = 0.1
"""Of what the strongest type adds: a type that adds less is not named beside it."""


def sums_by_risk_type(features: Sequence[str], contributions: Array) -> Array:
    """Rows by risk types, in the order of `RiskType`: everything that the features of a type add, or take away.

    Args:
        features: names of the columns of `contributions`.
        contributions: rows by features, in log-odds.
    """
    return sums_by_group(contributions, _types_of(tuple(features)), len(RiskType))


@lru_cache(maxsize=16)
def _types_of(features: tuple[str, ...]) -> Places:
    declared, types = chosen(features), list(RiskType)
    return np.array([types.index(declared[name].risk_type) for name in features], dtype=np.int64)


def sums_by_group(contributions: Array, group: Places, groups: int) -> Array:
    """Rows by groups of columns, added up one column after the other, so that a household alone has the very bits that it has
    among all others.

    Args:
        contributions: rows by columns.
        group: of each column its group, from 0.
    """
    rows = len(contributions)
    # bincount adds in the order in which it is given them.
    cells = (np.arange(rows)[:, None] * groups + group).ravel()
    sums = np.bincount(cells, contributions.ravel(), minlength=rows * groups)
    # Whole numbers where there is nothing to be added.
    return sums.astype(np.float64, copy=False).reshape(rows, groups)


def raising(sums: Array) -> pl.Series:
    """Of each row the types that raise its score, the strongest first; types of equal sums in the order of their names.

    Args:
        sums: as `sums_by_risk_type` gives them.

    Returns:
        `risk_types`, lists of RISK_TYPES.
    """
    names = np.array([kind.value for kind in RiskType])
    by_name = np.argsort(names, kind="stable")
    order = by_name[np.argsort(-sums[:, by_name], axis=1, kind="stable")]
    ordered = np.take_along_axis(sums, order, axis=1)
    raises = ordered > 0
    flat = pl.DataFrame({"risk_type": names[order[raises]], "contribution": ordered[raises]}, schema=RISK_TYPES)
    return lists_of(flat, raises.sum(axis=1)).alias("risk_types")


def lists_of(flat: pl.DataFrame, lengths: npt.NDArray[np.int64]) -> pl.Series:
    """Rows one after the other as lists of structures, of so many rows each."""
    ends = np.concatenate([[0], lengths.cumsum()])
    lists = pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), flat.to_struct().to_arrow())
    return pl.Series(lists, dtype=pl.List(flat.to_struct().dtype))


def main_risk_types(
    risk_types: Iterable[Mapping[str, Any]], most: int = MOST_NAMED, share: float = MAIN_SHARE
) -> list[RiskType]:
    """The official risk types that raise the score most, the strongest first.

    其他 is named only where nothing else is: facts about a household's whole situation (income, burdens together) raise
    the score without saying where to look.

    Args:
        risk_types: of one household, as `raising` gives them.
        share: of what the strongest type adds, which a type must add too to be named.
    """
    raised = list(risk_types)
    least = share * max((kind["contribution"] for kind in raised), default=0.0)
    named: list[RiskType] = [RiskType(kind["risk_type"]) for kind in raised if kind["contribution"] >= least]
    telling: list[RiskType] = [kind for kind in named if kind is not RiskType.OTHER]
    return (telling or named)[:most]
