"""户情 | The household as its listing describes it: type, land, dwelling, links.

Sent by: rural affairs and townships, yearly. Do not conclude: that blanks mean none.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, latest
from features.registry import feature
from features.views import HOUSEHOLD
from features.vocabulary import RiskType


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def lifted_out() -> Measure:
    """脱贫户 | Was lifted out of poverty earlier."""
    return latest((pl.col("household_type") == "lifted_out").cast(pl.Float64))


@feature(HOUSEHOLD, unit="mu", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def land() -> Measure:
    """耕地面积 | Arable land."""
    return latest("land_mu")


@feature(HOUSEHOLD, unit="mu", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def orchard() -> Measure:
    """林果面积 | Orchard and forest land."""
    return latest("forest_mu")


@feature(HOUSEHOLD, unit="square metres", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="falls")
def dwelling() -> Measure:
    """住房面积 | Floor area of the dwelling."""
    return latest("dwelling_m2")


@feature(HOUSEHOLD, unit="km", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def distance_to_road() -> Measure:
    """与村主干路距离 | Distance to the village's main road."""
    return latest("road_km")


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def in_cooperative() -> Measure:
    """加入农民专业合作组织 | Member of a farmers' cooperative."""
    return latest(pl.col("in_cooperative").cast(pl.Float64))


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def led_by_enterprise() -> Measure:
    """有龙头企业带动 | Linked with a leading enterprise."""
    return latest(pl.col("led_by_enterprise").cast(pl.Float64))
