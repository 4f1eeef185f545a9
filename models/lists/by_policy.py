"""The list that an office is issued: at the capacity, and with the rest after a visit, that the policy gives its county on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from features.policy.loading import Policy
from models.lists.capacity import COUNTY_DIGITS, Capacity
from models.lists.issuing import at_rest, issue
from models.lists.ordering import DEFAULT_SEED
from models.lists.visits import VISITED

VISITS, COOL_DOWN = "visits_per_hundred_households", "cool_down_months"
"""The policy values."""

_COUNTY = pl.col("region_code").fill_null("").str.head(COUNTY_DIGITS).alias("_county")


def capacity_in_force(policy: Policy, region_code: str | None, as_of: dt.date) -> Capacity:
    """What an office there can visit in a month. Raises PolicyError: the policy does not say on that day."""
    visits, months = (policy.value(name, region_code, as_of) for name in (VISITS, COOL_DOWN))
    return Capacity(visits, cool_down_months=int(months))


def issue_by_policy(
    scores: pl.DataFrame,
    policy: Policy,
    visited: pl.DataFrame | None = None,
    *,
    visits: int | None = None,
    seed: int = DEFAULT_SEED,
) -> pl.DataFrame:
    """The list of a day, each county at its own capacity; or one of so many visits over all that were scored.

    Args:
        scores: as for `models.lists.issuing.issue`, of one day.
        visits: over all townships of the scores, instead of the policy's visits per hundred households.

    Raises:
        PolicyError: the policy does not say on that day.
        ValueError: a score is missing, or there are fewer visits than one.
    """
    if scores.is_empty():
        return issue(scores, Capacity(1), seed)
    visited = pl.DataFrame(schema=VISITED) if visited is None else visited
    if visits is not None:
        resting = resting_by_policy(scores, policy, visited)
        awake = scores.join(resting, on="household_id", how="anti", maintain_order="left")
        return issue(awake, Capacity(visits=visits), seed)
    return pl.concat(issue(rows, capacity, seed, visited=visited) for rows, capacity in _by_county(scores, policy))


def resting_by_policy(scores: pl.DataFrame, policy: Policy, visited: pl.DataFrame) -> pl.DataFrame:
    """Those of the scored households that are not listed on the day, whatever their score, since they were visited lately.

    Returns:
        Columns of `models.lists.visits.VISITED`.
    """
    of_counties = [
        at_rest(visited.join(rows, on="household_id", how="semi"), rows["as_of"][0], capacity)
        for rows, capacity in _by_county(scores, policy)
    ]
    return pl.concat([pl.DataFrame(schema=VISITED), *of_counties])


def _by_county(scores: pl.DataFrame, policy: Policy) -> Iterator[tuple[pl.DataFrame, Capacity]]:
    """The households of each county, of which there is one as a rule, with its capacity."""
    of_counties = scores.with_columns(_COUNTY).partition_by("_county", as_dict=True, include_key=False)
    for (county,), rows in of_counties.items():
        yield rows, capacity_in_force(policy, county or None, rows["as_of"][0])
