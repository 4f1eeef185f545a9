"""The lists of a method on every as-of date of the test windows, made by `models.select`: what is measured is what is issued."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from models.capacity import Capacity, visits_by_township, with_township
from models.select import ranked, selected
from training.lists.capacity import capacity_of
from training.predictions import score_column
from training.settings import Evaluation

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

_LIST = ("window", "as_of", "township")
"""A township's list of one day; each window has a model, and so lists, of its own."""


class Lists:
    """The lists of predictions: each method is put in order once, and cut at any capacity."""

    def __init__(self, predictions: pl.DataFrame, seed: int) -> None:
        """Args:
        predictions: see `training.predictions`; any order of rows.
        """
        self.seed = seed
        self._rows = with_township(predictions.with_row_index("_row"))
        self._order: dict[str, Integers] = {}
        self._visits: dict[Capacity, Integers] = {}

    def on_list(self, method: str, capacity: Capacity) -> Flags:
        """Whether each row of the predictions is on its township's list of the day."""
        if method not in self._order:
            self._order[method] = self._ranks(score_column(method))
        if capacity not in self._visits:
            self._visits[capacity] = self._visits_of_rows(capacity)
        return self._order[method] <= self._visits[capacity]

    def in_turn(self, method: str, capacity: Capacity) -> Flags:
        """The same for an office that makes one list after another and lets those whom it visited rest.

        Args:
            capacity: with its cool-down. Windows follow each other; each date belongs to one of them.
        """
        score = score_column(method)
        rows = self._rows.select("_row", "as_of", "region_code", "household_id", score)
        on_list = np.zeros(rows.height, dtype=np.bool_)
        on_list[selected(rows, capacity, self.seed, score)["_row"].to_numpy()] = True
        return on_list

    def _ranks(self, score: str) -> Integers:
        rows = self._rows.select("_row", *_LIST, "household_id", score)
        return ranked(rows, self.seed, score, _LIST).sort("_row")["rank"].to_numpy()

    def _visits_of_rows(self, capacity: Capacity) -> Integers:
        visits = pl.concat(
            visits_by_township(rows, capacity, self.seed).with_columns(pl.lit(window, dtype=pl.Int32).alias("window"))
            for (window,), rows in self._rows.select(*_LIST).partition_by("window", as_dict=True).items()
        )
        return self._rows.join(visits, on=list(_LIST), how="left", maintain_order="left")["visits"].to_numpy()


def listed(predictions: pl.DataFrame, method: str, settings: Evaluation) -> Flags:
    """Whether each row is on the list of a method at the office's capacity.

    Raises:
        CapacityError: the capacity is still to be read from the policy.
    """
    return Lists(predictions, settings.seed).on_list(method, capacity_of(settings))
