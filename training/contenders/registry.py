"""Every contender of a run by its method's name."""

from __future__ import annotations

from features.triggers.rules import TRIGGERS
from training.contenders.boosting import fit_boosting
from training.contenders.contender import Contender
from training.contenders.lines import fit_logistic
from training.contenders.machine import fit_machine
from training.contenders.rules import (
    fit_any_trigger,
    fit_income,
    fit_number_of_triggers,
    fit_one_trigger,
)
from training.contenders.scorecard import fit_scorecard
from training.settings import Experiment, Opponent

BOOSTING = "boosting"
"""The method of the trees; the opponents go by their `Opponent`."""

ONE_TRIGGER = "trigger:"
"""Each rule alone is a method of its own: `trigger:<rule>`."""

CONTENDERS: dict[str, Contender] = {
    BOOSTING: Contender("梯度提升树", "gradient boosted trees", fit_boosting, shippable=True),
    Opponent.LOGISTIC: Contender("逻辑回归", "logistic regression", fit_logistic, shippable=True),
    Opponent.SCORECARD: Contender("单调评分卡", "monotone points scorecard", fit_scorecard, shippable=True),
    Opponent.EXPLAINABLE_BOOSTING: Contender(
        "可解释提升机", "explainable boosting machine", fit_machine, shippable=True
    ),
    Opponent.INCOME: Contender("人均纯收入从低到高", "income, lowest first", fit_income, shippable=True),
    # Rules are screened and told as they are; a model that only repeats them is none.
    Opponent.ANY_TRIGGER: Contender("命中任一预警规则", "any trigger", fit_any_trigger, shippable=False),
    Opponent.TRIGGERS: Contender("命中预警规则数", "number of triggers", fit_number_of_triggers, shippable=False),
    **{
        f"{ONE_TRIGGER}{one.name}": Contender(one.zh, one.en, fit_one_trigger(one.column), shippable=False)
        for one in TRIGGERS
    },
}
"""What can be fitted. `last_list` and `random` learn nothing: training.contenders.rules scores them."""


def contenders_of(experiment: Experiment) -> list[str]:
    """The methods that an experiment fits, the trees first."""
    opponents = experiment.evaluation.opponents
    named = [BOOSTING]
    for opponent in opponents:
        if opponent is Opponent.EACH_TRIGGER:
            named += [f"{ONE_TRIGGER}{one.name}" for one in TRIGGERS]
        elif opponent in CONTENDERS:
            named.append(opponent.value)
    return named
