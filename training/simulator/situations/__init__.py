"""An independent listing of the situations that checks look for, from what was written up to the last delivery.

It reads the frames of the outbox, which know who each row is about, and shares no code with the product's own intake and
checks. Where a row that decides has a damaged number the intake may place it or not, and both are right: every
situation is worked out with and without such rows, and `judged` is true where both agree.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from training.simulator.clock import Clock
from training.simulator.situations.households import HOUSEHOLD_SITUATIONS
from training.simulator.situations.people import PEOPLE_SITUATIONS
from training.simulator.situations.reading import CODE, Files, Reader

__all__ = ["SITUATIONS", "listed"]

SITUATIONS: dict[str, Callable[[Reader], pl.DataFrame]] = {**HOUSEHOLD_SITUATIONS, **PEOPLE_SITUATIONS}
"""By the name of the check that should find it: the households in which it holds."""


def listed(files: Files, clock: Clock) -> pl.DataFrame:
    """One row per situation and household: `check`, `户编号`, `judged`; `files` as in the outbox."""
    everything, sure = (_codes_by_situation(Reader(files, clock, sure=sure)) for sure in (False, True))
    rows = [
        (name, code, code in everything[name] and code in sure[name])
        for name in sorted(SITUATIONS)
        for code in sorted(everything[name] | sure[name])
    ]
    return pl.DataFrame(rows, schema={"check": pl.String, "户编号": pl.String, "judged": pl.Boolean}, orient="row")


def _codes_by_situation(reader: Reader) -> dict[str, set[str]]:
    return {name: set(find(reader)[CODE]) for name, find in SITUATIONS.items()}
