"""The lists of a method on every as-of date of the test windows, made by `models.lists`: what is measured is what is issued."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from models.lists import Capacity, Lists
from training.lists.capacity import capacity_of
from training.predictions import methods_of, score_column
from training.settings import Evaluation

Flags = npt.NDArray[np.bool_]


class PredictedLists:
    """The lists of predictions as flags: which of their rows each method would have listed."""

    def __init__(self, predictions: pl.DataFrame, seed: int) -> None:
        """Args:
        predictions: see `training.predictions`; any order of rows.
        """
        self._rows, self._seed = predictions.with_row_index("_row"), seed
        scores = [score_column(method) for method in methods_of(predictions)]
        # Each window has a model, and so lists, of its own.
        self._by_month = Lists(self._rows.select("_row", "window", *_ASKED, *scores), seed, within=("window",))

    def on_list(self, method: str, capacity: Capacity) -> Flags:
        """Whether each row of the predictions is on its township's list of the day."""
        return self._flags(self._by_month.issued(capacity, score_column(method)))

    def in_turn(self, method: str, capacity: Capacity) -> Flags:
        """The same for an office that makes one list after another and lets those whom it visited rest.

        Args:
            capacity: with its cool-down. Windows follow each other; each date belongs to one of them.
        """
        score = score_column(method)
        return self._flags(Lists(self._rows.select("_row", *_ASKED, score), self._seed).issued(capacity, score))

    def _flags(self, issued: pl.DataFrame) -> Flags:
        on_list = np.zeros(self._rows.height, dtype=np.bool_)
        on_list[issued["_row"].to_numpy()] = True
        return on_list


_ASKED = ("household_id", "as_of", "region_code")


def listed(predictions: pl.DataFrame, method: str, settings: Evaluation) -> Flags:
    """Whether each row is on the list of a method at the office's capacity.

    Raises:
        CapacityError: the capacity is still to be read from the policy.
    """
    return PredictedLists(predictions, settings.seed).on_list(method, capacity_of(settings))
