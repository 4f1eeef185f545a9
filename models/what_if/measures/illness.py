"""Illness: medical aid for bills that insurance left, and basic insurance for who has none."""

from __future__ import annotations

import polars as pl

from features.bilingual import Bilingual
from features.language.views import ILLNESS, MEMBERS, SUPPORT
from features.vocabulary import Department, IllnessSetting, Insurance, SupportKind
from models.what_if.declaring import Supposed, measure
from models.what_if.home import LAST_YEAR, Home, together

BILL = pl.col("setting").is_in([IllnessSetting.INPATIENT.value, IllnessSetting.OUTPATIENT.value])
LEFT = (pl.col("total_yuan") - pl.col("basic_yuan") - pl.col("major_yuan")).clip(lower_bound=0)
"""Of each bill what basic and major-illness insurance left; unknown where a part of it is."""


@measure(Department.MEDICAL_INSURANCE)
def medical_aid(home: Home) -> Supposed:
    """申请医疗救助 | Medical aid is applied for and paid."""
    bills = home.known(ILLNESS).filter(BILL, LAST_YEAR)
    home.require(bills.height > 0, "近12个月没有医疗费用", "there is no medical bill of the last 12 months")
    known = bills.select(LEFT).to_series().drop_nulls()
    home.require(known.len() > 0, "费用的医保支付情况未登记", "what insurance paid of the bills is not on record")
    left = known.sum()
    line = home.policy("measure_medical_aid_line")
    home.require(
        left >= line,
        f"近12个月医保报销后剩余{left:,.0f}元，未达到申请线{line:,.0f}元",
        f"insurance left {left:,.0f} yuan of 12 months' bills, under the line of {line:,.0f}",
    )
    granted = home.known(SUPPORT).filter(LAST_YEAR, pl.col("kind") == SupportKind.MEDICAL_AID.value)
    paid = bills["aid_yuan"].fill_null(0.0).sum() > 0
    home.require(
        granted.is_empty() and not paid, "近12个月已享受医疗救助", "medical aid was paid in the last 12 months"
    )
    aid = pl.min_horizontal(LEFT * home.policy("measure_medical_aid_share"), "self_paid_yuan").round(2)
    aided = bills.with_columns(aid=aid).filter(pl.col("aid") > 0)
    amount = float(aided["aid"].sum())
    home.require(amount > 0, "剩余费用不是由家庭自付", "nothing of what insurance left was paid by the household")
    changed = home.change(
        "illness", aided, aid_yuan=pl.col("aid"), self_paid_yuan=(pl.col("self_paid_yuan") - pl.col("aid")).round(2)
    )
    sentence = Bilingual(
        f"近12个月{aided.height}笔费用共救助{amount:,.0f}元，自付相应减少",
        f"{amount:,.0f} yuan for {aided.height} bills of 12 months, which the household pays less",
    )
    return Supposed(sentence, together(changed, home.support(SupportKind.MEDICAL_AID.value, amount)))


@measure(Department.MEDICAL_INSURANCE)
def basic_insurance(home: Home) -> Supposed:
    """动员未参保成员参加城乡居民基本医疗保险 | Uninsured members join the residents' basic medical insurance."""
    members = home.known(MEMBERS)
    home.require(members["insured"].drop_nulls().len() > 0, "成员的参保情况未登记", "nobody's insurance is on record")
    uninsured = members.filter(~pl.col("insured"))
    home.require(uninsured.height > 0, "登记的成员都已参保", "every member on record is insured")
    listed = home.last_rows("members", uninsured["person_id"])
    kind = pl.lit(Insurance.RESIDENT.value)
    changed = home.change("members", listed, insured=pl.lit(value=True), medical_insurance=kind)
    sentence = Bilingual(f"{uninsured.height}名成员参保", f"{uninsured.height} member(s) are insured")
    return Supposed(sentence, changed)
