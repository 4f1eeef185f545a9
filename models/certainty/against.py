"""The rules that hold a model's main reason against the records of a household that is not monitored.

Each is one risk type and a condition over features under which the type has no fact behind it. What is unknown contradicts nothing.
(The rules of `features.checks` hold the declared risk of a *monitored* household against its records.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from features.bilingual import Bilingual
from features.language import policy as policy_value
from features.policy.columns import values_among
from features.vocabulary import RiskType


@dataclass(frozen=True)
class Against:
    """A rule: under `condition` a main reason of this risk type has nothing behind it."""

    id: str
    risk_type: RiskType
    title: Bilingual
    to_ask: Bilingual
    condition: pl.Expr

    @property
    def reads(self) -> frozenset[str]:
        """Features and `policy.` values."""
        return frozenset(self.condition.meta.root_names())


RULES: dict[str, Against] = {}

F = TypeVar("F", bound=Callable[[], pl.Expr])


class RuleDeclarationError(TypeError):
    """A rule's declaration lacks something; the message says what to write."""


def against(risk_type: RiskType, to_ask: str) -> Callable[[F], F]:
    """Declare a rule. The docstring is its title, `to_ask` what to ask at the visit, both `中文 | English`.

    Raises:
        RuleDeclarationError: on import, when either is missing or the name is taken.
    """

    def declare(function: F) -> F:
        name, title, ask = function.__name__, Bilingual.parsed(function.__doc__ or ""), Bilingual.parsed(to_ask)
        if title is None or ask is None or name in RULES:
            raise RuleDeclarationError(
                f"rule {name} needs a title and what to ask, `中文 | English`, and a name of its own."
            )
        RULES[name] = Against(name, risk_type, title, ask, function())
        return function

    return declare


def none_of(*names: str) -> pl.Expr:
    """Each of these features is known and 0."""
    return pl.all_horizontal(pl.col(name) == 0 for name in names)


@against(RiskType.ILLNESS, "问谁有病、看病票据和慢病证 | Ask who is ill; see bills and the chronic patient's card.")
def illness_nobody_ill() -> pl.Expr:
    """主要原因是因病，但家里没有病人，近12个月也没有医疗费用 | The main reason is illness, yet nobody is ill and no bill is known of the last 12 months"""
    return none_of("chronic_patients", "major_patients", "medical_bills_12m", "chronic_people", "major_illness_people")


@against(RiskType.DISABILITY, "问谁有残疾、看残疾人证 | Ask who is disabled; see the card.")
def disability_nobody_disabled() -> pl.Expr:
    """主要原因是因残，但家里没有残疾人 | The main reason is disability, yet nobody is disabled"""
    return none_of("people_with_card", "disabled_people_on_roster")


@against(RiskType.EDUCATION, "问谁在上学、在哪上 | Ask who is at school, and where.")
def education_nobody_at_school() -> pl.Expr:
    """主要原因是因学，但家里没有学生 | The main reason is schooling, yet nobody is at school"""
    return none_of("compulsory_students", "senior_students", "college_students", "school_age_children") & (
        pl.col("people_at_school").fill_null(0) == 0
    )


@against(RiskType.JOB_INSTABILITY, "问谁能干活、谁在务工 | Ask who can work, and who does.")
def jobs_nobody_with_labour() -> pl.Expr:
    """主要原因是务工就业不稳，但家里没有劳动力，也没有人务工 | The main reason is unstable work, yet nobody has labour and nobody works"""
    return none_of("people_with_labour", "roster_workers") & (pl.col("people_working").fill_null(0) == 0)


@against(
    RiskType.JOB_INSTABILITY,
    "问公益岗位干到什么时候、工资发没发 | Ask until when the post is held and whether it is paid.",
)
def jobs_in_a_public_post() -> pl.Expr:
    """主要原因是务工就业不稳，但家里有人在公益性岗位，且无人丢工作 | The main reason is unstable work, yet a member holds a public post and nobody lost work"""
    return (pl.col("people_in_public_posts") > 0) & (pl.col("jobs_ended_6m") == 0)


@against(RiskType.LABOUR_SHORTAGE, "问谁能干活、干得了多少 | Ask who can work, and how much.")
def labour_enough() -> pl.Expr:
    """主要原因是缺劳动力，但家里一半以上的人有劳动力 | The main reason is lack of labour, yet half or more of the people have labour"""
    large = pl.col("persons") >= policy_value("check_enough_labour_people")
    return large & (pl.col("labour_share") >= policy_value("check_enough_labour_share"))


@against(RiskType.HOUSING, "看房子、看鉴定报告 | Look at the dwelling and its inspection.")
def housing_safe() -> pl.Expr:
    """主要原因是因安全住房，但住房鉴定为A、B级或已整改 | The main reason is housing, yet the dwelling is graded A or B, or was repaired"""
    return none_of("unsafe_dwelling", "dwelling_damaged_12m")


@against(RiskType.WATER, "看水、问断水 | Look at the water; ask when it was out.")
def water_safe() -> pl.Expr:
    """主要原因是因安全饮水，但核查和登记都说饮水安全 | The main reason is water, yet checks and description call it safe"""
    return (pl.col("water_below_standard") == 0) & (pl.col("water_declared_safe") == 1)


@against(RiskType.DISASTER, "问受灾时间和损失 | Ask when the disaster was and what was lost.")
def disaster_none_known() -> pl.Expr:
    """主要原因是因自然灾害，但近12个月没有灾害记录 | The main reason is a disaster, yet none is recorded in the last 12 months"""
    return none_of("disasters_12m", "dwelling_damaged_12m")


@against(RiskType.ACCIDENT, "问出事时间、伤情和赔付 | Ask when it happened, who was hurt and what was paid.")
def accident_none_known() -> pl.Expr:
    """主要原因是因意外事故，但近12个月没有事故记录 | The main reason is an accident, yet none is recorded in the last 12 months"""
    return none_of("accidents_12m", "injury_self_paid_12m")


@against(RiskType.BUSINESS_FAILURE, "问产业赔了多少、还欠多少 | Ask what the business lost and what is owed.")
def business_without_failure() -> pl.Expr:
    """主要原因是因产业项目失败，但没有失败记录，也没有经营收入 | The main reason is a failed business, yet none is recorded and there is no business"""
    return none_of("business_failures_12m", "business_losses_12m") & (pl.col("business_year").fill_null(0) == 0)


READ: frozenset[str] = frozenset(name for rule in RULES.values() for name in rule.reads if not values_among([name]))
"""The features that the rules read."""

POLICY_READ: frozenset[str] = frozenset(name for rule in RULES.values() for name in rule.reads if values_among([name]))
"""The policy values that they read, as columns."""
