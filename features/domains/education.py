"""教育 | Students by stage, what schooling costs after aid, who stopped, and who left school without finding work.

Sent by: education, each term, drop-outs monthly. Misses: students in other counties' schools. Do not conclude: that a
child whom the register of schools does not know is not at school. Each term tells the cost of the whole school year, so
the last word about each student counts, not the sum of the terms.
"""

from __future__ import annotations

import polars as pl

from features.language import COMPULSORY_AGES, Measure, between_months, count, in_last, ratio, total, value_of
from features.language.views import COMBINED, EDUCATION, MEMBERS, SCHOOLING_A_YEAR_AGO
from features.registry import feature
from features.vocabulary import RiskType

STAGE = pl.col("stage")
STATUS = pl.col("status")
ENROLLED = STATUS == "enrolled"
COMPULSORY = STAGE.is_in(["primary", "junior"])
AFTER_COMPULSORY = STAGE.is_in(["senior", "vocational", "college"])
PAID_STAGE = STAGE.is_in(["preschool", "senior", "vocational", "college"])
"""Outside compulsory schooling: before it and after it."""

NET_COST = (pl.col("cost_yuan") - pl.col("aid_yuan")).clip(lower_bound=0)
"""Of one student: what is left of one student's aid does not pay for another."""

AGE = pl.col("age")
SCHOOL_AGE = AGE.is_between(*COMPULSORY_AGES)
NOT_AT_SCHOOL = pl.col("student") == "not"
YOUNG_ADULT = AGE.is_between(16, 24)


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def compulsory_students() -> Measure:
    """小学初中在学人数 | Members enrolled in primary or junior secondary school in the last 12 months."""
    return count(of=ENROLLED & COMPULSORY, over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def students_after_compulsory() -> Measure:
    """高中及以上在学人数 | Members enrolled beyond compulsory schooling in the last 12 months."""
    return count(of=ENROLLED & AFTER_COMPULSORY, over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def senior_students() -> Measure:
    """高中和中职在学人数 | Members enrolled in senior secondary or vocational school in the last 12 months."""
    return count(of=ENROLLED & STAGE.is_in(["senior", "vocational"]), over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def college_students() -> Measure:
    """大专及以上在学人数 | Members enrolled in college in the last 12 months."""
    return count(of=ENROLLED & (STAGE == "college"), over=in_last(months=12))


@feature(EDUCATION, unit="yuan", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def education_cost_year() -> Measure:
    """非义务教育学年费用 | Yearly cost of schooling outside the compulsory stages, before aid."""
    return total("cost_yuan", of=ENROLLED & PAID_STAGE, over=in_last(months=12))


@feature(EDUCATION, unit="yuan", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="either")
def education_aid_year() -> Measure:
    """非义务教育学年资助金额 | Education aid of the year outside the compulsory stages."""
    return total("aid_yuan", of=ENROLLED & PAID_STAGE, over=in_last(months=12))


@feature(EDUCATION, unit="yuan", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def education_net_cost_year() -> Measure:
    """资助后非义务教育学年费用 | Yearly cost of schooling outside the compulsory stages that aid leaves to pay."""
    return total(NET_COST, of=ENROLLED & PAID_STAGE, over=in_last(months=12))


@feature(SCHOOLING_A_YEAR_AGO, unit="yuan", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="either")
def education_cost_year_before() -> Measure:
    """上一年非义务教育学年费用 | Yearly cost of schooling outside the compulsory stages, before aid, a year earlier."""
    return total("cost_yuan", of=ENROLLED & PAID_STAGE, over=between_months(24, 12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def students_without_aid() -> Measure:
    """非义务教育阶段未获资助学生数 | Students outside the compulsory stages known to receive no aid."""
    return count(of=ENROLLED & PAID_STAGE & (pl.col("aid_yuan") == 0), over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def suspended_students() -> Measure:
    """近12个月休学人数 | Members last reported as suspended from school, in the last 12 months."""
    return count(of=STATUS == "suspended", over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def dropped_out() -> Measure:
    """近12个月疑似辍学人数 | Members last reported as suspected drop-outs, in the last 12 months."""
    return count(of=STATUS == "dropped_out", over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def school_age_dropped_out() -> Measure:
    """近12个月义务教育阶段疑似辍学人数 | Pupils of the compulsory stages last reported as suspected drop-outs, in the last 12 months."""
    return count(of=(STATUS == "dropped_out") & COMPULSORY, over=in_last(months=12))


@feature(EDUCATION, unit="persons", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def graduates_12m() -> Measure:
    """近12个月高中及以上毕业人数 | Members who graduated beyond compulsory schooling in the last 12 months and went on to no school."""
    return count(of=(STATUS == "graduated") & AFTER_COMPULSORY, over=in_last(months=12))


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def graduates_out_of_work() -> Measure:
    """16至24岁高中及以上毕业未务工人数 | Members of 16 to 24 with senior schooling or more who worked no month, by the roster."""
    graduate = YOUNG_ADULT & pl.col("schooling").is_in(["senior", "college"])
    return count(of=graduate & (pl.col("work_months") == 0), stated="work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="either")
def school_age_children() -> Measure:
    """义务教育年龄人数 | Members of compulsory school age."""
    return count(of=SCHOOL_AGE, stated="age")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def disabled_children_not_at_school() -> Measure:
    """义务教育年龄未在校的残疾儿童人数 | Disabled members of school age not at school: to be taught at home, if at all."""
    return count(of=SCHOOL_AGE & NOT_AT_SCHOOL & pl.col("disabled"), stated="student")


@feature(COMBINED, unit="persons", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def school_age_out_of_school() -> pl.Expr:
    """义务教育阶段失学辍学人数（不含残疾儿童，名册与学籍取多者） | School-age members out of school by roster or register, whichever has more."""
    on_roster = value_of("school_age_not_at_school") - value_of("disabled_children_not_at_school")
    return pl.max_horizontal(on_roster, value_of("school_age_dropped_out"))


@feature(COMBINED, unit="persons", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def school_age_not_in_register() -> pl.Expr:
    """义务教育年龄但学籍中未见的人数（按户相减） | Members of school age beyond the pupils whom the schools' register has."""
    # A pupil of 15 may be in senior school already.
    in_register = value_of("compulsory_students") + value_of("senior_students")
    return (value_of("school_age_children") - in_register).clip(lower_bound=0)


@feature(COMBINED, unit="yuan", when_no_rows=0, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def education_cost_rise() -> pl.Expr:
    """非义务教育学年费用比上一年增加的金额 | Yearly cost of schooling, before aid, less that of a year earlier."""
    return value_of("education_cost_year") - value_of("education_cost_year_before")


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.EDUCATION, risk_rises_when="rises")
def education_net_cost_to_income() -> pl.Expr:
    """资助后非义务教育费用占年收入之比 | Schooling cost that aid leaves to pay, over recorded yearly net income."""
    return ratio(value_of("education_net_cost_year"), value_of("net_income_year"))
