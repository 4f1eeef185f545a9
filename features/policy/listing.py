"""Which values are in force at a place on a day, as an office reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from features.policy.loading import Policy
from features.policy.overriding import by_the_county
from features.policy.steps import PolicyError, PolicyValue, Status, Step


@dataclass(frozen=True)
class InForce:
    """A value with its step in force; `step` is None where none has begun."""

    value: PolicyValue
    step: Step | None

    @property
    def value_zh(self) -> str:
        """The value with its unit, and since when and where: `8,500 元/人·年`, `自 2024-01-01，各地`."""
        if self.step is None:
            return "没有取值 no value"
        where = self.step.scope or ("全县" if self.by_the_county else "各地")
        return f"{self.value.unit.in_words(self.step.value)}\n自 {self.step.since}，{where}"

    @property
    def source_zh(self) -> str:
        """Whose word it is; of a county's own step also the file."""
        if self.step is None:
            return ""
        file = f"（{self.step.file}）" if self.by_the_county else ""
        return f"[{self.step.status.zh} {self.step.status.value}] {self.step.source}{file}"

    @property
    def by_the_county(self) -> bool:
        return self.step is not None and by_the_county(self.step, self.value)

    def as_dict(self) -> dict[str, Any]:
        """Plain data; what no step tells is None."""
        value, step = self.value, self.step
        return {
            "name": value.name,
            "zh": value.zh,
            "en": value.en,
            "unit": value.unit.value,
            "unit_zh": value.unit.zh,
            "value": step.value if step else None,
            "from": str(step.since) if step else None,
            "scope": step.scope if step else None,
            "status": step.status.value if step else None,
            "source": step.source if step else None,
            "file": step.file if step else value.file,
        }


def in_force(policy: Policy, region_code: str, on: dt.date) -> list[InForce]:
    """Every value with its step at a place on a day, in the order of the files."""
    listed = []
    for value in policy.values.values():
        try:
            listed.append(InForce(value, value.step(region_code, on)))
        except PolicyError:
            listed.append(InForce(value, None))
    return listed


def examples_listed(policy: Policy, names: Iterable[str]) -> list[str]:
    """Lines that say which of the values used are examples, Chinese and English; none when there are none.

    Args:
        names: as `Policy.examples` gives them.
    """
    named = [policy.values[name] for name in names]
    if not named:
        return []
    zh = "、".join(f"{value.zh}（{value.name}）" for value in named)
    return [
        f"以下{len(named)}项政策数值为示例，不是本县规定，使用前请写入本县文件（county/policy/）：{zh}",
        f"{len(named)} policy values used here are examples, to be replaced by the county's own notices (county/policy/): "
        + ", ".join(value.name for value in named),
    ]


def examples_counted(policy: Policy, names: Iterable[str]) -> list[str]:
    """One line for a terminal that says how many of the values used are examples, and which command lists them.

    Args:
        names: as `Policy.examples` gives them.
    """
    return counted(len({policy.values[name].name for name in names}))


def counted(count: int) -> list[str]:
    """The line of `examples_counted` for so many examples; none for 0."""
    if not count:
        return []
    return [
        f"注意：用到的{count}项政策数值是示例，不是本县规定，逐项见 `fanpin policy`，改法见 docs/policy.md | {count} of the policy values used "
        "are examples, not the county's own: `fanpin policy` lists them"
    ]


def is_example(one: InForce) -> bool:
    """Whether a county still has to put its own notice in this value's place."""
    return one.step is not None and one.step.status is Status.EXAMPLE
