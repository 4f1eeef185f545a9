"""The policy's lines of the gate, in force where and when a promotion takes place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from features.policy.loading import Policy

LINES = ("fewest_positive_households", "widest_interval", "recall_margin", "parity_households")
"""The policy's names of the lines, each after `promotion_`."""


@dataclass(frozen=True)
class Lines:
    """What the gate measures against."""

    fewest_positive_households: int
    widest_interval: float
    recall_margin: float
    parity_households: int

    @classmethod
    def of(cls, policy: Policy, region_code: str | None, on: dt.date) -> Lines:
        """Raises PolicyError where a line has no value on the day."""

        def value(name: str) -> float:
            return policy.value(f"promotion_{name}", region_code, on)

        return cls(
            int(value("fewest_positive_households")),
            value("widest_interval"),
            value("recall_margin"),
            int(value("parity_households")),
        )
