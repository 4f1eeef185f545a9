"""What methods are called in reports, in Chinese and English."""

from __future__ import annotations

from training.contenders import CONTENDERS
from training.predictions import MODEL
from training.settings import Opponent

_OTHERS = {
    MODEL: ("模型", "the model"),
    Opponent.LAST_LIST.value: ("沿用上月名单", "last month's list carried forward"),
    Opponent.RANDOM.value: ("随机抽取", "chance"),
}


def name_of(method: str) -> tuple[str, str]:
    """A method's name in Chinese and English."""
    if method in CONTENDERS:
        return CONTENDERS[method].zh, CONTENDERS[method].en
    return _OTHERS.get(method, (method, method))
