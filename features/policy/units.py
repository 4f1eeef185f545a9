"""The units of policy values: a closed set, each with its Chinese words and the range outside of which a number is a slip.

A share typed as 30 instead of 0.3 would silence a rule without a word; the range finds it on loading.
"""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """A unit as the files write it, with `zh`, and `low` and `high`, both allowed."""

    zh: str
    low: float
    high: float

    def __new__(cls, value: str, zh: str = "", low: float = 0.0, high: float = 1e9) -> Unit:
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh, member.low, member.high = zh, low, high
        return member

    YUAN = "yuan", "元"
    YUAN_A_MONTH = "yuan a month", "元/月"
    YUAN_IN_A_MONTH = "yuan in a month", "元（当月累计）"
    YUAN_IN_12_MONTHS = "yuan in 12 months", "元（近12个月累计）"
    YUAN_IN_A_YEAR = "yuan in a year", "元/年"
    YUAN_IN_A_SCHOOL_YEAR = "yuan in a school year", "元/学年"
    YUAN_PER_PERSON_AND_YEAR = "yuan per person and year", "元/人·年"
    SHARE = "share", "比例", 0, 1
    SHARE_OF_INCOME = "share of income", "占收入比例", 0, 5
    SHARE_OF_DESCRIBED_PEOPLE = "share of described people", "占待匹配人员比例", 0, 1
    PROBABILITY = "probability", "可能性", 0, 1
    TIMES_THE_LINE = "times the line", "倍（标准）", 0, 20
    TIMES_THE_ODDS = "times the odds", "倍（优势比）", 1, 1_000
    DAYS = "days", "天", 0, 36_600
    DAYS_IN_A_YEAR = "days in a year", "天/年", 0, 366
    MONTHS = "months", "个月", 0, 1_200
    YEARS = "years", "年（岁）", 0, 150
    PERSONS = "persons", "人", 0, 1e6
    DESCRIBED_PEOPLE = "described people", "人（待匹配）", 0, 1e6
    HOUSEHOLDS = "households", "户", 0, 1e7
    TIMES = "times", "次", 0, 10_000
    VISITS_PER_HUNDRED = "visits per 100 households and month", "户次/百户·月", 0.01, 100
    MU = "mu", "亩", 0, 1e6
    KM = "km", "公里", 0, 5_000
    METRES = "metres", "米", 0, 100_000
    SQUARE_METRES_PER_PERSON = "square metres per person", "平方米/人", 0, 10_000
    MINUTES = "minutes", "分钟", 0, 1_440
    LITRES = "litres per person and day", "升/人·天", 0, 10_000
    BITS = "bits", "比特（匹配权重）", -100, 100
    GRADE = "grade (A is 1, D is 4)", "级（A为1，D为4）", 1, 4
    SEVERITY = "severity (3 is the highest, 0 none)", "级（3为最严重，0为不列）", 0, 3
    YES_OR_NO = "yes or no", "是否（1是，0否）", 0, 1

    def allows(self, value: float) -> bool:
        """Whether a number can be meant in this unit."""
        if self in WHOLE:
            return self.low <= value <= self.high and float(value).is_integer()
        return self.low <= value <= self.high

    @property
    def range_in_words(self) -> str:
        """What it allows, as a message says it: `from 0 to 1`."""
        whole = "a whole number " if self in WHOLE else ""
        return f"{whole}from {self.low:g} to {self.high:,.0f}"

    def in_words(self, value: float) -> str:
        """A value as an office reads it: `8,500 元/人·年`, `30%`, `否`."""
        if self is Unit.YES_OR_NO:
            return "是" if value else "否"
        if self in (Unit.SHARE, Unit.SHARE_OF_INCOME, Unit.SHARE_OF_DESCRIBED_PEOPLE, Unit.PROBABILITY):
            return f"{value * 100:.10g}%"
        if self is Unit.GRADE:
            return f"{' ABCD'[int(value)]}级"
        return f"{value:,.0f} {self.zh}" if float(value).is_integer() else f"{value:,g} {self.zh}"


WHOLE = (Unit.YES_OR_NO, Unit.GRADE, Unit.SEVERITY)
"""Units of which only whole numbers can be meant."""
