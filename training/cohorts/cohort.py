"""The cohort with its labels: who is asked about on an as-of date, and what became of them after it.

Scope is decided on what was known that day. The label looks at what really happened later, in its last version known
today. A household that in fact stood elsewhere on the day, though nobody had delivered it yet, is left out: one that was
already monitored is neither a positive nor a negative, and of one that was rolled back no removal can relapse.

A label comes from `monitoring`; `visits` only tell of whom a decision is still to come, and who was met. A row without a
fully observed outcome is immature and has no label (`training.cohorts.maturity`).
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by
from features.records.monitored import BEGINS, last_step
from features.vocabulary import MonitoringStep, VisitOutcome
from models.scope import Standing, standing
from models.targets import TargetKind
from training.cohorts.leaving import at_the_end
from training.cohorts.maturity import Maturity
from training.cohorts.observed import Observed
from training.plan.horizons import Horizon
from training.settings import Target

ENDS = pl.col("ends")

REMOVED = pl.col("step") == MonitoringStep.REMOVED.value
STANDS_IN_FACT = {TargetKind.ENTRY: REMOVED.fill_null(value=True), TargetKind.RELAPSE: REMOVED.fill_null(value=False)}
"""Of which rows a target asks by the last step that had in fact been taken; null: none had."""

SETTLE = [VisitOutcome.CONFIRMED.value, VisitOutcome.NO_RISK.value, VisitOutcome.ALREADY_SUPPORTED.value]
"""Verdicts: what a visit left to be clarified is settled by the next of them."""


def cohort(
    records: Records,
    household_ids: pl.Series,
    dates: list[dt.date],
    target: Target,
    observed: Observed,
    horizon: Horizon,
) -> pl.DataFrame:
    """The households in scope on each date, with the outcome.

    Args:
        observed: until when and where outcomes were delivered.
        horizon: how many months after each date the event counts.

    Returns:
        `household_id`, `as_of`, `label` (1 the target's event within the horizon, 0 not, null unless mature),
        `outcome_on` (the first day of it, null where the label is not 1), `maturity` (`Maturity`).
    """
    lengths = [f"{horizon(day)}mo" for day in dates]
    days = pl.DataFrame({"as_of": dates, "length": lengths}, schema={"as_of": pl.Date, "length": pl.String}).select(
        "as_of", AS_OF.dt.offset_by(pl.col("length")).alias("ends")
    )
    index = household_ids.to_frame("household_id").join(days.select("as_of"), how="cross")
    asked = (
        standing(records, index, target.described_within_months, target.label)
        .filter(pl.col("standing") == Standing.IN_SCOPE.value)
        .select("household_id", "as_of")
    )
    at_end = as_index(asked.select("household_id").unique().with_columns(pl.lit(observed.until).alias("as_of")))
    steps = rows_known_by(at_end, records.versions["monitoring"]).select("household_id", "event_date", "step")
    waiting = _awaiting_a_decision(rows_known_by(at_end, records.versions["visits"]))
    rows = _standing_in_fact(asked, steps, target.label).join(days, on="as_of", maintain_order="left")
    return (
        rows.join(_first_event(rows, steps), on=["household_id", "as_of"], how="left", maintain_order="left")
        .join(_undecided(rows, waiting, steps), on=["household_id", "as_of"], how="left", maintain_order="left")
        .join(at_the_end(records, asked, observed), on="household_id", how="left", maintain_order="left")
        .join(observed.places, on="township", how="left", maintain_order="left")
        .join(_in_gaps(days, observed), on=["township", "as_of"], how="left", maintain_order="left")
        .with_columns(_maturity(observed).alias("maturity"))
        .with_columns(
            pl.when(pl.col("maturity") == Maturity.MATURE.value)
            .then(pl.col("event_on").is_not_null().cast(pl.Int8))
            .alias("label")
        )
        .select(
            "household_id",
            "as_of",
            "label",
            pl.when(pl.col("label") == 1).then("event_on").alias("outcome_on"),
            "maturity",
        )
    )


def _maturity(observed: Observed) -> pl.Expr:
    last_day = pl.col("until").fill_null(observed.until)
    conditions = (
        (pl.lit(observed.until) < ENDS, Maturity.CENSORED),
        ((last_day < ENDS) | pl.col("in_gap").is_not_null(), Maturity.DELIVERY_MISSING),
        (pl.col("event_on").is_not_null(), Maturity.MATURE),
        (pl.col("emptied_on") <= ENDS, None),
        (pl.col("last_seen") < ENDS, Maturity.NO_LONGER_LISTED),
        (pl.col("visited_on").dt.offset_by(f"{observed.decision_days}d") > last_day, Maturity.DECISION_PENDING),
    )
    maturity = pl.lit(Maturity.MATURE.value)
    for condition, why in reversed(conditions):
        then = pl.col("emptied_why") if why is None else pl.lit(why.value)
        maturity = pl.when(condition).then(then).otherwise(maturity)
    return maturity


def _standing_in_fact(asked: pl.DataFrame, steps: pl.DataFrame, target: TargetKind) -> pl.DataFrame:
    """The rows whose household had in fact taken no step by the day that puts it out of the target's scope."""
    row = ["household_id", "as_of"]
    last = last_step(asked.join(steps, on="household_id"), row)
    return asked.join(last, on=row, how="left", maintain_order="left").filter(STANDS_IN_FACT[target]).select(row)


def _first_event(rows: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """The first day within the horizon on which the household's monitoring began, of those that have one."""
    return (
        rows.join(steps.filter(BEGINS), on="household_id")
        .filter(EVENT_DATE > AS_OF, EVENT_DATE <= ENDS)
        .group_by("household_id", "as_of")
        .agg(EVENT_DATE.min().alias("event_on"))
    )


def _awaiting_a_decision(visits: pl.DataFrame) -> pl.DataFrame:
    """The visits that confirmed a risk, and those that left it to be clarified and were followed by none that settled it."""
    outcome = pl.col("outcome")
    settled = visits.filter(outcome.is_in(SETTLE)).group_by("household_id").agg(EVENT_DATE.max().alias("settled_on"))
    unsettled = pl.col("settled_on").is_null() | (pl.col("settled_on") < EVENT_DATE)
    return visits.join(settled, on="household_id", how="left").filter(
        (outcome == VisitOutcome.CONFIRMED.value) | ((outcome == VisitOutcome.TO_BE_CLARIFIED.value) & unsettled)
    )


def _undecided(rows: pl.DataFrame, waiting: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """The last visit by the end of the horizon that asks for a decision, where no step of the procedure came after it."""
    last = steps.group_by("household_id").agg(EVENT_DATE.max().alias("last_step_on"))
    return (
        rows.join(waiting.select("household_id", "event_date"), on="household_id")
        .join(last, on="household_id", how="left")
        .filter(EVENT_DATE <= ENDS, pl.col("last_step_on").is_null() | (pl.col("last_step_on") < EVENT_DATE))
        .group_by("household_id", "as_of")
        .agg(EVENT_DATE.max().alias("visited_on"))
    )


def _in_gaps(days: pl.DataFrame, observed: Observed) -> pl.DataFrame:
    """`township`, `as_of` whose horizon overlaps a gap between rosters."""
    overlaps = (AS_OF < pl.col("before")) & (ENDS > pl.col("after"))
    found = days.join(observed.gaps, how="cross").filter(overlaps)
    return found.select("township", "as_of", pl.lit(value=True).alias("in_gap")).unique()
