"""Counts of few people hidden on overviews, together with what would tell them by subtraction.

Nobody of a village of which “1 household, disability” is shown remains unknown to its neighbours. Where a total stands beside,
what is hidden together is hidden among at least two counts and at least as many people as may be shown; where that can't be had, the total
is hidden as well. A zero is shown: it is nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """Counts as they may be shown: None where one is hidden.

    Attributes:
        total: None where there is none to show, or it is hidden.
    """

    counts: dict[str, int | None]
    total: int | None


def suppressed(counts: Mapping[str, int], *, least: int, with_total: bool, also: Set[str] = frozenset()) -> Shown:
    """Counts of an overview as they may be shown.

    Args:
        counts: of groups that do not overlap, none below zero.
        least: the smallest count that is shown (`suppressed_below` of policy).
        with_total: whether their sum stands beside, or is known from elsewhere.
        also: of the groups those that may not be shown whatever they count.
    """
    hidden = {name for name, count in counts.items() if 0 < count < least or name in also}
    if not with_total or not hidden:
        shown = {name: None if name in hidden else count for name, count in counts.items()}
        return Shown(shown, sum(counts.values()) if with_total else None)
    others = sorted((count, name) for name, count in counts.items() if count >= least and name not in hidden)
    while others and not _hides(counts, hidden, least):
        hidden.add(others.pop(0)[1])
    shown = {name: None if name in hidden else count for name, count in counts.items()}
    return Shown(shown, sum(counts.values()) if _hides(counts, hidden, least) else None)


def _hides(counts: Mapping[str, int], hidden: set[str], least: int) -> bool:
    """Whether the sum of what is hidden, which the total tells, tells none of it: of so many counts all ones would be told."""
    together = sum(counts[name] for name in hidden)
    return len(hidden) > 1 and together >= least and together > len(hidden)
