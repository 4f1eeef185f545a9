"""家庭成员 | Who is listed in a household, and how they are related to its head."""

from __future__ import annotations

from functools import partial

import polars as pl

from features.checks.registry import OWN_ARITHMETIC, check
from features.checks.wording import Kind, Severity, Subject, Theme

contradiction = partial(check, Subject.HOUSEHOLD, Theme.MEMBERS, Kind.CONTRADICTION, Severity.MUST_CORRECT)
listed_contradiction = partial(check, Subject.LISTED, Theme.MEMBERS, Kind.CONTRADICTION, Severity.MUST_CORRECT)

RELATION = pl.col("relation")
BORN = pl.col("birth_month")
HEAD_BORN = pl.col("head_birth_month")
CHECK_BOTH = "核对双方出生日期、性别和与户主关系 | Check both people's birth, sex and relation to the head."


@contradiction(
    place="listing_place",
    distorts=("head_age", "head_schooling"),
    value=pl.col("heads"),
    unit="人",
    threshold=pl.lit(1.0),
    fix="在名册中指定户主 | Name the head of household on the roster.",
)
def no_head() -> pl.Expr:
    """名册中没有户主 | The listing names no head of household"""
    return (pl.col("heads") == 0) & ~pl.col("a_relation_is_unknown")


@contradiction(
    place="head_place",
    distorts=("head_age", "head_schooling"),
    value=pl.col("heads"),
    unit="人",
    threshold=pl.lit(1.0),
    fix="只保留一名户主，更正其他成员与户主关系 | Keep one head; correct the others' relation.",
)
def two_heads() -> pl.Expr:
    """名册中有两名以上户主 | The listing names more than one head of household"""
    return pl.col("heads") > 1


@listed_contradiction(
    place="member_place",
    distorts=("husbands_away", "wives_at_home"),
    fix=CHECK_BOTH,
)
def head_and_spouse_same_sex() -> pl.Expr:
    """户主与配偶性别相同 | Head and spouse are listed with the same sex"""
    return (RELATION == "spouse") & (pl.col("sex") == pl.col("head_sex"))


@listed_contradiction(
    place="member_place",
    source=OWN_ARITHMETIC,
    distorts=("children", "head_age", "oldest_age"),
    fix=CHECK_BOTH,
)
def child_older_than_head() -> pl.Expr:
    """子女或孙子女年长于户主 | A child or grandchild was born before the head"""
    return RELATION.is_in(["child", "grandchild"]) & (BORN < HEAD_BORN)


@listed_contradiction(
    place="member_place",
    source=OWN_ARITHMETIC,
    distorts=("elders", "head_age"),
    fix=CHECK_BOTH,
)
def parent_younger_than_head() -> pl.Expr:
    """父母或祖父母年轻于户主 | A parent or grandparent was born after the head"""
    return RELATION.is_in(["parent", "grandparent"]) & (BORN > HEAD_BORN)


@listed_contradiction(
    place="member_place",
    source="公安人口变动与名册比对 | The police's register of deaths against the roster",
    distorts=("persons", "deaths_12m"),
    fix="核实后从名册中自然减少该成员 | Verify, then take the person off the roster.",
)
def dead_still_listed() -> pl.Expr:
    """已登记死亡的成员仍在名册 | Known to have died, yet on a listing described after the death"""
    return pl.col("died_on") < pl.col("listed_on")


@contradiction(
    place="description_place",
    source=OWN_ARITHMETIC,
    distorts=("persons", "net_income_per_person"),
    value=pl.col("household_size"),
    unit="人",
    threshold=pl.col("listed_that_day"),
    fix="核对家庭人口数与成员名册，补录或减少成员 | Check the number of people against the members' sheet.",
)
def household_size_differs() -> pl.Expr:
    """家庭人口数与成员名册人数不符 | The number of people differs from the members listed for the same day"""
    return pl.col("household_size") != pl.col("listed_that_day")


@check(
    Subject.ACROSS,
    Theme.MEMBERS,
    Kind.CONTRADICTION,
    Severity.MUST_CORRECT,
    place="member_place",
    distorts=("persons", "net_income_per_person"),
    value=pl.col("households_listing"),
    unit="户",
    threshold=pl.lit(1.0),
    fix="核实此人现属哪一户，从另一户名册中减少 | Find out where the person lives; take the person off the other roster.",
)
def same_person_in_two_households() -> pl.Expr:
    """同一人同时在两户名册 | The same person is on the listings of two households that describe the same day"""
    return pl.col("households_listing") > 1
