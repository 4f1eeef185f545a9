"""The gaps that are looked for: the minimum living allowance (低保) and monitoring, disability subsidies, those left behind.

All of them are questions to an office, not findings against anybody: registers are late and miss people.
"""

from __future__ import annotations

import polars as pl

from features.gaps.declaring import DECLARED, Direction, Gap, gap
from features.language import policy, value_of
from features.rules import MONITORED, Comparison, Condition, any_such, compared
from features.vocabulary import Department

LINKING = "Jiangkou, Guizhou: one platform between the rural minimum living allowance and poverty alleviation, linked two ways"
KAIZHOU = "Kaizhou, Chongqing: minimum living allowance"
SUBSIDIES = "Jiangkou, Guizhou: living and nursing subsidies for the disabled (困难残疾人生活补贴、重度残疾人护理补贴)"
LEFT_BEHIND = "Jiangkou, Guizhou: care for left-behind children, women and elders"

INCOME = value_of("dibao_income_per_person")
LINE = policy("dibao_line")
PHASE_OUT = LINE * policy("dibao_phase_out_multiple")
ON_DIBAO = (value_of("on_minimum_living_allowance") > 0) | (value_of("people_on_dibao_by_roster") > 0).fill_null(
    value=False
)
"""By the grants of civil affairs, or by the roster's own mark."""
GRAVELY_ILL = value_of("people_with_major_disease") + value_of("people_severely_disabled")
UNAIDED = value_of("measures_underway") == 0
FRAIL = (
    (value_of("people_80_and_over") > 0)
    | (value_of("people_severely_disabled") > 0)
    | ((value_of("chronic_elders") > 0) & (value_of("elder_living_alone") > 0))
)
"""Who can least be left alone. Every fifth household of a county is one of elders only: no list to visit by."""
IS_MONITORED = value_of(MONITORED) > 0

INCOME_PER_PERSON = "低保口径人均收入 | income per person in the allowance's caliber"
CHECK_INCOME = "核对低保口径收入：务工收入扣除务工成本，不含低保金；核对共同生活的家庭人口"
CHECK_INCOME_EN = (
    "the income in the allowance's caliber (wages net of job cost, the allowance left out) and who lives together"
)


@gap(
    Direction.MISSING,
    sheet="低于低保标准",
    value=INCOME_PER_PERSON,
    unit="yuan",
    source=LINKING,
    check=f"{CHECK_INCOME} | {CHECK_INCOME_EN}",
)
def dibao_under_line() -> Condition:
    """收入低于低保标准，未享受低保或特困 | income under the line of the minimum living allowance, without the allowance"""
    return compared(INCOME, Comparison.LESS_THAN, LINE, among=~ON_DIBAO)


@gap(
    Direction.MISSING,
    sheet="低于排查线",
    value=INCOME_PER_PERSON,
    unit="yuan",
    source=f"{KAIZHOU}: screening of households under 3,500 yuan a person",
    check=f"优先入户；{CHECK_INCOME} | visit first; {CHECK_INCOME_EN}",
)
def dibao_screening_income() -> Condition:
    """收入低于漏保排查线，未享受低保或特困 | income under the line for screening, without the allowance"""
    return compared(INCOME, Comparison.LESS_THAN, policy("dibao_screening_income"), among=~ON_DIBAO)


@gap(
    Direction.MISSING,
    sheet="病残未享受低保",
    value="大病人数与重度残疾人数之和 | members with a major disease plus severely disabled ones",
    unit="persons",
    source=f"{KAIZHOU}: screening of ill or disabled people without the allowance",
    check="核对诊断和残疾人证、近一年自付费用、家庭收入；符合条件的协助申请 | diagnosis and certificate, what the family paid in a year, its income; help those who qualify to apply",
)
def dibao_ill_or_disabled() -> Condition:
    """有大病或重度残疾成员，未享受低保或特困 | a member is gravely ill or severely disabled, without the allowance"""
    return any_such(GRAVELY_ILL, among=~ON_DIBAO)


@gap(
    Direction.MISSING,
    sheet="可按单人户核查",
    value=INCOME_PER_PERSON,
    unit="yuan",
    source=f"{KAIZHOU}: the severely ill or disabled are counted alone",
    check="核对该成员病情或残疾等级，按单人户政策测算后再定 | the member's illness or grade; work out the household with this member counted alone",
)
def dibao_counted_alone() -> Condition:
    """收入在低保标准与渐退上限之间，有大病或重度残疾成员，可按单人户核查 | income between the line and its phase-out multiple, a gravely ill or severely disabled member who may count alone"""
    return compared(INCOME, Comparison.AT_MOST, PHASE_OUT, among=~ON_DIBAO & (GRAVELY_ILL > 0) & (INCOME >= LINE))


@gap(
    Direction.UNFOUNDED,
    sheet="渐退期满",
    value="收入高于低保标准的月数（自收入期末起） | months with income above the line, from the end of the income's period",
    unit="months",
    source=f"{KAIZHOU}: between one and two times the line the allowance is kept for 6 months",
    check="核对收入是否稳定、渐退起始日期；病残成员按单人户另行核查 | whether the income lasts and since when; members who may count alone apart",
)
def dibao_phase_out_over() -> Condition:
    """低保渐退期已满：收入高于低保标准、不超过渐退上限，时间超过渐退期 | the phase-out is over: income above the line, not above its multiple, for longer than the months of phase-out"""
    return compared(
        value_of("months_since_income"),
        Comparison.MORE_THAN,
        policy("dibao_phase_out_months"),
        among=ON_DIBAO & (INCOME > LINE) & (INCOME <= PHASE_OUT),
    )


