"""What the lists find of true hardship, beside the oracle that ranks by the latent hazard."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from training.lists.capacity import capacity_of
from training.lists.counting import Draws, Measures, Outcomes, differences, intervals_of, ratio
from training.lists.cutting import Flags, PredictedLists
from training.predictions import methods_of
from training.settings import Evaluation
from training.truths.acting import acted_on
from training.truths.need import ORACLE, with_truth
from training.truths.reading import Truth

KEPT = ("recall", "precision", "households_found", "visits_per_household_found")


def truth_section(predictions: pl.DataFrame, truth: Truth, settings: Evaluation) -> dict[str, Any]:
    """Measure every method's lists against true hardship, at the office's capacity.

    Returns:
        `rows`: household-months, those in need, those in hardship already; `episodes`.
        `by_month`: each month's list taken alone, `recall` and `precision` by household-month.
        `in_turn`: lists made one after another with the office's cool-down: of the episodes that could be found,
        `found` (listed before the fall, within the horizon, or in hardship before anybody identified it), `found_before`
        (listed before the fall; of those that were not in hardship at the first date), and
        `visits_per_episode_found`.
        `acted_on`: see `training.truths.acting`.
        The two hold `methods`, `regret` (oracle − method) and `ratios` (`<first>/<other>`), each figure with its interval.

    Raises:
        CapacityError: the capacity is still to be read from the policy.
    """
    needs = with_truth(predictions, truth)
    capacity, rest = capacity_of(settings), capacity_of(settings, in_turn=True)
    lists, draws = PredictedLists(needs, settings.seed), Draws.of(needs, settings)
    methods = [*methods_of(predictions), ORACLE]
    everything = np.arange(needs.height)
    outcomes = Outcomes(needs, everything, draws)
    # An episode that had begun by then could no longer be foreseen.
    before = needs.with_columns(pl.col("label") * (~pl.col("in_hardship")).cast(pl.Int8))
    foreseen = Outcomes(before, everything, draws)
    by_month: dict[str, Measures] = {}
    in_turn: dict[str, Measures] = {}
    for method in methods:
        measured = outcomes.measure(lists.on_list(method, capacity))
        by_month[method] = {name: measured[name] for name in ("recall", "precision")}
        in_turn[method] = _of_episodes(lists.in_turn(method, rest), outcomes, foreseen)
    in_need = needs.filter(pl.col("label") == 1)
    return {
        "horizon_months": truth.horizon_months,
        "visits_per_hundred": capacity.visits_per_hundred,
        "cool_down_months": rest.cool_down_months,
        "resample": settings.resample.value,
        "rows": {
            "all": needs.height,
            "in_need": in_need.height,
            "in_hardship": int(needs["in_hardship"].sum()),
            "identified_officially": int(predictions["label"].sum()),
        },
        "episodes": in_need.select("household_id", "outcome_on").n_unique(),
        "by_month": _compared(by_month, methods),
        "in_turn": _compared(in_turn, methods),
        "acted_on": acted_on(needs, methods[0], truth.prevented, settings, draws),
    }


def _of_episodes(on_list: Flags, outcomes: Outcomes, foreseen: Outcomes) -> Measures:
    measured, ahead = outcomes.measure(on_list), foreseen.measure(on_list)
    return {
        "found": measured["households_found"],
        "found_before": ahead["households_found"],
        "visits_per_episode_found": measured["visits_per_household_found"],
    }


def _compared(measures: dict[str, Measures], methods: list[str]) -> dict[str, Any]:
    first, *others = methods
    return {
        "methods": {method: intervals_of(measures[method]) for method in methods},
        "regret": {method: intervals_of(differences(measures[ORACLE], measures[method])) for method in methods[:-1]},
        "ratios": {
            f"{first}/{other}": intervals_of(
                {name: ratio(drawn, measures[other][name]) for name, drawn in measures[first].items()}
            )
            for other in others
        },
    }
