"""From an average household's chance to this one's, reason by reason, in percentage points: a picture and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.bilingual import Bilingual

START = Bilingual("一般的户", "an average household")
REST = Bilingual("其余情况合计", "everything else together")
END = Bilingual("本户", "this household")


@dataclass(frozen=True)
class Step:
    """A step from `before` to `after`, both chances from 0 to 1; the first and the last stand for themselves.

    Attributes:
        points: percentage points; None of the first and the last.
    """

    words: Bilingual
    before: float
    after: float
    points: float | None

    @property
    def low(self) -> float:
        return min(self.before, self.after)

    @property
    def size(self) -> float:
        return abs(self.after - self.before)

    @property
    def kind(self) -> str:
        """As the style sheet calls it."""
        return "plain-bar" if self.points is None else "raises" if self.points >= 0 else "lowers"


def steps_of(answer: Mapping[str, Any], average: float) -> list[Step]:
    """The steps of an answer: its reasons, what protects, and the rest in one.

    Args:
        average: the chance of the household with which the contributions begin (`base_value`).
    """
    chance = answer["probability"]
    told = [*answer["reasons"], *answer["protects"]]
    steps, at = [Step(START, 0.0, average, None)], average
    for each in told:
        steps.append(Step(Bilingual(each["zh"], each["en"]), at, at + each["points"] / 100, each["points"]))
        at += each["points"] / 100
    steps += [Step(REST, at, chance, (chance - at) * 100), Step(END, 0.0, chance, None)]
    return steps


def largest(steps: Sequence[Step]) -> float:
    """The end of the scale that all bars share."""
    return max((max(step.before, step.after) for step in steps), default=1.0)
