"""How even a model's worth is: from window to window, and from township to township."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.backtests.at_capacity import PRECISION, RECALL, AtCapacity, within
from training.lists.counting import Measures


def stability(lists: AtCapacity, method: str) -> dict[str, Any]:
    """Recall and precision at capacity of a method in every window and township, and their spread.

    Returns:
        `windows` and `townships` (by code): `recall` and `precision` with intervals, and `best`: no other method found more;
        `spread`: of each, lowest, highest and standard deviation, and `best_in`, the share of them in which it was best.
        What holds no positive row can't tell a recall, and is left out of the spread.
    """
    windows = [_cell(measures, method) for measures in lists.windows]
    townships = {code: _cell(measures, method) for code, measures in lists.townships.items()}
    return {
        "method": method,
        "windows": windows,
        "townships": townships,
        "spread": {"windows": _spread(windows), "townships": _spread(list(townships.values()))},
    }


def _cell(measures: dict[str, Measures], method: str) -> dict[str, Any]:
    own = measures[method]
    highest = max(other[RECALL][0] for other in measures.values())
    return {
        "recall": within(own[RECALL]),
        "precision": within(own[PRECISION]),
        "best": None if np.isnan(highest) else bool(own[RECALL][0] >= highest),
    }


def _spread(cells: list[dict[str, Any]]) -> dict[str, Any]:
    known = [cell for cell in cells if cell["best"] is not None]
    spread: dict[str, Any] = {"cells": len(known), "without_outcomes": len(cells) - len(known)}
    if not known:
        return spread
    for name in (RECALL, PRECISION):
        values = np.array([cell[name]["value"] for cell in known])
        spread[name] = {"low": float(values.min()), "high": float(values.max()), "deviation": float(values.std())}
    spread["best_in"] = float(np.mean([cell["best"] for cell in known]))
    return spread
