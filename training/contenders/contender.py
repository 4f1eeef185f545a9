"""What a contender of a run is: something that gives rows a score, fitted to the train part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from models.risk_model import matrix_of
from models.scorers import Array, Scorer
from training.settings import Experiment


@dataclass(frozen=True)
class Fitted:
    """A contender that has learned.

    Attributes:
        scorer: features to log-odds.
        notes: how it was made, as plain data for the run's documents.
    """

    scorer: Scorer
    notes: dict[str, Any] = field(default_factory=dict, repr=False)

    def scores(self, rows: pl.DataFrame) -> Array:
        """One per row of the training matrix, higher is riskier."""
        return self.scorer.raw_score(matrix_of(rows, self.scorer.features))


Fit = Callable[[pl.DataFrame, pl.DataFrame, Experiment], Fitted]
"""(train, later, experiment): rows of the training matrix to learn from, and time-later ones to decide when to stop."""


@dataclass(frozen=True)
class Contender:
    """A way to score households.

    Attributes:
        fit: learns it.
        shippable: its scorer reads features alone, so that it can be registered and serve in place of the trees.
    """

    fit: Fit
    shippable: bool
