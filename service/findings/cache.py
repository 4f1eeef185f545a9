"""Findings, hits and gaps of the last days asked for: a county's take seconds, a page of them must not."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.records.store.states import StoreInState
from service.findings.listing import ListedDay, Listing, list_everything
from service.slow import OneAtATime

DAYS_KEPT = 3
"""Of each listing."""

Key = tuple[object, ...]


class ListedDays:
    """Worked out once for each listing, day, policy and state of the records, one after the other."""

    def __init__(self, keep: int = DAYS_KEPT * len(Listing)) -> None:
        self._keep = keep
        self._days: OrderedDict[Key, ListedDay] = OrderedDict()
        self._keeping = threading.Lock()
        self._listing = OneAtATime[ListedDay](
            Bilingual("正在核查全县该日的记录", "The county's records are being looked through for that day")
        )

    def of(
        self, listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date, seconds: float | None = None
    ) -> ListedDay:
        """Everything of a listing on a day.

        Args:
            seconds: for who would rather come again than wait as long as others.

        Raises:
            BusyError: it takes longer than anybody should wait, or too many wait already.
            NoSuchRegionError, PolicyError: as `service.findings.listing.list_everything`.
        """
        key = _key(listing, store, policy, as_of)

        def work() -> ListedDay:
            day = list_everything(listing, store, as_of, policy)
            # Here, where it takes its time, and not for whoever opens the page first.
            _ = day.by_department
            with self._keeping:
                self._days[key] = day
                if len(self._days) > self._keep:
                    self._days.popitem(last=False)
            return day

        with self._keeping:
            if key in self._days:
                self._days.move_to_end(key)
                return self._days[key]
        return self._listing.result(key, work, seconds)

    def at_hand(self, listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date) -> ListedDay | None:
        """The same where it was worked out already: for who does not want to wait."""
        with self._keeping:
            return self._days.get(_key(listing, store, policy, as_of))


def _key(listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date) -> Key:
    return (listing, as_of, policy.version, store.path, *sorted(store.versions().items()), store.state)
