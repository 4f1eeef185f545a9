"""易地搬迁 | Moves to a settlement: the debt they left, work after them, follow-up, and whether the flat is lived in.

Sent by: development and reform / resettlement, yearly with follow-up visits. Misses: households that moved by themselves.
Do not conclude: that a flat found empty once stands empty.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    any_of,
    before,
    count,
    day_in_last,
    in_last,
    latest,
    months_since,
    ratio,
    value_of,
)
from features.language.views import COMBINED, RELOCATION
from features.registry import feature
from features.vocabulary import RiskType

FOLLOW_UP = pl.col("kind") == "follow_up"


@feature(RELOCATION, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def relocated() -> Measure:
    """易地搬迁户 | Moved to a settlement."""
    return any_of(pl.col("moved_on") <= pl.col("as_of"))


@feature(RELOCATION, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def moved_12m() -> Measure:
    """近12个月搬迁入住 | Moved to the settlement in the last 12 months."""
    return any_of(day_in_last("moved_on", months=12))


@feature(RELOCATION, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def months_since_move() -> Measure:
    """搬迁入住月数 | Months since the move."""
    return months_since("moved_on", over=pl.col("moved_on") <= pl.col("as_of"))


@feature(RELOCATION, unit="count", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="either")
def follow_ups_12m() -> Measure:
    """近12个月后续帮扶走访次数 | Follow-up visits to the relocated household in the last 12 months."""
    return count(of=FOLLOW_UP, over=in_last(months=12))


@feature(RELOCATION, unit="months", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def months_since_follow_up() -> Measure:
    """距最近一次后续帮扶走访的月数 | Months since the last follow-up visit to the relocated household."""
    return months_since(of=FOLLOW_UP)


@feature(RELOCATION, unit="yes/no", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def empty_flat() -> Measure:
    """安置房空置 | The flat stood empty at the last follow-up."""
    return latest(pl.col("empty_flat").cast(pl.Float64))


@feature(RELOCATION, unit="yuan", when_no_rows=0, risk_type=RiskType.OTHER, risk_rises_when="rises")
def housing_debt() -> Measure:
    """搬迁户住房负债 | Debt of a relocated household for the dwelling by the last follow-up."""
    return latest("housing_debt_yuan")


@feature(RELOCATION, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="either")
def housing_debt_year_before() -> Measure:
    """搬迁户一年前住房负债 | Debt for the dwelling by the last word of a year ago."""
    return latest("housing_debt_yuan", over=before(months=12))


@feature(COMBINED, unit="yuan", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def housing_debt_rise() -> pl.Expr:
    """搬迁户住房负债比一年前增加 | By how much the debt for the dwelling rose against a year ago."""
    return value_of("housing_debt") - value_of("housing_debt_year_before")


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def debt_to_income() -> pl.Expr:
    """搬迁户住房负债与年收入之比 | Housing debt of a relocated household over recorded yearly net income."""
    return ratio(value_of("housing_debt"), value_of("net_income_year"))


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def relocated_without_work() -> pl.Expr:
    """搬迁户有劳动力但无人就业 | Relocated, members have labour, nobody has registered work."""
    return (value_of("relocated") > 0) & (value_of("zero_employment") > 0)


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def relocated_without_stable_work() -> pl.Expr:
    """搬迁户有劳动力但无一人稳定就业满6个月 | Relocated, members have labour, and nobody is in work that has lasted 6 months."""
    nobody_stable = (value_of("people_with_labour") > 0) & (value_of("people_in_stable_work") == 0)
    return (value_of("relocated") > 0) & nobody_stable


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def relocated_workers_per_labour() -> pl.Expr:
    """搬迁户在册务工人数与有劳动力人数之比 | Members of a relocated household with registered work, for each member with labour."""
    return pl.when(value_of("relocated") > 0).then(value_of("employed_share"))
