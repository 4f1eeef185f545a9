"""住房 | The dwelling's grade, what is open, and whether it was damaged.

Sent by: housing (inspections, monthly), rural affairs and townships (yearly sheet). Do not conclude: that an old inspection
still holds.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, any_of, in_last, latest, months_since
from features.records.gate import AS_OF
from features.registry import feature
from features.views import HOUSEHOLD, HOUSING
from features.vocabulary import RiskType

UNSAFE = pl.col("grade").is_in(["C", "D"])
OPEN = pl.col("remedied_on").is_null() | (pl.col("remedied_on") > AS_OF)


@feature(HOUSING, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def unsafe_dwelling() -> Measure:
    """住房为C级或D级且未整改 | The dwelling's last grade is C or D and it is not remedied."""
    return latest((UNSAFE & OPEN).cast(pl.Float64), of=pl.col("grade").is_not_null())


@feature(HOUSING, unit="months", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="either")
def months_since_unsafe() -> Measure:
    """距最近一次鉴定为C级或D级的月数 | Months since the dwelling was last graded C or D."""
    return months_since(of=UNSAFE)


@feature(HOUSING, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def dwelling_damaged_12m() -> Measure:
    """近12个月住房因灾受损 | The dwelling was damaged by a disaster in the last 12 months."""
    return any_of(pl.col("disaster_damage"), over=in_last(months=12))


@feature(HOUSEHOLD, unit="square metres", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="falls")
def dwelling() -> Measure:
    """住房面积 | Floor area of the dwelling."""
    return latest("dwelling_m2")
