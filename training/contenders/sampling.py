"""All positives and a sample of the negatives: nearly all that a county's rows can teach, at a tenth of the time.

Sampling by the outcome moves the log-odds by a constant and nothing else (Prentice and Pyke, Biometrika 66, 1979;
King and Zeng, Political Analysis 9, 2001); `offset` takes it back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from models.scorers import Array

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sample:
    """Rows drawn from a part.

    Attributes:
        rows: all positives and some negatives, in the part's order.
        offset: added to log-odds fitted on `rows`, gives those of the whole part; never above 0.
    """

    rows: pl.DataFrame
    offset: float

    @property
    def label(self) -> Array:
        return self.rows["label"].to_numpy().astype(np.float64)

    @property
    def weight(self) -> Array:
        """One per row: how many rows of the part it stands for."""
        return np.where(self.label == 1, 1.0, np.exp(-self.offset))


def sampled(part: pl.DataFrame, negatives_per_positive: int | None, seed: int) -> Sample:
    """All positives of a part with so many negatives each, drawn without replacement; all rows when None."""
    label = part["label"].to_numpy()
    positive, negative = np.flatnonzero(label == 1), np.flatnonzero(label == 0)
    wanted = len(negative) if negatives_per_positive is None else negatives_per_positive * len(positive)
    if wanted >= len(negative) or not wanted:
        return Sample(part, 0.0)
    drawn: Integers = np.random.default_rng(seed).choice(negative, wanted, replace=False)
    return Sample(part[np.sort(np.concatenate([positive, drawn]))], float(np.log(wanted / len(negative))))
