"""What a gate asks, and what it found: each answer is a value that can be printed, kept and argued with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual
from features.vocabulary import Labelled


class Check(Labelled):
    """What a version has to show, in the order in which it is told."""

    PERSON = "person", "批准人与理由", "a named approver and a reason"
    CARD = "card", "模型卡", "a card of this very version"
    FEATURES = "features", "特征定义", "the features mean here what they meant in training"
    LEAK = "leak", "无泄漏证明", "later knowledge changes nothing"
    PARITY = "parity", "在线与批量一致", "online and batch give the same answers"
    ENGINES = "engines", "两种算法的理由一致", "two engines give the same reasons"
    POSITIVES = "positives", "阳性户数与区间", "enough positives for the interval"
    CHANCE = "chance", "优于随机", "better than chance"
    OPPONENTS = "opponents", "优于现行做法", "better than what the office would otherwise do"
    CHAMPION = "champion", "不低于现用模型", "not worse than the champion on the same rows"
    CALIBRATION = "calibration", "校准", "probabilities mean what they say"
    FAIRNESS = "fairness", "公平性", "groups are treated alike at the real cut"


OVERRIDABLE = frozenset(
    {Check.POSITIVES, Check.CHANCE, Check.OPPONENTS, Check.CHAMPION, Check.CALIBRATION, Check.FAIRNESS}
)
"""These weigh evidence, and a person may weigh it otherwise. The others say that something is broken or missing: a
model that nobody answers for, that tells nothing of itself, that learned from the future or that gives two answers."""


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        needed: what would have passed.
        to_do: how to get there; None where it passed.
        acceptable: names of what there is too little evidence of: it passes once each is accepted by name.
        accepted: those of them that were.
    """

    check: Check
    passed: bool
    observed: Bilingual
    needed: Bilingual
    to_do: Bilingual | None = None
    acceptable: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For the audit."""
        return {
            "check": self.check.value,
            "passed": self.passed,
            "found": str(self.observed),
            "needed": str(self.needed),
        }


@dataclass(frozen=True)
class Approval:
    """Who promotes, why, and what they take upon themselves.

    Attributes:
        accepted: names of evidence that is missing and accepted all the same, such as `relocated` or `calibration`.
        despite: checks that may fail.
    """

    approver: str
    reason: str
    accepted: frozenset[str] = frozenset()
    despite: frozenset[Check] = frozenset()


def refused(findings: Iterable[Finding], despite: Iterable[Check]) -> list[Finding]:
    """The failed checks that stand against a promotion, overridden ones left out."""
    overridden = OVERRIDABLE & set(despite)
    return [one for one in findings if not one.passed and one.check not in overridden]
