"""An answer of the watch: what was found, beside the limit, in words for an office."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from features.bilingual import Bilingual
from features.vocabulary import Labelled


class Level(Labelled):
    """What a scheduler goes by."""

    FINE = "fine", "正常", "fine"
    LOOK = "look", "需查看", "look"
    CANT_TELL = "cant_tell", "无法判断", "can't tell"


class Question(Labelled):
    """What is asked, in the order of the page."""

    DELIVERIES = "deliveries", "部门数据是否按期交付", "do departments deliver on time"
    SCORES = "scores", "得分是否能区分各户", "do scores tell households apart"
    INPUTS = "inputs", "数据分布变化对名单的影响", "how far have inputs moved the list"
    UNKNOWN = "unknown", "缺失数据是否增多", "has more become unknown"
    REASONS = "reasons", "名单户的主要原因是否变化", "have the reasons of listed households shifted"
    LEVEL = "level", "平均风险水平是否变化", "has the mean probability moved"
    CHURN = "churn", "名单更替", "how much of the list is new"
    CALIBRATION = "calibration", "可能性与实际结果是否相符", "do outcomes keep to what was predicted"
    PRECISION = "precision", "名单核查命中率", "are the listed households those identified"


@dataclass(frozen=True)
class Signal:
    """One answer.

    Attributes:
        figure: the figure that the limit is held against; None where it can't be told.
        limit: of policy; None where a question has none.
        statement: one sentence, without any household.
        details: what stands behind, as plain data: never rows of households.
    """

    question: Question
    level: Level
    figure: float | None
    limit: float | None
    statement: Bilingual
    details: list[dict[str, Any]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "question": self.question.value,
            "level": self.level.value,
            "found": self.figure,
            "limit": self.limit,
            "zh": self.statement.zh,
            "en": self.statement.en,
            "details": self.details,
        }


def held_against(figure: float, limit: float) -> Level:
    """LOOK above the limit; the limit itself is still fine."""
    return Level.LOOK if figure > limit else Level.FINE
