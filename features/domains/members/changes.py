"""Who left the household lately, and how."""

from __future__ import annotations

import polars as pl

from features.language import Measure, any_of, day_in_last, months_since, people
from features.language.views import MEMBER_CHANGES
from features.records.gate import AS_OF
from features.registry import feature
from features.vocabulary import RiskType

LEFT_REASON = pl.col("left_reason")


@feature(MEMBER_CHANGES, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="rises")
def deaths_12m() -> Measure:
    """近12个月去世成员数 | Members who died in the last 12 months."""
    # The police and the next roster may both tell of one death.
    return people(of=pl.col("left_reason") == "died", over=day_in_last("left_on", months=12))


@feature(
    MEMBER_CHANGES, unit="persons", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either"
)
def moved_out_12m() -> Measure:
    """近12个月婚嫁或迁出成员数 | Members who married out or moved away in the last 12 months."""
    return people(of=LEFT_REASON.is_in(["married_out", "moved"]), over=day_in_last("left_on", months=12))


@feature(MEMBER_CHANGES, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def split_12m() -> Measure:
    """近12个月分户或并户 | A member went to another household by a split or a merger in the last 12 months."""
    return any_of(LEFT_REASON.is_in(["split", "merged"]), over=day_in_last("left_on", months=12))


@feature(MEMBER_CHANGES, unit="yes/no", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="either")
def somebody_left_12m() -> Measure:
    """近12个月有成员离开 | A member left in the last 12 months, by death, marriage or moving away."""
    return any_of(pl.col("left_on").is_not_null(), over=day_in_last("left_on", months=12))


@feature(MEMBER_CHANGES, unit="months", when_no_rows=None, risk_type=RiskType.LABOUR_SHORTAGE, risk_rises_when="falls")
def months_since_somebody_left() -> Measure:
    """距最近一次有成员离开的月数 | Months since a member last left, by death, marriage or moving away."""
    return months_since("left_on", over=pl.col("left_on") <= AS_OF)
