"""务工与就学 | Who works and who learns, by the rosters, the register of work and the schools."""

from __future__ import annotations

from functools import partial

import polars as pl

from features.checks.registry import OWN_ARITHMETIC, SCREENING, check
from features.checks.wording import Kind, Severity, Subject, Theme
from features.language import COMPULSORY_AGES, policy

contradiction = partial(check, Subject.PERSON, Theme.WORK, Kind.CONTRADICTION, Severity.MUST_CORRECT)

AGE = pl.col("age")
AGE_WHEN_DESCRIBED = pl.col("age_when_described")
WORK_MONTHS = pl.col("work_months")
STUDENT = pl.col("student")
OLDEST = policy("check_public_post_oldest_age")


@contradiction(
    place="public_post_place",
    distorts=("people_in_public_posts",),
    value=AGE,
    unit="岁",
    threshold=OLDEST,
    fix="退出公益性岗位，或更正出生日期 | End the post, or correct the birth.",
)
def over_age_public_post() -> pl.Expr:
    """超龄人员在公益性岗位 | Older than the limit in a public-interest post"""
    listed = (pl.col("public_post_months") > 0) & (AGE_WHEN_DESCRIBED > OLDEST)
    return (pl.col("in_public_post") & (AGE > OLDEST)) | listed


@contradiction(
    place="member_place",
    distorts=("people_at_school", "roster_work_months", "people_working"),
    value=WORK_MONTHS,
    unit="个月",
    threshold=pl.lit(0.0),
    fix="核对在校生状况和务工时间 | Check schooling and months worked.",
)
def pupil_listed_as_worker() -> pl.Expr:
    """义务教育阶段在校生登记务工 | A pupil of primary or junior school is listed as a worker"""
    return STUDENT.is_in(["primary", "junior"]) & ((WORK_MONTHS > 0) | pl.col("worked_when_described"))


@check(
    Subject.PERSON,
    Theme.WORK,
    Kind.SITUATION,
    Severity.VERIFY,
    place="schooling_place",
    source=SCREENING,
    distorts=("school_age_not_at_school", "dropped_out"),
    value=AGE,
    unit="岁",
    threshold=pl.lit(COMPULSORY_AGES[1]),
    fix="会同学校劝返复学；身体原因不能入学的登记送教 | Bring the child back to school with the school's help, or record teaching at home.",
)
def school_age_not_at_school() -> pl.Expr:
    """义务教育年龄儿童未在校 | Of compulsory school age, by the last word not at school"""
    school_is_last = pl.col("school_told_on") >= pl.col("described_on")
    stopped = pl.col("school_status").is_in(["suspended", "dropped_out"])
    never_began = (STUDENT == "not") & AGE_WHEN_DESCRIBED.is_between(*COMPULSORY_AGES)
    absent = pl.when(school_is_last).then(stopped).otherwise(never_began)
    return AGE.is_between(*COMPULSORY_AGES) & absent


@contradiction(
    place="member_place",
    distorts=("workers_outside_province",),
    value=WORK_MONTHS,
    unit="个月",
    threshold=pl.lit(0.0),
    fix="补录务工所在地 | Enter the place of work.",
)
def work_months_without_place() -> pl.Expr:
    """有务工时间但无务工所在地 | Months of work without a place of work"""
    return (WORK_MONTHS > 0) & pl.col("work_place").is_null()


@contradiction(
    place="member_place",
    source=OWN_ARITHMETIC,
    distorts=("roster_work_months", "roster_workers"),
    fix="补录务工时间，未务工的清空务工所在地 | Enter the months worked, or clear the place.",
)
def place_without_work_months() -> pl.Expr:
    """有务工所在地但无务工时间 | A place of work without months of work"""
    return pl.col("work_place").is_not_null() & (WORK_MONTHS.fill_null(0.0) <= 0)
