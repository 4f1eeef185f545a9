"""Who can ship: calibrated in every window, and better than chance. Who can't is named, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from features.bilingual import Bilingual
from training.backtests.at_capacity import AtCapacity, within
from training.contenders.names import name_of

LIFT = "lift"
AT_RANDOM = 1.0
"""The lift of visits at random: as many found as live there."""


@dataclass(frozen=True)
class LeftOut:
    """A method that could have shipped and can't after this run."""

    method: str
    why: Bilingual

    def as_dict(self) -> dict[str, Any]:
        return {"method": self.method, "why": {"zh": self.why.zh, "en": self.why.en}}


def without_probability(uncalibrated: Mapping[str, Sequence[int]]) -> tuple[LeftOut, ...]:
    """The methods that have no probability in some window.

    Args:
        uncalibrated: by method, the numbers of those windows, counted from 0.
    """
    return tuple(LeftOut(method, _no_probability(windows)) for method, windows in uncalibrated.items() if windows)


def no_better_than_chance(lists: AtCapacity, methods: Sequence[str]) -> tuple[LeftOut, ...]:
    """The methods whose lists, over all windows together, are not shown to find more than visits at random would.

    Shown is what the whole interval of the lift (precision over the share of positive rows) says.
    """
    lifts = {method: within(lists.pooled[method][LIFT]) for method in methods}
    return tuple(
        LeftOut(method, _like_chance(lift["value"], lift["low"]))
        for method, lift in lifts.items()
        if not lift["low"] > AT_RANDOM
    )


def left_out_in_words(left_out: Sequence[LeftOut]) -> Bilingual:
    """A sentence for the report and the card; empty where nobody was left out."""
    if not left_out:
        return Bilingual("", "")
    named = [(*name_of(one.method), one.why) for one in left_out]
    return Bilingual(
        "未参与选择：" + "；".join(f"{zh}（{why.zh}）" for zh, _, why in named) + "。",
        " Left out: " + "; ".join(f"{en} ({why.en})" for _, en, why in named) + ".",
    )


def _no_probability(windows: Sequence[int]) -> Bilingual:
    numbers = [str(window + 1) for window in windows]
    return Bilingual(
        f"第{'、'.join(numbers)}窗口的后期数据中，得分不随结局上升，无法校准",
        f"in the later data of window {', '.join(numbers)} its scores do not rise with the outcomes, so that it can't be "
        "calibrated",
    )


def _like_chance(lift: float, low: float) -> Bilingual:
    if np.isnan(lift):
        return Bilingual(
            "各窗口都没有被识别的户，无从比较", "no household was identified in any window, so that nobody can tell"
        )
    return Bilingual(
        f"走访容量内找到的户数是随机走访的{lift:.1f}倍，区间下限{low:.1f}倍，不能说明优于随机",
        f"at capacity it finds {lift:.1f} times what visits at random would, the lower end {low:.1f} times: not shown to be "
        "better than chance",
    )
