"""What a county can know about a person: membership, illness, disability, work, schooling."""

from __future__ import annotations

import polars as pl

from features import vocabulary as words
from features.records.columns import EARLIEST_BIRTH, choice, day, flag, number, yuan
from features.records.every_table import PersonTable
from features.records.rules import rule


class Members(PersonTable):
    """A person of a household as described on a day. A full listing replaces who was there before."""

    listing = choice(words.Listing, "名册方式", "Row of a whole listing, or one person's change.", nullable=False)
    birth_month = day("出生年月", "First day of the month of birth.", earliest=EARLIEST_BIRTH)
    sex = choice(words.Sex, "性别", "Sex.")
    relation = choice(words.Relation, "与户主关系", "Relation to the head.")
    labour = choice(words.Labour, "劳动技能", "Ability to work.")
    student = choice(words.Student, "在校生状况", "Stage of schooling now.")
    schooling = choice(words.Schooling, "文化程度", "Schooling of a person who no longer attends school.")
    chronic = flag("长期慢性病", "Has a long chronic disease.")
    major_illness = flag("患有大病", "Has a major disease.")
    disabled = flag("残疾", "Described as disabled.")
    insured = flag("是否参加城乡居民基本医疗保险", "Covered by basic medical insurance of either kind.")
    medical_insurance = choice(words.Insurance, "基本医疗保险种类", "Kind of basic medical insurance.")
    pension_insured = flag("是否参加基本养老保险", "Covered by basic pension insurance of either kind.")
    pension_insurance = choice(words.Insurance, "基本养老保险种类", "Kind of basic pension insurance.")
    public_post_months = number("公益性岗位月数", "Months in a public-interest post.", "months", 0, 12)
    id_check = choice(
        words.IdCheck, "证件号码核验", "What the ID number in the file was found to be; never the number."
    )
    work_months = number("务工时间", "Months worked away from home in the year described.", "months", 0, 12)
    work_place = choice(words.PlaceTier, "务工所在地", "Where the work was.")
    wants_work = flag("就业意愿", "Wants work, or other work.")
    on_dibao = flag("是否享受低保", "Counted in a grant of the minimum living allowance.")
    on_tekun = flag("是否特困供养人员", "Supported as destitute.")
    left_on = day("离开日期", "Day the person left the household.")
    left_reason = choice(words.LeftReason, "离开原因", "Why the person left.")

    @rule(
        "left_on",
        zh="离开日期早于出生年月",
        en="the person left before being born",
        to_do_zh="核对出生日期和离开日期，更正后重新导出",
        to_do_en="compare both days with the source, correct them and export again",
    )
    def left_after_birth(cls) -> pl.Expr:
        return pl.col("left_on") >= pl.col("birth_month")


class Illness(PersonTable):
    """A settlement of a medical bill, or a registered diagnosis. Misses care paid outside the insurance."""

    setting = choice(words.IllnessSetting, "就诊类型", "In-patient, out-patient or a diagnosis only.", nullable=False)
    disease_class = choice(words.DiseaseClass, "病种类别", "Class of the disease.")
    total_yuan = yuan("总费用", "The whole bill.")
    basic_yuan = yuan("基本医保支付", "Paid by basic insurance.")
    major_yuan = yuan("大病保险支付", "Paid by major-illness insurance.")
    aid_yuan = yuan("医疗救助支付", "Paid by medical aid.")
    top_up_yuan = yuan("补充保险支付", "Paid by top-up cover.")
    self_paid_yuan = yuan("个人自付", "What the household paid.")


class Disability(PersonTable):
    """A disability certificate or its change."""

    category = number("残疾类别", "1 sight 2 hearing 3 speech 4 limbs 5 intellect 6 mental 7 several.", "code", 1, 7)
    grade = number("残疾等级", "1 (most severe) to 4; 1 and 2 are severe.", "grade", 1, 4)
    living_subsidy = flag("困难残疾人生活补贴", "Receives the living subsidy.")
    nursing_subsidy = flag("重度残疾人护理补贴", "Receives the nursing subsidy.")

    @rule(
        "grade",
        zh="残疾类别或等级不是整数",
        en="category or grade is no whole number",
        to_do_zh="按残疾人证最后两位更正后重新导出",
        to_do_en="correct it by the last two digits of the card's number and export again",
    )
    def category_and_grade_are_whole(cls) -> pl.Expr:
        return pl.all_horizontal(pl.col(name) == pl.col(name).round() for name in ("category", "grade"))


class Employment(PersonTable):
    """A spell of work. Its end is a new row with the same `record_id`: the end itself becomes known late."""

    started_on = day("务工开始日期", "First day of the spell.", nullable=False)
    ended_on = day("务工结束日期", "Last day of the spell; empty while it lasts.")
    place_tier = choice(words.PlaceTier, "务工区域", "How far from home.")
    channel = choice(words.JobChannel, "就业渠道", "How the work was found.")
    monthly_wage_yuan = yuan("月工资", "Wage of a usual month.")

    @rule(
        "ended_on",
        zh="结束日期早于开始日期",
        en="it ends before it starts",
        to_do_zh="核对开始和结束日期，更正后重新导出",
        to_do_en="compare both days with the source, correct them and export again",
    )
    def ends_after_it_starts(cls) -> pl.Expr:
        return pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("started_on"))


class Education(PersonTable):
    """An enrolment for a school term."""

    stage = choice(words.Student, "学段", "Stage of schooling.")
    status = choice(words.SchoolStatus, "就学状态", "Enrolled, suspended, dropped out.", nullable=False)
    cost_yuan = yuan("学年费用", "Schooling cost of the year before aid.")
    aid_yuan = yuan("资助金额", "Aid received for the year.")
