"""A bag of LightGBM boosters: the score is the mean of theirs.

Boosters fitted to different draws of the many negatives err differently; their mean errs less (Breiman, Bagging
predictors, Machine Learning 24, 1996). Means keep additivity: contributions and base values are means too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import lightgbm as lgb
import numpy as np
from lightgbm.basic import LightGBMError

from models.scorers.scorer import Array, Matrix, ScorerError, ScorerKind

FILE = "trees-{}.txt"


@dataclass(frozen=True)
class Trees:
    """Boosters in LightGBM's own text.

    Attributes:
        features: names in the order of the boosters' columns.
        texts: one per booster.
        offset: added to the mean, in log-odds: what a sample of the negatives takes from the population's odds.

    Raises:
        ScorerError: a text is no booster, or takes other than these many features.
    """

    kind: ClassVar[ScorerKind] = ScorerKind.TREES

    features: tuple[str, ...]
    texts: tuple[str, ...] = field(repr=False)
    offset: float = 0.0

    def __post_init__(self) -> None:
        if not self.texts:
            raise ScorerError("没有树 | a bag of trees needs at least one booster.")
        for position, booster in enumerate(self.boosters):
            if booster.num_feature() != len(self.features):
                raise ScorerError(
                    f"第 {position + 1} 组树的特征个数不符 | the trees of booster {position + 1} take {booster.num_feature()} features; "
                    f"{len(self.features)} are named."
                )

    @cached_property
    def boosters(self) -> tuple[lgb.Booster, ...]:
        try:
            return tuple(lgb.Booster(model_str=text) for text in self.texts)
        except LightGBMError as error:
            raise ScorerError(
                "树的文件读不出，可能被截断或损坏 | a booster's text can't be read by LightGBM; it may be cut or damaged."
            ) from error

    @cached_property
    def base_value(self) -> float:
        blank = np.full((1, len(self.features)), np.nan, dtype=np.float32)
        return float(self._explained(blank)[0, -1]) + self.offset

    def raw_score(self, matrix: Matrix) -> Array:
        total = np.zeros(len(matrix))
        if not len(matrix):
            return total
        for booster in self.boosters:
            total += np.asarray(booster.predict(matrix, raw_score=True), dtype=np.float64)
        return total / len(self.boosters) + self.offset

    def contributions(self, matrix: Matrix) -> Array:
        """Exact TreeSHAP contributions (Lundberg et al., Nature Machine Intelligence 2, 2020)."""
        return self._explained(matrix)[:, :-1]

    def _explained(self, matrix: Matrix) -> Array:
        """Contributions and, last, the base value before the offset."""
        total = np.zeros((len(matrix), len(self.features) + 1))
        if not len(matrix):
            return total
        for booster in self.boosters:
            total += np.asarray(booster.predict(matrix, pred_contrib=True), dtype=np.float64)
        return total / len(self.boosters)

    def save(self, folder: Path) -> dict[str, Any]:
        for position, text in enumerate(self.texts):
            (folder / FILE.format(position + 1)).write_text(text, encoding="utf-8")
        return {"boosters": len(self.texts), "offset": self.offset}

    @classmethod
    def load(cls, folder: Path, described: dict[str, Any], features: tuple[str, ...]) -> Self:
        # A model says how many boosters it has, never where they are: it may come from elsewhere.
        texts = tuple(
            (folder / FILE.format(position + 1)).read_text(encoding="utf-8")
            for position in range(described["boosters"])
        )
        return cls(features, texts, float(described["offset"]))
