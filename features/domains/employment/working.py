"""Who has registered work, for how many months, and whose work ended."""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    count,
    ended_in_last,
    longest_gap_of_spells,
    months_of_spells,
    months_since,
    people,
    ratio,
    underway,
    value_of,
)
from features.language.views import COMBINED, EMPLOYMENT
from features.records.gate import AS_OF
from features.registry import feature
from features.vocabulary import RiskType

BEGUN = pl.col("started_on") <= AS_OF
LAST_DAY_OF_WORK = pl.min_horizontal(pl.col("ended_on").fill_null(AS_OF), AS_OF)


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def people_working() -> Measure:
    """在册务工人数 | Members with work underway in the employment register."""
    return people(of=underway())


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def employed_share() -> pl.Expr:
    """在册务工人数与有劳动力人数之比 | Members with registered work for each member with labour."""
    return ratio(value_of("people_working"), value_of("people_with_labour"))


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def zero_employment() -> pl.Expr:
    """有劳动力但无人就业 | Members have labour, nobody has registered work."""
    return (value_of("people_with_labour") > 0) & (value_of("people_working") == 0)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def single_earner() -> pl.Expr:
    """全家只靠一人务工 | Exactly one member has registered work."""
    return value_of("people_working") == 1


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def people_in_stable_work() -> Measure:
    """同一份工作已满6个月人数 | Members in work that has lasted 6 months."""
    return people(of=underway() & underway(months_ago=6))


@feature(COMBINED, unit="yes/no", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def last_worker_lost_6m() -> pl.Expr:
    """近6个月最后一名务工人员失去工作 | Work ended in the last 6 months and nobody of the household works any more."""
    return (value_of("jobs_ended_6m") > 0) & (value_of("people_working") == 0)


@feature(EMPLOYMENT, unit="count", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def jobs_ended_3m() -> Measure:
    """近3个月结束的务工次数 | Spells of work that ended in the last 3 months."""
    return count(over=ended_in_last(months=3))


@feature(EMPLOYMENT, unit="count", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def jobs_ended_6m() -> Measure:
    """近6个月结束的务工次数 | Spells of work that ended in the last 6 months."""
    return count(over=ended_in_last(months=6))


@feature(EMPLOYMENT, unit="count", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def jobs_ended_12m() -> Measure:
    """近12个月结束的务工次数 | Spells of work that ended in the last 12 months."""
    return count(over=ended_in_last(months=12))


@feature(EMPLOYMENT, unit="months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def months_since_job_ended() -> Measure:
    """距最近一次务工结束的月数 | Months since work last ended."""
    return months_since("ended_on", over=pl.col("ended_on") < AS_OF)


@feature(EMPLOYMENT, unit="months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def months_since_anybody_worked() -> Measure:
    """距全家最近一次有人务工的月数 | Months since anybody last worked, 0 while somebody does."""
    return months_since(LAST_DAY_OF_WORK, over=BEGUN)


@feature(EMPLOYMENT, unit="months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def longest_gap_without_work() -> Measure:
    """最近一年全家连续无人务工的最长月数 | The most months in a row of the last 12 in which nobody had registered work."""
    return longest_gap_of_spells(months=12)


@feature(
    EMPLOYMENT, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls"
)
def months_worked_3m() -> Measure:
    """近3个月全家务工人月 | Person-months of registered work in the last 3 months."""
    return months_of_spells(start="started_on", end="ended_on", months=3)


@feature(
    EMPLOYMENT, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls"
)
def months_worked_6m() -> Measure:
    """近6个月全家务工人月 | Person-months of registered work in the last 6 months."""
    return months_of_spells(start="started_on", end="ended_on", months=6)


@feature(
    EMPLOYMENT, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls"
)
def months_worked_12m() -> Measure:
    """近12个月全家务工人月 | Person-months of registered work in the last 12 months."""
    return months_of_spells(start="started_on", end="ended_on", months=12)


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def work_months_change() -> pl.Expr:
    """近6个月务工人月与前6个月之比 | Person-months of registered work in the last 6 months over those of the 6 months before."""
    before = value_of("months_worked_12m") - value_of("months_worked_6m")
    return ratio(value_of("months_worked_6m"), before.round(1))
