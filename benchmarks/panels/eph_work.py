"""Work of the Argentine panel as spells of `employment`.

The panel tells at each visit who works, for what pay, and (of employees) since when, in classes. A spell begins on
the latest day that the class allows: what is certain, not what is likely. It has ended when a later visit of the same
household finds the person without work, in a newer job, or gone.
"""

from __future__ import annotations

import polars as pl

from benchmarks.panels.eph_people import EMPLOYED
from benchmarks.panels.eph_visits import first_day, last_day

AT_LEAST_MONTHS = {1: 0, 2: 1, 3: 3, 4: 6, 5: 12, 6: 60}
AT_MOST_MONTHS = {1: 1, 2: 3, 3: 6, 4: 12, 5: 60}
"""Bounds of the classes of `tenure`. Employers and the self-employed are not asked (class 0)."""

CHANNELS = {1: "self_employed", 2: "self_employed", 3: "market"}


def employment(people: pl.DataFrame, visits: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    """Rows of `employment`: one version per visit that saw the spell, and one that ends it.

    Args:
        people: a `people_at_visits` frame.
        visits: a `known_visits` frame.
        money: `household_id`, `t`, `per_peso`: a month's peso in the unit of the records.
    """
    spells = _spells(people, money)
    seen = spells.select(
        "household_id", "record_id", "t", "person_id", "started_on", pl.lit(None, pl.Date).alias("ended_on"), *_WORK
    )
    rows = pl.concat([seen, _endings(spells, people, visits)], how="vertical_relaxed")
    return rows.with_columns(last_day().alias("event_date"), last_day().alias("known_date")).drop("t")


_WORK = ("channel", "monthly_wage_yuan")


def _spells(people: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    """Each person at work at each visit, with the spell's `record_id` and its start by what was known then."""
    person = ["household_id", "person_id"]
    at_least = pl.col("tenure").replace_strict(AT_LEAST_MONTHS, default=None, return_dtype=pl.Int32)
    at_most = pl.col("tenure").replace_strict(AT_MOST_MONTHS, default=None, return_dtype=pl.Int32)
    months_between = 3 * (pl.col("t") - pl.col("t").shift(1).over(person)).cast(pl.Int32)
    return (
        people.filter(pl.col("activity") == EMPLOYED)
        .join(money, on=["household_id", "t"], how="left")
        .sort(*person, "t")
        .with_columns(
            # Not answered or not asked: at work in that quarter, no more is known.
            pl.min_horizontal(first_day(), last_day().dt.offset_by(pl.format("-{}mo", at_least))).alias("started_on"),
            pl.col("occ_category").replace_strict(CHANNELS, default=None, return_dtype=pl.String).alias("channel"),
            (pl.col("inc_main_job") * pl.col("per_peso")).alias("monthly_wage_yuan"),
            (at_most <= months_between).fill_null(value=False).cum_sum().over(person).alias("number"),
        )
        .with_columns(
            pl.format("job:{}:{}", "person_id", "number").alias("record_id"),
            pl.col("started_on").cum_min().over([*person, "number"]),
        )
    )


def _endings(spells: pl.DataFrame, people: pl.DataFrame, visits: pl.DataFrame) -> pl.DataFrame:
    """The versions that end a spell, known at the first later visit that does not find it."""
    after = visits.sort("household_id", "t").select(
        "household_id", "t", pl.col("t").shift(-1).over("household_id").alias("next_t")
    )
    # Whom a later visit did not interview may still be at work.
    unanswered = people.filter(pl.col("activity") == 0).select("household_id", "person_id", pl.col("t").alias("next_t"))
    found_again = spells.select("household_id", "record_id", pl.col("t").alias("next_t"))
    return (
        spells.join(after, on=["household_id", "t"])
        .filter(pl.col("next_t").is_not_null())
        .join(found_again, on=["household_id", "record_id", "next_t"], how="anti")
        .join(unanswered, on=["household_id", "person_id", "next_t"], how="anti")
        .select(
            "household_id",
            "record_id",
            pl.col("next_t").alias("t"),
            "person_id",
            "started_on",
            first_day("next_t").alias("ended_on"),
            *_WORK,
        )
    )
