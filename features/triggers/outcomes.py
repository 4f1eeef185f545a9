"""What became of the hits: who was identified as monitored within the horizon, rule by rule."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.frame import index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import AS_OF, Records
from features.records.monitored import identified_on, monitored
from features.records.store import RecordStore
from features.rules import MONITORED
from features.triggers.evaluating import SCREENING_RESULTS, screen
from features.triggers.rules import TRIGGERS, TRIGGERS_BY_NAME

HORIZON = "entry_horizon_months"

HITS: dict[str, pl.DataType] = {**SCREENING_RESULTS, "identified_on": pl.Date(), "observed": pl.Boolean()}
"""A hit of `SCREENING_RESULTS`, the day of identification within the horizon, and whether the outcome can be told by now."""

YIELD: dict[str, pl.DataType] = {
    "trigger": pl.String(),
    "department": pl.String(),
    "hits": pl.Int64(),
    "households": pl.Int64(),
    "observed": pl.Int64(),
    "identified": pl.Int64(),
    "yield": pl.Float64(),
    "lead_days": pl.Float64(),
}
"""Of each rule: hits and different households, hits whose outcome is known, those identified within the horizon, their
share, and the median days from the as-of day of the hit to the identification. Share and days are null where nothing
can tell."""


def hits_in_store(store: RecordStore, as_of: dt.date, policy: Policy, households: pl.Series) -> pl.DataFrame:
    """The hits of these households on a day with their outcomes, columns of `HITS`, bucket by bucket.

    Raises:
        PolicyError: a threshold or the horizon has no value on that day.
    """
    versions = store.versions()
    until = store.last_delivery_day(versions) or as_of

    def hits(records: Records) -> pl.DataFrame:
        here = described(records)
        index = index_of(here.filter(here.is_in(households.implode())), as_of)
        if index.is_empty():
            return pl.DataFrame(schema=HITS)
        return with_outcomes(screen(records, index, policy, only_hits=True), records, policy, until)

    return pl.concat(over_buckets(store, hits, versions=versions))


def with_outcomes(hits: pl.DataFrame, records: Records, policy: Policy, observed_until: dt.date) -> pl.DataFrame:
    """Add `identified_on` and `observed` to hits of `screen`.

    Args:
        observed_until: outcomes are known up to this day; a hit whose horizon ends later is not observed, and neither is
            that of a household that was monitored already.

    Raises:
        PolicyError: the horizon has no value on a day.
    """
    parts = [pl.DataFrame(schema=HITS)]
    for (region, on), some in hits.group_by("region_code", "as_of", maintain_order=True):
        months = int(policy.value(HORIZON, region, on))
        outcomes = some.with_columns(identified_on(records, some, months, observed_until))
        ends = AS_OF.dt.offset_by(f"{months}mo")
        outcomes = outcomes.with_columns(monitored(records, some)).with_columns(
            observed=(ends <= observed_until) & (pl.col(MONITORED) == 0)
        )
        parts.append(outcomes.select(list(HITS)))
    return pl.concat(parts)


def hits_of(observed: pl.DataFrame) -> pl.DataFrame:
    """The hits of a wide frame in which every outcome is known, as `yield_by_rule` takes them.

    Args:
        observed: `household_id`, `as_of`, `identified_on` (null: not within the horizon) and the `trigger.` columns.
    """
    columns = [trigger.column for trigger in TRIGGERS]
    long = observed.unpivot(
        columns, index=["household_id", "as_of", "identified_on"], variable_name="trigger", value_name="hit"
    )
    return long.filter(pl.col("hit")).with_columns(
        pl.col("trigger").str.strip_prefix("trigger."), observed=pl.lit(value=True)
    )


def yield_by_rule(hits: pl.DataFrame) -> pl.DataFrame:
    """What each rule's hits led to, columns of `YIELD`, one row per rule, those without a hit included.

    Args:
        hits: columns `trigger`, `household_id`, `as_of`, `identified_on`, `observed`; other columns are not looked at.
    """
    identified = pl.col("observed") & pl.col("identified_on").is_not_null()
    lead = (pl.col("identified_on") - AS_OF).dt.total_days().filter(identified)
    counted = hits.group_by("trigger").agg(
        pl.len().alias("hits"),
        pl.col("household_id").n_unique().alias("households"),
        pl.col("observed").sum().alias("observed"),
        identified.sum().alias("identified"),
        lead.median().alias("lead_days"),
    )
    rules = pl.DataFrame(
        {"trigger": list(TRIGGERS_BY_NAME), "department": [trigger.department.value for trigger in TRIGGERS]}
    )
    share = pl.when(pl.col("observed") > 0).then(pl.col("identified") / pl.col("observed"))
    return (
        rules.join(counted, on="trigger", how="left", maintain_order="left")
        .with_columns(pl.col("hits", "households", "observed", "identified").fill_null(0))
        .with_columns(share.alias("yield"))
        .select(pl.col(name).cast(dtype) for name, dtype in YIELD.items())
    )
