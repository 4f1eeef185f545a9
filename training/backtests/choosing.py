"""Which contender ships: the boosted trees if they beat every opponent at capacity, else who regrets least of those that can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from models.calibrate import CalibrationError
from training.backtests.at_capacity import AtCapacity, at_capacity
from training.backtests.competing import uncalibrated_windows
from training.backtests.eligible import LeftOut, left_out_in_words, no_better_than_chance, without_probability
from training.backtests.regret import Regret, as_time_went, least, regrets
from training.contenders.names import BOOSTING, name_of
from training.contenders.registry import CONTENDERS, contenders_of
from training.pinning import GUARD_TOLERANCE, Pinned
from training.predictions import methods_of
from training.resampling import Interval
from training.settings import Experiment

NAMED = 3
"""So many of the opponents that the trees did not beat are named in the sentence; the report holds all."""


@dataclass(frozen=True)
class Comparison:
    """The trees beside one opponent, over all windows.

    Attributes:
        recall: the opponent's, at capacity.
        advantage: the trees' recall less the opponent's.
        beaten: the trees found more, and the interval of their advantage does not reach below the tolerance.
    """

    opponent: str
    recall: Interval
    advantage: Interval
    beaten: bool

    @classmethod
    def of(cls, lists: AtCapacity, opponent: str, tolerance: float) -> Comparison:
        advantage = lists.advantage(BOOSTING, opponent)
        beaten = advantage["value"] > 0 and advantage["low"] >= -tolerance
        return cls(opponent, lists.recall(opponent), advantage, beaten)


@dataclass(frozen=True)
class Choice:
    """What ships, and why.

    Attributes:
        shipped: the method.
        challenger: it may become the challenger; not where every method that could ship is no better than chance.
        comparisons: the trees beside every opponent, the strongest first.
        regrets: of every method.
        left_out: the methods that could have shipped and can't, with the reason.
        as_time_went: see `regret.as_time_went`.
    """

    shipped: str
    challenger: bool
    recall: Interval
    tolerance: float
    comparisons: tuple[Comparison, ...]
    regrets: dict[str, Regret]
    left_out: tuple[LeftOut, ...]
    as_time_went: tuple[dict[str, Any], ...]

    @property
    def unbeaten(self) -> list[Comparison]:
        return [one for one in self.comparisons if not one.beaten]

    @property
    def why(self) -> dict[str, str]:
        """In Chinese and English, for the report and the card."""
        reason, left_out = self._reason(), left_out_in_words(self.left_out)
        return {"zh": reason.zh + left_out.zh, "en": reason.en + left_out.en}

    def _reason(self) -> Bilingual:
        zh, en = name_of(self.shipped)
        if not self.challenger:
            return Bilingual(
                f"本次没有候选模型：可上线的方法都不能说明优于随机走访。{zh}只作为记录登记，供查看。",
                f"This run has no challenger: no method that could ship is shown to be better than visits at random. {en} is "
                "registered for the record only.",
            )
        if self.shipped == BOOSTING and not self.comparisons:
            return Bilingual(f"采用{zh}：没有对手可比。", f"{en} ship: no opponent was measured.")
        if self.shipped != BOOSTING or self.unbeaten:
            return self._by_regret(zh, en)
        hardest = self.comparisons[0]
        hardest_zh, hardest_en = name_of(hardest.opponent)
        return Bilingual(
            f"采用{zh}：走访容量内的查全率 {_percent(self.recall)}，高于每个对手；最强的对手是{hardest_zh}，"
            f"{_percent(hardest.recall)}，相差 {_points(hardest.advantage)}。",
            f"{en} ship: recall at capacity {_percent(self.recall)}, above every opponent; the strongest is "
            f"{hardest_en}, {_percent(hardest.recall)}, a difference of {_points(hardest.advantage)}.",
        )

    def _by_regret(self, zh: str, en: str) -> Bilingual:
        unbeaten = self._unbeaten_in_words()
        regret = _percent(self.regrets[self.shipped].mean)
        return Bilingual(
            f"采用{zh}：{unbeaten.zh}可上线的方法中，{zh}的平均遗憾最小（{regret}），走访容量内的查全率 {_percent(self.recall)}。",
            f"{en} ship{'' if self.shipped == BOOSTING else 's'}: {unbeaten.en}Of the methods that can ship the mean regret of "
            f"{en} is least ({regret}); recall at capacity {_percent(self.recall)}.",
        )

    def _unbeaten_in_words(self) -> Bilingual:
        """Whom the trees did not beat, the strongest by name; empty where they beat everybody."""
        if not self.unbeaten:
            return Bilingual("", "")
        named = [(*name_of(one.opponent), _points(one.advantage)) for one in self.unbeaten[:NAMED]]
        more = len(self.unbeaten) - len(named)
        zh = "、".join(f"{name}（相差 {points}）" for name, _, points in named)
        en = ", ".join(f"{name} (difference {points})" for _, name, points in named)
        return Bilingual(
            f"提升树没有胜过{zh}" + (f"，以及另外 {more} 种做法。" if more else "。"),
            f"the boosted trees did not beat {en}" + (f", and {more} more. " if more else ". "),
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "shipped": self.shipped,
            "challenger": self.challenger,
            "why": self.why,
            "recall_at_capacity": self.recall,
            "guard": {
                "tolerance": self.tolerance,
                "trees_ship": self.shipped == BOOSTING,
                "opponents": {
                    one.opponent: {"recall": one.recall, "advantage": one.advantage, "beaten": one.beaten}
                    for one in self.comparisons
                },
            },
            "regret": {method: one.as_dict() for method, one in self.regrets.items()},
            "left_out": [one.as_dict() for one in self.left_out],
            "as_time_went": list(self.as_time_went),
        }


def choose(
    lists: AtCapacity,
    simple: Sequence[str],
    tolerance: float,
    uncalibrated: Mapping[str, Sequence[int]] = MappingProxyType({}),
) -> Choice:
    """Choose what ships, among the methods that are calibrated in every window and better than chance.

    The trees ship when over all windows together they find more of the positive rows at capacity than every opponent,
    and no interval of that advantage reaches further below zero than the tolerance. Else the method of least mean regret
    ships, the trees among them; of equal ones the simplest.

    Args:
        lists: what those of the trees (`boosting`) and of every opponent found.
        simple: the simple models that could ship, the simplest first.
        tolerance: share of the positive rows.
        uncalibrated: the windows, from 0, in which a method that could ship has no probability; whatever it found there,
            it can't ship.

    Raises:
        CalibrationError: no method is calibrated in every window.
    """
    opponents = [Comparison.of(lists, method, tolerance) for method in lists.methods if method != BOOSTING]
    opponents.sort(key=lambda comparison: -comparison.recall["value"])
    shippable = [*simple, BOOSTING]
    calibrated = [method for method in shippable if not uncalibrated.get(method)]
    if not calibrated:
        raise CalibrationError(
            "在某个窗口的后期数据中，没有一个方法的得分随结局上升，因此都无法校准。请核对结局记录，交付更长的历史，或把 "
            "`split.later_dates` 设大 | In the later data of some window no contender's scores rise with the outcomes, so that "
            "none can be calibrated. Check the labels, deliver a longer history, or set more `split.later_dates`."
        )
    like_chance = no_better_than_chance(lists, calibrated)
    able = [method for method in calibrated if method not in {one.method for one in like_chance}]
    by_method = regrets(lists)
    trees_beat_all = BOOSTING in able and all(comparison.beaten for comparison in opponents)
    shipped = BOOSTING if trees_beat_all else least(by_method, able or calibrated)
    return Choice(
        shipped=shipped,
        challenger=bool(able),
        recall=lists.recall(shipped),
        tolerance=tolerance,
        comparisons=tuple(opponents),
        regrets=by_method,
        left_out=(*without_probability({method: uncalibrated.get(method, ()) for method in shippable}), *like_chance),
        as_time_went=tuple(as_time_went(by_method, able or calibrated)),
    )


def simple_models(experiment: Experiment) -> list[str]:
    """The methods of an experiment that could ship in place of the trees."""
    return [method for method in contenders_of(experiment) if method != BOOSTING and CONTENDERS[method].shippable]


def choose_among(predicted: pl.DataFrame, pinned: Pinned) -> tuple[AtCapacity, Choice]:
    """Cut every contender's lists of the backtest, and choose what ships.

    Args:
        predicted: of `training.backtests.competing.competing`, all windows.

    Raises:
        CalibrationError: no contender could be calibrated in every window.
        PolicyError: the policy has no tolerance on the last as-of date.
    """
    settings = pinned.experiment.evaluation
    lists = at_capacity(predicted, methods_of(predicted), settings)
    tolerance = float(pinned.policy.value(GUARD_TOLERANCE, pinned.county, pinned.plan.used[-1]))
    simple = simple_models(pinned.experiment)
    uncalibrated = {method: uncalibrated_windows(predicted, method) for method in (*simple, BOOSTING)}
    return lists, choose(lists, simple, tolerance, uncalibrated)


def _percent(interval: Interval) -> str:
    return f"{interval['value'] * 100:.1f}%"


def _points(interval: Interval) -> str:
    """`+3.6 (-0.4, +7.5) pp`."""
    value, low, high = (interval[end] * 100 for end in ("value", "low", "high"))
    return f"{value:+.1f} ({low:+.1f}, {high:+.1f}) pp"
