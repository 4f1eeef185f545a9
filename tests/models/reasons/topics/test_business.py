"""The household's own business: failures with day and loss, farming, land and links.

Never again: 「加入农民专业合作组织：否」, and nothing told of a cost that nobody recorded.
"""

from __future__ import annotations

import pytest

from features.vocabulary import Department
from models.reasons.topics import topics
from tests.models.reasons.topics.described import protecting, raising, row

FAILED = {"business_failures_12m": row("2024-08-20", by=Department.AGRICULTURE, loss_yuan=43_900.0)}


def test_a_failed_project_has_its_month_its_loss_and_what_that_is_of_the_income() -> None:
    failed = {"business_failures_12m": 1, "business_losses_12m": 43_900, "shocks_12m": 1, "losses_to_income": 0.61}

    assert raising("business_failed", FAILED, **failed) == (
        "2024年8月产业项目失败，损失43,900元，相当于全家年收入的61%（农业农村2024年10月5日送达）",
        "business project that failed in August 2024 with 43,900 yuan lost, 61% of yearly income (sent by agriculture on 5 "
        "October 2024)",
    )


def test_a_loss_among_others_is_not_held_against_the_income() -> None:
    """The share is that of all losses together."""
    failed = {"business_failures_12m": 1, "business_losses_12m": 43_900, "shocks_12m": 2, "losses_to_income": 0.8}

    told = raising("business_failed", FAILED, **failed)

    assert told is not None
    assert "80%" not in told[0]


def test_no_cooperative_is_no_reason_and_one_is_a_relief() -> None:
    assert raising("business_links", in_cooperative=0, led_by_enterprise=0, business_without_link=1) is None
    assert protecting("business_links", in_cooperative=1) == ("加入了农民合作社", "member of a farmers' cooperative")
    assert "business_without_cost" in topics().untold


@pytest.mark.parametrize("land", [0.9, 1.5, 2.9])
def test_little_land_is_told_with_those_who_live_on_it(land: float) -> None:
    assert raising("land", land=land, persons=5) == (
        f"全家5口人只有{land}亩耕地",
        f"{land} mu of arable land for a family of 5 people",
    )
    assert protecting("land", land=land) is None


def test_no_land_is_told_in_words() -> None:
    assert raising("land", land=0, persons=1) == ("家里没有耕地", "no arable land")


def test_farming_tells_a_loss_a_fall_or_what_its_cost_leaves() -> None:
    assert raising("farming", business_net_year=-1_200) == (
        "最近一年自家生产经营亏了1,200元",
        "1,200 yuan lost by the family's own farming and business in the last year",
    )
    assert raising("farming", business_year=4_400, business_change=0.48, business_year_before=9_166) == (
        "最近一年生产经营收入4,400元，比上年少52%",
        "4,400 yuan from farming and business in the last year, 52% less than in the year before",
    )
    assert raising("farming", business_year=19_600, business_cost_year=6_000, business_net_year=13_600) is None
