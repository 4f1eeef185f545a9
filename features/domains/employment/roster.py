"""Work as the rosters tell it, once a year."""

from __future__ import annotations

import polars as pl

from features.language import Measure, count, total
from features.language.views import MEMBERS
from features.registry import feature
from features.vocabulary import RiskType

WORK_MONTHS = pl.col("work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def roster_workers() -> Measure:
    """名册登记务工人数 | Members who worked away in the year of the last roster."""
    return count(of=WORK_MONTHS > 0, stated="work_months")


@feature(MEMBERS, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def roster_work_months() -> Measure:
    """名册登记务工总月数 | Months worked away by all members in the year of the last roster."""
    return total("work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def workers_outside_province() -> Measure:
    """名册登记省外务工人数 | Members who worked outside the province in the year of the last roster."""
    return count(of=(pl.col("work_place") == "outside") & (WORK_MONTHS > 0), stated="work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def weak_labour_workers() -> Measure:
    """名册登记务工的弱劳动力或半劳动力人数 | Members with weak or half labour who worked in the year of the last roster."""
    return count(of=(pl.col("labour") == "weak") & (WORK_MONTHS > 0), stated="work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def wants_work_without_any() -> Measure:
    """有就业意愿但未务工人数 | Members who want work and had none in the year of the last roster."""
    return count(of=pl.col("wants_work") & (WORK_MONTHS == 0), stated="wants_work")
