"""The evaluation of lists, not only of scores: every method at the office's visits, by township, with intervals by village."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from models.lists import Capacity
from training.lists.capacity import capacity_of
from training.lists.counting import Draws, Measures, Outcomes, differences, intervals_of
from training.lists.cutting import PredictedLists
from training.lists.discrimination import discrimination
from training.lists.lead_time import DAYS_IN_MONTH, Ahead, ahead_of_outcomes, found_by, lead_time, mean_ahead
from training.predictions import methods_of, score_column
from training.settings import Evaluation

AT_CAPACITY = "capacity"
"""What follows the `@` of a measure at the office's own capacity; other cuts are named by their share of households."""

EACH_RULE = "trigger:"
"""Methods that are one rule of today's, taken alone."""


def measured_lists(predictions: pl.DataFrame, settings: Evaluation) -> dict[str, Any]:
    """Measure every method's lists, pooled over the test windows and in each.

    Args:
        predictions: see `training.predictions`. The first of its methods is compared with every other.

    Returns:
        `capacity`: visits per hundred households, lists (as-of dates), townships, visits in all.
        `methods`: of each method `roc_auc`, `average_precision`, and at each cut `precision@…`, `recall@…`, `lift@…`,
        `households_found@…`, `visits_per_household_found@…`, each `value`, `low`, `high`; `@capacity` is the office's.
        `differences`: of each `<first>-<other>` the same, on the same resamples.
        `windows`: of each window its dates, rows and positives, and `methods` and `differences` as above.
        `in_turn`, where the settings know of a cool-down: the same lists made one after another, whoever was visited resting;
        `precision`, `households_found` and `visits_per_household_found` of each method but the rules taken alone.
        `lead_time`, and `found_by` (`<other>`: whom only the first, only the other, both, neither found), at capacity.

    Raises:
        CapacityError: the capacity is still to be read from the policy.
        ValueError: no row.
    """
    if predictions.is_empty():
        raise ValueError("there are no predictions: nothing can be measured.")
    capacity = capacity_of(settings)
    cuts = {AT_CAPACITY: capacity, **{f"{share:g}": Capacity(100 * share) for share in settings.shares}}
    lists, draws = PredictedLists(predictions, settings.seed), Draws.of(predictions, settings)
    methods = methods_of(predictions)
    window = predictions["window"].to_numpy()
    label = predictions["label"].to_numpy()
    rows = {int(number): np.flatnonzero(window == number) for number in np.unique(window)}
    everything = Outcomes(predictions, np.arange(predictions.height), draws)
    of_windows = {number: Outcomes(predictions, within, draws) for number, within in rows.items()}
    pooled: dict[str, Measures] = {}
    by_window: dict[int, dict[str, Measures]] = {number: {} for number in rows}
    ahead: dict[str, Ahead] = {}
    for method in methods:
        score = predictions[score_column(method)].to_numpy()
        at = {name: lists.on_list(method, cut) for name, cut in cuts.items()}
        pooled[method] = discrimination(score, label, list(rows.values()), draws)
        for name, on_list in at.items():
            pooled[method] |= _named(everything.measure(on_list), name)
        for number, outcomes in of_windows.items():
            by_window[number][method] = discrimination(score, label, [rows[number]], draws)
            by_window[number][method] |= _named(outcomes.measure(at[AT_CAPACITY]), AT_CAPACITY)
        ahead[method] = ahead_of_outcomes(predictions, at[AT_CAPACITY], draws)
    first, *others = methods
    turns = {method: _in_turn(lists, method, everything, settings) for method in _asked_in_turn(methods, settings)}
    limit = _horizon(predictions)
    return {
        "capacity": {
            "visits_per_hundred": capacity.visits_per_hundred,
            "lists": predictions["as_of"].n_unique(),
            "townships": predictions["region_code"].str.head(9).n_unique(),
            "visits": int(lists.on_list(first, capacity).sum()),
        },
        "resample": settings.resample.value,
        **_compared(pooled, first, others),
        "windows": [_window(predictions[rows[number]], number, by_window[number], first, others) for number in rows],
        **({"in_turn": _in_turn_section(turns, first, settings)} if turns else {}),
        "lead_time": _lead_times(ahead, first, others, limit),
        "found_by": {other: found_by(ahead[first], ahead[other]) for other in others},
    }


def _named(measures: Measures, cut: str) -> Measures:
    return {f"{name}@{cut}": drawn for name, drawn in measures.items()}


def _compared(measures: dict[str, Measures], first: str, others: list[str]) -> dict[str, Any]:
    return {
        "methods": {method: intervals_of(of_method) for method, of_method in measures.items()},
        "differences": {
            f"{first}-{other}": intervals_of(differences(measures[first], measures[other])) for other in others
        },
    }


def _window(
    rows: pl.DataFrame, window: int, measures: dict[str, Measures], first: str, others: list[str]
) -> dict[str, Any]:
    positive = rows.filter(pl.col("label") == 1)
    return {
        "window": window,
        "first": str(rows["as_of"].min()),
        "last": str(rows["as_of"].max()),
        "lists": rows["as_of"].n_unique(),
        "rows": rows.height,
        "positives": positive.height,
        "outcomes": positive.select("household_id", "outcome_on").n_unique(),
        **_compared(measures, first, others),
    }


def _asked_in_turn(methods: list[str], settings: Evaluation) -> list[str]:
    return [name for name in methods if not name.startswith(EACH_RULE)] if settings.cool_down_months is not None else []


def _in_turn(lists: PredictedLists, method: str, outcomes: Outcomes, settings: Evaluation) -> Measures:
    """By month there is no recall to speak of: who was found last month is resting, and found all the same."""
    measured = outcomes.measure(lists.in_turn(method, capacity_of(settings, in_turn=True)))
    return {name: measured[name] for name in ("precision", "households_found", "visits_per_household_found")}


def _in_turn_section(turns: dict[str, Measures], first: str, settings: Evaluation) -> dict[str, Any]:
    return {
        "cool_down_months": settings.cool_down_months,
        **_compared(turns, first, [name for name in turns if name != first]),
    }


def _horizon(predictions: pl.DataFrame) -> int:
    """The months within which outcomes count, as the rows show them: from the earliest date of an outcome to the outcome."""
    ahead = predictions.filter(pl.col("label") == 1).select(
        (pl.col("outcome_on") - pl.col("as_of")).dt.total_days().max()
    )
    days = ahead.item()
    return max(1, round(days / DAYS_IN_MONTH)) if days is not None else 1


def _lead_times(ahead: dict[str, Ahead], first: str, others: list[str], limit: int) -> dict[str, Any]:
    means = {method: {"months_ahead": mean_ahead(of_method, limit)} for method, of_method in ahead.items()}
    return {
        "limit_months": limit,
        "methods": {method: lead_time(of_method, limit) for method, of_method in ahead.items()},
        "differences": {f"{first}-{other}": intervals_of(differences(means[first], means[other])) for other in others},
    }
