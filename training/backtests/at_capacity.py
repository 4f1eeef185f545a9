"""What each method's lists at the office's capacity found: over all windows together, in each, and in each township."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from models.lists import with_township
from training.lists.capacity import capacity_of
from training.lists.counting import Draws, Measures, Outcomes
from training.lists.cutting import PredictedLists
from training.resampling import Array, Interval, interval
from training.settings import Evaluation

RECALL, PRECISION = "recall", "precision"


@dataclass(frozen=True)
class AtCapacity:
    """Measures of lists, by method.

    Attributes:
        pooled: over all windows together.
        windows: in each window, earliest first.
        townships: in each township (first nine digits of the region code), over all windows.
    """

    pooled: dict[str, Measures]
    windows: tuple[dict[str, Measures], ...]
    townships: dict[str, dict[str, Measures]]

    @property
    def methods(self) -> list[str]:
        return list(self.pooled)

    def recall(self, method: str) -> Interval:
        """Share of the positive rows of all windows that the method's lists held."""
        return within(self.pooled[method][RECALL])

    def advantage(self, method: str, other: str) -> Interval:
        """Recall of a method less that of another, on the same draws of villages."""
        return within(self.pooled[method][RECALL] - self.pooled[other][RECALL])


def within(drawn: Array) -> Interval:
    """A value, followed by what the draws gave, as an interval."""
    return interval(float(drawn[0]), drawn[1:].tolist())


def at_capacity(predicted: pl.DataFrame, methods: Sequence[str], settings: Evaluation) -> AtCapacity:
    """Cut every method's lists as they would be issued, and count what they found.

    Args:
        predicted: `training.predictions` rows of one or more windows.

    Raises:
        CapacityError: the capacity is still to be read from the policy.
    """
    lists, draws = PredictedLists(predicted, settings.seed), Draws.of(predicted, settings)
    on_list = {method: lists.on_list(method, capacity_of(settings)) for method in methods}

    def measured(rows: np.ndarray) -> dict[str, Measures]:
        outcomes = Outcomes(predicted, np.flatnonzero(rows), draws)
        return {method: outcomes.measure(flags) for method, flags in on_list.items()}

    window = predicted["window"].to_numpy()
    township = with_township(predicted)["township"].to_numpy()
    return AtCapacity(
        pooled=measured(np.ones(predicted.height, dtype=np.bool_)),
        windows=tuple(measured(window == one) for one in np.unique(window)),
        townships={str(one): measured(township == one) for one in np.unique(township)},
    )
