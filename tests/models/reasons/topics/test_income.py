"""Income, the minimum living allowance and what bills leave of it.

Never again: 「转移性收入：51,290元」 raising a risk, the same burden as sum and as ratio, an income that rose called a swing.
"""

from __future__ import annotations

from random import Random

import pytest

from features.vocabulary import Department, SupportKind
from models.reasons.topics import topics
from tests.models.reasons.topics.described import protecting, raising, row, word


def test_income_is_held_against_the_line_in_force() -> None:
    assert raising("income_level", net_income_per_person=3_100, income_to_line=0.36) == (
        "人均年收入3,100元，低于监测线8,500元",
        "3,100 yuan of yearly income a person, below the monitoring line of 8,500 yuan",
    )
    assert raising("income_level", net_income_per_person=9_560, income_to_line=1.12, income_margin=1_060) == (
        "人均年收入9,560元，只比监测线高1,060元",
        "9,560 yuan of yearly income a person, only 1,060 yuan above the monitoring line",
    )
    assert raising("income_level", net_income_per_person=26_800, income_to_line=3.15, income_margin=18_300) is None


def test_transfers_raise_nobody_s_risk() -> None:
    assert topics().by_name["transfers"].raises == ()
    assert protecting("transfers", transfer_year=51_290) is not None


def test_an_income_that_only_rose_does_not_swing() -> None:
    draws = Random(5)  # noqa: S311 - values, not a secret

    for _ in range(20):
        first, second, third = sorted(draws.sample(range(8_000, 200_000), 3))
        years = {
            "net_income_two_years_before": first,
            "net_income_year_before": second,
            "net_income_year": third,
            "income_change": third / second,
        }
        assert raising("income_change", income_swing_3y=1.2, **years) is None


def test_a_fall_is_told_by_its_share() -> None:
    assert raising("income_change", net_income_year=19_600, income_change=0.35) == (
        "最近一年全家纯收入19,600元，比上年少65%",
        "19,600 yuan of net income in the last year, 65% less than in the year before",
    )


def test_an_allowance_that_ended_has_its_month() -> None:
    ended = {
        "allowances_ended_6m": row(
            "2021-07-01", by=Department.CIVIL_AFFAIRS, kind=word(SupportKind.DIBAO), ended_on="2024-08-31"
        )
    }

    assert raising("minimum_living", ended, allowance_lost_6m=1) == (
        "2024年8月退出低保（民政2024年10月5日送达）",
        "minimum living allowance that ended in August 2024 (sent by civil affairs on 5 October 2024)",
    )


def test_nobody_rich_misses_an_allowance() -> None:
    assert raising("minimum_living", ill_or_disabled_without_dibao=1, dibao_income_to_line=1.4) is not None
    assert raising("minimum_living", ill_or_disabled_without_dibao=1, dibao_income_to_line=5) is None


def test_burdens_that_meet_are_told_by_what_they_leave() -> None:
    """Not by the sum of what each topic tells already."""
    met = {"self_paid_to_income": 0.47, "education_net_cost_to_income": 0.23, "burdens_12m": 33_484}

    assert raising("burdens", **met, burdens_to_income=0.7, income_after_burdens_to_line=0.35) == (
        "近12个月看病加上学共花33,484元，扣掉后人均收入只有监测线的35%",
        "33,484 yuan spent in 12 months on medical bills and schooling; what is left of the income is 35% of the monitoring line "
        "a person",
    )
    assert raising("burdens", **met, burdens_to_income=1.3, income_after_burdens_to_line=-0.2) == (
        "近12个月看病加上学共花33,484元，超过了全家一年的收入",
        "33,484 yuan spent in 12 months on medical bills and schooling, more than the yearly income",
    )


def test_a_burden_of_one_kind_gives_way_to_the_topic_of_its_kind() -> None:
    alone = [one for one in topics().by_name["burdens"].raises if len(one.when) < 3]

    assert alone
    for phrase in alone:
        assert {"medical_bills", "schooling_cost", "disaster"} <= set(phrase.unless)


@pytest.mark.parametrize("burden", [0.0, 100.0, 900.0])
def test_a_hundred_yuan_are_no_burden(burden: float) -> None:
    assert raising("burdens", burdens_12m=burden, burdens_to_income=burden / 30_000, self_paid_to_income=0.003) is None


def test_a_debt_is_held_against_its_year_before_or_the_income() -> None:
    assert raising("housing_debt", housing_debt=20_000, housing_debt_rise=0, debt_to_income=0.5) == (
        "搬迁住房还欠20,000元，相当于全家年收入的50%",
        "20,000 yuan of debt for the dwelling after the move, 50% of yearly income",
    )
    assert raising("housing_debt", housing_debt=300, debt_to_income=0.01) is None


def test_a_measure_that_ended_is_told_where_none_goes_on() -> None:
    ended = {"measures_ended_6m": row("2023-03-15", kind=word(SupportKind.INDUSTRY), ended_on="2024-09-10")}

    told = raising("measures", ended, measures_ended_6m=1, measures_underway=0)

    assert told is not None
    assert told[0] == "2024年9月结束产业帮扶，现在没有帮扶措施"
    assert raising("measures", ended, measures_ended_6m=1, measures_underway=2) is None


def test_troubles_are_named_rather_than_counted() -> None:
    assert raising("troubles_at_once", kinds_of_trouble=2, admissions_12m=1, jobs_ended_3m=1) == (
        "家里有人住院，又有人没了活",
        "a hospital stay in the family, and work that ended",
    )
    assert raising("troubles_at_once", kinds_of_trouble=1, risk_types_at_once=2) is None
