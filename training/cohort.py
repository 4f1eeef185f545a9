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
from training.settings import Target


def cohort(
    records: Records, household_ids: pl.Series, dates: list[dt.date], target: Target, observed_until: dt.date
) -> pl.DataFrame:
    """The households in scope on each date, with the outcome.

    Args:
        observed_until: outcomes are known up to this day; every date's horizon must end by then.

    Returns:
        `household_id`, `as_of`, `label` (1 identified within the horizon, 0 not).

    Raises:
        ValueError: a date whose outcome is not fully observed: it has no label, and 0 would be a guess.
    """
    index = household_ids.to_frame("household_id").join(pl.DataFrame({"as_of": dates}), how="cross")
    ends = index.select(AS_OF.dt.offset_by(f"{target.horizon_months}mo").max()).item()
    if ends is not None and ends > observed_until:
        raise ValueError(f"outcomes are observed until {observed_until}, the last horizon ends on {ends}.")
    in_scope = standing(records, index, target.described_within_months).filter(
        pl.col("standing") == Standing.IN_SCOPE.value
    )
    steps = _steps(records, in_scope.select("household_id").unique(), observed_until)
    return (
        in_scope.select("household_id", "as_of")
        .join(_monitored_in_fact(in_scope, steps), on=["household_id", "as_of"], how="anti", maintain_order="left")
        .join(
            _identified_within(in_scope, steps, target.horizon_months),
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


def _identified_within(index: pl.DataFrame, steps: pl.DataFrame, horizon_months: int) -> pl.DataFrame:
    identified = steps.filter(pl.col("step") == MonitoringStep.IDENTIFIED.value)
    return (
        index.select("household_id", "as_of")
        .join(identified, on="household_id")
        .filter(EVENT_DATE > AS_OF, EVENT_DATE <= AS_OF.dt.offset_by(f"{horizon_months}mo"))
        .select("household_id", "as_of", pl.lit(1, dtype=pl.Int8).alias("label"))
        .unique()
    )
