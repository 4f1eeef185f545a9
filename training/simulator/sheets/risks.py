"""Which risk types the county writes on its roster: those for which its own files hold a fact.

Before a household is identified its data are compared with what the departments know. So a risk without a trace in the
files as they stand on the day of the roster is not written, though it may be the true one.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from training.simulator.outbox import Outbox
from training.simulator.sheets.common import Desk
from training.simulator.sheets.recorded import Rosters, by_delivery
from training.simulator.state import Cause, Ints

LOOKED_BACK = 360
NONE, OTHER = -1, len(Cause)
INSTEAD = (Cause.ILLNESS, Cause.LABOUR_SHORTAGE, Cause.JOB_INSTABILITY, Cause.EDUCATION, Cause.DISABILITY)
"""What is written where neither of the true causes has left a trace, in this order; else `OTHER`."""

EVENTS = {
    Cause.ILLNESS: "medical_settlement",
    Cause.DISASTER: "emergency_disaster",
    Cause.ACCIDENT: "police_accident",
    Cause.BUSINESS_FAILURE: "agriculture_failure",
}
"""Causes that need an event in the year before, and the file that tells of it."""


class Traces:
    """Looks up whether a cause has left a trace in the files by a delivery."""

    def __init__(self, desk: Desk, outbox: Outbox) -> None:
        self._rosters: list[Rosters] = list(by_delivery(desk))
        self._events = {cause: _placed(outbox, source) for cause, source in EVENTS.items()}
        self._cards = _placed(outbox, "disability_card")
        self._grades = _placed(outbox, "housing_inspection", "_grade")

    def has(self, cause: int, household: int, day: int, delivery: int) -> bool:
        """Whether the files of `delivery` tell of `cause` in `household`, identified on `day`."""
        then = self._rosters[delivery]
        later = self._rosters[min(delivery + 2, len(self._rosters) - 1)]
        match cause:
            case Cause.DISABILITY:
                return bool(then.has_disabled[household]) or _any(self._cards, household, 0, day, delivery)
            case Cause.EDUCATION:
                return bool(then.has_pupil[household] and later.has_pupil[household])
            case Cause.JOB_INSTABILITY:
                return bool(then.with_labour[household] > 0 and later.with_labour[household] > 0)
            case Cause.LABOUR_SHORTAGE:
                return bool(then.lacks_labour[household] and later.lacks_labour[household])
            case Cause.HOUSING:
                graded = [row for row in self._grades.get(household, []) if row[0] < day and row[1] <= delivery]
                return bool(graded) and graded[-1][0] >= day - LOOKED_BACK and graded[-1][2] >= 2
            case Cause.WATER:
                return True
        return _any(self._events[Cause(cause)], household, day - LOOKED_BACK, day, delivery)

    def written(self, cause: int, second: int, household: int, day: int, delivery: int) -> tuple[int, int]:
        """The main and the second risk as written: Cause, `OTHER`, or `NONE` for no second one."""
        true = [one for one in (cause, second) if one != NONE]
        traced = [one for one in true if self.has(one, household, day, delivery)]
        if not traced:
            instead = (one for one in INSTEAD if self.has(one, household, day, delivery))
            return next((int(one) for one in instead), OTHER), NONE
        return traced[0], traced[1] if len(traced) > 1 else NONE


Row = tuple[int, int, int]
"""Day, delivery, and one number more."""


def _any(rows: dict[int, list[Row]], household: int, since: int, day: int, delivery: int) -> bool:
    return any(since < when < day and came <= delivery for when, came, _ in rows.get(household, []))


def _placed(outbox: Outbox, source: str, value: str | None = None) -> dict[int, list[Row]]:
    """Rows of a source that an exact comparison with the rosters places, by household in order of their day."""
    rows: dict[int, list[Row]] = {}
    for delivery, layout, frame in outbox.files:
        if layout.source != source:
            continue
        sound = frame.filter(
            (pl.col("_damage") == "") & (pl.col("_roster_damage") == "") & (pl.col("_listed_from") <= delivery)
        )
        if source == "medical_settlement":
            sound = sound.filter(pl.col("个人自付") > 0)
        extra: Ints = sound[value].to_numpy() if value else np.zeros(sound.height, dtype=np.int64)
        for home, day, number in zip(sound["_home"], sound["_day"], extra.tolist(), strict=True):
            rows.setdefault(home, []).append((day, delivery, number))
    return {home: sorted(found) for home, found in rows.items()}
