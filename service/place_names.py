"""What villages are called, told beside an answer that names them by their codes: names decide no score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from features.records.store import RecordStore, StoreError, Versions
from features.records.store.states import StoreInState
from features.workbooks.homes import names_by_village, names_on

Names = Mapping[str, Mapping[str, str | None]]
"""`township` and `village` by the village's code."""

TOWNSHIP, VILLAGE = 9, 12
"""Digits of their codes."""

UNKNOWN: Mapping[str, str | None] = {"township": None, "village": None}


def names_of(store: RecordStore, day: dt.date, versions: Versions | None = None) -> Names:
    """The names that delivered lists had told by a day; worked out once for each state of a store that is kept open.

    Args:
        versions: of the store's tables; its present ones when None.
    """

    def read() -> Names:
        return names_by_village(names_on(store, day, versions))

    if versions is None and isinstance(store, StoreInState):
        return store.worked_out(("names of places", day), read)
    return read()


def names_at_hand(store: Callable[[], StoreInState], day: dt.date) -> Names:
    """The same where there is a store; none where it can't be read."""
    try:
        return names_of(store(), day)
    except (StoreError, OSError):
        return {}


def name_of(code: str, names: Names) -> str | None:
    """What a village or township is called; None of a larger place, and where no list told it."""
    if len(code) >= VILLAGE:
        return names.get(code, UNKNOWN)["village"]
    named = (each["township"] for village, each in names.items() if village[:TOWNSHIP] == code)
    return next(named, None)


def with_names(fields: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """An answer (`models.answers`) with the names of its village and township; null where no list told them."""
    return {**fields, **names.get(str(fields["region_code"]), UNKNOWN)}
