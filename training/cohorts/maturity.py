"""Whether the future of a household is observed whole: what is not is immature, never a negative."""

from __future__ import annotations

from features.vocabulary import Labelled


class Maturity(Labelled):
    """Why a row of the cohort has a label, or has none.

    `CENSORED` and `DELIVERY_MISSING` hold for a place and a time, whatever happened there: they take positives and
    negatives alike. The others hold for a household without the event; with it, it is a positive.
    """

    MATURE = "mature", "结果已完整观察", "its outcome is fully observed"
    CENSORED = "censored", "预测期在观察截止日之后结束", "the horizon ends after the last delivery of outcomes"
    DELIVERY_MISSING = (
        "delivery_missing",
        "该乡镇预测期内的监测对象花名册缺失",
        "rosters of monitored households of its township are missing for the horizon",
    )
    DIED = "died", "期内全户去世", "its last member died within the horizon"
    MOVED_AWAY = "moved_away", "期内全户迁出", "its last member left the county's households within the horizon"
    JOINED_ANOTHER = "joined_another", "期内并入或分入他户", "its last members belong to other households now"
    NO_LONGER_LISTED = "no_longer_listed", "其后的名册不再列出该户", "later rosters no longer list it"
    DECISION_PENDING = (
        "decision_pending",
        "核查存在风险或待补充核实，认定结果尚未到",
        "a visit confirmed a risk or left it to be clarified, and the decision may still come",
    )
