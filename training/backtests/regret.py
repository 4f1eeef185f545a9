"""Regret: how much worse than the best method a method was, window by window.

One lucky window chooses badly. Selection by regret over time is dssg/triage's (Ackermann et al. 2018, "Deploying machine
learning models for public policy: a framework", KDD; `audition` in github.com/dssg/triage).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.backtests.at_capacity import RECALL, AtCapacity
from training.resampling import Array, Interval, interval


@dataclass(frozen=True)
class Regret:
    """Of one method, in recall at capacity.

    Attributes:
        by_window: the best method's recall less its own; NaN in a window without a positive row.
        mean: over the windows, with its interval.
        worst: the largest.
        best_in: share of the windows in which no method was better.
    """

    by_window: tuple[float, ...]
    mean: Interval
    worst: float
    best_in: float

    def as_dict(self) -> dict[str, Any]:
        return {"by_window": list(self.by_window), "mean": self.mean, "worst": self.worst, "best_in": self.best_in}


def regrets(lists: AtCapacity) -> dict[str, Regret]:
    """The regret of each method against the best of them all; in each draw the best is sought anew."""
    methods = lists.methods
    recalls = np.stack([[window[method][RECALL] for window in lists.windows] for method in methods])
    known = ~np.isnan(recalls[0, :, 0])
    every = recalls.max(axis=0) - recalls  # (methods, windows, 1 + draws)
    by_method = {}
    for method, own in zip(methods, every, strict=True):
        values = own[known, 0]
        by_method[method] = Regret(
            by_window=tuple(float(value) for value in own[:, 0]),
            mean=interval(_mean(values), [_mean(draw[~np.isnan(draw)]) for draw in own[known, 1:].T]),
            worst=float(values.max()) if len(values) else float("nan"),
            best_in=float((values == 0).mean()) if len(values) else float("nan"),
        )
    return by_method


def least(by_method: dict[str, Regret], among: Iterable[str]) -> str:
    """The method of least mean regret; of equal ones that of the least worst regret, then the first named."""
    return min(among, key=lambda method: (by_method[method].mean["value"], by_method[method].worst))


def as_time_went(by_method: dict[str, Regret], among: Sequence[str]) -> list[dict[str, Any]]:
    """What choosing by regret would have chosen before each window, from the windows before it, and its regret then.

    A figure that no choice among these windows has flattered: the window was not yet seen when it was chosen.
    """
    steps = []
    windows = len(by_method[among[0]].by_window)
    for window in range(1, windows):
        means = {
            method: _mean(np.array([value for value in by_method[method].by_window[:window] if not np.isnan(value)]))
            for method in among
        }
        known = [method for method in among if not np.isnan(means[method])]
        if known:
            chosen = min(known, key=lambda method: means[method])
            steps.append({"window": window, "chosen": chosen, "regret": by_method[chosen].by_window[window]})
    return steps


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else float("nan")
