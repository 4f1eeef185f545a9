"""What contenders are called: in code, and in reports in Chinese and English.

Names alone: whoever prints, draws or sorts a report asks here, and loads nothing that learns.
"""

from __future__ import annotations

from features.triggers.rules import TRIGGERS
from training.predictions import MODEL
from training.settings import Opponent

BOOSTING = "boosting"
"""The method of the trees; the opponents go by their `Opponent`."""

ONE_TRIGGER = "trigger:"
"""Each rule alone is a method of its own: `trigger:<rule>`."""

_NAMES = {
    MODEL: ("模型", "the model"),
    BOOSTING: ("梯度提升树", "gradient boosted trees"),
    Opponent.LOGISTIC.value: ("逻辑回归", "logistic regression"),
    Opponent.SCORECARD.value: ("单调评分卡", "monotone points scorecard"),
    Opponent.EXPLAINABLE_BOOSTING.value: ("可解释提升机", "explainable boosting machine"),
    Opponent.INCOME.value: ("人均纯收入从低到高", "income, lowest first"),
    Opponent.ANY_TRIGGER.value: ("命中任一预警规则", "any trigger"),
    Opponent.TRIGGERS.value: ("命中预警规则数", "number of triggers"),
    **{f"{ONE_TRIGGER}{one.name}": (one.zh, one.en) for one in TRIGGERS},
    Opponent.LAST_LIST.value: ("沿用上月名单", "last month's list carried forward"),
    Opponent.RANDOM.value: ("随机抽取", "chance"),
}


def name_of(method: str) -> tuple[str, str]:
    """A method's name in Chinese and English."""
    return _NAMES.get(method, (method, method))
