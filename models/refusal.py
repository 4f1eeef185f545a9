"""Why a household has no score: one closed set of rules, whoever refuses. A failed computation is never a low score."""

from __future__ import annotations

from features.errors import FanpinError
from features.vocabulary import Labelled


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
