"""Every contender of a run by its method's name; what it is called in reports says `names`."""

from __future__ import annotations

from features.triggers.rules import TRIGGERS
from training.contenders.boosting import fit_boosting
from training.contenders.contender import Contender
from training.contenders.lines import fit_logistic
from training.contenders.machine import fit_machine
from training.contenders.names import BOOSTING, ONE_TRIGGER
from training.contenders.rules import (
    fit_any_trigger,
    fit_income,
    fit_number_of_triggers,
    fit_one_trigger,
)
from training.contenders.scorecard import fit_scorecard
from training.settings import Experiment, Opponent

CONTENDERS: dict[str, Contender] = {
    BOOSTING: Contender(fit_boosting, shippable=True),
    Opponent.LOGISTIC: Contender(fit_logistic, shippable=True),
    Opponent.SCORECARD: Contender(fit_scorecard, shippable=True),
    Opponent.EXPLAINABLE_BOOSTING: Contender(fit_machine, shippable=True),
    Opponent.INCOME: Contender(fit_income, shippable=True),
    # Rules are screened and told as they are; a model that only repeats them is none.
    Opponent.ANY_TRIGGER: Contender(fit_any_trigger, shippable=False),
    Opponent.TRIGGERS: Contender(fit_number_of_triggers, shippable=False),
    **{f"{ONE_TRIGGER}{one.name}": Contender(fit_one_trigger(one.column), shippable=False) for one in TRIGGERS},
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
