"""The columns of the sheet that is filled in, and the words that may be chosen in it."""

from __future__ import annotations

from dataclasses import dataclass

from features.vocabulary import Labelled, RiskType
from service.procedure.verdicts import UnfoundedReason, Verdict

TITLE = "入户走访登记表"
VISITS, ABOUT, CHECK, WORDS = "走访登记", "填写说明", "核对", "选项"
"""Sheets; the last two are hidden."""

LONGEST_NOTE = 500


@dataclass(frozen=True)
class SheetColumn:
    """A column.

    Attributes:
        width: in digits of the sheet's font; a Chinese sign takes two.
        fill: the office writes into it.
        choices: what may be chosen in it.
    """

    name: str
    header: str
    width: float
    fill: bool = False
    choices: type[Labelled] | None = None


LOCKED = (
    SheetColumn("number", "序号", 4.5),
    SheetColumn("township", "乡镇", 8),
    SheetColumn("village", "村", 8.5),
    SheetColumn("code", "户编号", 13),
    SheetColumn("head", "户主", 5),
    SheetColumn("risks", "风险类型", 11),
    SheetColumn("chance", "可能性", 7.5),
    SheetColumn("slot", "列入原因", 11),
    SheetColumn("must", "必查", 5),
)
RISKS = ("risk_1", "risk_2", "risk_3")
FILLED = (
    SheetColumn("visited_on", "入户日期", 10.5, fill=True),
    SheetColumn("verdict", "核查结论", 9, fill=True, choices=Verdict),
    *(
        SheetColumn(name, f"风险类型{number}", 8, fill=True, choices=RiskType)
        for number, name in enumerate(RISKS, start=1)
    ),
    SheetColumn("reason", "无风险的原因", 10.5, fill=True, choices=UnfoundedReason),
    SheetColumn("note", "说明", 17, fill=True),
)
SIGNATURE = SheetColumn("signature", "走访人签名", 8.5, fill=True)
"""For paper: what is typed there is not read."""
TOKEN = SheetColumn("token", "核对码", 10)
COLUMNS = (*LOCKED, *FILLED, SIGNATURE, TOKEN)
"""In their order; the last is hidden."""

CHOICES: tuple[type[Labelled], ...] = (Verdict, RiskType, UnfoundedReason)
"""Each is a column of the hidden sheet of words."""


def chosen(of: type[Labelled], word: str) -> Labelled | None:
    """Which word was chosen; None where it is none of them."""
    return next((member for member in of if member.zh == word), None)
