"""What must hold of a household for a phrase to be true and worth saying; of what is unknown nothing holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Values = Mapping[str, float | None]
"""Of one household: features and `policy.` values by name, None where unknown."""


@dataclass(frozen=True)
class Condition:
    """`low <= feature < high`; a bound is a number or the name of another value.

    Attributes:
        at_most: whether `high` itself still holds.
    """

    feature: str
    low: float | str | None = None
    high: float | str | None = None
    at_most: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        return (self.feature, *(bound for bound in (self.low, self.high) if isinstance(bound, str)))

    def holds(self, values: Values) -> bool:
        value, low, high = (_number(bound, values) for bound in (self.feature, self.low, self.high))
        if value is None or (self.low is not None and low is None) or (self.high is not None and high is None):
            return False
        if low is not None and value < low:
            return False
        return high is None or value < high or (self.at_most and value == high)


def _number(bound: float | str | None, values: Values) -> float | None:
    return values[bound] if isinstance(bound, str) else bound


def at_least(feature: str, bound: float | str) -> Condition:
    """The bound itself is reached."""
    return Condition(feature, low=bound)


def below(feature: str, bound: float | str) -> Condition:
    return Condition(feature, high=bound)


def at_most(feature: str, bound: float | str) -> Condition:
    return Condition(feature, high=bound, at_most=True)


def between(feature: str, low: float | str, high: float | str) -> Condition:
    """From `low` on, below `high`."""
    return Condition(feature, low, high)


def yes(feature: str) -> Condition:
    """A yes-or-no feature, or a count of one at least."""
    return Condition(feature, low=1)


def no(feature: str) -> Condition:
    """A yes-or-no feature, or a count of none."""
    return Condition(feature, high=1)


def known(feature: str) -> Condition:
    return Condition(feature)
