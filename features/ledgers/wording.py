"""The closed sets of the ledgers: guarantees, the lacks that are followed, and how an entry stands."""

from __future__ import annotations

from features.vocabulary import Labelled


class Guarantee(Labelled):
    SCHOOLING = "schooling", "义务教育", "schooling"
    MEDICAL = "medical", "基本医疗", "medical care"
    HOUSING = "housing", "住房安全", "housing"
    WATER = "water", "饮水安全", "drinking water"

    @property
    def days_policy(self) -> str:
        """Name of the policy value: days after which an open entry is overdue."""
        return f"ledger_days_{self.value}"


class Lack(Labelled):
    NOT_AT_SCHOOL = "not_at_school", "名册登记义务教育年龄未在校", "of school age, listed as not at school"
    DROPPED_OUT = "dropped_out", "学籍登记疑似辍学", "reported as a suspected drop-out"
    UNINSURED = "uninsured", "未参加基本医疗保险", "without basic medical insurance"
    CATASTROPHIC_COST = (
        "catastrophic_cost",
        "近12个月医疗自付达到灾难性支出线",
        "medical self-paid of 12 months at the catastrophic share of income",
    )
    UNSAFE_DWELLING = "unsafe_dwelling", "住房鉴定为危房", "the dwelling is graded unsafe"
    DAMAGED_DWELLING = "damaged_dwelling", "住房因灾受损，未再鉴定", "the dwelling was damaged and not inspected since"
    UNSAFE_WATER = "unsafe_water", "饮水检测有不达标项", "a check found the water below the standard"

    @property
    def guarantee(self) -> Guarantee:
        return _OF[self]


_OF = {
    Lack.NOT_AT_SCHOOL: Guarantee.SCHOOLING,
    Lack.DROPPED_OUT: Guarantee.SCHOOLING,
    Lack.UNINSURED: Guarantee.MEDICAL,
    Lack.CATASTROPHIC_COST: Guarantee.MEDICAL,
    Lack.UNSAFE_DWELLING: Guarantee.HOUSING,
    Lack.DAMAGED_DWELLING: Guarantee.HOUSING,
    Lack.UNSAFE_WATER: Guarantee.WATER,
}


class Ending(Labelled):
    """Why an entry is over without having been struck off."""

    CORRECTED = "corrected", "记录已更正或撤回", "the record was corrected or taken back"
    LEFT = "left", "人已不在户", "the person is no longer in the household"
    NOT_COUNTED = "not_counted", "不再属于登记范围", "no longer counted"


class Standing(Labelled):
    """How an entry stands."""

    OPEN = "open", "未整改", "open"
    PUT_RIGHT = "put_right", "已整改，未销号", "put right, not struck off"
    STRUCK_OFF = "struck_off", "已销号", "struck off"
    OVER = "over", "其他原因撤下", "taken out for another reason"
