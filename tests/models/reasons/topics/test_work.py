"""Work: who works, what ended and what it brings, as a cadre would say it.

Never again: 「名册登记务工总月数：0人月」, 「现有工资年化后人均与监测线之比：0.00」, 「最远务工地：4」, 「户主文化程度：初中」.
"""

from __future__ import annotations

from random import Random

import pytest

from features.registry import features
from features.vocabulary import Department
from models.reasons.topics import topics
from tests.models.reasons.topics.described import DAUGHTER, WIFE, protecting, raising, row


def test_nobody_at_work_is_told_in_words_and_not_as_zero_months() -> None:
    idle = {"people_with_labour": 2, "people_working": 0, "zero_employment": 1, "months_since_anybody_worked": 5}

    assert raising("work", **idle, roster_workers=0, roster_work_months=0, employment_help_missing=1) == (
        "家里有2个劳动力，已5个月无人登记务工，也没有就业帮扶",
        "2 people with labour, nobody registered as working for 5 months, and no help to find work",
    )
    assert raising("work", **idle, employment_help_missing=0) == (
        "家里有2个劳动力，已5个月无人登记务工",
        "2 people with labour, nobody registered as working for 5 months",
    )
    assert raising("work", **{**idle, "months_since_anybody_worked": 0}) == (
        "家里有2个劳动力，目前无人登记务工",
        "2 people with labour, nobody registered as working now",
    )


def test_few_months_raise_and_many_protect() -> None:
    few = {"roster_workers": 1, "roster_work_months": 6}
    many = {"roster_workers": 2, "roster_work_months": 22}

    assert raising("work", **few) == (
        "最近一次名册上全家1人务工，全年合计6个月",
        "1 person in work on the last roster, 6 person-months in its year",
    )
    assert protecting("work", **few) is None
    assert raising("work", **many) is None
    assert protecting("work", **many) == (
        "最近一次名册上全家2人务工，全年合计22个月",
        "2 people in work on the last roster, 22 person-months in its year",
    )


def test_months_are_rounded_as_people_say_them() -> None:
    draws = Random(7)  # noqa: S311 - values, not a secret

    for _ in range(20):
        months = round(draws.uniform(0.6, 30), 1)
        told = raising("work", months_worked_6m=months, work_months_change=0.5)
        assert told is not None
        assert "." not in told[0]
        assert ("约" in told[0]) == (not months.is_integer())


def test_work_that_ended_says_whose_when_and_who_sent_it() -> None:
    ended = row("2022-03-01", WIFE, by=Department.HUMAN_RESOURCES, ended_on="2024-09-12")

    assert raising("jobs_ended", {"jobs_ended_6m": ended}, jobs_ended_6m=1, monthly_wages_lost_6m=2_600) == (
        "户主之妻2024年9月结束了一份月工资2,600元的务工（人社2024年10月5日送达）",
        "work of the head's wife at 2,600 yuan a month ended in September 2024 (sent by human resources on 5 October 2024)",
    )
    assert raising("jobs_ended", {"jobs_ended_6m": ended}, jobs_ended_6m=1, returned_migrants=1) == (
        "户主之妻2024年9月结束县外务工返乡（人社2024年10月5日送达）",
        "return of the head's wife from work outside the county in September 2024 (sent by human resources on 5 October 2024)",
    )


def test_two_that_stopped_are_both_named() -> None:
    ended = row("2022-03-01", WIFE, DAUGHTER, by=Department.HUMAN_RESOURCES, ended_on="2024-09-12")

    told = raising("jobs_ended", {"jobs_ended_6m": ended}, jobs_ended_6m=2, monthly_wages_lost_6m=5_400)

    assert told is not None
    assert told[0].startswith("近6个月户主之妻、女儿的务工结束2次，月工资合计5,400元")
    assert told[1].startswith("work of the head's wife and a daughter ended twice in 6 months")


def test_work_without_a_break_is_a_relief_only_to_who_works() -> None:
    assert protecting("jobs_ended", jobs_ended_12m=0, people_in_stable_work=1, longest_gap_without_work=0) is not None
    assert protecting("jobs_ended", jobs_ended_12m=0, people_in_stable_work=0) is None


@pytest.mark.parametrize("wages", [0.0, 0.004])
def test_no_wages_are_no_ratio_of_nothing(wages: float) -> None:
    assert raising("wages", wages_now_to_line=wages, monthly_wages_now=wages) is None


def test_wages_are_held_against_their_year_before_then_against_the_line() -> None:
    now = {"monthly_wages_now": 1_500, "wages_now_to_line": 0.42}

    assert raising("wages", **now, wages_change=0.3, monthly_wages_year_before=5_000) == (
        "全家务工月工资从一年前的5,000元降到1,500元",
        "1,500 yuan of wages a month, down from 5,000 yuan a year ago",
    )
    assert raising("wages", **now, wages_change=1, monthly_wages_year_before=1_500) == (
        "全家务工月工资1,500元，按人口平摊只有监测线的42%",
        "1,500 yuan of wages a month for the family, 42% of the monitoring line for each person",
    )
    assert protecting("wages", monthly_wages_now=8_100, wages_now_to_line=2.9) == (
        "全家务工月工资8,100元，按人口平摊是监测线的2.9倍",
        "8,100 yuan of wages a month for the family, 2.9 times the monitoring line for each person",
    )


def test_a_post_that_ends_soon_says_whose() -> None:
    post = {"months_until_public_post_ends": row("2024-01-01", WIFE)}

    assert raising("posts", post, months_until_public_post_ends=1) == (
        "户主之妻的公益性岗位再过1个月到期",
        "public-interest post of the head's wife, which ends in 1 month",
    )
    assert raising("posts", post, months_until_public_post_ends=11) is None


def test_schooling_and_distance_of_work_are_told_of_nobody() -> None:
    told = {name for topic in topics().by_name.values() for name in topic.features}

    for name in ("head_schooling", "highest_schooling", "furthest_work", "head_age", "net_income_year_before"):
        assert name in features()
        assert name not in told
