"""What each part of a list costs or brings: the list that an office is issued, with each part switched off in turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl

from features.policy.loading import Policy
from features.triggers.including import PREFIX, severe_triggers
from models.lists import Part, Rules, rules_in_force
from training.lists.capacity import capacity_of
from training.lists.counting import Draws, Measures, Outcomes, differences, intervals_of
from training.lists.playing import Played, hits_on_dates, play
from training.predictions import MODEL, score_column
from training.settings import Evaluation

MEASURES = ("households_found", "precision", "visits_per_household_found")

SWITCHED = (Part.MUST_INCLUDE, Part.CARRY_OVER, Part.COOL_DOWN, Part.CHURN, Part.AUDIT, Part.FLOOR)
"""The parts that can be switched off."""


def trial(rules: Rules) -> dict[Part, Rules]:
    """The same with a part switched on that a county has left off, at a number that is tried: what would it cost?"""
    return {
        Part.MUST_INCLUDE: replace(rules, must_include_share=0.1),
        Part.CARRY_OVER: replace(rules, carry_over_months=3, carry_over_share=0.5),
        Part.COOL_DOWN: replace(rules, capacity=replace(rules.capacity, cool_down_months=6)),
        Part.CHURN: replace(rules, churn_share=0.1, churn_margin=1.5),
        Part.AUDIT: replace(rules, capacity=replace(rules.capacity, audit_share=0.05)),
        Part.FLOOR: replace(rules, floor_months=12),
    }


def rules_measured(settings: Evaluation, policy: Policy, county: str | None, predictions: pl.DataFrame) -> Rules:
    """The rules of the county on the last date, at the capacity and with the rest of the run.

    Raises:
        PolicyError: the policy does not say on that day.
        CapacityError: the capacity is still to be read from the policy.
    """
    rules = rules_in_force(policy, county, predictions["as_of"].max())  # type: ignore[arg-type]
    measured = capacity_of(settings, in_turn=True)
    capacity = replace(
        rules.capacity, visits_per_hundred=measured.visits_per_hundred, cool_down_months=measured.cool_down_months
    )
    return replace(rules, capacity=capacity)


def severe_hits(screened: pl.DataFrame, policy: Policy, county: str | None) -> pl.DataFrame:
    """The severe rules that rows of a run hit (`training.lists.playing.HITS`); none where the rows do not hold them.

    Args:
        screened: `household_id`, `as_of`, and `trigger.<name>` of the rules that were held against the rows.
    """
    severity = {}
    for trigger in severe_triggers(policy):
        if trigger.column in screened.columns:
            severity[trigger.name] = int(policy.value(f"{PREFIX}{trigger.name}", county, screened["as_of"].max()))  # type: ignore[arg-type]
    return hits_on_dates(screened, {name: level for name, level in severity.items() if level})


def measured_parts(predictions: pl.DataFrame, hits: pl.DataFrame, rules: Rules, settings: Evaluation) -> dict[str, Any]:
    """Measure the list of the model, made one after another, and the same without each part.

    Args:
        predictions: see `training.predictions`.
        hits: columns of `training.lists.playing.HITS`.

    Returns:
        `visits_made`, `lists`, `visits` (made), `slots` (of all lists), and of the list with all its parts `measures`:
        `households_found` (of the different households identified, the share visited within the horizon before), `precision`,
        `visits_per_household_found`, each with its interval; `replaced` and `villages_visited` (`training.lists.playing.Played`).
        `parts`: of each part whether the rules hold it (`on`), the same of the list without it (of one that the rules leave off,
        with it at a trial's number), and `difference`: with the part minus without, on the same resamples. A churn budget is
        measured where nobody is carried over.

    Raises:
        ValueError: no row.
    """
    if predictions.is_empty():
        raise ValueError("there are no predictions: nothing can be measured.")
    outcomes = Outcomes(predictions, _all_rows(predictions), Draws.of(predictions, settings))

    def played(of: Rules) -> tuple[Played, Measures]:
        lists = play(predictions, hits, of, settings.visits_made, score_column(MODEL), settings.seed)
        measured = outcomes.measure(lists.visited)
        return lists, {name: measured[name] for name in MEASURES}

    whole, of_whole = played(rules)
    # Who is carried over is no matter of churn: what a budget costs shows where nobody is.
    without_carrying = played(rules.without(Part.CARRY_OVER))
    trials, parts = trial(rules), {}
    for part in SWITCHED:
        on = rules.without(part) != rules
        base = without_carrying if part is Part.CHURN else (whole, of_whole)
        known = part is Part.CARRY_OVER and on
        other, measures = without_carrying if known else played(_switched(rules, part, trials if not on else {}))
        change = differences(base[1], measures) if on else differences(measures, base[1])
        parts[part.value] = {"on": on, **_measured(other, measures), "difference": intervals_of(change)}
    return {
        "visits_made": settings.visits_made,
        "lists": len(whole.lists),
        "slots": {
            slot: sum(one.counts["slots"][slot] for one in whole.lists) for slot in whole.lists[0].counts["slots"]
        },
        **_measured(whole, of_whole),
        "parts": parts,
    }


def _switched(rules: Rules, part: Part, trials: dict[Part, Rules]) -> Rules:
    switched = trials.get(part, rules.without(part))
    return switched.without(Part.CARRY_OVER) if part is Part.CHURN else switched


def _all_rows(predictions: pl.DataFrame) -> Any:
    return pl.int_range(predictions.height, eager=True).to_numpy()


def _measured(played: Played, measures: Measures) -> dict[str, Any]:
    return {
        "visits": int(played.visited.sum()),
        "measures": intervals_of(measures),
        "replaced": played.replaced,
        "villages_visited": played.villages_visited,
    }
