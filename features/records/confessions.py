"""What each record table confesses: who sends it, how late it is, whom it misses, what not to conclude from it.

How late departments really are is measured per county (`fanpin deliveries`); what stands here is what to expect.
"""

from __future__ import annotations

from dataclasses import dataclass

from features.bilingual import Bilingual

SPARSE = Bilingual(
    "从未上报的事件（约占5%至10%）不会出现",
    "the 5 to 10 % of events that nobody ever reports",
)
WEEKS_LATE = Bilingual("部门按月推送，通常晚5至35天", "5 to 35 days: departments push monthly")
ONCE_A_YEAR = Bilingual("每年采集一次，年内变化要到下次才知道", "up to a year: collected once a year")


@dataclass(frozen=True)
class Confession:
    """Four things to know before using a table."""

    sent_by: Bilingual
    how_late: Bilingual
    misses: Bilingual
    not_to_conclude: Bilingual


CONFESSIONS = {
    "households": Confession(
        Bilingual(
            "农业农村部门（全国系统农户表，每年）；乡镇（农户花名册，每年）",
            "rural affairs (the national system's household sheet, yearly); townships (their own roster, yearly)",
        ),
        ONCE_A_YEAR,
        Bilingual("年内新分户、新迁入的家庭", "households that split off or moved in since the last collection"),
        Bilingual(
            "纯收入是填报数，常有凑整和调整，不代表真实水平",
            "the stated net income is managed and heaped: its level is not what the household has",
        ),
    ),
    "members": Confession(
        Bilingual(
            "农业农村部门和乡镇（家庭成员表，每年）；公安（出生、死亡、迁移，每月）",
            "rural affairs and townships (listings, yearly); police (births, deaths, moves, monthly)",
        ),
        Bilingual("名册每年一次；人口变动通常晚5至35天", "listings up to a year; changes 5 to 35 days"),
        Bilingual(
            "没有登记的出生、长期外出未销户的人", "births not registered, and people long gone whom nobody struck off"
        ),
        Bilingual(
            "名册上健康不等于没有病：病残多由其他部门先知道；不填不等于没有",
            "listed as healthy is not being healthy: other departments learn first; an empty cell is not a no",
        ),
    ),
    "income": Confession(
        Bilingual(
            "农业农村部门（每年10月1日至次年9月30日为一个采集年度）；乡镇（自然年度）",
            "rural affairs (collection year from 1 October to 30 September); townships (calendar year)",
        ),
        ONCE_A_YEAR,
        Bilingual("未申报的打零工、亲友资助和借款", "odd jobs nobody declares, money from relatives, and loans"),
        Bilingual(
            "收入在贫困线上方不等于没有风险：记录的收入很少跌破线；不同口径不能直接比较",
            "being above the line is not being safe, since recorded income seldom crosses it; two calibers do not compare",
        ),
    ),
    "illness": Confession(
        Bilingual(
            "医保（结算，每月）；卫健（大病确诊，每月）",
            "medical insurance (bills, monthly); health (diagnoses, monthly)",
        ),
        WEEKS_LATE,
        Bilingual(
            "未参保的人、医保外的自费和异地未结算的费用",
            "the uninsured, care outside the insurance, and bills from elsewhere that are not settled",
        ),
        Bilingual(
            "没有账单不等于没有病：看不起病的人没有账单",
            "no bill is not good health: who cannot afford care has no bill",
        ),
    ),
    "disability": Confession(
        Bilingual("残联（办证与变更，每月）", "the disabled persons' federation (cards and changes, monthly)"),
        WEEKS_LATE,
        Bilingual("未办证的残疾人，尤其是老年人", "disabled people without a card, the old above all"),
        Bilingual(
            "发证日期不是致残日期；没有证不等于没有残疾",
            "the day of the card is not the day of the disability; no card is not no disability",
        ),
    ),
    "employment": Confession(
        Bilingual("人社（务工台账，每月）", "human resources (register of work, monthly)"),
        Bilingual(
            "开始通常晚5至35天；结束往往更晚才登记",
            "the start 5 to 35 days; the end later, often only with the next visit",
        ),
        Bilingual("零工、自己外出未登记的人", "odd jobs, and those who left to work without telling"),
        Bilingual(
            "没有结束日期不等于还在岗；没有记录不等于没有工作",
            "no last day is not a job still held; no record is not being without work",
        ),
    ),
    "relocation": Confession(
        Bilingual(
            "发改、移民部门（搬迁台账与后续走访，每年）",
            "development and relocation offices (ledger and follow-up, yearly)",
        ),
        ONCE_A_YEAR,
        Bilingual(
            "自行搬迁、不住安置点的家庭", "households that moved by themselves or live elsewhere than in their flat"
        ),
        Bilingual("走访当日空置不等于放弃住房", "a flat found empty on one day is not one given up"),
    ),
    "education": Confession(
        Bilingual("教育（学籍与资助，每学期）", "education (enrolment and aid, every term)"),
        Bilingual("学期初采集，最长约半年", "up to half a year: collected at the start of a term"),
        Bilingual("在外县、外省就读的学生", "pupils who attend school in another county or province"),
        Bilingual(
            "不在本县学籍名册不等于辍学", "not on this county's roll is not having dropped out: many learn elsewhere"
        ),
    ),
    "housing": Confession(
        Bilingual(
            "住建（鉴定与整改，每月）；农业农村部门（农户表，每年）；应急（因灾受损）",
            "housing (inspections and repairs, monthly); rural affairs (household sheet, yearly); emergency (damage)",
        ),
        WEEKS_LATE,
        Bilingual("从未鉴定的住房", "dwellings that nobody has inspected"),
        Bilingual(
            "没有鉴定等级不等于安全；等级只说明鉴定当日", "no grade is not safe, and a grade speaks of its day only"
        ),
    ),
    "water": Confession(
        Bilingual(
            "水利（抽查，每季度或每月）；农业农村部门（农户表，每年）",
            "water (checks); rural affairs (household sheet, yearly)",
        ),
        WEEKS_LATE,
        Bilingual("季节性断水和未被抽查的分散供水户", "seasonal shortage, and scattered supplies that nobody checked"),
        Bilingual("检查当日达标不等于全年达标", "meeting the standard on one day is not meeting it all year"),
    ),
    "shocks": Confession(
        Bilingual(
            "应急（灾害）、公安（事故与案件）、农业农村（产业失败），每月",
            "emergency (disasters), police (accidents and crimes), agriculture (failed projects), monthly",
        ),
        WEEKS_LATE,
        SPARSE,
        Bilingual(
            "损失为估计数；没有记录不等于没有受灾", "losses are estimates, and no record is not having been spared"
        ),
    ),
    "support": Confession(
        Bilingual(
            "民政（低保、特困、临时救助，每月）；农业农村及其他部门（帮扶措施，每月）",
            "civil affairs (allowances and relief, monthly); rural affairs and others (measures, monthly)",
        ),
        WEEKS_LATE,
        Bilingual("亲友、社会组织的帮助", "help from relatives and from organisations"),
        Bilingual(
            "识别之后的措施是识别的结果，不是风险的原因",
            "a measure after identification is its result, not a cause of risk",
        ),
    ),
    "monitoring": Confession(
        Bilingual("农业农村部门（监测对象花名册，每月）", "rural affairs (roster of monitored households, monthly)"),
        Bilingual(
            "从线索到识别最长15天，随当月或下月花名册得知",
            "up to 15 days from lead to identification, then with that month's roster or the next",
        ),
        Bilingual(
            "有风险而无人申报、无人走访的家庭", "households at risk for whom nobody applied and whom nobody visited"
        ),
        Bilingual(
            "未被识别不等于没有风险；这是行政程序的结果，只用作标签",
            "not identified is not without risk: it is the outcome of a procedure, and a label only",
        ),
    ),
    "visits": Confession(
        Bilingual("监测办公室（核查结果）", "the monitoring office (what visits to leads found)"),
        Bilingual("走访后录入，通常数日", "days: entered after the visit"),
        Bilingual("没有线索、没有走访的家庭", "households without a lead: nobody went there"),
        Bilingual(
            "只代表被选中走访的家庭，不能推及全县",
            "visited households were chosen: what was found is not the county's rate",
        ),
    ),
}
"""By table, in the order of `TABLES`."""
