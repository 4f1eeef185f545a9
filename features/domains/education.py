"""教育 | Students, what schooling costs after aid, and who stopped.

Sent by: education, each term, drop-outs monthly. Misses: students in other counties' schools.
"""

from __future__ import annotations

import polars as pl

from features.language import Measure, count, in_last, ratio, total, value_of
from features.registry import feature
from features.views import COMBINED, EDUCATION
from features.vocabulary import RiskType

STAGE = pl.col("stage")
ENROLLED = pl.col("status") == "enrolled"
PAID_STAGE = STAGE.is_in(["senior", "vocational", "college"])


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def students_after_compulsory() -> Measure:
    """高中及以上在学人数 | Members enrolled beyond compulsory schooling in the last 12 months."""
    return count(of=ENROLLED & PAID_STAGE, over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def college_students() -> Measure:
    """大专及以上在学人数 | Members enrolled in college in the last 12 months."""
    return count(of=ENROLLED & (STAGE == "college"), over=in_last(months=12))


@feature(EDUCATION, unit="yuan", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def education_cost_year() -> Measure:
    """非义务教育学年费用 | Yearly cost of schooling beyond the compulsory stages, before aid."""
    return total("cost_yuan", of=ENROLLED & PAID_STAGE, over=in_last(months=12))


@feature(EDUCATION, unit="yuan", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="either")
def education_aid_year() -> Measure:
    """非义务教育学年资助金额 | Education aid of the year beyond the compulsory stages."""
    return total("aid_yuan", of=ENROLLED & PAID_STAGE, over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def dropped_out() -> Measure:
    """疑似辍学人数 | Members last reported as suspected drop-outs, in the last 12 months."""
    return count(of=pl.col("status") == "dropped_out", over=in_last(months=12))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def education_cost_to_income() -> pl.Expr:
    """非义务教育费用占年收入之比 | Schooling cost beyond the compulsory stages over recorded yearly net income."""
    return ratio(value_of("education_cost_year"), value_of("net_income_year"))
