"""Who is ill, by the medical records and by the rosters."""

from __future__ import annotations

import polars as pl

from features.domains.illness.bills import CHRONIC, MAJOR, SETTING
from features.language import Measure, count, in_last, months_since, people, value_of
from features.language.views import COMBINED, MEMBERS, PATIENTS
from features.registry import feature
from features.vocabulary import RiskType

REGISTERED = SETTING == "diagnosis"


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def people_with_major_disease() -> Measure:
    """确诊或因大病就医人数 | Members ever diagnosed with or treated for a major disease."""
    return people(of=MAJOR)


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def new_major_disease_6m() -> Measure:
    """近6个月新登记大病人数 | Members first registered with a major disease in the last 6 months."""
    return people(of=MAJOR & REGISTERED, over=in_last(months=6))


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def new_major_disease_12m() -> Measure:
    """近12个月新登记大病人数 | Members first registered with a major disease in the last 12 months."""
    return people(of=MAJOR & REGISTERED, over=in_last(months=12))


@feature(PATIENTS, unit="months", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="falls")
def months_since_major_disease() -> Measure:
    """距最近一次新登记大病的月数 | Months since a member was last newly registered with a major disease."""
    return months_since(of=MAJOR & REGISTERED)


@feature(PATIENTS, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def people_with_chronic_disease() -> Measure:
    """确诊或因慢性病就医人数 | Members ever diagnosed with or treated for a chronic disease."""
    return people(of=CHRONIC)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def uninsured_ill_people() -> Measure:
    """患病且未参加基本医保人数 | Members whom the roster lists as ill and without basic medical insurance."""
    return count(of=~pl.col("insured") & (pl.col("major_illness") | pl.col("chronic")), stated="insured")


@feature(COMBINED, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def major_patients() -> pl.Expr:
    """大病患者人数（病种登记与名册取多者） | Members with a major disease by the medical records or the roster, whichever has more."""
    return pl.max_horizontal(value_of("people_with_major_disease"), value_of("major_illness_people"))


@feature(COMBINED, unit="persons", when_no_rows=0, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def chronic_patients() -> pl.Expr:
    """慢性病患者人数（病种登记与名册取多者） | Members with a chronic disease by the medical records or the roster, whichever has more."""
    return pl.max_horizontal(value_of("people_with_chronic_disease"), value_of("chronic_people"))
