"""A county's own policy files over fanpin's: from the first day that the county states, its word alone counts there.

An office that has written its line for 2024 expects that line until it writes another one. If fanpin's example of a
later year took over again on its date, the line would change without anybody in the county having decided it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from features.policy.steps import PolicyValue, Step

SAME_EVERYWHERE = frozenset({"money_most"})
"""Values that no county can state: what stands on them is made before anybody knows which county it is."""


def refused(own: Mapping[str, PolicyValue]) -> list[str]:
    """The problem of each value that a county states and can't."""
    return [
        f"{own[name].file}: {name} is the same everywhere and can't be stated by a county; leave it out."
        for name in sorted(SAME_EVERYWHERE & set(own))
    ]


def overridden(installed: Mapping[str, PolicyValue], own: Mapping[str, PolicyValue]) -> dict[str, PolicyValue]:
    """The installed values with the county's over them, and the values that only the county has."""
    return {**installed, **{name: _merged(installed.get(name), value) for name, value in own.items()}}


def _merged(installed: PolicyValue | None, own: PolicyValue) -> PolicyValue:
    """The county's steps, with what fanpin's steps said before the county's first day for each place.

    Every scope inside the county's counts: a step of fanpin for a smaller place would win by its length otherwise.
    """
    if installed is None:
        return own
    kept = []
    for step in installed.steps:
        taken_over = [s.since for s in own.steps if step.scope.startswith(s.scope)]
        until = min(taken_over, default=None)
        if until is None or step.since < until:
            kept.append(replace(step, until=until))
    return replace(own, file=installed.file, steps=(*kept, *own.steps))


def by_the_county(step: Step, value: PolicyValue) -> bool:
    """Whether a step comes from another file than the value itself."""
    return step.file != value.file
