"""Which hits put a household on the list of visits whatever its score: what the county's policy marks."""

from __future__ import annotations

import polars as pl

from features.policy.loading import Policy
from features.triggers.rules import TRIGGERS_BY_NAME

PREFIX = "must_include_"


def must_include(results: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """The households with a hit of a rule that the policy value `must_include_<rule>` marks with 1.

    A rule without such a value is not marked. A county marks a rule by adding the value to its own policy.

    Args:
        results: rows of `features.triggers.evaluating.screen`.

    Returns:
        `household_id`, `as_of`, `triggers` (names of the marked rules that are hit, in the order of the rules).

    Raises:
        PolicyError: a marked rule has no value at the place on the day.
    """
    marked = [name for name in TRIGGERS_BY_NAME if f"{PREFIX}{name}" in policy.values]
    hits = results.filter(pl.col("hit"), pl.col("trigger").is_in(marked))
    places = hits.select("trigger", "region_code", "as_of").unique(maintain_order=True)
    includes = [
        policy.value(f"{PREFIX}{name}", region, on) > 0
        for name, region, on in places.select("trigger", "region_code", "as_of").iter_rows()
    ]
    wanted = places.filter(pl.Series(includes, dtype=pl.Boolean))
    return (
        hits.join(wanted, on=["trigger", "region_code", "as_of"], how="semi", nulls_equal=True, maintain_order="left")
        .group_by("household_id", "as_of", maintain_order=True)
        .agg(pl.col("trigger").alias("triggers"))
    )
