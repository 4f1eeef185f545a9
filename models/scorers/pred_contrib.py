"""Exact contributions by LightGBM's own TreeSHAP: the second engine."""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np

from models.scorers.scorer import Array, Matrix


@dataclass(frozen=True, eq=False)
class PredContrib:
    """Contributions of the sum of the boosters' trees (TreeSHAP: Lundberg et al., Nature Machine Intelligence 2, 2020)."""

    boosters: tuple[lgb.Booster, ...]
    features: int

    @property
    def base_value(self) -> float:
        return float(self._explained(np.full((1, self.features), np.nan, dtype=np.float32))[0, -1])

    def contributions(self, matrix: Matrix) -> Array:
        """Rows by features, in log-odds."""
        return np.ascontiguousarray(self._explained(matrix)[:, :-1])

    def _explained(self, matrix: Matrix) -> Array:
        """Contributions and, last, the base value."""
        total = np.zeros((len(matrix), self.features + 1))
        if len(matrix):
            for booster in self.boosters:
                total += np.asarray(booster.predict(matrix, pred_contrib=True), dtype=np.float64)
        return total
