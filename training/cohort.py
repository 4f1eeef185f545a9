"""The cohort with its labels: who was not monitored on an as-of date, and who was identified after it.

Scope is decided on what was known that day. The label looks at what really happened later, in its last version known
today. A household that was in fact already monitored on the day, though nobody had delivered it yet, is left out: it
is neither a positive nor a negative.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.monitored import last_step
from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.vocabulary import MonitoringStep
from models.scope import Standing, standing
from training.horizons import Horizon
from training.settings import Target


def cohort(
    records: Records,
    household_ids: pl.Series,
    dates: list[dt.date],
    target: Target,
    observed_until: dt.date,
    horizon: Horizon,
) -> pl.DataFrame:
    """The households in scope on each date, with the outcome.

    Args:
        observed_until: outcomes are known up to this day; every date's horizon must end by then.
        horizon: how many months after each date an identification counts.

    Returns:
        `household_id`, `as_of`, `label` (1 identified within the horizon, 0 not), `outcome_on` (the first day of it).

    Raises:
        ValueError: a date whose outcome is not fully observed: it has no label, and 0 would be a guess.
    """
    lengths = [f"{horizon(day)}mo" for day in dates]
    days = pl.DataFrame({"as_of": dates, "length": lengths}, schema={"as_of": pl.Date, "length": pl.String}).select(
        "as_of", AS_OF.dt.offset_by(pl.col("length")).alias("ends")
    )
    index = household_ids.to_frame("household_id").join(days.select("as_of"), how="cross")
    ends = days["ends"].max() if index.height else None
    if isinstance(ends, dt.date) and ends > observed_until:
        raise ValueError(f"outcomes are observed until {observed_until}, the last horizon ends on {ends}.")
    in_scope = standing(records, index, target.described_within_months).filter(
        pl.col("standing") == Standing.IN_SCOPE.value
    )
    steps = _steps(records, in_scope.select("household_id").unique(), observed_until)
    return (
        in_scope.select("household_id", "as_of")
        .join(_monitored_in_fact(in_scope, steps), on=["household_id", "as_of"], how="anti", maintain_order="left")
        .join(
            _identified_within(in_scope.join(days, on="as_of", maintain_order="left"), steps),
            on=["household_id", "as_of"],
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("label").fill_null(0).cast(pl.Int8))
    )


def _steps(records: Records, households: pl.DataFrame, observed_until: dt.date) -> pl.DataFrame:
    """The steps of the official procedure as known at the end."""
    index = as_index(households.with_columns(pl.lit(observed_until).alias("as_of")))
    return rows_known_by(index, records.versions["monitoring"]).select("household_id", "event_date", "step")


def _monitored_in_fact(index: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """The rows of the index whose household had begun monitoring by the day and had not ended it."""
    known = index.select("household_id", "as_of").join(steps, on="household_id")
    return (
        last_step(known, ["household_id", "as_of"])
        .filter(pl.col("step") != MonitoringStep.REMOVED.value)
        .select("household_id", "as_of")
    )


def _identified_within(index: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    identified = steps.filter(pl.col("step") == MonitoringStep.IDENTIFIED.value)
    return (
        index.select("household_id", "as_of", "ends")
        .join(identified, on="household_id")
        .filter(EVENT_DATE > AS_OF, EVENT_DATE <= pl.col("ends"))
        .group_by("household_id", "as_of")
        .agg(pl.lit(1, dtype=pl.Int8).alias("label"), EVENT_DATE.min().alias("outcome_on"))
    )
