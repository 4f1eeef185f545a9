"""Why a household has no score: one closed set of rules, whoever refuses. A failed computation is never a low score."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import polars as pl

from features.errors import FanpinError
from features.vocabulary import Labelled

Result = TypeVar("Result")

MOST_APART = 20
"""Failures that are looked for household by household: with more it is not the households that are at fault."""


class Refusal(Labelled):
    """The rules under which no score is given; the value is the rule's id, for programs."""

    UNKNOWN = "unknown", "截至该日还没有它的家庭情况记录", "no description of it was known by that day"
    NOT_DESCRIBED_LATELY = "not_described_lately", "它的家庭情况记录过旧", "its last description is too old"
    MONITORED = "monitored", "它已是监测对象", "it is monitored already"
    NOT_REMOVED = "not_removed", "截至该日没有它风险消除的记录", "no removal of its risk was known by that day"
    NOBODY_LEFT = "nobody_left", "已知的成员均已去世或迁出", "all its known members have died or left"
    IMPOSSIBLE_NUMBERS = "impossible_numbers", "记录中有不可能的金额或数量", "its records hold numbers that can't be"
    RECORDS_CONTRADICT = (
        "records_contradict",
        "记录相互矛盾，家里有谁都说不准",
        "its records contradict each other about who lives there",
    )
    KEY_SOURCE_STALE = "key_source_stale", "关键部门的数据逾期太久", "a key department's data are too long overdue"


class NotScoreableError(FanpinError, ValueError):
    """No score is given, under the rule `refusal`; the message says why and what to do."""

    refusal: Refusal


def sparing_others(
    work: Callable[[pl.DataFrame], Result], households: pl.DataFrame
) -> tuple[list[Result], dict[str, FanpinError]]:
    """What is made of many households, though of some it can't be: these are told apart by halves, and cost the others nothing.

    Args:
        work: makes something of some of the rows, which come in their order.
        households: rows with `household_id`; none gives nothing.

    Returns:
        What was made, part by part in the order of the rows, and of those of whom nothing could be made why not.
    """
    if households.is_empty():
        return [], {}
    failures: dict[str, FanpinError] = {}
    results = []
    waiting = [households]
    while waiting:
        rows = waiting.pop()
        try:
            results.append(work(rows))
        except FanpinError as error:
            if rows.height == 1 or len(failures) >= MOST_APART:
                failures |= dict.fromkeys(rows["household_id"].to_list(), error)
            else:
                half = rows.height // 2
                waiting += [rows[half:], rows[:half]]
    return results, failures
