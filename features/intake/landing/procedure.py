"""The official procedure and what it brings: monitoring, relief, support, visits."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.intake.cells import as_words
from features.intake.headers import catalogue
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

    The roster lists everybody every month; a step is its own date, so an old one told again is the same fact.
    A removal without its date stays untold: nobody knows when it was.
    """
    del known_date
    risks = as_words(pl.col("risk_types"), catalogue().words["risk_type"]).list.head(RISK_TYPES_AT_MOST)
    told = rows.with_columns(pl.when(risks.list.len() > 0).then(risks.list.join(";")).alias("risk_types"))
    steps = [
        pick(
            told.filter(pl.col(column).is_not_null()),
            "category",
            "risk_types",
            "household_type",
            event_date=pl.col(column),
            record_id=identity(step.value, pl.col(column)),
            step=pl.lit(step.value),
        )
        for step, column in STEP_DATES.items()
    ]
    return {"monitoring": pl.concat(steps)}


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
    "civil_relief": support,
    "support_measure": support,
    "visit_result": visit_result,
}
