"""What stood of each person day after day: of school age and not at school, dropped out, without medical insurance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from features.domains.education import ENROLLED, STATUS
from features.domains.members.described import AT_SCHOOL
from features.domains.members.who import AGE
from features.frame import known_rows_of
from features.language import COMPULSORY_AGES, Measure
from features.language.views import EDUCATION, MEMBERS
from features.ledgers.stood import BY, COUNTED, THERE, Days, days_of, ground
from features.ledgers.wording import Lack
from features.records.changes import days_of_change, ended_on
from features.records.gate import Records
from features.registry import features

PERSON = ["household_id", "person_id"]
HERE = ["row", "person_id"]
NEITHER = pl.lit(None, dtype=pl.Boolean)


def makes(name: str) -> pl.Expr:
    """Whether a row makes part of a feature's count: what the feature means by it, and no second meaning."""
    definition = features()[name].definition
    if not isinstance(definition, Measure):
        raise TypeError(f"{name} is made of no rows.")
    return definition.rows


def stood_of_people(records: Records, until: dt.date) -> Mapping[Lack, Days]:
    """Day after day up to one, of everybody of whom a lack was ever known."""
    versions = [records.versions["members"], records.versions["education"]]
    index = days_of_change(versions, until)
    numbered = index.with_row_index("row")
    rows = known_rows_of(records, index, [MEMBERS, EDUCATION])
    members, pupils = rows[MEMBERS], rows[EDUCATION]
    listed = members.select(
        *HERE,
        *ground(BY),
        pl.struct(
            absent=makes("school_age_not_at_school"),
            at_school=AT_SCHOOL,
            grown=AGE > COMPULSORY_AGES[1],
            uninsured=makes("uninsured_people"),
            insured=pl.col("insured"),
        ).alias("told"),
    ).unnest("told")
    schooled = pupils.select(
        *HERE,
        *ground(BY),
        pl.struct(dropped=makes("school_age_dropped_out"), enrolled=ENROLLED, finished=STATUS == "graduated").alias(
            "told"
        ),
    ).unnest("told")
    ended = {"members": ended_on(numbered, versions[0]), "education": ended_on(numbered, versions[1])}
    at_school = listed.filter("at_school").select(*HERE, *_renamed("right"))
    enrolled = schooled.filter(pl.col("enrolled") | pl.col("finished")).select(*HERE, *_renamed("confirmed"))
    insured = listed.filter("insured").select(*HERE, *_renamed("confirmed"))
    of_age = listed.select(*HERE, pl.col("grown").fill_null(value=False).alias("grown"))
    return {
        Lack.NOT_AT_SCHOOL: _days(
            numbered, listed.with_columns(lacks="absent"), of_age, ended["members"], at_school, enrolled
        ),
        Lack.DROPPED_OUT: _days(
            numbered, schooled.with_columns(lacks="dropped"), of_age, ended["education"], at_school, enrolled
        ),
        Lack.UNINSURED: _days(
            numbered,
            listed.with_columns(lacks="uninsured"),
            of_age.with_columns(grown=pl.lit(value=False)),
            ended["members"],
            None,
            insured,
        ),
    }


def _renamed(prefix: str) -> list[pl.Expr]:
    return [pl.col(f"{BY}_{name}").alias(f"{prefix}_{name}") for name in ("on", "delivery", "record")]


def _days(
    index: pl.DataFrame,
    words: pl.DataFrame,
    listed: pl.DataFrame,
    ended: pl.DataFrame,
    right: pl.DataFrame | None,
    confirmed: pl.DataFrame,
) -> Days:
    """The days of everybody of whom the lack was ever known, the days without a word about them included."""
    who = words.filter("lacks").join(index, on="row").select(*PERSON).unique()
    days = (
        who.join(index, on="household_id")
        .join(words.select(*HERE, "lacks", f"{BY}_on", f"{BY}_delivery", f"{BY}_record"), on=HERE, how="left")
        .join(listed.with_columns(listed=pl.lit(value=True)), on=HERE, how="left")
        .join(confirmed, on=HERE, how="left")
    )
    if right is not None:
        days = days.join(right, on=HERE, how="left")
    days = days.with_columns(
        # Of whom no list of members is there nobody can say that they left.
        pl.col("listed").fill_null(value=False).alias(THERE),
        (~pl.col("grown").fill_null(value=False)).alias(COUNTED),
    )
    return days_of(days, ended)
