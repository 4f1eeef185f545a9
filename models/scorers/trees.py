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

from models.scorers.interactions import interactions
from models.scorers.paths import Paths, UnknownTreesError, paths_of
from models.scorers.pattern_tables import PatternTables, small_enough
from models.scorers.pred_contrib import PredContrib
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
        ScorerError: a text is no booster, takes other than these many features, or holds linear models, which nothing explains.
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
        if any("\nis_linear=1\n" in text for text in self.texts):
            raise ScorerError(
                "叶中带线性模型的树无法解释，不能使用：请不用 linear_tree 重新训练 | trees with linear models in their leaves can't be explained. Train "
                "again without linear_tree."
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
    def engine(self) -> PatternTables | PredContrib:
        """What explains the sum of the boosters: tables of patterns, or LightGBM where these would not fit into memory."""
        if self._paths is None or not small_enough(self._paths):
            return self._lightgbm
        return PatternTables.of(self._paths)

    @cached_property
    def _paths(self) -> Paths | None:
        try:
            return paths_of(self.texts)
        except UnknownTreesError:
            return None

    @property
    def _lightgbm(self) -> PredContrib:
        return PredContrib(self.boosters, len(self.features))

    @cached_property
    def base_value(self) -> float:
        return self.engine.base_value / len(self.boosters) + self.offset

    @cached_property
    def decisive(self) -> tuple[str, ...]:
        asked = np.sum([booster.feature_importance("split") for booster in self.boosters], axis=0)
        return tuple(name for name, splits in zip(self.features, asked, strict=True) if splits)

    def raw_score(self, matrix: Matrix) -> Array:
        total = np.zeros(len(matrix))
        if not len(matrix):
            return total
        for booster in self.boosters:
            total += np.asarray(booster.predict(matrix, raw_score=True), dtype=np.float64)
        return total / len(self.boosters) + self.offset

    def contributions(self, matrix: Matrix) -> Array:
        return self.engine.contributions(matrix) / len(self.boosters)

    def second_opinion(self, matrix: Matrix) -> Array:
        return self._lightgbm.contributions(matrix) / len(self.boosters)

    def interactions(self, matrix: Matrix) -> Array:
        if self._paths is None:
            raise ScorerError(
                "这种树求不出两两作用：没有给出任何结果 | of trees of this kind pairwise interactions can't be worked out. Nothing was returned."
            )
        return interactions(self._paths, matrix) / len(self.boosters)

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
