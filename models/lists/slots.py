"""Why a household is on a list or not: closed sets, each word in Chinese and English, and which part of the making decided."""

from __future__ import annotations

from features.vocabulary import Labelled


class Part(Labelled):
    """What makes a list, each of which can be switched off."""

    SCORE = "score", "风险得分", "the score"
    CAPACITY = "capacity", "走访能力", "the office's capacity"
    MUST_INCLUDE = "must_include", "必查", "must-includes"
    CARRY_OVER = "carry_over", "延续", "carry-over"
    COOL_DOWN = "cool_down", "间隔", "the rest after a visit"
    CHURN = "churn", "变动上限", "the churn budget"
    AUDIT = "audit", "随机核查", "audit slots"
    FLOOR = "floor", "村村走到", "the floor of villages"
    REMOVAL = "removal", "移出", "removal"


class Slot(Labelled):
    """Why a household is on the list."""

    MUST_INCLUDE = "must_include", "命中严重规则，必查", "hits a severe rule of a department"
    CARRIED_OVER = (
        "carried_over",
        "上期在列，到名单日无走访记录，延续",
        "on the last list, with no visit on record by the day of this one",
    )
    FLOOR = "floor", "本村久未走访", "of a village that nobody visited for long"
    SCORE = "score", "风险得分靠前", "its score"
    MARGIN = "margin", "上期在列，他户领先不足，保留", "was on the last list, and nobody leads it by the margin"
    BUDGET = "budget", "上期在列，变动已达上限，保留", "was on the last list, which may change no further"
    AUDIT = "audit", "随机抽取核查", "drawn at random"

    @property
    def part(self) -> Part:
        return _OF_SLOT[self]


class LeftOut(Labelled):
    """Why a household is not on the list."""

    OUTRANKED = "outranked", "得分未进名单", "its score does not reach the list"
    RESTING = "resting", "近期已走访，暂不列入", "visited lately"
    BEYOND_BOUND = "beyond_bound", "必查户已满，未能列入", "hits a severe rule, but must-includes are full"
    EXPIRED = "expired", "延续期满，得分未进名单", "carried over long enough, and its score does not reach the list"
    OVERTAKEN = (
        "overtaken",
        "上期在列，被得分更高的户替换",
        "was on the last list; households with higher scores took its place",
    )
    NO_ROOM = "no_room", "上期在列，本期名额不足", "was on the last list, which has fewer places for scores now"
    HELD_BACK = "held_back", "得分可进名单，为保持名单稳定暂缓", "its score reaches the list, which is kept stable"
    DISPLACED = "displaced", "得分可进名单，名额另有安排", "its score reaches the list, but the place is set aside"
    MONITORED = "monitored", "已纳入监测，移出", "monitored already"
    NOBODY_LEFT = "nobody_left", "成员均已去世或迁出，移出", "everybody has died or moved away"
    NOT_REMOVED = "not_removed", "没有风险消除记录，移出", "no removal of its risk is known"
    NOT_DESCRIBED_LATELY = "not_described_lately", "家庭情况记录过旧，移出", "described too long ago"
    UNKNOWN = "unknown", "没有家庭情况记录，移出", "no description of it is known"
    IMPOSSIBLE = "impossible", "记录数值不可能，没有得分，移出", "its numbers can't be, so that it has no score"
    CONTRADICTING = (
        "contradicting",
        "记录相互矛盾，没有得分，移出",
        "its records contradict each other, so that it has no score",
    )
    NO_SCORE = "no_score", "没有得分，移出", "it has no score"

    @property
    def part(self) -> Part:
        """What decided; of a removed household the removal."""
        return _OF_LEFT_OUT.get(self, Part.REMOVAL)


_OF_SLOT = {
    Slot.MUST_INCLUDE: Part.MUST_INCLUDE,
    Slot.CARRIED_OVER: Part.CARRY_OVER,
    Slot.FLOOR: Part.FLOOR,
    Slot.SCORE: Part.SCORE,
    Slot.MARGIN: Part.CHURN,
    Slot.BUDGET: Part.CHURN,
    Slot.AUDIT: Part.AUDIT,
}

_OF_LEFT_OUT = {
    LeftOut.OUTRANKED: Part.SCORE,
    LeftOut.OVERTAKEN: Part.SCORE,
    LeftOut.RESTING: Part.COOL_DOWN,
    LeftOut.BEYOND_BOUND: Part.MUST_INCLUDE,
    LeftOut.EXPIRED: Part.CARRY_OVER,
    LeftOut.NO_ROOM: Part.CAPACITY,
    LeftOut.HELD_BACK: Part.CHURN,
    LeftOut.DISPLACED: Part.CAPACITY,
}


ANNOUNCED = (LeftOut.RESTING, LeftOut.BEYOND_BOUND, LeftOut.EXPIRED)
"""Reasons of which somebody who reads a list should know."""
