"""Who was monitored on a day, and who was identified after it: labels and screens, never features."""

from __future__ import annotations

import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.vocabulary import MonitoringStep

STEP_ORDER = {MonitoringStep.IDENTIFIED: 0, MonitoringStep.REMOVED: 1, MonitoringStep.ROLLED_BACK: 2}
"""Of several steps on one day the later one in the procedure holds."""

STANDS = [MonitoringStep.IDENTIFIED.value, MonitoringStep.ROLLED_BACK.value]
"""The last step after which a household is monitored."""


def last_step(steps: pl.DataFrame, of: list[str]) -> pl.DataFrame:
    """The step that stands on the as-of day: columns `of` and `step`, from steps with their `as_of`."""
    order = pl.col("step").replace_strict(STEP_ORDER, return_dtype=pl.Int8)
    return (
        steps.filter(EVENT_DATE <= AS_OF)
        .sort("event_date", order)
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
