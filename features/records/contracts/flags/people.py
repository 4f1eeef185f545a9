"""Flags about people: what their listing says of them, their cards, their schooling and their work."""

from __future__ import annotations

import polars as pl

from features.records.contracts.flags.declaring import AGE, at_most, flagged_unless, whole_years
from features.records.tables.rules import limit
from features.vocabulary import Insurance, Labour, PlaceTier, Relation, SchoolStatus, Student

ABLE = [Labour.ORDINARY.value, Labour.SKILLED.value]
OUTSIDE_THE_COUNTY = [PlaceTier.PROVINCE.value, PlaceTier.OUTSIDE.value]
AT_SCHOOL = [stage.value for stage in Student if stage is not Student.NOT]


@flagged_unless(
    "members",
    "birth_month",
    zh="出生年月晚于登记所属日期",
    en="born after the day that the listing describes",
    to_do_zh="核对出生日期和年度",
    to_do_en="compare the birth date and the year described with the source",
)
def born_before_described() -> pl.Expr:
    return pl.col("birth_month") <= pl.col("event_date")


@flagged_unless(
    "members",
    "birth_month",
    zh="年龄超过上限",
    en="older than people become",
    to_do_zh="核对出生日期；已去世的登记死亡变动",
    to_do_en="compare the birth date; if the person has died, report the death",
    value=AGE,
    limit="contract_age_most",
)
def age_is_possible() -> pl.Expr:
    return limit("contract_age_most") >= AGE


@flagged_unless(
    "members",
    "relation",
    zh="户主未满法定劳动年龄",
    en="the head of the household is a child",
    to_do_zh="核对与户主关系和出生日期",
    to_do_en="compare the relation to the head and the birth date",
    value=AGE,
    limit="contract_working_age",
)
def head_is_no_child() -> pl.Expr:
    return (pl.col("relation") != Relation.HEAD.value) | (limit("contract_working_age") <= AGE)


@flagged_unless(
    "members",
    "labour",
    zh="未满法定劳动年龄而登记为普通或技能劳动力",
    en="listed with full ability to work below the working age",
    to_do_zh="核对劳动技能和出生日期",
    to_do_en="compare the ability to work and the birth date",
    value=AGE,
    limit="contract_working_age",
)
def no_labour_below_working_age() -> pl.Expr:
    return (limit("contract_working_age") <= AGE) | ~pl.col("labour").is_in(ABLE)


@flagged_unless(
    "members",
    "work_months",
    zh="未满法定劳动年龄而有务工时间",
    en="months of work below the working age",
    to_do_zh="核对务工时间和出生日期；属实的核查其就学情况",
    to_do_en="compare the months of work and the birth date; if true, look into the child's schooling",
    limit="contract_working_age",
)
def no_work_below_working_age() -> pl.Expr:
    return (limit("contract_working_age") <= AGE) | (pl.col("work_months") == 0)


@flagged_unless(
    "members",
    "work_months",
    zh="在校生全年务工",
    en="works all the months of the year while at school",
    to_do_zh="核对在校生状况和务工时间",
    to_do_en="compare the stage of schooling and the months of work",
)
def no_full_year_of_work_while_at_school() -> pl.Expr:
    return ~pl.col("student").is_in(AT_SCHOOL) | (pl.col("work_months") < 12)


@flagged_unless(
    "members",
    "public_post_months",
    zh="县外务工时间与公益性岗位月数合计超过12个月",
    en="months of work outside the county and months in a public-interest post are more than a year together",
    to_do_zh="核对两项月数：在县外务工时不能在岗",
    to_do_en="compare both numbers of months: nobody holds a post at home while working outside the county",
    value=pl.col("public_post_months") + pl.col("work_months"),
)
def post_and_work_fit_a_year() -> pl.Expr:
    # Nearer work and a post in the village may go on in the same month.
    at_home = ~pl.col("work_place").is_in(OUTSIDE_THE_COUNTY)
    return at_home | (pl.col("public_post_months") + pl.col("work_months") <= 12)


@flagged_unless(
    "members",
    "schooling",
    zh="文化程度和在校生状况同时填写",
    en="both a schooling finished and a stage of schooling now",
    to_do_zh="在校生只填在校生状况，其他人只填文化程度",
    to_do_en="give pupils the stage only, everybody else the schooling only",
)
def schooling_or_stage() -> pl.Expr:
    return pl.col("schooling").is_null() | ~pl.col("student").is_in(AT_SCHOOL)


@flagged_unless(
    "members",
    "student",
    zh="年龄过小而登记为大专及以上在校生",
    en="at college at an age at which nobody is",
    to_do_zh="核对在校生状况和出生日期",
    to_do_en="compare the stage of schooling and the birth date",
    value=AGE,
    limit="contract_college_age",
)
def college_fits_age() -> pl.Expr:
    return (pl.col("student") != Student.COLLEGE.value) | (limit("contract_college_age") <= AGE)


