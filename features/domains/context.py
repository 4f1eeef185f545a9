"""村和安置点 | What the village and the settlement tell, as known at the last month's end, without the household itself.

Made from: every household's records (`features/context`), drawn towards the county's share where there are few others.
Misses: what nobody recorded of the neighbours. Do not conclude: that a household is as its neighbours are.
"""

from __future__ import annotations

import polars as pl

from features.language.marks import IDENTIFIED, ILLNESS, JOB_LOSS, SHOCK, ZERO_EMPLOYMENT, share_of_others
from features.language.views import COMBINED
from features.records.context import Level
from features.registry import feature
from features.vocabulary import RiskType


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def village_illness_rate() -> pl.Expr:
    """本村其他户近12个月有人住院或新患大病的比例 | Share of the village's other households with somebody in hospital or newly with a major disease in 12 months."""
    return share_of_others(Level.VILLAGE, ILLNESS)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def village_job_loss_rate() -> pl.Expr:
    """本村其他户近3个月有人务工结束的比例 | Share of the village's other households in which a job ended in the last 3 months."""
    return share_of_others(Level.VILLAGE, JOB_LOSS)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def village_zero_employment_rate() -> pl.Expr:
    """本村其他有劳动力的户中无人就业的比例 | Share of the village's other households with labour in which nobody works."""
    return share_of_others(Level.VILLAGE, ZERO_EMPLOYMENT)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.DISASTER, risk_rises_when="rises")
def village_shock_rate() -> pl.Expr:
    """本村其他户近12个月遭遇突发事件的比例 | Share of the village's other households struck by a disaster, accident, crime or business failure in 12 months."""
    return share_of_others(Level.VILLAGE, SHOCK)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def village_identified_rate() -> pl.Expr:
    """本村其他户近12个月被识别为监测对象的比例 | Share of the village's other households identified as monitored in the last 12 months."""
    return share_of_others(Level.VILLAGE, IDENTIFIED)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.ILLNESS, risk_rises_when="rises")
def settlement_illness_rate() -> pl.Expr:
    """同一安置点其他户近12个月有人住院或新患大病的比例 | Share of the settlement's other households with somebody in hospital or newly with a major disease in 12 months."""
    return share_of_others(Level.SETTLEMENT, ILLNESS)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def settlement_job_loss_rate() -> pl.Expr:
    """同一安置点其他户近3个月有人务工结束的比例 | Share of the settlement's other households in which a job ended in the last 3 months."""
    return share_of_others(Level.SETTLEMENT, JOB_LOSS)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def settlement_zero_employment_rate() -> pl.Expr:
    """同一安置点其他有劳动力的户中无人就业的比例 | Share of the settlement's other households with labour in which nobody works."""
    return share_of_others(Level.SETTLEMENT, ZERO_EMPLOYMENT)


@feature(COMBINED, unit="share", when_no_rows=None, risk_type=RiskType.OTHER, risk_rises_when="rises")
def settlement_identified_rate() -> pl.Expr:
    """同一安置点其他户近12个月被识别为监测对象的比例 | Share of the settlement's other households identified as monitored in the last 12 months."""
    return share_of_others(Level.SETTLEMENT, IDENTIFIED)
