"""What a county can know about a household as a whole: its description, income, dwelling, water, moves, shocks, support."""

from __future__ import annotations

import dataframely as dy
import polars as pl

from features import vocabulary as words
from features.bilingual import Bilingual
from features.records.tables.columns import about, choice, day, flag, identifier, number, written_as, yuan
from features.records.tables.confession import ONCE_A_YEAR, SPARSE, WEEKS_LATE, confesses
from features.records.tables.record_table import RecordTable
from features.records.tables.rules import rule

GRADES = ["A", "B", "C", "D"]


@confesses(
    sent_by=Bilingual(
        "农业农村部门（全国系统农户表，每年）；乡镇（农户花名册，每年）",
        "rural affairs (the national system's household sheet, yearly); townships (their own roster, yearly)",
    ),
    how_late=ONCE_A_YEAR,
    misses=Bilingual("年内新分户、新迁入的家庭", "households that split off or moved in since the last collection"),
    not_to_conclude=Bilingual(
        "纯收入是填报数，常有凑整和调整，不代表真实水平",
        "the stated net income is managed and heaped: its level is not what the household has",
    ),
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


@confesses(
    sent_by=Bilingual(
        "农业农村部门（每年10月1日至次年9月30日为一个采集年度）；乡镇（自然年度）",
        "rural affairs (collection year from 1 October to 30 September); townships (calendar year)",
    ),
    how_late=ONCE_A_YEAR,
    misses=Bilingual("未申报的打零工、亲友资助和借款", "odd jobs nobody declares, money from relatives, and loans"),
    not_to_conclude=Bilingual(
        "收入在贫困线上方不等于没有风险：记录的收入很少跌破线；不同口径不能直接比较",
        "being above the line is not being safe, since recorded income seldom crosses it; two calibers do not compare",
    ),
)
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


@confesses(
    sent_by=Bilingual(
        "发改、移民部门（搬迁台账与后续走访，每年）",
        "development and relocation offices (ledger and follow-up, yearly)",
    ),
    how_late=ONCE_A_YEAR,
    misses=Bilingual(
        "自行搬迁、不住安置点的家庭", "households that moved by themselves or live elsewhere than in their flat"
    ),
    not_to_conclude=Bilingual("走访当日空置不等于放弃住房", "a flat found empty on one day is not one given up"),
)
class Relocation(RecordTable):
    """A move to a settlement, or its yearly follow-up."""

    kind = choice(words.RelocationKind, "记录类别", "The move, or a follow-up.", nullable=False)
    settlement_id = identifier("安置点", "Settlement.")
    moved_on = day("入住日期", "Day of the move.")
    housing_debt_yuan = yuan("住房负债", "Debt for the dwelling.")
    empty_flat = flag("房屋空置", "The flat stands empty.")


@confesses(
    sent_by=Bilingual(
        "住建（鉴定与整改，每月）；农业农村部门（农户表，每年）；应急（因灾受损）",
        "housing (inspections and repairs, monthly); rural affairs (household sheet, yearly); emergency (damage)",
    ),
    how_late=WEEKS_LATE,
    misses=Bilingual("从未鉴定的住房", "dwellings that nobody has inspected"),
    not_to_conclude=Bilingual(
        "没有鉴定等级不等于安全；等级只说明鉴定当日", "no grade is not safe, and a grade speaks of its day only"
    ),
)
class Housing(RecordTable):
    """An inspection of the dwelling. Closed when remedied."""

    grade = dy.String(
        nullable=True,
        check={"known_word": lambda column: column.is_in(GRADES)},
        metadata={**about("危房级别", "A safe to D must not be lived in."), "values": GRADES, "labels": GRADES},
    )
    remedied_on = day("整改完成日期", "Day it was made safe; empty while open.")
    disaster_damage = flag("因灾受损", "Damaged by a disaster.")
    only_dwelling = flag("是否唯一住房", "The household has no other dwelling.")
    lived_in = flag("是否实际居住", "The household lives in it.")


@confesses(
    sent_by=Bilingual(
        "水利（抽查，每季度或每月）；农业农村部门（农户表，每年）",
        "water (checks); rural affairs (household sheet, yearly)",
    ),
    how_late=WEEKS_LATE,
    misses=Bilingual(
        "季节性断水和未被抽查的分散供水户", "seasonal shortage, and scattered supplies that nobody checked"
    ),
    not_to_conclude=Bilingual(
        "检查当日达标不等于全年达标", "meeting the standard on one day is not meeting it all year"
    ),
)
class Water(RecordTable):
    """A check of the drinking water."""

    safe = flag("是否解决安全饮用水", "Judged safe by the household sheet.")
    litres_per_day = number("每人每天水量", "Water per person and day.", "litres", 0, 10_000)
    days_out = number("年断水天数", "Days without water in the year.", "days", 0, 366)
    fetch_minutes = number("取水往返时间", "Round trip to fetch water.", "minutes", 0, 1_440)
    fetch_distance_m = number("取水水平距离", "Distance to the water, one way.", "metres", 0, 20_000)
    fetch_climb_m = number("取水垂直高差", "Climb to the water, one way.", "metres", 0, 2_000)
    quality_ok = flag("水质达标", "Quality meets the standard.")


@confesses(
    sent_by=Bilingual(
        "应急（灾害）、公安（事故与案件）、农业农村（产业失败），每月",
        "emergency (disasters), police (accidents and crimes), agriculture (failed projects), monthly",
    ),
    how_late=WEEKS_LATE,
    misses=SPARSE,
    not_to_conclude=Bilingual(
        "损失为估计数；没有记录不等于没有受灾", "losses are estimates, and no record is not having been spared"
    ),
)
class Shocks(RecordTable):
    """A disaster, accident, crime or business failure."""

    kind = choice(words.ShockKind, "事件类型", "What happened.", nullable=False)
    loss_yuan = yuan("损失金额", "Loss.")
    harm = choice(words.Harm, "伤亡情况", "Whether a member was hurt.")


@confesses(
    sent_by=Bilingual(
        "民政（低保、特困、临时救助，每月）；农业农村及其他部门（帮扶措施，每月）",
        "civil affairs (allowances and relief, monthly); rural affairs and others (measures, monthly)",
    ),
    how_late=WEEKS_LATE,
    misses=Bilingual("亲友、社会组织的帮助", "help from relatives and from organisations"),
    not_to_conclude=Bilingual(
        "识别之后的措施是识别的结果，不是风险的原因",
        "a measure after identification is its result, not a cause of risk",
    ),
)
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