@flagged_unless(
    "members",
    "left_on",
    zh="离开日期和离开原因只填了一项",
    en="only one of the day and the reason of leaving is given",
    to_do_zh="补填另一项",
    to_do_en="give the other one too",
)
def left_with_day_and_reason() -> pl.Expr:
    return pl.col("left_on").is_null() == pl.col("left_reason").is_null()


@flagged_unless(
    "members",
    "medical_insurance",
    zh="是否参加基本医疗保险与保险种类不一致",
    en="the kind of medical insurance contradicts whether there is any",
    to_do_zh="核对参保状态",
    to_do_en="compare with the insurance's own list",
)
def medical_insurance_as_its_kind_says() -> pl.Expr:
    return pl.col("insured") == (pl.col("medical_insurance") != Insurance.NONE.value)


@flagged_unless(
    "members",
    "pension_insurance",
    zh="是否参加基本养老保险与保险种类不一致",
    en="the kind of pension insurance contradicts whether there is any",
    to_do_zh="核对参保状态",
    to_do_en="compare with the insurance's own list",
)
def pension_insurance_as_its_kind_says() -> pl.Expr:
    return pl.col("pension_insured") == (pl.col("pension_insurance") != Insurance.NONE.value)


@flagged_unless(
    "disability",
    "nursing_subsidy",
    zh="三四级残疾（智力、精神、多重残疾除外）登记享受重度残疾人护理补贴",
    en="the nursing subsidy for severe disability with grade 3 or 4 of another kind than intellect, mind or several",
    to_do_zh="核对残疾等级和补贴发放记录",
    to_do_en="compare the grade with the card and the subsidy with what was paid",
)
def nursing_subsidy_for_the_severe() -> pl.Expr:
    wider = pl.col("category").is_in([5.0, 6.0, 7.0])
    return (pl.col("nursing_subsidy").not_()) | (pl.col("grade") <= 2) | wider


@flagged_unless(
    "employment",
    "monthly_wage_yuan",
    zh="月工资超过上限",
    en="the month's wage is implausibly high",
    to_do_zh="核对金额和单位（元/月，不是元/年）",
    to_do_en="compare the amount and its unit: yuan a month, not a year",
    limit="contract_monthly_wage_most",
)
def wage_within_limit() -> pl.Expr:
    return at_most("monthly_wage_yuan", "contract_monthly_wage_most")


@flagged_unless(
    "employment",
    "monthly_wage_yuan",
    zh="务工记录的月工资低于下限",
    en="a spell of work with next to no wage",
    to_do_zh="核对金额和单位（元，不是万元）；不知道时留空",
    to_do_en="compare the amount and its unit (yuan, not ten thousand); leave it empty if unknown",
    limit="contract_monthly_wage_least",
)
def wage_is_paid() -> pl.Expr:
    return pl.col("monthly_wage_yuan") >= limit("contract_monthly_wage_least")


@flagged_unless(
    "employment",
    "ended_on",
    zh="务工结束日期晚于知晓日期",
    en="the spell was told as ended before it had",
    to_do_zh="核对结束日期；合同期限不是实际结束日期",
    to_do_en="compare the last day; the term of a contract is not the end of the work",
)
def ended_before_it_was_known() -> pl.Expr:
    return pl.col("ended_on") <= pl.col("known_date")


@flagged_unless(
    "employment",
    "ended_on",
    zh="一段务工持续时间过长",
    en="one spell of work lasts longer than a working life",
    to_do_zh="核对开始和结束日期",
    to_do_en="compare both days with the source",
    value=whole_years("started_on", "ended_on"),
    limit="contract_spell_years_most",
)
def spell_within_a_working_life() -> pl.Expr:
    return whole_years("started_on", "ended_on") <= limit("contract_spell_years_most")


@flagged_unless(
    "education",
    "aid_yuan",
    zh="资助金额超过学年费用",
    en="the aid is larger than what schooling costs",
    to_do_zh="核对费用和资助金额是否同一学年",
    to_do_en="compare cost and aid, and that both are of one school year",
)
def aid_within_cost() -> pl.Expr:
    return pl.col("aid_yuan") <= pl.col("cost_yuan")


@flagged_unless(
    "education",
    "cost_yuan",
    zh="学年费用超过上限",
    en="the year's schooling is implausibly dear",
    to_do_zh="核对金额和单位（元）",
    to_do_en="compare the amount and its unit: yuan",
    limit="contract_schooling_cost_most",
)
def schooling_cost_within_limit() -> pl.Expr:
    return at_most("cost_yuan", "contract_schooling_cost_most")


@flagged_unless(
    "education",
    "stage",
    zh="在学而未填学段",
    en="enrolled without a stage of schooling",
    to_do_zh="补填学段",
    to_do_en="give the stage",
)
def enrolled_at_some_stage() -> pl.Expr:
    told = pl.col("stage").is_in(AT_SCHOOL).fill_null(value=False)
    return (pl.col("status") != SchoolStatus.ENROLLED.value) | told
