"""户情 | The household as its listing describes it: land and links.

Sent by: rural affairs and townships, yearly. Do not conclude: that blanks mean none.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, latest
from features.registry import feature
from features.views import HOUSEHOLD
from features.vocabulary import RiskType


@feature(HOUSEHOLD, unit="mu", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def land() -> Measure:
    """耕地面积 | Arable land."""
    return latest("land_mu")


@feature(HOUSEHOLD, unit="mu", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def orchard() -> Measure:
    """林果面积 | Orchard and forest land."""
    return latest("forest_mu")


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def in_cooperative() -> Measure:
    """加入农民专业合作组织 | Member of a farmers' cooperative."""
    return latest(pl.col("in_cooperative").cast(pl.Float64))


@feature(HOUSEHOLD, unit="yes/no", when_no_rows=None, risk_type=RiskType.BUSINESS_FAILURE, risk_rises_when="falls")
def led_by_enterprise() -> Measure:
    """有龙头企业带动 | Linked with a leading enterprise."""
    return latest(pl.col("led_by_enterprise").cast(pl.Float64))
