"""Which hits put a household on the list of visits whatever its score: those of the rules that the county's policy calls severe."""

from __future__ import annotations

import polars as pl

from features.policy.loading import Policy
from features.triggers.declaring import Trigger
from features.triggers.rules import TRIGGERS

PREFIX = "must_include_"

MUST_INCLUDE: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "severity": pl.Int32(),
    "triggers": pl.List(pl.String()),
    "hit_since": pl.Date(),
}
"""One row per household that hits a severe rule: the highest severity, the severe rules in their order, and the latest day on which a
hit of them rests."""


def severe_triggers(policy: Policy) -> tuple[Trigger, ...]:
    """The rules that the policy calls severe somewhere on some day."""
    return tuple(trigger for trigger in TRIGGERS if _severe_somewhere(policy, trigger))


def severity_policy(policy: Policy) -> set[str]:
    """The policy values that say how severe a rule is."""
    return {f"{PREFIX}{trigger.name}" for trigger in TRIGGERS} & set(policy.values)


def must_include(results: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The households with a hit of a rule to which the policy value `must_include_<rule>` gives a severity above 0.

    A rule without such a value is not severe. A county marks a rule by adding the value to its own policy.

    Args:
        results: rows of `features.triggers.evaluating.screen`.

    Returns:
        Columns of MUST_INCLUDE.

    Raises:
        PolicyError: a marked rule has no value at the place on the day.
    """
    return (
        with_severity(results.filter("hit"), policy)
        .filter(pl.col("severity") > 0)
        .group_by("household_id", "as_of", maintain_order=True)
        .agg(pl.col("severity").max(), pl.col("trigger").alias("triggers"), pl.col("since").max().alias("hit_since"))
        .select(pl.col(name).cast(kind) for name, kind in MUST_INCLUDE.items())
    )


def with_severity(hits: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Hits with `severity`: how severe the policy calls the rule at the place on the day; 0 where it does not.

    Args:
        hits: `trigger`, `region_code`, `as_of`.

    Raises:
        PolicyError: a marked rule has no value at the place on the day.
    """
    marked = [trigger.name for trigger in severe_triggers(policy)]
    places = hits.select("trigger", "region_code", "as_of").unique(maintain_order=True)
    places = places.filter(pl.col("trigger").is_in(marked))
    severity = [int(policy.value(f"{PREFIX}{name}", region, on)) for name, region, on in places.iter_rows()]
    rated = places.with_columns(pl.Series("severity", severity, dtype=pl.Int32))
    known = hits.join(
        rated, on=["trigger", "region_code", "as_of"], how="left", nulls_equal=True, maintain_order="left"
    )
    return known.with_columns(pl.col("severity").fill_null(0))


def _severe_somewhere(policy: Policy, trigger: Trigger) -> bool:
    value = policy.values.get(f"{PREFIX}{trigger.name}")
    return value is not None and any(step.value > 0 for step in value.steps)
