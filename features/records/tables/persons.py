"""What a county can know about a person: membership, illness, disability, work, schooling."""

from __future__ import annotations

import polars as pl

from features import vocabulary as words
from features.bilingual import Bilingual
from features.records.tables.columns import EARLIEST_BIRTH, choice, day, flag, number, yuan
from features.records.tables.confession import WEEKS_LATE, confesses
from features.records.tables.record_table import PersonTable
from features.records.tables.rules import rule


@confesses(
    sent_by=Bilingual(
        "农业农村部门和乡镇（家庭成员表，每年）；公安（出生、死亡、迁移，每月）",
        "rural affairs and townships (listings, yearly); police (births, deaths, moves, monthly)",
    ),
    how_late=Bilingual("名册每年一次；人口变动通常晚5至35天", "listings up to a year; changes 5 to 35 days"),
    misses=Bilingual(
        "没有登记的出生、长期外出未销户的人", "births not registered, and people long gone whom nobody struck off"
    ),
    not_to_conclude=Bilingual(
        "名册上健康不等于没有病：病残多由其他部门先知道；不填不等于没有",
        "listed as healthy is not being healthy: other departments learn first; an empty cell is not a no",
    ),
)
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


@confesses(
    sent_by=Bilingual(
        "医保（结算，每月）；卫健（大病确诊，每月）",
        "medical insurance (bills, monthly); health (diagnoses, monthly)",
    ),
    how_late=WEEKS_LATE,
    misses=Bilingual(
        "未参保的人、医保外的自费和异地未结算的费用",
        "the uninsured, care outside the insurance, and bills from elsewhere that are not settled",
    ),
    not_to_conclude=Bilingual(
        "没有账单不等于没有病：看不起病的人没有账单",
        "no bill is not good health: who cannot afford care has no bill",
    ),
)
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


@confesses(
    sent_by=Bilingual("残联（办证与变更，每月）", "the disabled persons' federation (cards and changes, monthly)"),
    how_late=WEEKS_LATE,
    misses=Bilingual("未办证的残疾人，尤其是老年人", "disabled people without a card, the old above all"),
    not_to_conclude=Bilingual(
        "发证日期不是致残日期；没有证不等于没有残疾",
        "the day of the card is not the day of the disability; no card is not no disability",
    ),
)
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


@confesses(
    sent_by=Bilingual("人社（务工台账，每月）", "human resources (register of work, monthly)"),
    how_late=Bilingual(
        "开始通常晚5至35天；结束往往更晚才登记",
        "the start 5 to 35 days; the end later, often only with the next visit",
    ),
    misses=Bilingual("零工、自己外出未登记的人", "odd jobs, and those who left to work without telling"),
    not_to_conclude=Bilingual(
        "没有结束日期不等于还在岗；没有记录不等于没有工作",
        "no last day is not a job still held; no record is not being without work",
    ),
)
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


@confesses(
    sent_by=Bilingual("教育（学籍与资助，每学期）", "education (enrolment and aid, every term)"),
    how_late=Bilingual("学期初采集，最长约半年", "up to half a year: collected at the start of a term"),
    misses=Bilingual("在外县、外省就读的学生", "pupils who attend school in another county or province"),
    not_to_conclude=Bilingual(
        "不在本县学籍名册不等于辍学", "not on this county's roll is not having dropped out: many learn elsewhere"
    ),
)
class Education(PersonTable):
    """An enrolment for a school term."""

    stage = choice(words.Student, "学段", "Stage of schooling.")
    status = choice(words.SchoolStatus, "就学状态", "Enrolled, suspended, dropped out.", nullable=False)
    cost_yuan = yuan("学年费用", "Schooling cost of the year before aid.")
    aid_yuan = yuan("资助金额", "Aid received for the year.")
