"""People of the Argentine panel as rows of `members` and `education`.

The panel describes a person anew at each visit. A person of an earlier visit is the one of the as-of visit when line
number and sex agree and the age is plausible; otherwise the line number was given to somebody else.
"""

from __future__ import annotations

import polars as pl

from benchmarks.panels.eph_visits import last_day

WORKING_AGE = (16, 64)
"""Ages at which keeping house, living on rent or "other" does not by itself say that a person can't work."""

SCHOOL_AGE_SENIOR = 15
"""The panel has one secondary level; from this age on a pupil of it counts as senior secondary."""

RELATIONS = {
    1: "head",
    2: "spouse",
    3: "child",
    4: "child_in_law",
    5: "grandchild",
    6: "parent",
    7: "other",
    8: "sibling",
    9: "other",
    10: "other",
}
COMPLETED = {1: "primary", 2: "primary", 3: "junior", 4: "senior", 5: "senior", 6: "college", 7: "none"}
EMPLOYED, UNEMPLOYED = 1, 2
RETIRED, STUDENT, DISABLED = 1, 3, 6
NO_HEALTH_COVER = 4
NOT_ANSWERED = (0, 9)


def people_at_visits(visits: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """Every person of every visit that tells about a household.

    Args:
        visits: a `known_visits` frame.
        persons: the panel's persons.

    Returns:
        The persons' columns with `household_id`, `as_of_t`, `person_id`.
    """
    rows = visits.join(persons, on=["hid", "t"])
    on_the_day = rows.filter(pl.col("t") == pl.col("as_of_t")).select(
        "household_id", "line_no", pl.col("sex").alias("sex_then"), pl.col("age").alias("age_then")
    )
    rows = rows.join(on_the_day, on=["household_id", "line_no"], how="left")
    grown = pl.col("age_then").cast(pl.Int32) - pl.col("age").cast(pl.Int32)
    years = (pl.col("as_of_t") - pl.col("t")) / 4
    # People round their age and birthdays fall between visits: one year less to two more than the time that passed.
    same_person = ((pl.col("sex") == pl.col("sex_then")) & grown.is_between(years - 1, years + 2)).fill_null(
        value=False
    )
    return rows.with_columns(
        pl.when(same_person)
        .then(pl.format("{}-{}", "household_id", "line_no"))
        .otherwise(pl.format("{}-{}-{}", "household_id", "line_no", "t"))
        .alias("person_id")
    ).drop("sex_then", "age_then")


def members(people: pl.DataFrame) -> pl.DataFrame:
    """Rows of `members`: each visit is a listing of the whole household."""
    age = pl.col("age").clip(lower_bound=0).cast(pl.Int32)
    return people.select(
        "household_id",
        pl.format("member:{}:{}", "person_id", "t").alias("record_id"),
        last_day().alias("event_date"),
        last_day().alias("known_date"),
        "person_id",
        pl.lit("full").alias("listing"),
        # Half a year past the last birthday: the age on the day of the visit is the stated one.
        pl.date((pl.col("t").cast(pl.Int32) // 4) - age, (pl.col("t").cast(pl.Int32) % 4) * 3 + 3, 1)
        .dt.offset_by("-6mo")
        .alias("birth_month"),
        pl.col("sex").replace_strict({1: "male", 2: "female"}, default=None, return_dtype=pl.String).alias("sex"),
        pl.col("relation").replace_strict(RELATIONS, default=None, return_dtype=pl.String).alias("relation"),
        labour().alias("labour"),
        school_stage().alias("student"),
        schooling().alias("schooling"),
        pl.when(pl.col("inactive_reason") == DISABLED).then(pl.lit(value=True)).alias("disabled"),
        pl.when(~pl.col("health_cover").is_in(NOT_ANSWERED))
        .then(pl.col("health_cover") != NO_HEALTH_COVER)
        .alias("insured"),
        pl.col("pension_contrib")
        .replace_strict({1: True, 2: False}, default=None, return_dtype=pl.Boolean)
        .alias("pension_insured"),
    )


def labour() -> pl.Expr:
    """Ability to work by activity: who works or looks for work has it, who is inactive by the stated reason and age."""
    of_working_age = pl.col("age").is_between(*WORKING_AGE)
    return (
        pl.when(pl.col("activity").is_in([EMPLOYED, UNEMPLOYED]))
        .then(pl.lit("ordinary"))
        .when(pl.col("activity") == 0)
        .then(pl.lit(None, dtype=pl.String))
        .when(pl.col("inactive_reason") == DISABLED)
        .then(pl.lit("lost"))
        .when(of_working_age & ~pl.col("inactive_reason").is_in([RETIRED, STUDENT]))
        .then(pl.lit("ordinary"))
        .otherwise(pl.lit("none"))
    )


def school_stage() -> pl.Expr:
    """The stage that a person attends, by the level reached so far; null when not answered."""
    level, age = pl.col("educ_level"), pl.col("age")
    attending = (
        pl.when(level.is_in([4, 5, 6]))
        .then(pl.lit("college"))
        .when(level.is_in([2, 3]))
        .then(pl.when(age >= SCHOOL_AGE_SENIOR).then(pl.lit("senior")).otherwise(pl.lit("junior")))
        .when((level == 7) & (age < 6))
        .then(pl.lit("preschool"))
        .otherwise(pl.lit("primary"))
    )
    return (
        pl.when(pl.col("attends_school") == 1)
        .then(attending)
        .when(pl.col("attends_school").is_in([2, 3]))
        .then(pl.lit("not"))
    )


def schooling() -> pl.Expr:
    """The level completed by a person of ten and over who no longer attends; an unfinished secondary one counts as junior."""
    level = pl.col("educ_level").replace_strict(COMPLETED, default=None, return_dtype=pl.String)
    return pl.when(pl.col("attends_school").is_in([2, 3]) & (pl.col("age") >= 10)).then(level)


def education(people: pl.DataFrame) -> pl.DataFrame:
    """Rows of `education`: who attends school at the as-of visit. Whether an earlier enrolment ended is not told."""
    attending = people.filter(pl.col("t") == pl.col("as_of_t"), pl.col("attends_school") == 1)
    return attending.select(
        "household_id",
        pl.format("school:{}:{}", "person_id", "t").alias("record_id"),
        last_day().alias("event_date"),
        last_day().alias("known_date"),
        "person_id",
        school_stage().alias("stage"),
        pl.lit("enrolled").alias("status"),
    )
