"""The record tables: what a county can know about a household, one dataframely schema per table.

Every row has two clocks: `event_date`, when it happened, and `known_date`, when the county could know it.
Tables only grow. A correction is a new row with the same `record_id` and a later `known_date`; the gate
(`features.records.gate`) decides which of them an as-of date sees. Column metadata is what `docs/records.md`
is generated from, so a column without a meaning does not import.
"""

from __future__ import annotations

import dataframely as dy
import polars as pl

from features import vocabulary as words
from features.bilingual import Bilingual
from features.records.columns import EARLIEST_BIRTH, about, choice, day, flag, number, text, written_as, yuan
from features.records.rules import Severity, rule

GRADES = ["A", "B", "C", "D"]
RISK_TYPES_AT_MOST = 5
ONE_RISK_TYPE = f"(?:{'|'.join(words.RiskType.values())})"


class RecordTable(dy.Schema):
    """The columns that every table has."""

    household_id = text("户标识", "Household: the source's own code (户编号).", nullable=False)
    record_id = text(
        "记录标识",
        "Identity of the fact inside its household. A row with the same identity known later replaces the earlier one.",
        nullable=False,
    )
    event_date = day("发生日期", "When it happened, or the day that the row describes.", nullable=False)
    # What the delivery itself says is the same in all its rows: one that is wrong makes all of them so.
    known_date = day(
        "知晓日期",
        "When the county could know it: the day of the delivery.",
        nullable=False,
        severity=Severity.REFUSE,
    )
    delivery_id = text("交付批次", "Which file or call brought it.", nullable=False, severity=Severity.REFUSE)
    arrival = dy.Int32(
        nullable=True,
        metadata=about(
            "到达次序",
            "Which delivery of this store it came with, the first is 1: of two versions known on one day the later holds.",
        ),
    )
    source_sheet = text("源工作表", "Sheet of the delivered workbook; empty for a csv.")
    source_row = dy.Int32(nullable=True, metadata=about("源文件行号", "Row in the delivered file, header included."))
    withdrawn = flag(
        "已撤回", "True: this version takes the fact back, and from its known date on the fact is unknown."
    )

    @rule(
        "event_date",
        zh="发生日期比知晓日期晚一年以上",
        en="it happens more than a year after the day on which it was known",
        to_do_zh="核对发生日期的年份，更正后重新导出",
        to_do_en="compare the year with the source, correct it and export again",
    )
    def known_not_before_it_happened_by_more_than_a_year(cls) -> pl.Expr:
        # Plans and terms are delivered ahead of their date; more than a year ahead is a typing mistake.
        return pl.col("event_date") <= pl.col("known_date").dt.offset_by("1y")


class PersonTable(RecordTable):
    person_id = text("人员标识", "Person: keyed hash of the normalised ID number.", nullable=False)
    carried_by = text(
        "随人转入批次",
        "Delivery that told of the person's move into this household, which brought the fact along; empty for a fact told "
        "of this household.",
    )


class Households(RecordTable):
    """A household as described on a day. Sent by: rural affairs (yearly, wide sheet), townships (yearly roster)."""

    region_code = written_as(
        r"^\d{12}$",
        "行政区划代码",
        "Village: 12 digits, as text (2+2+2+3+3).",
        Bilingual("12位数字的文本", "12 digits, as text"),
        nullable=False,
    )
    household_type = choice(words.HouseholdType, "户类型", "Lifted out earlier, or general.", nullable=False)
    household_size = number("家庭人口数", "Persons on the household's listing.", "persons", 0, 60)
    land_mu = number("耕地面积", "Arable land.", "mu", 0, 10_000)
    forest_mu = number("林果面积", "Orchard and forest land.", "mu", 0, 100_000)
    dwelling_m2 = number("住房面积", "Floor area of the dwelling.", "square metres", 0, 5_000)
    road_km = number("与村主干路距离", "Distance to the village's main road.", "km", 0, 200)
    in_cooperative = flag("是否加入农民专业合作组织", "Member of a farmers' cooperative.")
    led_by_enterprise = flag("是否有龙头企业带动", "Linked with a leading enterprise.")
    stated_net_income_yuan = yuan("纯收入", "Net income as the sheet itself adds it up.", may_be_negative=True)


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


class Income(RecordTable):
    """An amount for a period that ends on `event_date`. Recorded income is managed and heaped: do not trust its level."""

    category = choice(words.IncomeCategory, "收入类别", "Kind of income, cost or expense.", nullable=False)
    amount_yuan = yuan("金额", "Amount for the whole period.", may_be_negative=True)
    period_months = number("覆盖月数", "Length of the period.", "months", 1, 12, nullable=False)
    caliber = choice(words.Caliber, "收入口径", "By which rules the figure was made.", nullable=False)

    @rule(
        "amount_yuan",
        zh="除生产经营性收入外，收入和支出金额不能为负",
        en="an amount below 0, though only business and farming can lose money",
        to_do_zh="核对该金额（支出也填正数），更正后重新导出",
        to_do_en="compare the amount with the source (costs are written without a sign), correct it and export again",
    )
    def only_business_loses_money(cls) -> pl.Expr:
        return (pl.col("amount_yuan") >= 0) | (pl.col("category") == words.IncomeCategory.BUSINESS.value)


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


