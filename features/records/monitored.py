"""Who was monitored on a day, and who was identified after it: labels and screens, never features."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, Records, Rows, as_index, rows_known_by
from features.vocabulary import MonitoringStep

STEP_ORDER = {MonitoringStep.IDENTIFIED: 0, MonitoringStep.REMOVED: 1, MonitoringStep.ROLLED_BACK: 2}
"""Of several steps on one day the later one in the procedure holds."""

STANDS = [MonitoringStep.IDENTIFIED.value, MonitoringStep.ROLLED_BACK.value]
"""The last step after which a household is monitored."""

BEGINS = pl.col("step").is_in(STANDS)
"""Rows of `monitoring` with which a household begins to be monitored: for the first time, again, or as its removal is rolled back."""


def in_procedure_order(steps: Rows) -> Rows:
    """Rows of `monitoring` by their day; of one day's steps the one that comes later in the procedure comes last."""
    return steps.sort(
        "event_date", pl.col("step").replace_strict(STEP_ORDER, return_dtype=pl.Int8), maintain_order=True
    )


def last_step(steps: Rows, of: list[str]) -> Rows:
    """The step that stands on the as-of day: columns `of` and `step`, from steps with their `as_of`."""
    return (
        in_procedure_order(steps.filter(EVENT_DATE <= AS_OF))
        .group_by(of, maintain_order=True)
        .agg(pl.col("step").last())
    )


def monitored(records: Records, index: pl.DataFrame) -> pl.Series:
    """Of each row of the index, whether the county knew the household as monitored that day: 1 or 0."""
    base = as_index(index)
    steps = last_step(rows_known_by(base, records.versions["monitoring"]), ["row"])
    known = base.select("row").join(steps, on="row", how="left").sort("row")
    return known.select(
        pl.col("step").is_in(STANDS).fill_null(value=False).cast(pl.Float64).alias("monitored")
    ).to_series()


def identified_on(records: Records, index: pl.DataFrame, months: int, observed_until: dt.date) -> pl.Series:
    """Of each row of the index, the first day after the as-of day and within so many months on which its monitoring began.

    It looks at what happened after the as-of day: for labels and outcomes, never for anything told on that day.

    Args:
        observed_until: outcomes are known up to this day.
    """
    households = index.select("household_id").unique().with_columns(as_of=pl.lit(observed_until))
    steps = rows_known_by(as_index(households), records.versions["monitoring"])
    identified = steps.filter(BEGINS).select("household_id", "event_date")
    rows = index.select("household_id", "as_of").with_row_index("row")
    first = (
        rows.join(identified, on="household_id")
        .filter(EVENT_DATE > AS_OF, EVENT_DATE <= AS_OF.dt.offset_by(f"{months}mo"))
        .group_by("row")
        .agg(EVENT_DATE.min().alias("identified_on"))
    )
    return rows.join(first, on="row", how="left").sort("row")["identified_on"]
