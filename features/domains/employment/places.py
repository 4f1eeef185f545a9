"""How far away the work is, and who came back."""

from __future__ import annotations

import polars as pl

from features.domains.employment.working import BEGUN
from features.language import Measure, ended_in_last, largest, people, underway, value_of
from features.language.views import COMBINED, EMPLOYMENT
from features.registry import feature
from features.vocabulary import PlaceTier, RiskType

PLACE = pl.col("place_tier")
AWAY = PLACE.is_in(["province", "outside"])
"""Outside the county: too far to come home at night."""
TIER = PLACE.replace_strict(
    {tier.value: float(order) for order, tier in enumerate(PlaceTier, start=1)}, default=None, return_dtype=pl.Float64
)


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_working_outside_province() -> Measure:
    """在册省外务工人数 | Members working outside the province."""
    return people(of=underway() & (PLACE == "outside"))


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_working_away() -> Measure:
    """在册县外务工人数 | Members working outside the county."""
    return people(of=AWAY & underway())


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_away_6m() -> Measure:
    """近6个月曾在县外务工人数 | Members who worked outside the county at some time in the last 6 months."""
    return people(of=AWAY & (underway() | ended_in_last(months=6)))


@feature(COMBINED, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def returned_migrants() -> pl.Expr:
    """近6个月结束县外务工返乡人数 | Members whose work outside the county ended in the last 6 months and who have none there now."""
    return value_of("people_away_6m") - value_of("people_working_away")


@feature(EMPLOYMENT, unit="grade", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def furthest_work() -> Measure:
    """最远务工地（1乡内、2县内、3省内、4省外） | How far away the furthest work underway is, from 1 inside the township to 4 outside the province."""
    return largest(TIER, of=underway(), over=BEGUN)


@feature(EMPLOYMENT, unit="grade", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def furthest_work_year_before() -> Measure:
    """一年前最远务工地（1乡内、2县内、3省内、4省外） | How far away the furthest work of a year ago was, from 1 to 4."""
    return largest(TIER, of=underway(months_ago=12), over=BEGUN)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def work_came_nearer() -> pl.Expr:
    """务工地比一年前近 | The furthest work underway is nearer than the furthest of a year ago."""
    return value_of("furthest_work") < value_of("furthest_work_year_before")