class Relocation(RecordTable):
    """A move to a settlement, or its yearly follow-up."""

    kind = choice(words.RelocationKind, "记录类别", "The move, or a follow-up.", nullable=False)
    settlement_id = text("安置点", "Settlement.")
    moved_on = day("入住日期", "Day of the move.")
    housing_debt_yuan = yuan("住房负债", "Debt for the dwelling.")
    empty_flat = flag("房屋空置", "The flat stands empty.")


class Education(PersonTable):
    """An enrolment for a school term."""

    stage = choice(words.Student, "学段", "Stage of schooling.")
    status = choice(words.SchoolStatus, "就学状态", "Enrolled, suspended, dropped out.", nullable=False)
    cost_yuan = yuan("学年费用", "Schooling cost of the year before aid.")
    aid_yuan = yuan("资助金额", "Aid received for the year.")


class Housing(RecordTable):
    """An inspection of the dwelling. Closed when remedied."""

    grade = dy.String(
        nullable=True,
        check={"known_word": lambda column: column.is_in(GRADES)},
        metadata={**about("危房级别", "A safe to D must not be lived in."), "values": GRADES, "labels": GRADES},
    )
    remedied_on = day("整改完成日期", "Day it was made safe; empty while open.")
    disaster_damage = flag("因灾受损", "Damaged by a disaster.")


class Water(RecordTable):
    """A check of the drinking water."""

    safe = flag("是否解决安全饮用水", "Judged safe by the household sheet.")
    litres_per_day = number("每人每天水量", "Water per person and day.", "litres", 0, 10_000)
    days_out = number("年断水天数", "Days without water in the year.", "days", 0, 366)
    fetch_minutes = number("取水往返时间", "Round trip to fetch water.", "minutes", 0, 1_440)
    quality_ok = flag("水质达标", "Quality meets the standard.")


class Shocks(RecordTable):
    """A disaster, accident, crime or business failure."""

    kind = choice(words.ShockKind, "事件类型", "What happened.", nullable=False)
    loss_yuan = yuan("损失金额", "Loss.")
    harm = choice(words.Harm, "伤亡情况", "Whether a member was hurt.")


class Support(RecordTable):
    """A measure received. What identification brings is known after it, so the gate keeps it out of earlier dates."""

    kind = choice(words.SupportKind, "帮扶措施类型", "Kind of measure.", nullable=False)
    amount_yuan = yuan("金额", "Amount for the whole measure.")
    started_on = day("开始日期", "First day.", nullable=False)
    ended_on = day("结束日期", "Last day; empty while it lasts.")

    @rule(
        "ended_on",
        zh="结束日期早于开始日期",
        en="it ends before it starts",
        to_do_zh="核对开始和结束日期，更正后重新导出",
        to_do_en="compare both days with the source, correct them and export again",
    )
    def ends_after_it_starts(cls) -> pl.Expr:
        return pl.col("ended_on").is_null() | (pl.col("ended_on") >= pl.col("started_on"))


class Monitoring(RecordTable):
    """A step of the official procedure. Labels, never features."""

    step = choice(words.MonitoringStep, "监测环节", "Identified, removed, rolled back.", nullable=False)
    category = choice(words.MonitoringCategory, "监测对象类别", "Category of the monitored household.")
    household_type = choice(
        words.HouseholdType, "户类型", "Household type as the roster of monitored households tells it."
    )
    risk_types = written_as(
        rf"^{ONE_RISK_TYPE}(?:;{ONE_RISK_TYPE}){{0,{RISK_TYPES_AT_MOST - 1}}}$",
        "风险类型",
        "Up to five risk types, joined by ';', main one first.",
        Bilingual("规定的风险类型，最多五个", "up to five of the known risk types"),
    )
    removal_mode = choice(words.RemovalMode, "风险消除方式", "How the risk was removed.")
    no_labour_household = flag("整户无劳动能力兜底保障户", "Marked as a household without any labour.")


class Visits(RecordTable):
    """What a visit to a lead found. Labels and evaluation, never features."""

    outcome = choice(words.VisitOutcome, "核查结果", "What was found.", nullable=False)
    lead_source = choice(words.LeadSource, "线索来源", "Where the lead came from.")
    risk_type = choice(words.RiskType, "核实风险类型", "Main risk found.")


TABLES: dict[str, type[RecordTable]] = {
    "households": Households,
    "members": Members,
    "income": Income,
    "illness": Illness,
    "disability": Disability,
    "employment": Employment,
    "relocation": Relocation,
    "education": Education,
    "housing": Housing,
    "water": Water,
    "shocks": Shocks,
    "support": Support,
    "monitoring": Monitoring,
    "visits": Visits,
}
"""Every record table by its name, in the order in which they are documented."""

LABEL_TABLES = frozenset({"monitoring", "visits"})
"""Tables made by the official procedure: no feature may read them."""

COMMON_COLUMNS = tuple(RecordTable.columns())


def polars_schema(table: str) -> dict[str, pl.DataType]:
    """Column names and types of a table, in the order in which they are stored."""
    return {name: column.dtype for name, column in TABLES[table].columns().items()}


def empty(table: str) -> pl.DataFrame:
    """The table with no rows."""
    return pl.DataFrame(schema=polars_schema(table))
