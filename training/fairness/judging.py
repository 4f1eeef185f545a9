"""From a ratio with its interval to a verdict.

*Within* is said only when the whole interval keeps to the bounds, *outside* only when the whole interval lies beyond
one; everything else is *insufficient evidence*: a wide interval around a good figure proves nothing. Since an audit
looks at hundreds of figures, and some lie outside by chance, *outside* must also survive the procedure of Benjamini and
Hochberg (1995), "Controlling the false discovery rate".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from models.card.verdicts import Verdict
from training.fairness.metrics import Array
from training.resampling import Interval, interval

FALSE_DISCOVERIES = 0.05
"""Of the figures found outside at most this share is expected to be so by chance."""


@dataclass(frozen=True)
class Comparison:
    """A group against all others by one metric.

    Attributes:
        ratio: with its interval; NaN where it can't be told.
        chance: how likely a ratio so far out would be, were the group on its bound; 1 inside the bounds.
        enough: whether it rests on enough households to be judged at all.
    """

    ratio: Interval
    chance: float
    enough: bool
    bounds: tuple[float, float]

    @property
    def within(self) -> bool:
        return self.bounds[0] <= self.ratio["low"] and self.ratio["high"] <= self.bounds[1]

    @property
    def outside(self) -> bool:
        return self.ratio["high"] < self.bounds[0] or self.ratio["low"] > self.bounds[1]


def compared(
    value: float, drawn: Array, log: float, logs_drawn: Array, bounds: tuple[float, float], *, enough: bool
) -> Comparison:
    """A comparison from the ratio and its logarithm, as they are and as drawn.

    Args:
        value, drawn: the ratio of the group's figure to the others', and under each draw of villages.
        log, logs_drawn: its logarithm, smoothed so that it is finite; its spread tells how far chance reaches.
    """
    spread = float(np.std(logs_drawn))
    beyond = max(np.log(bounds[0]) - log, log - np.log(bounds[1]))
    chance = 1.0 - NormalDist().cdf(beyond / spread) if beyond > 0 and spread > 0 else 1.0
    return Comparison(interval(value, drawn), chance, enough, bounds)


def verdicts(comparisons: Sequence[Comparison]) -> list[Verdict]:
    """The verdict of each, all of one audit together."""
    judged = [comparison for comparison in comparisons if comparison.enough]
    surely = _discoveries([comparison.chance for comparison in judged])
    return [
        Verdict.WITHIN
        if comparison.enough and comparison.within
        else Verdict.OUTSIDE
        if comparison.enough and comparison.outside and comparison.chance <= surely
        else Verdict.INSUFFICIENT
        for comparison in comparisons
    ]


def _discoveries(chances: list[float]) -> float:
    """The greatest chance that still counts as a discovery; below all where none does."""
    ordered = sorted(chances)
    kept = [chance for rank, chance in enumerate(ordered, start=1) if chance <= FALSE_DISCOVERIES * rank / len(ordered)]
    return kept[-1] if kept else -1.0
