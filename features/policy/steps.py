"""A decided number with its history: steps in time and place, and which of them is in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from features.errors import FanpinError
from features.policy.units import Unit
from features.vocabulary import Labelled

SCOPE_DIGITS = (12, 9, 6, 4, 2)
"""Digits that name a village, a township, a county, a prefecture, a province."""


class PolicyError(FanpinError, ValueError):
    """A policy file that can't be used, or a day that no step covers; the message says what to add and where."""


class Status(Labelled):
    """How far a step can be relied on."""

    SOURCED = "sourced", "有依据", "from a published text"
    EXAMPLE = "example", "示例", "an example, to be replaced by the county's own notice"


@dataclass(frozen=True)
class Step:
    """A value from a day on, in the places whose region code begins with `scope`.

    Attributes:
        file: the file that states it.
        until: the first day on which it no longer counts because a county's own file speaks; None for as long as no
            later step of its scope begins.
    """

    since: dt.date
    value: float
    scope: str
    source: str
    status: Status
    file: str = ""
    until: dt.date | None = None

    def begun(self, on: dt.date) -> bool:
        """Whether it has begun by a day and has not been taken over by a county's file."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class PolicyValue:
    """A decided number with its history."""

    name: str
    unit: Unit
    zh: str
    en: str
    file: str
    steps: tuple[Step, ...]

    def step(self, region_code: str | None, on: dt.date) -> Step:
        """The step in force at a place on a day: of the scopes that cover the place the longest, then the latest.

        Raises:
            PolicyError: before the first step that covers the place.
        """
        covering = [s for s in self.steps if (region_code or "").startswith(s.scope)]
        begun = [s for s in covering if s.begun(on)]
        if not begun:
            raise PolicyError(self._nothing_in_force(region_code, on, covering))
        return max(begun, key=lambda s: (len(s.scope), s.since))

    def _nothing_in_force(self, region_code: str | None, on: dt.date, covering: list[Step]) -> str:
        first = min((s.since for s in covering), default=None)
        zh_first = f"（第一条自 {first} 起）" if first else ""
        en_first = f" (its first step begins on {first})" if first else ""
        return (
            f"{self.file}：{self.name}（{self.zh}）在地区 {region_code or '未知'} {on} 没有取值{zh_first}：请补充一条 from 不晚于 "
            f"{on} 的取值并注明依据。 | "
            f"{self.file}: {self.name} has no value on {on} for region {region_code or 'unknown'}{en_first}. "
            f"Add a step to it that begins on or before {on}, with its source: in the county's own folder, county/policy/."
        )
