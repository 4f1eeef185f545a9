"""就业 | Who works, for how much and how far away, who stopped, and which posts will end.

Sent by: human resources (real-name employment register, monthly), rural affairs and townships (rosters, yearly). Late by:
5 to 35 days; the end of a job often later. Misses: work without a contract. Do not conclude: that a person who is not in
the register is out of work.
"""

from __future__ import annotations

import polars as pl

from features.language import (
    Measure,
    count,
    ended_in_last,
    largest,
    longest_gap_of_spells,
    months_of_spells,
    months_since,
    people,
    policy,
    ratio,
    smallest,
    total,
    underway,
    value_of,
    whole_months,
)
from features.records.gate import AS_OF
from features.registry import feature
from features.views import COMBINED, EMPLOYMENT, MEMBERS
from features.vocabulary import PlaceTier, RiskType

CHANNEL = pl.col("channel")
PUBLIC_POST = CHANNEL == "public_post"
PLACE = pl.col("place_tier")
AWAY = PLACE.is_in(["province", "outside"])
"""Outside the county: too far to come home at night."""
TIER = PLACE.replace_strict(
    {tier.value: float(order) for order, tier in enumerate(PlaceTier, start=1)}, default=None, return_dtype=pl.Float64
)
BEGUN = pl.col("started_on") <= AS_OF
LAST_DAY_OF_WORK = pl.min_horizontal(pl.col("ended_on").fill_null(AS_OF), AS_OF)
WORK_MONTHS = pl.col("work_months")


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


@feature(
    EMPLOYMENT, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls"
)
def monthly_wages_now() -> Measure:
    """在册务工月工资合计 | Monthly wages of all work underway."""
    # Work that has ended brings nothing: with all of it ended the wages are known to be 0.
    wages = pl.when(underway()).then(pl.col("monthly_wage_yuan")).otherwise(0.0)
    return total(wages, over=BEGUN)


@feature(
    EMPLOYMENT, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either"
)
def monthly_wages_year_before() -> Measure:
    """一年前务工月工资合计 | Monthly wages of all work that was underway a year ago."""
    return total("monthly_wage_yuan", of=underway(months_ago=12), over=BEGUN)


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wages_change() -> pl.Expr:
    """在册务工月工资与一年前之比 | Monthly wages of the work underway over those of a year ago."""
    return ratio(value_of("monthly_wages_now"), value_of("monthly_wages_year_before"))


@feature(
    EMPLOYMENT, unit="yuan per month", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either"
)
def highest_wage() -> Measure:
    """在册务工最高一份月工资 | The highest monthly wage of the work underway."""
    return largest("monthly_wage_yuan", of=underway(), over=BEGUN)


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def highest_wage_share() -> pl.Expr:
    """最高一份工资占全家月工资之比 | The highest wage over the wages of all work underway: how much hangs on one earner."""
    return ratio(value_of("highest_wage"), value_of("monthly_wages_now"))


