"""What lists found, written down by hand: recalls by method and window, and draws that scatter around them.

A hundredth of the households is visited, so that visits at random would find a hundredth of the positives: a lift of 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from training.backtests.at_capacity import AtCapacity
from training.lists.counting import Measures

VISITED = 0.01


def lists_of(
    recalls: Mapping[str, Sequence[float]],
    *,
    noise: float = 0.01,
    townships: Mapping[str, Mapping[str, float]] | None = None,
) -> AtCapacity:
    """Pooled is the mean over the windows; the draws of each method scatter by `noise` on their own."""
    draws = np.random.default_rng(11)
    scatter = {method: np.r_[0.0, draws.normal(scale=noise, size=200)] for method in recalls}

    def measured(by_method: Mapping[str, float]) -> dict[str, Measures]:
        return {
            method: {
                "recall": value + scatter[method],
                "precision": (value + scatter[method]) / 10,
                "lift": (value + scatter[method]) / VISITED,
            }
            for method, value in by_method.items()
        }

    number = len(next(iter(recalls.values())))
    return AtCapacity(
        pooled=measured({method: _mean(values) for method, values in recalls.items()}),
        windows=tuple(measured({method: values[w] for method, values in recalls.items()}) for w in range(number)),
        townships={code: measured(by_method) for code, by_method in (townships or {}).items()},
    )


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")
