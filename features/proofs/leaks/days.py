"""On which days to prove: where records came in, the day before they did, and the last days of months."""

from __future__ import annotations

import datetime as dt

from features.records.store import RecordStore

PLACES = (0.25, 0.5, 0.75)
"""How far into the history of deliveries."""


def days_to_prove(store: RecordStore) -> list[dt.date]:
    """A handful of days spread over the history: each a delivery's day, the day before one, or a month's last day.

    Where deliveries were withdrawn, the day of the last withdrawal and the day before it are among them.
    """
    known = sorted({day for day in store.deliveries().get_column("known_date").to_list() if day is not None})
    if not known:
        return []
    a_day = dt.timedelta(days=1)
    early, middle, late = (known[int(place * (len(known) - 1))] for place in PLACES)
    days = {early, middle - a_day, late.replace(day=1) - a_day, known[-1] - a_day}
    withdrawn = store.withdrawals().get_column("withdrawn_on").to_list()
    days |= {day for last in withdrawn[-1:] for day in (last - a_day, last)}
    # Before the first delivery and from the last one on there is nothing to tell apart.
    return sorted(day for day in days if known[0] <= day < max([known[-1], *withdrawn]))
