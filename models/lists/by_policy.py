"""The list that an office is issued: by the rules that the policy gives its county on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from features.policy.loading import Policy
from models.lists.capacity import COUNTY_DIGITS, Capacity, Place
from models.lists.issued import IssuedList
from models.lists.issuing import issue
from models.lists.ordering import DEFAULT_SEED
from models.lists.rules import Rules
from models.lists.state import State

VISITS, COOL_DOWN = "visits_per_hundred_households", "cool_down_months"
BY_VILLAGE, AUDITS = "list_by_village", "list_audit_share"
MUST_INCLUDES = "list_must_include_share"
CARRIED_MONTHS, CARRIED_SHARE = "list_carry_over_months", "list_carry_over_share"
CHURN_SHARE, CHURN_MARGIN = "list_churn_share", "list_churn_margin"
FLOOR = "list_floor_months"
LIST_POLICY = (
    *(VISITS, COOL_DOWN, BY_VILLAGE, AUDITS, MUST_INCLUDES),
    *(CARRIED_MONTHS, CARRIED_SHARE, CHURN_SHARE, CHURN_MARGIN, FLOOR),
)
"""The policy values by which a list is made."""

_COUNTY = pl.col("region_code").fill_null("").str.head(COUNTY_DIGITS).alias("_county")


def list_policy(visits: int | None) -> set[str]:
    """The policy values that a list stands on: how many visits there are is none of them where somebody says it."""
    return set(LIST_POLICY) - ({VISITS} if visits is not None else set())


def rules_in_force(policy: Policy, region_code: str | None, as_of: dt.date) -> Rules:
    """How the list of an office there is made. Raises PolicyError: the policy does not say on that day."""
    value = {name: policy.value(name, region_code, as_of) for name in LIST_POLICY}
    capacity = Capacity(
        value[VISITS],
        audit_share=value[AUDITS],
        cool_down_months=int(value[COOL_DOWN]),
        by=Place.VILLAGE if value[BY_VILLAGE] else Place.TOWNSHIP,
    )
    return Rules(
        capacity,
        must_include_share=value[MUST_INCLUDES],
        carry_over_months=int(value[CARRIED_MONTHS]),
        carry_over_share=value[CARRIED_SHARE],
        churn_share=value[CHURN_SHARE],
        churn_margin=value[CHURN_MARGIN],
        floor_months=int(value[FLOOR]),
    )


def issue_by_policy(
    scores: pl.DataFrame,
    policy: Policy,
    state: State | None = None,
    *,
    visits: int | None = None,
    seed: int = DEFAULT_SEED,
) -> IssuedList:
    """The list of a day, each county's by its own rules; or one of so many visits over all that were scored.

    Args:
        scores: as for `models.lists.issuing.issue`.
        state: what was known before; nothing where it is left out.
        visits: over all places of the scores, instead of the policy's visits per hundred households. Where several counties are
            asked about, the other rules are those that the policy gives everywhere.

    Raises:
        PolicyError: the policy does not say on that day.
        CapacityError: there are fewer visits than one.
        ScoresError, StateError, ValueError: as `models.lists.issuing.issue`.
    """
    state = state or State()
    if scores.is_empty():
        return issue(scores, state, Rules(Capacity(1)), seed)
    return issue_by_rules(scores, state, _rules_of(scores, policy, visits), seed)


def issue_by_rules(
    scores: pl.DataFrame, state: State, rules: Mapping[str, Rules], seed: int = DEFAULT_SEED
) -> IssuedList:
    """The list of a day by rules that are known already, those of each county or one for all.

    Args:
        scores: as for `models.lists.issuing.issue`.
        rules: by county, or one for everybody under the empty text, as `IssuedList.rules` tells them.

    Raises:
        CapacityError, ScoresError, StateError, ValueError: as `models.lists.issuing.issue`.
    """
    if len(rules) == 1:
        (of_all,) = rules.values()
        return issue(scores, state, of_all, seed)
    as_of = scores["as_of"][0]
    counties = scores.with_columns(_COUNTY).partition_by("_county", as_dict=True, include_key=False)
    # Who has no score is removed once, not in each county anew.
    lists = [
        issue(counties[code,], state.of(counties[code,]), rules[code], seed) for code in rules if (code,) in counties
    ]
    gone = issue(scores.clear(), state.of_others(scores), Rules(Capacity(1)), seed).households
    return IssuedList(
        as_of,
        seed,
        rules,
        pl.concat([*(one.households for one in lists), gone.with_columns(pl.lit(as_of).alias("as_of"))]),
        pl.concat(one.places for one in lists),
        pl.concat(one.waiting_villages for one in lists),
    )


def _rules_of(scores: pl.DataFrame, policy: Policy, visits: int | None) -> dict[str, Rules]:
    """The rules of each county of the scores, or those of so many visits over all of them."""
    as_of = scores["as_of"][0]
    codes = scores.select(_COUNTY.unique().sort()).to_series().to_list()
    if visits is None and len(codes) > 1:
        return {code: rules_in_force(policy, code or None, as_of) for code in codes}
    rules = rules_in_force(policy, codes[0] or None if len(codes) == 1 else None, as_of)
    if visits is None:
        return {"": rules}
    return {"": replace(rules, capacity=replace(rules.capacity, visits_per_hundred=None, visits=visits))}
