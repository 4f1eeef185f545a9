"""The words of the cross-table checks: what a finding is, how much it matters, which sheet it belongs to."""

from __future__ import annotations

from enum import Enum

from features.vocabulary import Labelled


class Kind(Labelled):
    CONTRADICTION = "contradiction", "记录矛盾", "the records contradict each other: one of them is wrong"
    SITUATION = "situation", "待核实情况", "the records agree: somebody should go and see"


class Severity(Labelled):
    MUST_CORRECT = "must_correct", "必须更正", "must be corrected"
    VERIFY = "verify", "需要核实", "to be verified"
    NOTE = "note", "提示", "worth knowing"


class Theme(Labelled):
    MONITORING = "monitoring", "监测对象", "monitored households"
    RISKS = "risks", "风险类型", "risk types and the facts behind them"
    MEMBERS = "members", "家庭成员", "members of the household"
    IDENTITY = "identity", "证件与名册", "ID numbers and rosters"
    HEALTH = "health", "健康与残疾", "health, disability and insurance"
    WORK = "work", "务工与就学", "work and schooling"
    INCOME = "income", "收入", "income"
    DWELLING = "dwelling", "住房饮水", "dwelling and drinking water"


class Subject(Enum):
    """What one line of a check is about, and so which prepared frame its condition reads."""

    HOUSEHOLD = "household"
    """A household on the day: `features.checks.households`."""

    PERSON = "person"
    """A living member of the household on the day: `features.checks.people.current`."""

    LISTED = "listed"
    """A row of the household's last whole listing, whatever became of the person: `features.checks.people.listed`."""

    ACROSS = "across"
    """A person listed by several households: it takes all of the store to see."""
