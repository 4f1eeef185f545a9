"""How a gap is declared: what a household is due by a rule, what it has, and what to check before anybody decides."""

from __future__ import annotations

from dataclasses import dataclass

from features.triggers.declaring import MONITORED, Condition
from features.vocabulary import Labelled


class Direction(Labelled):
    """Which side is missing."""

    MISSING = "missing", "符合条件未享受", "meets the rule, has not the measure"
    UNFOUNDED = "unfounded", "已享受但记录不支持", "has the measure, the records do not bear it out"
    UNLINKED = "unlinked", "两项制度未衔接", "one system has the household, the other has not"


@dataclass(frozen=True)
class Gap:
    """One rule of the safety net, asked of every household.

    Attributes:
        id: as in reports; stable.
        sheet: the workbook's sheet of it.
        direction: which side is missing.
        zh, en: the gap in the words of an office.
        value_zh, value_en: what the value is.
        unit: of value and threshold, a key of `features.registry.UNITS`.
        condition: when it is a gap; unknown is none.
        source: whose rule it is.
        check_zh, check_en: what to check.
    """

    id: str
    sheet: str
    direction: Direction
    zh: str
    en: str
    value_zh: str
    value_en: str
    unit: str
    condition: Condition
    source: str
    check_zh: str
    check_en: str

    @property
    def reads(self) -> frozenset[str]:
        """The features and policy values that it stands on."""
        return self.condition.reads - {MONITORED}
