"""Why a household came or left is told by what decided it, and by nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from models.lists import LeftOut, Slot
from models.runs.comparing import Swap
from service.issuing.comparing import INEXPLICABLE
from service.issuing.particulars import NEW
from service.views.changed import (
    FIRST_SCORE,
    MUST_VISIT,
    NEW_HOUSEHOLD,
    NO_PLACE,
    WORKING,
    exchanges_of,
    urgent_of,
    why_it_came,
    why_it_left,
)
from service.views.changed import INEXPLICABLE as NO_WORDS

JOB, INCOME = {"zh": "目前无人登记务工", "en": "nobody works"}, {"zh": "收入降低", "en": "less income"}
RULE = {"zh": "教育：疑似辍学 1人（自 2025-01-02 起，必查）", "en": "education: dropped out"}


def why(swap: Swap | None, before: float | None, after: float | None, **more: Any) -> dict[str, Any]:
    return {"swap": swap and swap.value, "left_out": None, "cause": None, "chances": [before, after], **more}


def test_a_risen_risk_says_which_news_raised_it() -> None:
    risen = why_it_came(why(Swap.SCORE, 0.006, 0.057, cause="new_facts", news=[JOB, INCOME]))
    assert risen.zh == "风险上升（0.6%→5.7%），因为：目前无人登记务工；收入降低"
    assert risen.en == "its risk rose (0.6% → 5.7%), since: nobody works; less income"


def test_what_was_kept_before_news_were_kept_still_names_the_cause() -> None:
    assert why_it_came(why(Swap.SCORE, 0.031, 0.165, cause="new_facts")).zh == "风险上升（3.1%→16.5%）：新掌握的情况"


def test_where_the_model_moved_the_score_no_news_of_the_household_did() -> None:
    assert why_it_came(why(Swap.SCORE, 0.1, 0.2, cause="model", news=[JOB])).zh == "风险上升（10.0%→20.0%）：模型更换"


@pytest.mark.parametrize("swap", [Swap.MUST_INCLUDE, Swap.DAY])
def test_a_must_include_names_its_rule_and_nothing_of_its_score(swap: Swap) -> None:
    words = why_it_came(why(swap, 0.001, 0.001, cause="time", rules=[RULE]), Slot.MUST_INCLUDE).zh
    assert words.endswith(f"命中部门严重预警（必查）：{RULE['zh']}")
    assert "时间推移" not in words


def test_a_must_include_of_before_rules_were_kept_is_still_one() -> None:
    assert why_it_came(why(Swap.MUST_INCLUDE, 0.1, 0.1)).zh == "新命中部门严重预警（必查）"


@pytest.mark.parametrize("swap", [Swap.VISITS, Swap.DAY, Swap.CAPACITY, Swap.PREVIOUS, Swap.REMOVAL])
def test_where_the_score_did_not_decide_nothing_is_told_of_it(swap: Swap) -> None:
    for words in (
        why_it_came(why(swap, 0.024, 0.026, cause="time", news=[JOB])),
        why_it_left(why(swap, 0.024, 0.026, cause="time", news=[JOB])),
    ):
        assert not any(word in words.zh for word in ("时间推移", "→", JOB["zh"]))


def test_a_risk_that_did_not_rise_is_not_said_to_have_risen() -> None:
    assert why_it_came(why(Swap.SCORE, 0.021, 0.021)).zh.startswith("本户可能性没有上升")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"first": "monitored", "removed_on": "2024-12-21"}, "刚退出监测（2024-12-21 风险消除），本期起参加评分"),
        ({"first": NEW}, NEW_HOUSEHOLD.zh),
        ({"first": "monitored"}, FIRST_SCORE.zh),
        ({}, FIRST_SCORE.zh),
    ],
)
def test_a_first_score_says_why_it_is_the_first(more: dict[str, str], words: str) -> None:
    assert why_it_came(why(Swap.SCORE, None, 0.2, **more)).zh == words


def test_what_can_t_be_said_is_not_made_up() -> None:
    assert why_it_came(None) == WORKING
    assert why_it_came(why(None, None, None)) == NO_WORDS
    assert why_it_left(dict(INEXPLICABLE)) == NO_WORDS


@pytest.mark.parametrize("left_out", ["outranked", "overtaken", None])
def test_whose_own_chance_fell_was_replaced_by_nobody(left_out: str | None) -> None:
    fell = why_it_left(why(Swap.SCORE, 0.025, 0.0007, left_out=left_out, cause="new_facts", news=[JOB]))
    assert fell.zh == "本户可能性下降（2.5%→不足0.1%），因为：目前无人登记务工"


@pytest.mark.parametrize("after", [0.025, 0.0251, 0.03])
def test_whose_own_chance_did_not_fall_was_outranked(after: float) -> None:
    words = why_it_left(why(Swap.SCORE, 0.0251, after, left_out="overtaken", cause="time", news=[JOB])).zh
    assert words.startswith("被得分更高的户替换（2.5%→")
    assert JOB["zh"] not in words


def test_who_rests_is_told_with_the_day_of_the_visit() -> None:
    rests = why_it_left(why(Swap.VISITS, 0.3, 0.2, left_out="resting", cause="time", visited_on="2024-12-10"))
    assert rests.zh == "2024-12-10 走访过，间隔期内暂不列入"
    assert why_it_left(why(Swap.VISITS, 0.3, 0.2, left_out="resting")).zh == LeftOut.RESTING.zh


def test_a_must_include_that_nobody_visited_is_marked() -> None:
    assert urgent_of(why(Swap.SCORE, 0.3, 0.1, left_out="overtaken"), must=True) == MUST_VISIT
    assert urgent_of(why(Swap.SCORE, 0.3, 0.1, left_out="overtaken"), must=False) is None
    assert urgent_of(why(Swap.SCORE, 0.3, 0.1, left_out="beyond_bound"), must=False) == NO_PLACE


@pytest.mark.parametrize("left_out", ["resting", "monitored", "nobody_left"])
def test_who_was_visited_or_can_t_be_is_not_marked(left_out: str) -> None:
    assert urgent_of(why(Swap.VISITS, 0.3, 0.1, left_out=left_out), must=True) is None


def test_of_whom_nothing_is_known_it_is_not_said_that_nobody_was_there() -> None:
    assert urgent_of(dict(INEXPLICABLE), must=True) is None


def test_townships_are_counted_apart() -> None:
    names = {"990101001001": {"township": "青石镇", "village": "石桥村"}}
    came, left = {"990101001001": 2, "990101001002": 1}, {"990101002001": 4}
    rows = [(each.township.zh, each.came, each.left) for each in exchanges_of(came, left, names)]
    assert rows == [("青石镇", 3, 0), ("乡镇名未知 990101002", 0, 4)]
