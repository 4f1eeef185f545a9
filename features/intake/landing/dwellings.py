"""Facts about a household's place: disasters, failed projects, dwelling, water, relocation."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.intake.landing.shared import Landed, Landing, identity, pick
from features.vocabulary import RelocationKind, ShockKind

EVENT_DATE = pl.col("event_date")


def emergency_disaster(rows: pl.DataFrame, known_date: date) -> Landed:
    """A loss, and a note on the dwelling when it was damaged: its grade stays unknown until it is inspected."""
    del known_date
    return {
        "shocks": pick(
            rows, "event_date", "kind", "loss_yuan", record_id=identity(pl.col("kind"), EVENT_DATE)
        ),
        "housing": pick(
            rows.filter(pl.col("house_damaged")),
            "event_date",
            record_id=identity("disaster", EVENT_DATE),
            disaster_damage=pl.lit(True),
        ),
    }  # fmt: skip


def agriculture_failure(rows: pl.DataFrame, known_date: date) -> Landed:
    del known_date
    kind = ShockKind.BUSINESS_FAILURE.value
    return {
        "shocks": pick(rows, "event_date", "loss_yuan", record_id=identity(kind, EVENT_DATE), kind=pl.lit(kind)),
    }


def housing_inspection(rows: pl.DataFrame, known_date: date) -> Landed:
    """An inspection; the repair that closes it is a later version of the same fact."""
    del known_date
    return {
        "housing": pick(
            rows,
            "event_date",
            "remedied_on",
            "disaster_damage",
            "only_dwelling",
            "lived_in",
            record_id=identity("inspection", EVENT_DATE),
            grade=pl.col("grade").str.to_uppercase().str.extract("([ABCD])"),
        )
    }


def water_check(rows: pl.DataFrame, known_date: date) -> Landed:
    event_date = EVENT_DATE.fill_null(pl.lit(known_date))
    return {
        "water": pick(
            rows,
            "litres_per_day",
            "days_out",
            "fetch_minutes",
            "fetch_distance_m",
            "fetch_climb_m",
            "quality_ok",
            event_date=event_date,
            record_id=identity("check", event_date),
        )
    }


def relocation(rows: pl.DataFrame, known_date: date) -> Landed:
    """The move, told by every year's ledger alike, and the visit of the year with what it found.

    Debt and emptiness belong to the visit; without one they are told with the move, so as not to be lost.
    """
    del known_date
    visited = EVENT_DATE.is_not_null()
    moved = pick(
        rows,
        "settlement_id",
        "moved_on",
        event_date=pl.col("moved_on"),
        record_id=identity("moved", pl.col("moved_on")),
        kind=pl.lit(RelocationKind.MOVED.value),
        housing_debt_yuan=pl.when(~visited).then(pl.col("housing_debt_yuan")),
        empty_flat=pl.when(~visited).then(pl.col("empty_flat")),
    )
    follow_up = pick(
        rows.filter(visited),
        "settlement_id",
        "moved_on",
        "event_date",
        record_id=identity("follow_up", EVENT_DATE),
        kind=pl.lit(RelocationKind.FOLLOW_UP.value),
        housing_debt_yuan=pl.col("housing_debt_yuan"),
        empty_flat=pl.col("empty_flat"),
    )
    return {"relocation": pl.concat([moved, follow_up], how="diagonal")}


LANDINGS: dict[str, Landing] = {
    "emergency_disaster": emergency_disaster,
    "agriculture_failure": agriculture_failure,
    "housing_inspection": housing_inspection,
    "water_check": water_check,
    "relocation": relocation,
}
