"""How the list of a county is made: its capacity, and the parts beside the score, each of which can be switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from features.errors import FanpinError
from models.lists.capacity import Capacity, Place
from models.lists.slots import Part

NO_LIMIT = 1.0
"""A churn budget of the whole list."""


class RulesError(FanpinError, ValueError):
    """No list can be made by such rules."""


@dataclass(frozen=True)
class Rules:
    """How a list is made. The defaults leave every part out that the capacity does not hold.

    Attributes:
        must_include_share: visits to households that hit a severe rule, for each visit of the capacity and on top of it; among the
            visits where the capacity says how many there are in all.
        carry_over_months: a household that was listed and not visited stays for so many months from its first listing; 0 carries
            nobody over.
        carry_over_share: at most this share of a place's visits goes to who is carried over.
        churn_share: at most this share of the visits changes hands by score alone from one list to the next; 1 is no limit.
        churn_margin: a household of the last list stays unless another's odds are so many times its own; 1 is no margin.
        floor_months: a village that nobody visited for so many months has a place; 0 gives none.

    Raises:
        RulesError: a share, a margin or a number of months that can't be.
    """

    capacity: Capacity
    must_include_share: float = 0.0
    carry_over_months: int = 0
    carry_over_share: float = 1.0
    churn_share: float = NO_LIMIT
    churn_margin: float = 1.0
    floor_months: int = 0

    def __post_init__(self) -> None:
        for name in ("must_include_share", "carry_over_share", "churn_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise RulesError(
                    f"名单规则 {name} 为 {getattr(self, name):g}，不可用：请写0至1之间的数 | {name} of a list lies from 0 to 1, not {getattr(self, name):g}."
                )
        if not self.churn_margin >= 1:
            raise RulesError(
                f"名单规则 churn_margin 为 {self.churn_margin:g}，不可用：请写不小于1的倍数，1为不设领先幅度 | churn_margin is a factor of at "
                f"least 1, not {self.churn_margin:g}; 1 is no margin."
            )
        for name in ("carry_over_months", "floor_months"):
            if getattr(self, name) < 0:
                raise RulesError(
                    f"名单规则 {name} 为 {getattr(self, name)}，不可用：请写0或正整数 | {name} of a list can't be negative: {getattr(self, name)}."
                )

    def without(self, part: Part) -> Rules:
        """The same with a part switched off.

        Raises:
            RulesError: score, capacity and removal make the list; without them there is none.
        """
        switched: dict[Part, Rules] = {
            Part.MUST_INCLUDE: replace(self, must_include_share=0.0),
            Part.CARRY_OVER: replace(self, carry_over_months=0),
            Part.COOL_DOWN: replace(self, capacity=replace(self.capacity, cool_down_months=0)),
            Part.CHURN: replace(self, churn_share=NO_LIMIT, churn_margin=1.0),
            Part.AUDIT: replace(self, capacity=replace(self.capacity, audit_share=0.0)),
            Part.FLOOR: replace(self, floor_months=0),
        }
        if part not in switched:
            raise RulesError(f"名单不能没有“{part.zh}” | there is no list without {part.en}.")
        return switched[part]


def rules_from(kept: Mapping[str, Any]) -> Rules:
    """Rules as `dataclasses.asdict` told them, after a way through JSON.

    Raises:
        CapacityError, RulesError, TypeError, ValueError: they are damaged.
    """
    capacity = kept["capacity"]
    return Rules(**{**kept, "capacity": Capacity(**{**capacity, "by": Place(capacity["by"])})})
