"""The closed sets of words with which people say what they found, decided, and why."""

from __future__ import annotations

from features.vocabulary import Labelled


class Verdict(Labelled):
    """What a visit found."""

    CONFIRMED = "confirmed", "存在风险", "risk confirmed"
    UNFOUNDED = "unfounded", "不存在风险", "no such risk"
    TO_BE_CLARIFIED = "to_be_clarified", "需补充核实", "to be clarified"
    NOBODY_HOME = "nobody_home", "未见到人", "nobody at home"
    MOVED_AWAY = "moved_away", "整户已迁出", "the household has moved away"


class UnfoundedReason(Labelled):
    """Why a lead is unfounded."""

    NO_RISK = "no_risk", "未发现风险", "no risk was found"
    EASED = "eased", "困难已自行化解", "the difficulty has passed by itself"
    ALREADY_SUPPORTED = "already_supported", "已有保障", "the guarantees and measures in place carry it"
    MISREPORTED = "misreported", "线索信息有误", "what was reported is wrong"


class Comparison(Labelled):
    """What the departments' data say to what the visit found."""

    CONSISTENT = "consistent", "比对一致", "nothing contradicts the visit"
    CONTRADICTED = "contradicted", "比对不一致", "something contradicts the visit"


class ReviewResult(Labelled):
    """What the village meeting decided."""

    PASSED = "passed", "评议通过", "passed"
    NOT_PASSED = "not_passed", "评议不通过", "not passed"


class Objections(Labelled):
    """What became of the public notice; an objection that stands sends the lead back instead."""

    NONE = "none", "公示无异议", "nobody objected"
    SETTLED = "settled", "异议已核实处理", "objections were looked into and settled"


class Decision(Labelled):
    """What the county decided."""

    APPROVED = "approved", "同意纳入", "approved"
    NOT_APPROVED = "not_approved", "不同意纳入", "decided against"


class AgainstReason(Labelled):
    """Why the village meeting or the county decides against."""

    ABOVE_THE_RANGE = (
        "above_the_range",
        "收入高于监测范围且无突发严重困难",
        "income above the range and no sudden difficulty",
    )
    ALREADY_SUPPORTED = "already_supported", "已有保障，风险可控", "the guarantees and measures in place carry it"
    ASSETS = "assets", "家庭资产不符合条件", "its assets rule it out by the county's notice"
    EASED = "eased", "风险已化解", "the risk has passed"
    OBJECTION = "objection", "异议经核实成立", "an objection was found right"
    OTHER = "other", "其他", "other"


class SentBackReason(Labelled):
    """Why a lead goes back to be clarified."""

    OBJECTION = "objection", "公示有异议", "somebody objected to the public notice"
    CONTRADICTION = "contradiction", "材料前后不一致", "the papers contradict each other"
    INCOMPLETE = "incomplete", "材料不全", "papers are missing"
    OTHER = "other", "其他", "other"


class ReopenReason(Labelled):
    """Why a lead is taken up again."""

    NEW_REPORT = "new_report", "收到新的线索", "a new report came"
    APPEAL = "appeal", "农户申诉或提出异议", "the household appeals or objects"
    CHANGED = "changed", "家庭情况有变化", "the household's situation has changed"
    MISTAKEN = "mistaken", "原核查或决定有误", "the visit or the decision was mistaken"


class CloseReason(Labelled):
    """Why a lead is closed for good."""

    MOVED_AWAY = "moved_away", "整户迁出", "the household has moved away"
    DIED = "died", "家庭成员全部去世", "all its members have died"
    JOINED_ANOTHER = "joined_another", "已并入其他户", "its members belong to another household now"
    DECLINED = "declined", "农户自愿放弃", "the household declines"
    DUPLICATE = "duplicate", "重复线索", "there is another lead of the same household"


BEFORE_REGISTRATION = (CloseReason.DECLINED, CloseReason.DUPLICATE)
"""Reasons by which nobody leaves the monitoring: that ends by the removal of its risk."""
