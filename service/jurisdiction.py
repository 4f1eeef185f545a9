"""Where somebody's word counts: the places whose households they may see, as prefixes of region codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from features.errors import FanpinError

LONGEST_REGION = 12
"""Digits of a village: province 2, prefecture 2, county 2, township 3, village 3."""


class JurisdictionError(FanpinError, ValueError):
    """What was given is no prefix of a region code."""


@dataclass(frozen=True)
class Jurisdiction:
    """Places, each by the digits with which its villages' codes begin.

    Attributes:
        prefixes: none of them within another; `""` is everywhere, and none at all is nowhere.
    """

    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, *prefixes: str) -> Self:
        """The places together.

        Raises:
            JurisdictionError: one is no digits, or too many.
        """
        for prefix in prefixes:
            if len(prefix) > LONGEST_REGION or not (prefix.isascii() and (prefix.isdecimal() or not prefix)):
                raise JurisdictionError(
                    f"“{prefix}”不是区划代码：写村编码的前几位数字（县6位、乡镇9位、村12位） | “{prefix}” is no region: give the first digits of "
                    "the village code (county 6, township 9, village 12)."
                )
        widest = [
            one
            for one in sorted(set(prefixes))
            if not any(one != other and one.startswith(other) for other in prefixes)
        ]
        return cls(tuple(widest))

    def __contains__(self, region_code: object) -> bool:
        """Whether a place with all that is in it lies within."""
        return isinstance(region_code, str) and region_code.startswith(self.prefixes)

    def within(self, region: str) -> Jurisdiction:
        """What of it lies in a region; nowhere where nothing does."""
        if region in self:
            return Jurisdiction.of(region)
        return Jurisdiction.of(*(one for one in self.prefixes if one.startswith(region)))

    def shared_with(self, other: Jurisdiction) -> Jurisdiction:
        """What lies in both."""
        return Jurisdiction.of(*(one for prefix in self.prefixes for one in other.within(prefix).prefixes))

    @property
    def is_everywhere(self) -> bool:
        return self.prefixes == ("",)


EVERYWHERE = Jurisdiction(("",))
NOWHERE = Jurisdiction(())
