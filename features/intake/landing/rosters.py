"""Rosters: who lives where, and what the household is like. Registered ones in the national sheets, others in the
county's own; births, deaths and moves from the police.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import polars as pl

from features.intake.landing.shared import (
    HEALTH_FLAGS,
    PERSON,
    Landed,
    Landing,
    described_day,
    either,
    identity,
    pick,
    year_identity,
)
from features.vocabulary import LEFT_THE_COUNTY_S_HOUSEHOLDS, Caliber, IncomeCategory, Insurance, Listing

COLLECTION_YEAR_ENDS = (9, 30)
"""The national collection year runs from 1 October to 30 September."""

CALENDAR_YEAR_ENDS = (12, 31)

BIRTH_MONTH = pl.col("birth_date").dt.truncate("1mo")


def households(rows: pl.DataFrame, known_date: date, *, year_ends: tuple[int, int], source: str) -> Landed:
    """One description, the year's income by category, and what the sheet says of dwelling and water."""
    event_date = described_day(known_date, *year_ends)
    year = year_identity(known_date)
    described = ("household_size", "land_mu", "forest_mu", "dwelling_m2", "road_km", "stated_net_income_yuan")
    flags = ("in_cooperative", "led_by_enterprise")
    present = [name for name in (*described, *flags) if name in rows.columns]
    categories = [category.value for category in IncomeCategory if category.value in rows.columns]
    income = (
        rows.with_columns(event_date, year.alias("_year"))
        .unpivot(
            categories,
            index=["household_id", "source_row", "event_date", "_year"],
            variable_name="category",
            value_name="amount_yuan",
        )
        .filter(pl.col("amount_yuan").is_not_null())
    )
    grade = pl.col("housing_grade").str.to_uppercase().str.extract("([ABCD])")
    return {
        "households": pick(
            rows,
            "region_code",
            "household_type",
            *present,
            event_date=event_date,
            record_id=identity(source, year),
        ),
        "income": pick(
            income,
            "event_date",
            "category",
            "amount_yuan",
            record_id=identity(source, pl.col("_year"), pl.col("category")),
            period_months=pl.lit(12.0),
            caliber=pl.lit(Caliber.NATIONAL.value),
        ),
        "housing": pick(
            rows, event_date=event_date, record_id=identity(source, year), grade=grade
        ).filter(pl.col("grade").is_not_null()),
        "water": pick(
            rows, event_date=event_date, record_id=identity(source, year), safe=pl.col("water_safe")
        ).filter(pl.col("safe").is_not_null()),
    }  # fmt: skip


OPTIONAL_COLUMNS = ("public_post_months", "on_dibao", "on_tekun", "wants_work")
"""Columns of `members` that one roster has and another has not."""


def members(rows: pl.DataFrame, known_date: date, *, year_ends: tuple[int, int], source: str) -> Landed:
    """The whole household as listed on the last day of the year described."""
    # A cell without a known word says nothing about health; any known one says what the others are not.
    flags = {column: pl.col("health").list.contains(word) for column, word in HEALTH_FLAGS.items()}
    insured = [name for name in ("insured_resident", "insured_worker") if name in rows.columns]
    pension = [name for name in ("pension_resident", "pension_worker") if name in rows.columns]
    plain = [
        "person_id",
        "id_check",
        "sex",
        "relation",
        "labour",
        "student",
        "schooling",
        "work_months",
        "work_place",
        *(name for name in OPTIONAL_COLUMNS if name in rows.columns),
    ]
    return {
        "members": pick(
            rows,
            *plain,
            **flags,
            birth_month=BIRTH_MONTH,
            event_date=described_day(known_date, *year_ends),
            record_id=identity(source, year_identity(known_date), PERSON),
            listing=pl.lit(Listing.FULL.value),
            insured=either(*insured),
            medical_insurance=kind_of_insurance(rows, "insured"),
            pension_insured=either(*pension),
            pension_insurance=kind_of_insurance(rows, "pension"),
        )
    }


def population_changes(rows: pl.DataFrame, known_date: date) -> Landed:
    """Births, marriages, deaths and moves, each one person's change."""
    del known_date
    left = pl.col("change_kind").is_in([reason.value for reason in LEFT_THE_COUNTY_S_HOUSEHOLDS])
    return {
        "members": pick(
            rows,
            "person_id",
            "sex",
            "relation",
            "event_date",
            birth_month=BIRTH_MONTH,
            record_id=identity(pl.col("change_kind"), pl.col("event_date"), PERSON),
            listing=pl.when(pl.col("change_kind").is_not_null()).then(pl.lit(Listing.CHANGE.value)),
            left_on=pl.when(left).then(pl.col("event_date")),
            left_reason=pl.when(left).then(pl.col("change_kind")),
        )
    }


def kind_of_insurance(rows: pl.DataFrame, insurance: str) -> pl.Expr:
    """Which of residents' and workers' insurance somebody has; none when no flag says yes and one says no."""
    resident, worker = (
        pl.col(name).fill_null(False) if name in rows.columns else pl.lit(False)
        for name in (f"{insurance}_resident", f"{insurance}_worker")
    )
    flag = either(*(name for name in (f"{insurance}_resident", f"{insurance}_worker") if name in rows.columns))
    return (
        pl.when(resident & worker)
        .then(pl.lit(Insurance.BOTH.value))
        .when(resident)
        .then(pl.lit(Insurance.RESIDENT.value))
        .when(worker)
        .then(pl.lit(Insurance.WORKER.value))
        .when(flag.is_not_null())
        .then(pl.lit(Insurance.NONE.value))
    )


LANDINGS: dict[str, Landing] = {
    "national_household": partial(households, year_ends=COLLECTION_YEAR_ENDS, source="national"),
    "national_member": partial(members, year_ends=COLLECTION_YEAR_ENDS, source="national"),
    "county_household": partial(households, year_ends=CALENDAR_YEAR_ENDS, source="county"),
    "county_member": partial(members, year_ends=CALENDAR_YEAR_ENDS, source="county"),
    "police_population": population_changes,
}
