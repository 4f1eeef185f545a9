"""风险类型 | A household is monitored for a risk: the records should hold the fact behind it.

Facts are looked for on the day of identification, in the year before it and today, so that only a risk that nothing at all
speaks for is found; departments' records get some weeks to arrive before their absence means something.
"""

from __future__ import annotations

from functools import partial

import polars as pl

from features.checks.registry import check
from features.checks.wording import Kind, Severity, Subject, Theme
from features.language import policy
from features.records.gate import AS_OF

contradiction = partial(check, Subject.HOUSEHOLD, Theme.RISKS, Kind.CONTRADICTION, Severity.MUST_CORRECT)

SETTLED = (AS_OF - pl.col("entered_on")).dt.total_days() >= policy("check_report_delay_days")
REVIEW = "核对致贫返贫风险类型；事实有遗漏的补录 | Check the risk type; record the fact if it is missing."
SHARE_WITH_LABOUR = pl.col("with_labour") / pl.col("people")


def monitored_for(*risks: str) -> pl.Expr:
    """Monitored, and the last identification names one of these risks."""
    named = [pl.col("risks").list.contains(pl.lit(risk)) for risk in risks]
    return pl.col("monitored") & pl.any_horizontal(named)


def nobody(fact: str) -> pl.Expr:
    """Neither when it was identified nor today; unknown where today's rosters do not tell."""
    return ~pl.col(fact) & ~pl.col(f"{fact}_then").fill_null(value=False)


@contradiction(
    place="entry_place",
    distorts=("chronic_people", "major_illness_people"),
    labels=True,
    fix=REVIEW,
)
def illness_risk_nobody_ill() -> pl.Expr:
    """风险类型为因病但无患病成员 | Risk illness, yet nobody is ill and no bill or diagnosis is known"""
    no_trace = ~pl.col("bill_before") & ~pl.col("diagnosed_before")
    return monitored_for("illness") & nobody("somebody_ill") & no_trace & SETTLED


@contradiction(
    place="entry_place",
    distorts=("self_paid_12m",),
    labels=True,
    value=pl.col("self_paid_before").fill_null(0.0),
    unit="元",
    fix="核对医保结算与自付票据；无支出的更正风险类型 | Check settlements and receipts; correct the risk type if nothing was paid.",
)
def illness_risk_no_expense() -> pl.Expr:
    """风险类型为因病但识别前一年无自付支出 | Risk illness, yet nothing was paid in the year before the identification"""
    nothing = (pl.col("self_paid_before").fill_null(0.0) <= 0) & ~pl.col("a_bill_is_unknown").fill_null(value=False)
    return monitored_for("illness") & nothing & ~pl.col("expense_recorded") & SETTLED


@contradiction(
    place="entry_place",
    distorts=("people_with_card", "disabled_people_on_roster"),
    labels=True,
    fix=REVIEW,
)
def disability_risk_nobody_disabled() -> pl.Expr:
    """风险类型为因残但无残疾成员 | Risk disability, yet nobody is disabled"""
    return monitored_for("disability") & nobody("somebody_disabled") & ~pl.col("card_known") & SETTLED


@contradiction(
    place="entry_place",
    distorts=("people_with_labour", "people_working", "roster_workers"),
    labels=True,
    fix=REVIEW,
)
def job_risk_no_labour_no_work() -> pl.Expr:
    """风险类型为务工就业不稳但无劳动力也无务工记录 | Risk unstable work, yet nobody has labour nor any work record"""
    worked = pl.any_horizontal(
        pl.col(name).fill_null(value=False) for name in ("somebody_worked", "somebody_worked_then", "ever_in_register")
    )
    had_labour = pl.col("with_labour_then").fill_null(0) > 0
    return monitored_for("job_instability") & pl.col("nobody_has_labour") & ~had_labour & ~worked & SETTLED


@contradiction(
    place="entry_place",
    distorts=("labour_share", "people_with_labour"),
    labels=True,
    value=SHARE_WITH_LABOUR,
    threshold=policy("check_enough_labour_share"),
    fix="核对劳动技能和风险类型 | Check who can work, and the risk type.",
)
def labour_risk_enough_labour() -> pl.Expr:
    """风险类型为缺劳动力但家中一半以上有劳动力 | Risk lack of labour, yet half or more of four or more people have labour"""
    large = pl.col("people") >= policy("check_enough_labour_people")
    enough = SHARE_WITH_LABOUR >= policy("check_enough_labour_share")
    enough_then = pl.col("with_labour_then") / pl.col("people_then") >= policy("check_enough_labour_share")
    # Where no roster tells how it was at the identification, today's has to do.
    return monitored_for("labour_shortage") & large & enough & enough_then.fill_null(value=True)


@contradiction(
    place="entry_place",
    distorts=("people_at_school", "education_cost_year"),
    labels=True,
    fix=REVIEW,
)
def education_risk_nobody_at_school() -> pl.Expr:
    """风险类型为因学但无在校生 | Risk schooling, yet nobody is at school"""
    return monitored_for("education") & nobody("somebody_at_school") & ~pl.col("enrolled_around") & SETTLED


@contradiction(
    place="entry_place",
    distorts=("unsafe_dwelling",),
    labels=True,
    fix="核对危房鉴定与风险类型 | Check the inspection of the dwelling, and the risk type.",
)
def housing_risk_house_safe() -> pl.Expr:
    """风险类型为因安全住房但识别前住房为A、B级 | Risk housing, yet the last grade before the identification is A or B"""
    return monitored_for("housing") & pl.col("safe_house_then")


@contradiction(
    place="entry_place",
    distorts=("disasters_12m", "business_failures_12m", "losses_12m"),
    labels=True,
    fix=REVIEW,
)
def disaster_risk_no_event() -> pl.Expr:
    """风险类型为灾害、意外或产业失败但识别前一年无此事件 | Risk disaster, accident or failed business, yet no such event in the year before"""
    kinds = {
        "disaster": "disaster_before",
        "accident": "accident_before",
        "business_failure": "business_failure_before",
    }
    missing = [monitored_for(risk) & ~pl.col(known) for risk, known in kinds.items()]
    return pl.any_horizontal(missing) & SETTLED
