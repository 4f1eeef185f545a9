"""易地搬迁 | Moves to a settlement, the debt they left, and whether the flat is lived in.

Sent by: development and reform / resettlement, yearly with follow-up visits. Misses: households that moved by themselves.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, any_of, latest, months_since, ratio, value_of
from features.registry import feature
from features.views import COMBINED, RELOCATION
from features.vocabulary import RiskType


@feature(RELOCATION, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def relocated() -> Measure:
    """易地搬迁户 | Moved to a settlement."""
    return any_of(pl.col("moved_on") <= pl.col("as_of"))


@feature(RELOCATION, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_move() -> Measure:
    """搬迁入住月数 | Months since the move."""
    return months_since("moved_on", over=pl.col("moved_on") <= pl.col("as_of"))


@feature(RELOCATION, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def housing_debt() -> Measure:
    """住房负债 | Debt for the dwelling by the last follow-up."""
    return latest("housing_debt_yuan")


@feature(RELOCATION, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def empty_flat() -> Measure:
    """安置房空置 | The flat stood empty at the last follow-up."""
    return latest(pl.col("empty_flat").cast(pl.Float64))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def debt_to_income() -> pl.Expr:
    """住房负债与年收入之比 | Housing debt over recorded yearly net income."""
    return ratio(value_of("housing_debt"), value_of("net_income_year"))


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def relocated_without_work() -> pl.Expr:
    """搬迁户有劳动力但无人就业 | Relocated, members have labour, nobody has registered work."""
    return (value_of("relocated") > 0) & (value_of("zero_employment") > 0)
