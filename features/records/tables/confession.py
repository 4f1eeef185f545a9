"""What each record table confesses: who sends it, how late it is, whom it misses, what not to conclude from it.

How late departments really are is measured per county (`fanpin deliveries`); what stands here is what to expect.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from features.bilingual import Bilingual

SPARSE = Bilingual(
    "从未上报的事件（约占5%至10%）不会出现",
    "the 5 to 10 % of events that nobody ever reports",
)
WEEKS_LATE = Bilingual("部门按月推送，通常晚5至35天", "5 to 35 days: departments push monthly")
ONCE_A_YEAR = Bilingual("每年采集一次，年内变化要到下次才知道", "up to a year: collected once a year")


@dataclass(frozen=True)
class Confession:
    """Four things to know before using a table."""

    sent_by: Bilingual
    how_late: Bilingual
    misses: Bilingual
    not_to_conclude: Bilingual


Table = TypeVar("Table", bound=type)


def confesses(
    *, sent_by: Bilingual, how_late: Bilingual, misses: Bilingual, not_to_conclude: Bilingual
) -> Callable[[Table], Table]:
    """Declare what a table confesses, above its class; it is the class's `confession`."""

    def declare(table: Table) -> Table:
        # The class declares it; a table that inherits its columns has to confess for itself.
        table.confession = Confession(sent_by, how_late, misses, not_to_conclude)  # type: ignore[attr-defined]
        return table

    return declare