@feature(EMPLOYMENT, unit="yuan per month", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def monthly_wages_lost_6m() -> Measure:
    """近6个月结束务工的月工资合计 | Monthly wages of the work that ended in the last 6 months."""
    return total("monthly_wage_yuan", over=ended_in_last(months=6))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def wages_now_to_line() -> pl.Expr:
    """现有工资年化后人均与监测线之比 | Wages of the work underway, over a year and per person, over the line."""
    return ratio(ratio(value_of("monthly_wages_now") * 12, value_of("persons")), policy("monitoring_line"))


@feature(COMBINED, unit="ratio", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def wages_lost_to_income() -> pl.Expr:
    """近6个月失去的工资占年收入之比 | Yearly wages of the work that ended in 6 months over recorded net income."""
    return ratio(value_of("monthly_wages_lost_6m") * 12, value_of("net_income_year"))


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_working_outside_province() -> Measure:
    """在册省外务工人数 | Members working outside the province."""
    return people(of=underway() & (PLACE == "outside"))


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_working_away() -> Measure:
    """在册县外务工人数 | Members working outside the county."""
    return people(of=AWAY & underway())


@feature(EMPLOYMENT, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_away_6m() -> Measure:
    """近6个月曾在县外务工人数 | Members who worked outside the county at some time in the last 6 months."""
    return people(of=AWAY & (underway() | ended_in_last(months=6)))


@feature(COMBINED, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def returned_migrants() -> pl.Expr:
    """近6个月结束县外务工返乡人数 | Members whose work outside the county ended in the last 6 months and who have none there now."""
    return value_of("people_away_6m") - value_of("people_working_away")


@feature(EMPLOYMENT, unit="grade", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def furthest_work() -> Measure:
    """最远务工地（1乡内、2县内、3省内、4省外） | How far away the furthest work underway is, from 1 inside the township to 4 outside the province."""
    return largest(TIER, of=underway(), over=BEGUN)


@feature(EMPLOYMENT, unit="grade", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def furthest_work_year_before() -> Measure:
    """一年前最远务工地（1乡内、2县内、3省内、4省外） | How far away the furthest work of a year ago was, from 1 to 4."""
    return largest(TIER, of=underway(months_ago=12), over=BEGUN)


@feature(COMBINED, unit="yes/no", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def work_came_nearer() -> pl.Expr:
    """务工地比一年前近 | The furthest work underway is nearer than the furthest of a year ago."""
    return value_of("furthest_work") < value_of("furthest_work_year_before")


@feature(EMPLOYMENT, unit="persons", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_in_workshops() -> Measure:
    """帮扶车间在岗人数 | Members working in an assistance workshop."""
    return people(of=underway() & (CHANNEL == "workshop"))


@feature(EMPLOYMENT, unit="persons", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def people_in_public_posts() -> Measure:
    """公益性岗位在岗人数 | Members in a public-interest post."""
    return people(of=underway() & PUBLIC_POST)


@feature(EMPLOYMENT, unit="count", when_no_rows=0, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def public_posts_ended_12m() -> Measure:
    """近12个月结束的公益性岗位数 | Public-interest posts that ended in the last 12 months."""
    return count(of=PUBLIC_POST, over=ended_in_last(months=12))


@feature(
    EMPLOYMENT,
    unit="months",
    when_no_rows=None,
    risk_type=RiskType.JOB_INSTABILITY,
    risk_rises_when="falls",
    plans=("ended_on",),
)
def months_until_public_post_ends() -> Measure:
    """距公益性岗位到期的月数 | Months until the first public-interest post ends whose end is known."""
    return smallest(whole_months(AS_OF, pl.col("ended_on")), of=PUBLIC_POST & underway(), over=BEGUN)


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def roster_workers() -> Measure:
    """名册登记务工人数 | Members who worked away in the year of the last roster."""
    return count(of=WORK_MONTHS > 0, stated="work_months")


@feature(MEMBERS, unit="person-months", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="falls")
def roster_work_months() -> Measure:
    """名册登记务工总月数 | Months worked away by all members in the year of the last roster."""
    return total("work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def workers_outside_province() -> Measure:
    """名册登记省外务工人数 | Members who worked outside the province in the year of the last roster."""
    return count(of=(pl.col("work_place") == "outside") & (WORK_MONTHS > 0), stated="work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="either")
def weak_labour_workers() -> Measure:
    """名册登记务工的弱劳动力或半劳动力人数 | Members with weak or half labour who worked in the year of the last roster."""
    return count(of=(pl.col("labour") == "weak") & (WORK_MONTHS > 0), stated="work_months")


@feature(MEMBERS, unit="persons", when_no_rows=None, risk_type=RiskType.JOB_INSTABILITY, risk_rises_when="rises")
def wants_work_without_any() -> Measure:
    """有就业意愿但未务工人数 | Members who want work and had none in the year of the last roster."""
    return count(of=pl.col("wants_work") & (WORK_MONTHS == 0), stated="wants_work")
