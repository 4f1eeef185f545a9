"""Policy values as columns of a frame: the value `dibao_line` stands in `policy.dibao_line`."""

from __future__ import annotations

from collections.abc import Iterable

PREFIX = "policy."


def values_among(columns: Iterable[str]) -> frozenset[str]:
    """The names of the policy values among these columns; other columns are none."""
    return frozenset(name.removeprefix(PREFIX) for name in columns if name.startswith(PREFIX))
