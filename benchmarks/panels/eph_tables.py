"""The Argentine panel as record tables: the mapping, column by column. What is arguable in it stands in README.md."""

from __future__ import annotations

import polars as pl

from benchmarks.panels.eph_people import education, members, people_at_visits
from benchmarks.panels.eph_visits import YEAR, Panel, first_day, followed, known_visits, last_day
from benchmarks.panels.eph_work import employment

MONTHS_OF_A_YEAR = 12
QUARTER_MONTHS = 3


def record_tables(panel: Panel, line: float) -> dict[str, pl.DataFrame]:
    """The record tables of all followed households.

    Money is told in parts of the poverty line, never in pesos: the household's own line of that quarter, divided by
    its members, is worth `line` units a year. So a household's income over `line` per person is the panel's own ratio
    of income to line.

    Args:
        panel: the panel's tables.
        line: what the policy folder calls the monitoring line, per person and year.

    Returns:
        Frames by table name in the documented schema.
    """
    households = followed(panel.pairs)
    visits = known_visits(households, panel.pairs)
    answers = visits.join(panel.households, on=["hid", "t"]).with_columns(
        (pl.col("members") * line / (MONTHS_OF_A_YEAR * pl.col("line").cast(pl.Float64))).alias("per_peso")
    )
    people = people_at_visits(visits, panel.persons)
    tables = {
        "households": _households(answers),
        "members": members(people),
        "income": _income(answers),
        "employment": employment(people, visits, answers.select("household_id", "t", "per_peso")),
        "education": education(people),
        "water": _water(answers),
        "support": _support(answers),
        "monitoring": _monitoring(households),
    }
    return {name: rows.with_columns(_delivery().alias("delivery_id")) for name, rows in tables.items()}


def _delivery() -> pl.Expr:
    """Each quarter is one delivery."""
    return pl.format("eph-{}-{}", pl.col("known_date").dt.year(), pl.col("known_date").dt.quarter())


def _dated(record: str) -> list[pl.Expr]:
    """What every row of a visit carries; a visit is known when its quarter is over."""
    return [
        pl.col("household_id"),
        pl.format(record + ":{}", "t").alias("record_id"),
        last_day().alias("event_date"),
        last_day().alias("known_date"),
    ]


def _households(answers: pl.DataFrame) -> pl.DataFrame:
    """Described at the as-of visit only: that puts a household in scope in that quarter and in no earlier one."""
    return answers.filter(pl.col("t") == pl.col("as_of_t")).select(
        *_dated("household"),
        # Region and city stand where province and prefecture stand; the panel tells nothing below a city.
        (
            pl.col("region").cast(pl.String).str.zfill(2)
            + pl.col("agglomerate").cast(pl.String).str.zfill(2)
            + pl.lit("00000000")
        ).alias("region_code"),
        pl.lit("general").alias("household_type"),
        pl.col("members").cast(pl.Float64).alias("household_size"),
    )


def _income(answers: pl.DataFrame) -> pl.DataFrame:
    """Income of visits that answered it, by source; of the others there is no row, which is not the same as zero."""
    pension, aid = pl.col("pension_income"), pl.col("social_aid_income")
    wages = pl.col("wage_income") + pl.col("other_jobs_income")
    itemised = wages + pl.col("business_income") + pl.col("property_income") + pl.col("transfer_income")
    # The total holds the half-yearly bonus of employees and pensioners, which no source does.
    bonus = pl.col("itf") - itemised
    bonus_is_wage = wages > 0
    bonus_is_pension = (wages <= 0) & (pension > 0)
    sources = {
        "wage": wages + pl.when(bonus_is_wage).then(bonus).otherwise(0),
        "business": pl.col("business_income"),
        "property": pl.col("property_income"),
        "transfer_pension": pension + pl.when(bonus_is_pension).then(bonus).otherwise(0),
        "transfer_dibao": aid,
        "transfer_other": pl.col("transfer_income")
        - pension
        - aid
        + pl.when(bonus_is_wage | bonus_is_pension).then(0).otherwise(bonus),
    }
    return (
        answers.filter("income_ok")
        .with_columns(
            (pesos.cast(pl.Float64) * pl.col("per_peso") * QUARTER_MONTHS).alias(f"source.{name}")
            for name, pesos in sources.items()
        )
        .unpivot(
            on=[f"source.{name}" for name in sources],
            index=["household_id", "t"],
            variable_name="category",
            value_name="amount_yuan",
        )
        .with_columns(pl.col("category").str.strip_prefix("source."))
        .select(
            *_dated("income"),
            "category",
            "amount_yuan",
            pl.lit(float(QUARTER_MONTHS)).alias("period_months"),
            pl.lit("survey").alias("caliber"),
        )
        .with_columns(pl.format("{}:{}", "record_id", "category").alias("record_id"))
    )


def _water(answers: pl.DataFrame) -> pl.DataFrame:
    """Safe is water of the public network, piped into the dwelling or onto its plot."""
    answered = pl.col("water_in").is_in([1, 2, 3]) & pl.col("water_src").is_in([1, 2, 3, 4])
    return answers.filter(answered).select(
        *_dated("water"), (pl.col("water_in").is_in([1, 2]) & (pl.col("water_src") == 1)).alias("safe")
    )


def _support(answers: pl.DataFrame) -> pl.DataFrame:
    """Aid of the last three months, as the as-of visit tells it: money by `dibao`, goods by `temporary_relief`."""
    on_the_day = answers.filter(pl.col("t") == pl.col("as_of_t"))
    kinds = {"dibao": "got_cash_aid", "temporary_relief": "got_goods_govt"}
    return pl.concat(
        on_the_day.filter(pl.col(column) == 1).select(
            *_dated(f"support:{kind}"),
            pl.lit(kind).alias("kind"),
            first_day().alias("started_on"),
        )
        for kind, column in kinds.items()
    )


def _monitoring(households: pl.DataFrame) -> pl.DataFrame:
    """Poor when seen again a year later: identified on the last day of that quarter, known the same day."""
    return (
        households.filter("poor_next")
        .with_columns((pl.col("as_of_t") + YEAR).alias("t"))
        .select(*_dated("identified"), pl.lit("identified").alias("step"))
    )
