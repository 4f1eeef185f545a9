"""监测对象 | Who is monitored and who is not, when the risk was removed and how, and what was done in between."""

from __future__ import annotations

from functools import partial

import polars as pl

from features.checks.registry import SCREENING, check
from features.checks.wording import Kind, Severity, Subject, Theme
from features.language import policy, ratio, whole_months
from features.records.gate import AS_OF

situation = partial(check, Subject.HOUSEHOLD, Theme.MONITORING, Kind.SITUATION, Severity.VERIFY)
contradiction = partial(check, Subject.HOUSEHOLD, Theme.MONITORING, Kind.CONTRADICTION, Severity.MUST_CORRECT)

MONITORED = pl.col("monitored")
REMOVED = pl.col("removed")
NEVER_MONITORED = ~MONITORED & ~REMOVED
"""Where the risk was removed, an unsafe dwelling or water is a contradiction: a check of its own."""
NET_INCOME = pl.col("net_income")
REFERENCE_INCOME = NET_INCOME + pl.col("insurance_payout").fill_null(0.0) - pl.col("compliant_self_paid").fill_null(0.0)
"""Payouts and compliant self-paid expense are told of few households; where they are not, there is nothing to add."""
REFERENCE_PER_PERSON = ratio(REFERENCE_INCOME, pl.col("people"))
UNSAFE_WATER = (
    ~pl.col("water_called_safe")
    | (pl.col("litres_per_day") < policy("water_litres_per_day"))
    | (pl.col("days_out") > policy("water_days_out"))
    | (pl.col("fetch_minutes") > policy("water_fetch_minutes"))
    | (pl.col("fetch_distance_m") > policy("water_fetch_distance"))
    | (pl.col("fetch_climb_m") > policy("water_fetch_climb"))
    | ~pl.col("water_quality_ok")
)
UNSAFE_HOUSE = pl.col("unsafe_dwelling")
MONTHS_MONITORED = whole_months(pl.col("entered_on"), pl.col("removed_on"))


@situation(
    place="income_place",
    source=SCREENING,
    distorts=("net_income_per_person", "income_to_line"),
    value=REFERENCE_PER_PERSON,
    unit="元",
    threshold=policy("monitoring_line"),
    fix="入户核算收入；确在监测范围内的按程序识别，数据有误的更正采集表 | Work out the income at a visit: identify the household, or correct the sheet.",
)
def below_line_not_monitored() -> pl.Expr:
    """人均收入低于监测范围但未纳入监测 | Reference income per person is under the monitoring line, not monitored"""
    return ~MONITORED & pl.col("income_is_recent") & (REFERENCE_PER_PERSON < policy("monitoring_line"))


@situation(
    place="water_place",
    source=SCREENING,
    distorts=("water_below_standard", "water_declared_safe"),
    fix="现场查水；确不达标的先解决供水并研判是否识别 | Check the water on the spot; mend it and consider identification.",
)
def unsafe_water_not_monitored() -> pl.Expr:
    """饮水不安全但未纳入监测 | The water is unsafe, not monitored"""
    return NEVER_MONITORED & UNSAFE_WATER


@situation(
    place="dwelling_place",
    source=SCREENING,
    distorts=("unsafe_dwelling",),
    fix="会同住建鉴定；确为危房的安排改造并研判是否识别 | Have the dwelling inspected; arrange repair and consider identification.",
)
def unsafe_house_not_monitored() -> pl.Expr:
    """住房为C、D级未整改但未纳入监测 | The dwelling is graded C or D and not remedied, not monitored"""
    return NEVER_MONITORED & UNSAFE_HOUSE


@contradiction(
    place="dwelling_place",
    distorts=("unsafe_dwelling",),
    labels=True,
    fix="核对危房级别与改造日期；住房确不安全的回退风险消除 | Check grade and day of repair; take the removal back if the dwelling is unsafe.",
)
def removed_house_unsafe() -> pl.Expr:
    """风险已消除但住房仍为C、D级 | The risk is removed, yet the dwelling is still graded C or D"""
    return REMOVED & UNSAFE_HOUSE


