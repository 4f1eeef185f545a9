"""Facts about one person: bills, diagnoses, disability cards, work, accidents, schooling."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.intake.landing.shared import PERSON, Landed, Landing, identity, pick
from features.vocabulary import DiseaseClass, IllnessSetting

EVENT_DATE = pl.col("event_date")


def medical_settlement(rows: pl.DataFrame, known_date: date) -> Landed:
    """A settled bill. Without a serial number, person, day, kind and amount make the fact.

    The insurance marks the special classes of disease only, so a bill without a class is an ordinary one.
    """
    del known_date
    unnumbered = identity("bill", EVENT_DATE, pl.col("setting"), pl.col("total_yuan"), PERSON)
    serial = pl.col("serial")
    return {
        "illness": pick(
            rows,
            "person_id",
            "event_date",
            "setting",
            "total_yuan",
            "basic_yuan",
            "major_yuan",
            "aid_yuan",
            "top_up_yuan",
            "self_paid_yuan",
            record_id=pl.when(serial.is_not_null()).then(identity("bill", serial)).otherwise(unnumbered),
            disease_class=pl.col("disease_class").fill_null(DiseaseClass.ORDINARY.value),
        )
    }


def health_diagnosis(rows: pl.DataFrame, known_date: date) -> Landed:
    del known_date
    return {
        "illness": pick(
            rows,
            "person_id",
            "event_date",
            "disease_class",
            record_id=identity("diagnosis", pl.col("disease_class"), EVENT_DATE, PERSON),
            setting=pl.lit(IllnessSetting.DIAGNOSIS.value),
        )
    }


def disability_card(rows: pl.DataFrame, known_date: date) -> Landed:
    """Category and grade are the last two digits of the card's number."""
    del known_date
    return {
        "disability": pick(
            rows,
            "person_id",
            "event_date",
            "category",
            "grade",
            "living_subsidy",
            "nursing_subsidy",
            record_id=identity("card", EVENT_DATE, PERSON),
        )
    }


def employment_spell(rows: pl.DataFrame, known_date: date) -> Landed:
    """A spell is its person and first day; its end arrives later as a new version of the same fact."""
    del known_date
    return {
        "employment": pick(
            rows,
            "person_id",
            "started_on",
            "ended_on",
            "place_tier",
            "channel",
            "monthly_wage_yuan",
            event_date=pl.col("started_on"),
            record_id=identity("spell", pl.col("started_on"), PERSON),
        )
    }


def police_accident(rows: pl.DataFrame, known_date: date) -> Landed:
    del known_date
    return {
        "shocks": pick(
            rows,
            "event_date",
            "kind",
            "harm",
            "loss_yuan",
            record_id=identity(pl.col("kind"), EVENT_DATE, PERSON),
        )
    }


def education_enrolment(rows: pl.DataFrame, known_date: date) -> Landed:
    """A term's enrolment; a list without a day of registration speaks of the day of its delivery."""
    event_date = EVENT_DATE.fill_null(pl.lit(known_date))
    return {
        "education": pick(
            rows,
            "person_id",
            "stage",
            "status",
            "cost_yuan",
            "aid_yuan",
            event_date=event_date,
            record_id=identity("enrolment", event_date, PERSON),
        )
    }


LANDINGS: dict[str, Landing] = {
    "medical_settlement": medical_settlement,
    "health_diagnosis": health_diagnosis,
    "disability_card": disability_card,
    "employment_spell": employment_spell,
    "police_accident": police_accident,
    "education_enrolment": education_enrolment,
}
