"""住建、水利、发改 | The dwelling, the drinking water, and households that moved to a settlement."""

from __future__ import annotations

from features.language import value_of
from features.rules import Condition, any_amount, any_such
from features.triggers.declaring import latest_of, trigger
from features.vocabulary import Department, RiskType

RELOCATED = value_of("relocated") > 0
MOVED = "Relocation offices' follow-up: settlement households without work, in debt for the flat, or with an empty flat"


@trigger(
    Department.HOUSING,
    unit="yes/no",
    risk_type=RiskType.HOUSING,
    source="Kaizhou, Chongqing: inclusion and exclusion conditions for dilapidated houses; grades C and D",
    since=latest_of("dwelling_grade"),
    when_no_rows=None,
)
def unsafe_dwelling() -> Condition:
    """住房为危房且未整改 | The dwelling is unsafe by its grade, not remedied, and counted by the county"""
    return any_such("unsafe_dwelling")


@trigger(
    Department.HOUSING,
    unit="yes/no",
    risk_type=RiskType.DISASTER,
    source="Kaizhou, Chongqing: dwellings damaged by a disaster",
    since=latest_of("dwelling_damaged_12m"),
)
def dwelling_damaged() -> Condition:
    """近12个月住房因灾受损 | The dwelling was damaged by a disaster in 12 months"""
    return any_such("dwelling_damaged_12m")


@trigger(
    Department.WATER,
    unit="yes/no",
    risk_type=RiskType.WATER,
    source="Four-indicator drinking-water standard as applied in Kaizhou, Chongqing (T/CHES 18-2018)",
    since=latest_of(
        "water_per_person",
        "days_without_water",
        *("minutes_to_water", "metres_to_water", "climb_to_water"),
        "water_quality_fails",
    ),
    when_no_rows=None,
)
def unsafe_water() -> Condition:
    """饮水四项指标有不达标项 | Some indicator of the drinking water is below the standard"""
    return any_such("water_below_standard")


@trigger(
    Department.RELOCATION,
    unit="yes/no",
    risk_type=RiskType.JOB_INSTABILITY,
    source=MOVED,
    since=latest_of("months_since_job_ended", day="ended_on"),
)
def relocated_without_work() -> Condition:
    """搬迁户有劳动力但无人就业 | Relocated, members have labour, nobody has registered work"""
    return any_such("relocated_without_work")


@trigger(
    Department.RELOCATION,
    unit="yuan",
    risk_type=RiskType.OTHER,
    source=MOVED,
    since=latest_of("housing_debt"),
    question="搬迁户有住房负债 | A relocated household is in debt for its dwelling",
)
def relocated_in_debt() -> Condition:
    """搬迁户住房负债 | Debt of a relocated household for its dwelling"""
    return any_amount("housing_debt", among=RELOCATED)


@trigger(
    Department.RELOCATION,
    unit="yes/no",
    risk_type=RiskType.OTHER,
    source=MOVED,
    since=latest_of("empty_flat"),
)
def empty_flat() -> Condition:
    """安置房空置 | The flat in the settlement stood empty at the last follow-up"""
    return any_such("empty_flat")
