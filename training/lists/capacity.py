"""How many households an office can visit: the experiment's own number, or the policy's at its place and on its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from features.errors import FanpinError
from features.policy.loading import Policy
from models.lists import COOL_DOWN, LIST_POLICY, VISITS, Capacity
from training.settings import Evaluation, Experiment


class CapacityError(FanpinError, ValueError):
    """It is not known how many households can be visited, or the number changes among the dates of one report."""


def with_one_capacity(
    experiment: Experiment, policy: Policy, region_code: str | None, used: Iterable[dt.date]
) -> Experiment:
    """The experiment with the capacity of its as-of dates written down: figures at two capacities can't be pooled.

    Raises:
        CapacityError: the policy's capacity changes among the dates.
        PolicyError: the policy has none for one of the dates.
    """
    evaluation, days = experiment.evaluation, sorted(used)
    from_policy: dict[str, float] = {}
    if evaluation.visits_per_hundred is None:
        from_policy["visits_per_hundred"] = _constant_value(
            VISITS, "visits_per_hundred", experiment, policy, region_code, days
        )
    if evaluation.cool_down_months is None:
        from_policy["cool_down_months"] = int(
            _constant_value(COOL_DOWN, "cool_down_months", experiment, policy, region_code, days)
        )
    return experiment.model_copy(update={"evaluation": evaluation.model_copy(update=from_policy)})


def policy_of_lists(evaluation: Evaluation) -> set[str]:
    """The policy values that the settings leave to the policy."""
    settled = {VISITS: evaluation.visits_per_hundred, COOL_DOWN: evaluation.cool_down_months}
    return {name for name in LIST_POLICY if settled.get(name) is None}


def capacity_of(settings: Evaluation, *, in_turn: bool = False) -> Capacity:
    """The capacity at which lists are measured.

    Args:
        in_turn: lists are made one after another, so that who was visited rests.

    Raises:
        CapacityError: the settings leave it to the policy, which has not been asked.
    """
    if settings.visits_per_hundred is None or (in_turn and settings.cool_down_months is None):
        raise CapacityError(
            f"走访能力或间隔月数还是空的：先从政策读取，或写在实验文件中。 | `evaluation.visits_per_hundred` or `cool_down_months` is empty: the number has to be read from the policy's "
            f"{VISITS} and {COOL_DOWN} first (`training.lists.capacity.with_one_capacity`), or set in the experiment."
        )
    return Capacity(settings.visits_per_hundred, cool_down_months=(settings.cool_down_months or 0) if in_turn else 0)


def _constant_value(
    name: str, setting: str, experiment: Experiment, policy: Policy, region_code: str | None, days: list[dt.date]
) -> float:
    numbers = {day: policy.value(name, region_code, day) for day in days}
    changes = [day for day in days if numbers[day] != numbers[days[0]]]
    if changes:
        raise CapacityError(
            f"实验 {experiment.name}：政策 {name} 在各日期之间有变动，一份报告只能用一个数：请设置 evaluation.{setting}，或用 dates 避开变动。 | "
            f"experiment {experiment.name}: the policy's {name} is {numbers[days[0]]:g} on {days[0]} and "
            f"{numbers[changes[0]]:g} on {changes[0]}, and a report tells lists of one capacity. Set "
            f"`evaluation.{setting}`, or `dates` so that all lie on one side of the change."
        )
    return numbers[days[0]]
