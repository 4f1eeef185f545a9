"""住房 | The dwelling's grade, whether the county counts it, how long it has waited, and damage by disasters.

Sent by: housing (inspections, monthly), emergency (damage), rural affairs and townships (yearly sheet). Do not conclude:
that an old inspection still holds.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    any_of,
    in_last,
    largest,
    latest,
    months_since,
    policy,
    ratio,
    value_of,
    whole_months,
)
from features.language.views import COMBINED, HOUSEHOLD, HOUSING
from features.records.gate import AS_OF, EVENT_DATE
from features.registry import feature
from features.vocabulary import RiskType

GRADED = pl.col("grade").is_not_null()
GRADE = pl.col("grade").replace_strict({"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0}, default=None, return_dtype=pl.Float64)
UNSAFE = pl.col("grade").is_in(["C", "D"])
"""C: part of the structure is dangerous; D: the whole is. So says the standard for dangerous houses itself."""
OPEN = pl.col("remedied_on").is_null() | (pl.col("remedied_on") > AS_OF)

OTHER_DWELLING = (value_of("has_other_dwelling") > 0).fill_null(value=False) & (
    policy("housing_counts_other_dwelling") == 0
)
NOBODY_LIVES_THERE = (value_of("dwelling_lived_in") == 0).fill_null(value=False) & (
    policy("housing_counts_empty_dwelling") == 0
)
LEFT_BY_A_MOVE = (
    (value_of("relocated") > 0)
    & (value_of("dwelling_lived_in") == 0).fill_null(value=True)
    & (policy("housing_counts_relocated") == 0)
)
"""What a county excludes. Not told: not excluded; but a relocated household lives in its flat unless somebody saw it in
the inspected dwelling."""


@feature(HOUSEHOLD, unit="square metres", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="falls")
def dwelling() -> Measure:
    """住房面积 | Floor area of the dwelling."""
    return latest("dwelling_m2")


@feature(COMBINED, unit="square metres", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="falls")
def dwelling_per_person() -> pl.Expr:
    """人均住房面积 | Floor area of the dwelling per person of the household as it is now."""
    return ratio(value_of("dwelling"), value_of("persons"))


@feature(HOUSING, unit="grade", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def dwelling_grade() -> Measure:
    """住房鉴定等级（A为1，D为4） | The grade of the dwelling at the last inspection that gives one, from 1 for A to 4 for D."""
    return latest(GRADE)


@feature(HOUSING, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="either")
def dwelling_open() -> Measure:
    """最近一次住房鉴定后未登记整改 | The dwelling has not been remedied since the last inspection that gives a grade."""
    return latest(OPEN.cast(pl.Float64), of=GRADED)


@feature(HOUSING, unit="months", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="either")
def months_since_inspection() -> Measure:
    """距最近一次住房鉴定的月数 | Months since the last inspection that gives a grade."""
    return months_since(of=GRADED)


@feature(HOUSING, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="falls")
def has_other_dwelling() -> Measure:
    """另有其他住房 | The household has another dwelling."""
    return latest((~pl.col("only_dwelling")).cast(pl.Float64))


@feature(HOUSING, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="either")
def dwelling_lived_in() -> Measure:
    """鉴定的住房有人居住 | The household lives in the inspected dwelling."""
    return latest(pl.col("lived_in").cast(pl.Float64))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def unsafe_dwelling() -> pl.Expr:
    """住房为危房且未整改 | The dwelling is graded worse than the worst safe grade, not remedied, and counted by the county."""
    hazard = value_of("dwelling_grade") > policy("housing_worst_safe_grade")
    return hazard & (value_of("dwelling_open") > 0) & ~(OTHER_DWELLING | NOBODY_LIVES_THERE | LEFT_BY_A_MOVE)


@feature(HOUSING, unit="months", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="either")
def months_since_unsafe() -> Measure:
    """距最近一次鉴定为C级或D级的月数 | Months since the dwelling was last graded C or D."""
    return months_since(of=UNSAFE)


@feature(HOUSING, unit="months", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def oldest_open_hazard() -> Measure:
    """最早一次C级或D级且未登记整改的鉴定距今月数 | Months since the oldest inspection with grade C or D that is not remedied."""
    return largest(whole_months(EVENT_DATE, AS_OF), of=UNSAFE & OPEN)


@feature(COMBINED, unit="months", when_no_rows=None, risk_type=RiskType.HOUSING, risk_rises_when="rises")
def months_unremedied() -> pl.Expr:
    """危房未整改月数 | Months for which the unsafe dwelling has waited to be remedied, 0 when it is safe."""
    unsafe = value_of("unsafe_dwelling")
    return pl.when(unsafe > 0).then(value_of("oldest_open_hazard")).when(unsafe == 0).then(0.0)


@feature(HOUSING, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def dwelling_damaged_12m() -> Measure:
    """近12个月住房因灾受损 | The dwelling was damaged by a disaster in the last 12 months."""
    return any_of(pl.col("disaster_damage"), over=in_last(months=12))


@feature(HOUSING, unit="yes/no", when_no_rows=0, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def damaged_not_inspected() -> Measure:
    """近12个月住房因灾受损后未再鉴定或整改 | The last word of 12 months about the dwelling is damage by a disaster, not remedied."""
    return latest((pl.col("disaster_damage").fill_null(value=False) & OPEN).cast(pl.Float64), over=in_last(months=12))
