"""Flags about where people live and about the official procedure: size, land, dwelling, water, moves, steps, delays."""

from __future__ import annotations

import polars as pl

from features.records.contracts.flags.declaring import DELAY, at_most, flagged_unless
from features.records.tables.rules import limit
from features.vocabulary import MonitoringStep, RelocationKind, VisitOutcome

DWELLING_PER_PERSON = pl.col("dwelling_m2") / pl.col("household_size")
NAMED_TWICE = pl.col("risk_types").str.split(";").list


@flagged_unless(
    ("education", "water", "shocks", "visits"),
    "event_date",
    zh="发生多年后才首次得知",
    en="told many years after it happened",
    to_do_zh="核对发生日期的年份",
    to_do_en="compare the year with the source",
    value=DELAY,
    limit="contract_delay_years_most",
)
def known_within_years() -> pl.Expr:
    return limit("contract_delay_years_most") > DELAY


@flagged_unless(
    "households",
    "household_size",
    zh="家庭人口数为0",
    en="a household of nobody",
    to_do_zh="核对家庭人口数；已销户的不再列入",
    to_do_en="compare the number of persons; leave out a household that no longer exists",
)
def household_has_somebody() -> pl.Expr:
    return pl.col("household_size") >= 1


@flagged_unless(
    "households",
    "household_size",
    zh="家庭人口数超过上限",
    en="an implausibly large household",
    to_do_zh="核对家庭人口数，查看是否把几户并成一户",
    to_do_en="compare the number of persons; several households may have been taken for one",
    limit="contract_household_size_most",
)
def household_size_within_limit() -> pl.Expr:
    return at_most("household_size", "contract_household_size_most")


@flagged_unless(
    "households",
    "household_size",
    zh="家庭人口数不是整数",
    en="the number of persons is no whole number",
    to_do_zh="更正家庭人口数",
    to_do_en="correct the number of persons",
)
def household_size_is_whole() -> pl.Expr:
    return pl.col("household_size") == pl.col("household_size").round()


@flagged_unless(
    "households",
    "land_mu",
    zh="耕地面积超过上限",
    en="implausibly much arable land",
    to_do_zh="核对面积和单位（亩，不是平方米）",
    to_do_en="compare the area and its unit: mu, not square metres",
    limit="contract_land_most",
)
def land_within_limit() -> pl.Expr:
    return at_most("land_mu", "contract_land_most")


@flagged_unless(
    "households",
    "forest_mu",
    zh="林果面积超过上限",
    en="implausibly much orchard and forest land",
    to_do_zh="核对面积和单位（亩，不是平方米）",
    to_do_en="compare the area and its unit: mu, not square metres",
    limit="contract_forest_most",
)
def forest_within_limit() -> pl.Expr:
    return at_most("forest_mu", "contract_forest_most")


@flagged_unless(
    "households",
    "dwelling_m2",
    zh="住房面积为0",
    en="a dwelling of no area",
    to_do_zh="核对住房面积；不知道时留空",
    to_do_en="compare the area; leave it empty if unknown",
)
def dwelling_has_an_area() -> pl.Expr:
    return pl.col("dwelling_m2") > 0


@flagged_unless(
    "households",
    "dwelling_m2",
    zh="人均住房面积超过上限",
    en="an implausibly large dwelling for so few persons",
    to_do_zh="核对住房面积和家庭人口数",
    to_do_en="compare the area and the number of persons",
    value=DWELLING_PER_PERSON,
    limit="contract_dwelling_per_person_most",
)
def dwelling_within_limit() -> pl.Expr:
    return (pl.col("household_size") == 0) | (DWELLING_PER_PERSON <= limit("contract_dwelling_per_person_most"))


@flagged_unless(
    "households",
    "road_km",
    zh="与村主干路距离超过上限",
    en="implausibly far from the village's main road",
    to_do_zh="核对距离和单位（公里，不是米）",
    to_do_en="compare the distance and its unit: kilometres, not metres",
    limit="contract_road_most",
)
def road_within_limit() -> pl.Expr:
    return at_most("road_km", "contract_road_most")


@flagged_unless(
    "housing",
    "remedied_on",
    zh="整改完成日期早于鉴定日期",
    en="made safe before it was inspected",
    to_do_zh="核对两个日期",
    to_do_en="compare both days with the source",
)
def remedied_after_inspection() -> pl.Expr:
    return pl.col("remedied_on") >= pl.col("event_date")