@contradiction(
    place="water_place",
    distorts=("water_below_standard", "water_declared_safe"),
    labels=True,
    fix="核对饮水核查记录；饮水确不安全的回退风险消除 | Check the water records; take the removal back if the water is unsafe.",
)
def removed_water_unsafe() -> pl.Expr:
    """风险已消除但饮水仍不安全 | The risk is removed, yet the water is still unsafe"""
    return REMOVED & UNSAFE_WATER


@contradiction(
    place="removal_place",
    labels=True,
    distorts=("measures_underway",),
    fix="补录帮扶措施，或把消除方式改为自然消除 | Record the measures, or correct the way in which the risk was removed.",
)
def removed_by_support_without_measure() -> pl.Expr:
    """消除方式为帮扶消除但识别后无帮扶措施 | Removed by support, yet no measure since the identification"""
    settled = (AS_OF - pl.col("removed_on")).dt.total_days() >= policy("check_report_delay_days")
    return REMOVED & (pl.col("removal_mode") == "support") & ~pl.col("support_since_entry") & settled


@contradiction(
    place="removal_place",
    labels=True,
    value=MONTHS_MONITORED,
    unit="个月",
    threshold=policy("check_removal_months"),
    fix="核对识别时间和消除时间；提前消除的回退 | Check both dates; take back a removal that came too early.",
)
def removed_too_soon() -> pl.Expr:
    """识别后不足两个月即消除风险 | Removed less than two months after the identification"""
    return REMOVED & (MONTHS_MONITORED < policy("check_removal_months"))


@situation(
    place="entry_place",
    distorts=("measures_underway",),
    value=whole_months(pl.max_horizontal("entered_on", "measure_last_seen"), AS_OF),
    unit="个月",
    threshold=policy("check_measure_months"),
    fix="落实并录入帮扶措施 | Give support and record it.",
)
def month_without_measure() -> pl.Expr:
    """纳入监测超过一个月无帮扶措施 | Monitored for more than a month without a measure"""
    idle_since = pl.max_horizontal("entered_on", "measure_last_seen")
    idle = idle_since.dt.offset_by(pl.format("{}mo", policy("check_measure_months").cast(pl.Int64))) < AS_OF
    return MONITORED & (pl.col("measures_underway") == 0) & idle


@contradiction(
    place="mark_place",
    distorts=("people_with_labour", "household_without_labour"),
    fix="核对劳动技能；确无劳动力的标注“整户无劳动能力兜底保障户” | Check who can work; mark the household if nobody can.",
)
def no_labour_not_flagged() -> pl.Expr:
    """整户无劳动力但未标注兜底保障户 | Nobody has labour, yet the household is not marked so"""
    return MONITORED & pl.col("nobody_has_labour") & ~pl.col("marked_without_labour")


@contradiction(
    place="mark_place",
    distorts=("people_with_labour", "household_without_labour"),
    fix="核对成员劳动技能，更正标注或劳动技能 | Check who can work; correct the mark or the member's labour.",
)
def no_labour_flag_wrong() -> pl.Expr:
    """标注为整户无劳动力但家中有普通或技能劳动力 | Marked as without labour, yet a member has ordinary or skilled labour"""
    return MONITORED & pl.col("marked_without_labour") & pl.col("somebody_is_able")


@contradiction(
    place="removal_place",
    labels=True,
    distorts=("people_with_labour", "household_without_labour"),
    fix="整户无劳动力的不得消除风险：核对劳动技能，或回退 | A household without labour stays monitored: check who can work, or take the removal back.",
)
def no_labour_removed() -> pl.Expr:
    """整户无劳动力但风险已消除 | Nobody has labour, yet the risk is removed"""
    return REMOVED & pl.col("nobody_has_labour")
