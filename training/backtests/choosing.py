"""Which contender ships: the boosted trees only if they beat every opponent at capacity, else the best simple model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from models.calibrate import CalibrationError
from training.backtests.at_capacity import AtCapacity, at_capacity
from training.backtests.competing import calibrated
from training.backtests.names import name_of
from training.backtests.regret import Regret, as_time_went, least, regrets
from training.contenders import BOOSTING, CONTENDERS, contenders_of
from training.pinning import GUARD_TOLERANCE, Pinned
from training.predictions import methods_of
from training.resampling import Interval
from training.settings import Experiment


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
        comparisons: the trees beside every opponent, the strongest first.
        regrets: of every method.
        as_time_went: see `regret.as_time_went`.
    """

    shipped: str
    recall: Interval
    tolerance: float
    comparisons: tuple[Comparison, ...]
    regrets: dict[str, Regret]
    as_time_went: tuple[dict[str, Any], ...]

    @property
    def unbeaten(self) -> list[Comparison]:
        return [one for one in self.comparisons if not one.beaten]

    @property
    def why(self) -> dict[str, str]:
        """In Chinese and English, for the report and the card."""
        zh, en = name_of(self.shipped)
        against = [(*name_of(one.opponent), _points(one.advantage)) for one in self.unbeaten]
        unbeaten_zh = "没有胜过" + "、".join(f"{name}（相差 {points}）" for name, _, points in against)
        unbeaten_en = "did not beat " + ", ".join(f"{name} (difference {points})" for _, name, points in against)
        if self.shipped != BOOSTING:
            return {
                "zh": f"采用{zh}：提升树{unbeaten_zh}。可上线的简单模型中，{zh}的平均遗憾最小，走访容量内的查全率 {_percent(self.recall)}。",
                "en": f"{en} ships: the boosted trees {unbeaten_en}. Of the simple models that can ship it has the least mean "
                f"regret; its recall at capacity is {_percent(self.recall)}.",
            }
        if against:
            return {
                "zh": f"采用{zh}：它{unbeaten_zh}，但本次没有可上线的简单模型可以替换。",
                "en": f"{en} ship: they {unbeaten_en}, but no simple model that can ship was tried.",
            }
        if not self.comparisons:
            return {"zh": f"采用{zh}：没有对手可比。", "en": f"{en} ship: no opponent was measured."}
        hardest = self.comparisons[0]
        hardest_zh, hardest_en = name_of(hardest.opponent)
        return {
            "zh": f"采用{zh}：走访容量内的查全率 {_percent(self.recall)}，高于每个对手；最强的对手是{hardest_zh}，"
            f"{_percent(hardest.recall)}，相差 {_points(hardest.advantage)}。",
            "en": f"{en} ship: recall at capacity {_percent(self.recall)}, above every opponent; the strongest is "
            f"{hardest_en}, {_percent(hardest.recall)}, a difference of {_points(hardest.advantage)}.",
        }

    def as_dict(self) -> dict[str, Any]:
        return {
            "shipped": self.shipped,
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
            "as_time_went": list(self.as_time_went),
        }


def choose(lists: AtCapacity, simple: Sequence[str], tolerance: float, *, trees_calibrated: bool = True) -> Choice:
    """Choose what ships.

    The trees ship when over all windows together they find more of the positive rows at capacity than every opponent,
    and no interval of that advantage reaches further below zero than the tolerance. Else, or where nothing was measured,
    the simple model of least mean regret ships.

    Args:
        lists: what those of the trees (`boosting`) and of every opponent found.
        simple: the simple models that can ship, the simplest first.
        tolerance: share of the positive rows.
        trees_calibrated: without a probability in every window the trees can't ship, whatever they found.
    """
    opponents = [Comparison.of(lists, method, tolerance) for method in lists.methods if method != BOOSTING]
    opponents.sort(key=lambda one: -one.recall["value"])
    told = regrets(lists)
    keep_trees = not simple or (trees_calibrated and all(one.beaten for one in opponents))
    shipped = BOOSTING if keep_trees else least(told, simple)
    return Choice(
        shipped=shipped,
        recall=lists.recall(shipped),
        tolerance=tolerance,
        comparisons=tuple(opponents),
        regrets=told,
        as_time_went=tuple(as_time_went(told, [BOOSTING, *simple])),
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
    simple = [method for method in simple_models(pinned.experiment) if calibrated(predicted, method)]
    if not calibrated(predicted, BOOSTING) and not simple:
        raise CalibrationError(
            "in the later data of some window no contender's scores rise with the outcomes, so that none can be calibrated. "
            "Check the labels, deliver a longer history, or set more `split.later_dates`."
        )
    return lists, choose(lists, simple, tolerance, trees_calibrated=calibrated(predicted, BOOSTING))


def _percent(interval: Interval) -> str:
    return f"{interval['value'] * 100:.1f}%"


def _points(interval: Interval) -> str:
    """`+3.6 (-0.4, +7.5) pp`."""
    value, low, high = (interval[end] * 100 for end in ("value", "low", "high"))
    return f"{value:+.1f} ({low:+.1f}, {high:+.1f}) pp"