@flagged_unless(
    "water",
    "litres_per_day",
    zh="每人每天水量超过上限",
    en="implausibly much water per person and day",
    to_do_zh="核对水量和单位（升/人·天，不是全户）",
    to_do_en="compare the amount and its unit: litres per person and day, not per household",
    limit="contract_litres_most",
)
def litres_within_limit() -> pl.Expr:
    return at_most("litres_per_day", "contract_litres_most")


@flagged_unless(
    "water",
    "fetch_minutes",
    zh="取水往返时间超过上限",
    en="implausibly long ways to fetch water",
    to_do_zh="核对时间和单位（分钟）",
    to_do_en="compare the time and its unit: minutes",
    limit="contract_fetch_minutes_most",
)
def fetching_within_limit() -> pl.Expr:
    return at_most("fetch_minutes", "contract_fetch_minutes_most")


@flagged_unless(
    "water",
    "days_out",
    zh="全年断水",
    en="no water on any day of the year",
    to_do_zh="核对断水天数；属实的立即核查该户饮水",
    to_do_en="compare the days; if true, look into this household's water at once",
)
def some_days_with_water() -> pl.Expr:
    return pl.col("days_out") < 365


@flagged_unless(
    "water",
    "safe",
    zh="水质不达标而登记为饮水安全",
    en="judged safe though its quality does not meet the standard",
    to_do_zh="核对水质检测结果",
    to_do_en="compare with the result of the water's test",
)
def safe_water_is_clean() -> pl.Expr:
    return ~pl.col("safe") | pl.col("quality_ok")


@flagged_unless(
    "relocation",
    "moved_on",
    zh="入住日期晚于走访日期",
    en="visited in the settlement before moving there",
    to_do_zh="核对入住日期和走访日期",
    to_do_en="compare both days with the source",
)
def moved_before_visited() -> pl.Expr:
    return pl.col("moved_on") <= pl.col("event_date")


@flagged_unless(
    "relocation",
    "settlement_id",
    zh="搬迁入住而未填安置点",
    en="moved without a settlement",
    to_do_zh="补填安置点",
    to_do_en="give the settlement",
)
def moved_somewhere() -> pl.Expr:
    return (pl.col("kind") != RelocationKind.MOVED.value) | pl.col("settlement_id").is_not_null()


@flagged_unless(
    "monitoring",
    "category",
    zh="识别环节未填监测对象类别",
    en="identified without a category",
    to_do_zh="补填监测对象类别",
    to_do_en="give the category",
)
def identified_with_category() -> pl.Expr:
    return (pl.col("step") != MonitoringStep.IDENTIFIED.value) | pl.col("category").is_not_null()


@flagged_unless(
    "monitoring",
    "risk_types",
    zh="识别环节未填风险类型",
    en="identified without a risk type",
    to_do_zh="补填致贫返贫风险类型",
    to_do_en="give the risk types",
)
def identified_with_risk() -> pl.Expr:
    return (pl.col("step") != MonitoringStep.IDENTIFIED.value) | pl.col("risk_types").is_not_null()


@flagged_unless(
    "monitoring",
    "risk_types",
    zh="同一风险类型重复填写",
    en="one risk type named twice",
    to_do_zh="删去重复的风险类型",
    to_do_en="remove the repetition",
)
def risk_types_differ() -> pl.Expr:
    return NAMED_TWICE.len() == NAMED_TWICE.n_unique()


@flagged_unless(
    "monitoring",
    "removal_mode",
    zh="未消除风险而填写风险消除方式",
    en="a way of removal though the step is no removal",
    to_do_zh="核对风险是否消除",
    to_do_en="compare whether the risk was removed",
)
def removal_mode_of_a_removal() -> pl.Expr:
    return pl.col("removal_mode").is_null() | (pl.col("step") == MonitoringStep.REMOVED.value)


@flagged_unless(
    "visits",
    "risk_type",
    zh="核查确认存在风险而未填风险类型",
    en="a risk was confirmed and not named",
    to_do_zh="补填核实风险类型",
    to_do_en="give the risk type found",
)
def confirmed_risk_is_named() -> pl.Expr:
    return (pl.col("outcome") != VisitOutcome.CONFIRMED.value) | pl.col("risk_type").is_not_null()