@gap(
    Direction.UNFOUNDED,
    sheet="高于渐退上限",
    value=INCOME_PER_PERSON,
    unit="yuan",
    source=f"{KAIZHOU}: phase-out up to two times the line",
    check=f"{CHECK_INCOME}；刚性支出大的、病残成员单独保障的除外 | {CHECK_INCOME_EN}; but for great expense and members who count alone",
)
def dibao_above_phase_out() -> Condition:
    """收入高于渐退上限，仍在享受低保或特困 | income above the phase-out multiple of the line, with the allowance"""
    return compared(INCOME, Comparison.MORE_THAN, PHASE_OUT, among=ON_DIBAO)


@gap(
    Direction.UNLINKED,
    sheet="低保未监测",
    value="人均参考收入（未登记合规自付的按人均纯收入） | reference income per person (net income where no compliant self-paid expense is recorded)",
    unit="yuan",
    source=LINKING,
    check="按监测对象识别程序核查返贫致贫风险，兜底保障稳定的注明 | the risk, by the procedure of identification; say so where the allowance alone carries the household",
    department=Department.RURAL_AFFAIRS,
)
def dibao_not_monitored() -> Condition:
    """享受低保或特困、收入在监测范围内，未纳入监测 | on the allowance and inside the monitoring range, not monitored"""
    return compared(
        pl.coalesce(value_of("reference_income_per_person"), value_of("net_income_per_person")),
        Comparison.LESS_THAN,
        policy("monitoring_line"),
        among=ON_DIBAO & ~IS_MONITORED,
    )


@gap(
    Direction.UNLINKED,
    sheet="监测未低保",
    value=INCOME_PER_PERSON,
    unit="yuan",
    source=LINKING,
    check=f"转民政部门核查；{CHECK_INCOME} | hand over to civil affairs; {CHECK_INCOME_EN}",
)
def monitored_not_dibao() -> Condition:
    """监测对象收入低于低保标准，未享受低保或特困 | monitored, income under the line of the allowance, without the allowance"""
    return compared(INCOME, Comparison.LESS_THAN, LINE, among=IS_MONITORED & ~ON_DIBAO)


@gap(
    Direction.MISSING,
    sheet="缺护理补贴",
    value="未享受护理补贴的重度残疾人数 | severely disabled members without the subsidy",
    unit="persons",
    source=SUBSIDIES,
    check="核对残疾人证等级（一、二级）和是否享受其他同类护理待遇，协助申请 | the certificate's grade (1 or 2) and like benefits; help to apply",
)
def nursing_subsidy_missing() -> Condition:
    """重度残疾未享受护理补贴 | severely disabled without the nursing subsidy"""
    return any_such("severe_without_nursing_subsidy")


@gap(
    Direction.MISSING,
    sheet="缺生活补贴",
    value="未享受生活补贴的残疾人数 | disabled members without the subsidy",
    unit="persons",
    source=SUBSIDIES,
    check="核对低保或低保边缘身份和残疾人证，协助申请 | the allowance or the low income, and the certificate; help to apply",
)
def living_subsidy_missing() -> Condition:
    """低保或低收入户残疾人未享受生活补贴 | disabled in a household on the allowance or under its line, without the living subsidy"""
    return any_such("disabled_without_living_subsidy", among=ON_DIBAO | (INCOME < LINE))


@gap(
    Direction.UNFOUNDED,
    sheet="有补贴无残疾证",
    value="正享受残疾人补贴 | a living or nursing subsidy is received",
    unit="yes/no",
    source=SUBSIDIES,
    check="核对残疾人证是否有效、人员是否对应；证件登记缺失的补录 | whether a certificate is valid and whose it is; add what is missing in the register",
)
def subsidy_without_card() -> Condition:
    """正享受残疾人补贴，未见成员残疾人证记录 | a disability subsidy is received, no member has a certificate on record"""
    return any_such("disability_subsidy_underway", among=value_of("people_with_card") == 0)


@gap(
    Direction.MISSING,
    sheet="留守儿童",
    value="有16岁以下孩子而无劳动年龄成员在家 | children under 16, nobody aged 16 to 59 at home",
    unit="yes/no",
    source=LEFT_BEHIND,
    check="入户查看由谁照料、是否在校，落实监护责任和关爱措施 | who looks after the children and whether they are at school; settle guardianship and care",
)
def children_left_alone_without_measure() -> Condition:
    """留守儿童家庭，没有在实施的帮扶措施 | children left with nobody of working age at home, no measure underway"""
    return any_such("children_left_alone", among=UNAIDED)


@gap(
    Direction.MISSING,
    sheet="留守老人",
    value="有60岁及以上老人而无劳动年龄成员在家 | members of 60 and over, nobody aged 16 to 59 at home",
    unit="yes/no",
    source=LEFT_BEHIND,
    check="入户查看身体状况、照料和养老待遇，落实探访和关爱措施 | health, care and pension; settle visits and care",
)
def elders_left_alone_without_measure() -> Condition:
    """留守老人家庭有高龄、重度残疾或独居患慢性病的，没有在实施的帮扶措施 | elders left with nobody of working age at home, one of 80 or over, severely disabled, or alone with a chronic disease; no measure underway"""
    return any_such("elders_left_alone", among=UNAIDED & FRAIL)


GAPS: tuple[Gap, ...] = tuple(DECLARED)
"""Every gap that is looked for, in the order of the sheets."""
