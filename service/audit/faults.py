"""What shows that somebody changed the audit: a closed set of signs, each with the line at which it shows, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.bilingual import Bilingual
from features.errors import FanpinError
from features.vocabulary import Labelled

SHOWN = 20
"""Faults that are listed; the others are counted."""


class AuditError(FanpinError):
    """The audit can't be relied on, so that nothing was done with it; the message says what shows it and what to do."""

    exit_status = 1


class Sign(Labelled):
    """What shows it; `zh` and `en` go on after “line 17”."""

    CONTENT = "content", "的内容在封存后被改动过", "was changed after it was sealed"
    COLUMNS = "columns", "供检索的列与封存的内容不符", "has columns for searching that differ from what was sealed"
    PLACE = "place", "封存时是另一个编号：次序被调换过", "was sealed under another number: the order was changed"
    LINK = "link", "与前一条接不上：前一条被换过", "does not follow the line before it, which was replaced"
    MISSING = "missing", "不见了", "is missing"
    START = (
        "start",
        "不是记下的起点：开头被删去，或起点标记被改过",
        "is not where the chain was marked to begin: its beginning was cut off, or the mark was changed",
    )
    END = (
        "end",
        "不是记下的结尾：其后的记录被截去，或结尾标记被改过",
        "is not where the chain was marked to end: what came after was cut off, or the mark was changed",
    )
    ANCHORED = (
        "anchored",
        "与锚点不符：整条记录被换成了旧的或另一份",
        "differs from its anchor: the whole chain was replaced by an older or another one",
    )
    ANCHORS = (
        "anchors",
        "起，锚点被改动或截去过",
        "of the file of anchors, or what came after it, was changed or cut off",
    )


@dataclass(frozen=True)
class Fault:
    """Something that shows it.

    Attributes:
        number: of the line of the audit; for `ANCHORS` of the file of anchors.
        last: the last of several that are missing.
        anchored_at: for `ANCHORED` when the anchor was made, in ISO 8601.
    """

    sign: Sign
    number: int
    last: int | None = None
    anchored_at: str | None = None

    @property
    def in_words(self) -> Bilingual:
        if self.last is not None and self.last != self.number:
            return Bilingual(
                f"第{self.number}至{self.last}条{self.sign.zh}", f"lines {self.number} to {self.last} are missing"
            )
        zh = f"锚点文件第{self.number}行" if self.sign is Sign.ANCHORS else f"第{self.number}条"
        at = Bilingual(f"（{self.anchored_at}）", f" ({self.anchored_at})") if self.anchored_at else Bilingual("", "")
        return Bilingual(f"{zh}{self.sign.zh}{at.zh}", f"line {self.number} {self.sign.en}{at.en}")


WHAT_TO_DO = Bilingual(
    "不要再动数据库和锚点文件，各留一份副本；与最近的备份和导出逐条比对，查清谁在何时改的，报告安全负责人；要继续用，从备份恢复数据库",
    "Leave the database and the file of anchors as they are and copy both. Hold them against the newest backup and export, find out who changed what, and "
    "tell whoever answers for security. To go on, put the database back from its backup",
)


def refusal(faults: Sequence[Fault]) -> str:
    """What shows it and what to do, as a message."""
    listed = "".join(f"\n  {fault.in_words}" for fault in faults[:SHOWN])
    more = f"\n  … {len(faults) - SHOWN:,}" if len(faults) > SHOWN else ""
    return f"审计记录被改动过 | The audit was changed:{listed}{more}\n{WHAT_TO_DO}."
