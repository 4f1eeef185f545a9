"""The departments' single-threshold screening rules (部门筛查预警), declared once over features and policy.

They are what an office does today: the opponent that a model has to beat at equal visiting capacity, and a reason in
themselves. A rule is hit, not hit, or unknown; unknown is not a hit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from features.frame import feature_frame
from features.language import policy, value_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.registry import chosen
from features.vocabulary import RiskType


@dataclass(frozen=True)
class Trigger:
    """One rule of one department.

    Attributes:
        name: as in reports.
        department: who screens.
        zh, en: what is screened.
        risk_type: the official risk it points to.
        condition: over features and `policy.` values; null means that it can't be told.
    """

    name: str
    department: str
    zh: str
    en: str
    risk_type: RiskType
    condition: pl.Expr

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(self.condition.meta.root_names())


LIFTED_OUT = value_of("lifted_out") > 0

TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "inpatient_self_paid",
        "医保",
        "年度住院自付超过预警线",
        "In-patient self-paid of 12 months reaches the line for the household's type",
        RiskType.ILLNESS,
        value_of("inpatient_self_paid_12m")
        >= pl.when(LIFTED_OUT)
        .then(policy("inpatient_self_paid_lifted_out"))
        .otherwise(policy("inpatient_self_paid_general")),
    ),
    Trigger(
        "outpatient_self_paid",
        "医保",
        "门诊月自付超过预警线",
        "Out-patient self-paid of a month reaches the line",
        RiskType.ILLNESS,
        value_of("outpatient_self_paid_1m") >= policy("outpatient_self_paid_month"),
    ),
    Trigger(
        "medical_burden",
        "医保",
        "年度医疗负担过重",
        "Medical self-paid of 12 months reaches the line for a heavy burden",
        RiskType.ILLNESS,
        value_of("self_paid_12m") >= policy("medical_burden_12m"),
    ),
    Trigger(
        "uninsured",
        "医保",
        "脱贫户有成员未参保",
        "A member of a lifted-out household is without basic medical insurance",
        RiskType.ILLNESS,
        LIFTED_OUT & (value_of("uninsured_people") > 0),
    ),
    Trigger(
        "new_major_disease",
        "卫健",
        "新确诊大病患者",
        "A member was registered with a major disease in the last 6 months",
        RiskType.ILLNESS,
        value_of("new_major_disease_6m") > 0,
    ),
    Trigger(
        "education_cost",
        "教育",
        "非义务教育费用过高",
        "Schooling cost after aid, outside compulsory schooling, exceeds the line",
        RiskType.EDUCATION,
        value_of("education_cost_year") - value_of("education_aid_year") > policy("education_cost_year"),
    ),
    Trigger(
        "dropped_out",
        "教育",
        "疑似辍学",
        "A student is a suspected drop-out",
        RiskType.EDUCATION,
        value_of("dropped_out") > 0,
    ),
    Trigger(
        "accident_harm",
        "公安",
        "交通事故或案件致伤残死亡",
        "A member was hurt, disabled or killed by an accident or crime in the last 12 months",
        RiskType.ACCIDENT,
        value_of("harmed_by_accident_12m") > 0,
    ),
    Trigger(
        "newly_on_relief",
        "民政",
        "新纳入低保特困或获临时救助",
        "Newly on the minimum living allowance (6 months) or temporary relief in the last 12 months",
        RiskType.OTHER,
        (value_of("months_since_minimum_living") < pl.lit(6)).fill_null(value=False)
        | (value_of("temporary_relief_12m") > 0),
    ),
    Trigger(
        "new_severe_disability",
        "残联",
        "新办重度残疾证",
        "A certificate of grade 1 or 2 in the last 12 months",
        RiskType.DISABILITY,
        (value_of("months_since_severe_card") < pl.lit(12)).fill_null(value=False),
    ),
    Trigger(
        "unsafe_dwelling",
        "住建",
        "住房C级D级未整改或因灾受损",
        "The dwelling is graded C or D and open, or was damaged by a disaster in the last 12 months",
        RiskType.HOUSING,
        (value_of("unsafe_dwelling") > 0).fill_null(value=False) | (value_of("dwelling_damaged_12m") > 0),
    ),
    Trigger(
        "unsafe_water",
        "水利",
        "饮水指标不达标",
        "Some indicator of drinking water is below the standard",
        RiskType.WATER,
        value_of("water_below_standard") > 0,
    ),
    Trigger(
        "job_lost",
        "人社",
        "失业或有劳动力无人就业",
        "Work ended in the last 3 months and nobody of the household works",
        RiskType.JOB_INSTABILITY,
        (value_of("jobs_ended_3m") > 0) & (value_of("zero_employment") > 0),
    ),
    Trigger(
        "fewer_work_months",
        "人社",
        "务工月数明显下降",
        "Registered work of the last 6 months fell behind the 6 months before by the line",
        RiskType.JOB_INSTABILITY,
        # Months are told to a tenth: rounding keeps the last bit of a float from deciding.
        (value_of("months_worked_12m") - 2 * value_of("months_worked_6m")).round(1) >= policy("work_months_drop"),
    ),
    Trigger(
        "project_failure",
        "农业农村",
        "产业项目失败",
        "A business project failed in the last 12 months",
        RiskType.BUSINESS_FAILURE,
        value_of("business_failures_12m") > 0,
    ),
    Trigger(
        "disaster_loss",
        "应急",
        "因灾损失",
        "On the disaster loss list of the last 12 months",
        RiskType.DISASTER,
        value_of("disasters_12m") > 0,
    ),
    Trigger(
        "income_low",
        "乡村振兴",
        "人均收入处于低收入组",
        "Recorded income per person is not above that of the lowest income group",
        RiskType.OTHER,
        value_of("net_income_per_person") <= policy("low_income_group"),
    ),
    Trigger(
        "income_drop",
        "乡村振兴",
        "人均收入骤减",
        "Recorded income fell against the year before by the line",
        RiskType.OTHER,
        value_of("income_change") <= 1 - policy("income_drop_share"),
    ),
    Trigger(
        "relocated_without_work",
        "发改",
        "搬迁户零就业",
        "Relocated, members have labour, nobody works",
        RiskType.JOB_INSTABILITY,
        value_of("relocated_without_work") > 0,
    ),
)
"""Every rule. Windows that a department does not publish are one year for events and three months for lost work."""


def trigger_features(triggers: Iterable[Trigger] = TRIGGERS) -> list[str]:
    """The features that the rules read."""
    reads = {name for trigger in triggers for name in trigger.reads if not name.startswith("policy.")}
    return list(chosen(reads))


def with_triggers(frame: pl.DataFrame, policy_values: Policy, triggers: Iterable[Trigger] = TRIGGERS) -> pl.DataFrame:
    """Add a column `trigger.<name>` per rule, true or false, to a feature frame that holds what the rules read."""
    triggers = tuple(triggers)
    wanted = {name for trigger in triggers for name in trigger.reads if name.startswith("policy.")}
    frame = policy_values.add_columns(frame, wanted - set(frame.columns))
    return frame.with_columns(
        trigger.condition.fill_null(value=False).alias(f"trigger.{trigger.name}") for trigger in triggers
    )


def with_hits(frame: pl.DataFrame, policy_values: Policy) -> pl.DataFrame:
    """Add the rules' columns and `hits`, the number of rules hit."""
    columns = [f"trigger.{trigger.name}" for trigger in TRIGGERS]
    return with_triggers(frame, policy_values).with_columns(pl.sum_horizontal(columns).cast(pl.Int32).alias("hits"))


def trigger_frame(records: Records, index: pl.DataFrame, policy_values: Policy) -> pl.DataFrame:
    """Which rules each (`household_id`, `as_of`) of the index hits: `trigger.<name>` columns and `hits`."""
    frame = with_hits(feature_frame(records, index, policy_values, trigger_features()), policy_values)
    return frame.select("household_id", "as_of", *(f"trigger.{trigger.name}" for trigger in TRIGGERS), "hits")
