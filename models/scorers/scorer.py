"""What every scorer can do."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self

import numpy as np
import numpy.typing as npt

from features.errors import FanpinError

Array = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float32]


class ScorerError(FanpinError, ValueError):
    """A scorer that doesn't fit together; the message says what of it."""


class ScorerKind(StrEnum):
    """How a scorer arrives at its score."""

    TREES = "trees"
    ADDITIVE = "additive"


class Scorer(Protocol):
    """Log-odds of households, and what each feature added to them.

    For every row `contributions(matrix).sum(axis=1) + base_value` is `raw_score(matrix)` to 1e-6.
    """

    kind: ClassVar[ScorerKind]

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the matrix' columns, in their order."""
        ...

    @property
    def base_value(self) -> float:
        """Log-odds before any feature is looked at: those of the average household of training."""
        ...

    @property
    def decisive(self) -> tuple[str, ...]:
        """The features by which scores can differ, in their order: whatever the others are, the score is the same to the bit."""
        ...

    def raw_score(self, matrix: Matrix) -> Array:
        """Log-odds, one per row of a matrix of rows by features, unknown as NaN."""
        ...

    def contributions(self, matrix: Matrix) -> Array:
        """Rows by features, in log-odds; a row alone has the very bits that it has among others."""
        ...

    def second_opinion(self, matrix: Matrix) -> Array:
        """The contributions once more, by other code: slower, for a few rows that bear witness."""
        ...

    def interactions(self, matrix: Matrix) -> Array:
        """Rows by features by features, symmetric, in log-odds: what each pair adds together, half to each of the two; for a handful of rows.

        Raises:
            ScorerError: of a scorer of this kind they can't be worked out.
        """
        ...

    def save(self, folder: Path) -> dict[str, Any]:
        """Write what is large into files of the folder; give what `model.json` is to hold."""
        ...

    @classmethod
    def load(cls, folder: Path, described: dict[str, Any], features: tuple[str, ...]) -> Self:
        """Read what `save` wrote.

        Raises:
            OSError, KeyError, ValueError: a file is missing or damaged.
        """
        ...
