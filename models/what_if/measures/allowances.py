"""Allowances: the minimum living allowance, and both subsidies for the disabled."""

from __future__ import annotations

import polars as pl

from features.bilingual import Bilingual
from features.language.views import DISABILITY
from features.vocabulary import Department, SupportKind
from models.what_if.declaring import Supposed, measure
from models.what_if.home import Home, together

SEVERE = pl.col("grade") <= 2
"""Grades 1 and 2, by the definition of the certificate itself."""


@measure(
    Department.CIVIL_AFFAIRS,
    reads=("dibao_missing", "on_minimum_living_allowance", "dibao_income_per_person", "persons"),
)
def minimum_living_allowance(home: Home) -> Supposed:
    """申请最低生活保障 | The minimum living allowance is applied for and granted."""
    home.require(
        not home.fact("on_minimum_living_allowance"),
        "已享受低保或特困供养",
        "the allowance or support for the destitute is received already",
    )
    income, persons = home.fact("dibao_income_per_person"), home.fact("persons")
    home.require(
        income is not None and persons is not None,
        "低保口径人均收入未知，无法判断",
        "income per person in the allowance's caliber is unknown, so nobody can tell",
    )
    line, income, persons = home.policy("dibao_line"), income or 0.0, persons or 0.0
    home.require(
        income < line,
        f"低保口径人均收入{income:,.0f}元，不低于低保标准{line:,.0f}元",
        f"income per person in the allowance's caliber is {income:,.0f} yuan, not under the line of {line:,.0f}",
    )
    # Civil affairs know of no grant; the roster may, and comes later.
    home.require(home.fact("dibao_missing") == 1, "花名册登记已享受低保或特困", "the roster has it that it is received")
    # The allowance fills the gap up to the line; granted by the month.
    amount = round((line - income) * persons / 12, 2)
    sentence = Bilingual(f"全家每月补差{amount:,.0f}元", f"{amount:,.0f} yuan a month for the household")
    return Supposed(sentence, home.support(SupportKind.DIBAO.value, amount))


@measure(Department.CIVIL_AFFAIRS, reads=("nursing_subsidy_missing",))
def nursing_subsidy(home: Home) -> Supposed:
    """办理重度残疾人护理补贴 | The nursing subsidy for the severely disabled is granted."""
    without = home.known(DISABILITY).filter(SEVERE, ~pl.col("nursing_subsidy"))
    home.require(
        (home.fact("nursing_subsidy_missing") or 0) > 0,
        "没有登记未享受护理补贴的一、二级残疾成员",
        "no member with a certificate of grade 1 or 2 is on record without the subsidy",
    )
    return _granted(
        home, without, "nursing_subsidy", SupportKind.DISABILITY_NURSING, home.policy("measure_nursing_subsidy")
    )


@measure(Department.CIVIL_AFFAIRS, reads=("poor_disabled_without_living_subsidy",))
def living_subsidy(home: Home) -> Supposed:
    """办理困难残疾人生活补贴 | The living subsidy for the disabled in hardship is granted."""
    without = home.known(DISABILITY).filter(~pl.col("living_subsidy"))
    home.require(
        (home.fact("poor_disabled_without_living_subsidy") or 0) > 0,
        "没有低保或低收入而未享受生活补贴的残疾成员",
        "no disabled member on the allowance or under its line is on record without the subsidy",
    )
    return _granted(
        home, without, "living_subsidy", SupportKind.DISABILITY_LIVING, home.policy("measure_living_subsidy")
    )


def _granted(home: Home, without: pl.DataFrame, column: str, kind: SupportKind, monthly: float) -> Supposed:
    """A subsidy for each of these people, on their certificates and in the ledger, a year of it."""
    changed = home.change("disability", without, **{column: pl.lit(value=True)})
    amount = monthly * without.height
    sentence = Bilingual(
        f"{without.height}人，每月共{amount:,.0f}元", f"{without.height} person(s), {amount:,.0f} yuan a month together"
    )
    return Supposed(sentence, together(changed, home.support(kind.value, amount * 12)))
