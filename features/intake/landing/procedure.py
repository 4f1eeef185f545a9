"""The official procedure and what it brings: monitoring, relief, support, visits."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.intake.landing.rosters import COLLECTION_YEAR_ENDS, members
from features.intake.landing.shared import Landed, Landing, identity, pick
from features.vocabulary import MonitoringStep

STEP_DATES = {
    MonitoringStep.IDENTIFIED: "identified_on",
    MonitoringStep.REMOVED: "removed_on",
    MonitoringStep.ROLLED_BACK: "rolled_back_on",
}
RISK_TYPES_AT_MOST = 5


def monitoring_roster(rows: pl.DataFrame, known_date: date) -> Landed:
    """The steps that the roster tells of each household.

    The roster lists everybody every month; a step is its own date, so an old one told again is the same fact, and so is
    one that a roster with a row for each person tells of several of them. A removal without its date stays untold:
    nobody knows when it was.
    """
    del known_date
    told = rows.with_columns(pl.col("risk_types").list.head(RISK_TYPES_AT_MOST).list.join(";"))
    steps = [
        pick(
            told.filter(pl.col(column).is_not_null()),
            "category",
            "risk_types",
            "household_type",
            "no_labour_household",
            removal_mode=pl.col("removal_mode") if step is MonitoringStep.REMOVED else pl.lit(None, pl.String),
            event_date=pl.col(column),
            record_id=identity(step.value, pl.col(column)),
            step=pl.lit(step.value),
        )
        for step, column in STEP_DATES.items()
    ]
    return {"monitoring": _deduplicated(pl.concat(steps))}


def _deduplicated(steps: pl.DataFrame) -> pl.DataFrame:
    """One row of those that tell the same of a step; what only one of them tells, as the head's row, is told by all."""
    step = ["household_id", "record_id"]
    content = [name for name in steps.columns if name not in (*step, "source_row")]
    filled = steps.with_columns(
        pl.coalesce(name, pl.col(name).drop_nulls().first().over(step)).alias(name) for name in content
    )
    return filled.unique([*step, *content], keep="first", maintain_order=True)


def monitoring_member(rows: pl.DataFrame, known_date: date) -> Landed:
    """The steps, told once for each person, and the people themselves when the sheet describes them."""
    landed = monitoring_roster(rows, known_date)
    if rows.select(pl.any_horizontal(pl.col("health", "labour").is_not_null()).any()).item():
        landed.update(members(rows, known_date, year_ends=COLLECTION_YEAR_ENDS, source="national"))
    return landed


def support(rows: pl.DataFrame, known_date: date) -> Landed:
    """A measure is its kind and first day, whichever department tells of it."""
    del known_date
    return {
        "support": pick(
            rows,
            "kind",
            "amount_yuan",
            "started_on",
            "ended_on",
            event_date=pl.col("started_on"),
            record_id=identity(pl.col("kind"), pl.col("started_on")),
        )
    }


def visit_result(rows: pl.DataFrame, known_date: date) -> Landed:
    del known_date
    return {
        "visits": pick(
            rows,
            "event_date",
            "outcome",
            "lead_source",
            "risk_type",
            record_id=identity("visit", pl.col("event_date"), pl.col("lead_source")),
        )
    }


LANDINGS: dict[str, Landing] = {
    "monitoring_roster": monitoring_roster,
    "monitoring_member": monitoring_member,
    "civil_relief": support,
    "support_measure": support,
    "visit_result": visit_result,
}
