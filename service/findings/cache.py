"""Findings, hits and gaps of the last days asked for: a county's take seconds, a page of them must not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.records.store.states import StoreInState
from service.findings.listing import ListedDay, Listing, list_everything
from service.last_asked import LastAsked

DAYS_KEPT = 3
"""Of each listing."""

Key = tuple[object, ...]


class ListedDays:
    """Worked out once for each listing, day, policy and state of the records, one after the other."""

    def __init__(self, keep: int = DAYS_KEPT * len(Listing)) -> None:
        what = Bilingual("正在核查全县该日的记录", "The county's records are being looked through for that day")
        self._days = LastAsked[ListedDay](what, keep)

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
        return self._days.of(*_piece(listing, store, policy, as_of), seconds)

    def of_or_last(
        self, listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date, seconds: float
    ) -> tuple[ListedDay, bool]:
        """The same; while it is being worked out after the records changed, what was given before, and whether it is of now."""
        return self._days.of_or_last((listing, store.path), *_piece(listing, store, policy, as_of), seconds)

    def ahead(self, listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date) -> Future[ListedDay]:
        """The same before anybody asks. Raises BusyError: too much is to be done first."""
        return self._days.begin(*_piece(listing, store, policy, as_of))

    def at_hand(self, listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date) -> ListedDay | None:
        """The same where it was worked out already: for who does not want to wait."""
        return self._days.at_hand(_key(listing, store, policy, as_of))


def _piece(
    listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date
) -> tuple[Key, Callable[[], ListedDay]]:
    """The key of a listing on a day, and what works it out."""

    def work() -> ListedDay:
        day = list_everything(listing, store, as_of, policy)
        # Here, where it takes its time, and not for whoever opens the page first.
        _ = day.by_department
        return day

    return _key(listing, store, policy, as_of), work


def _key(listing: Listing, store: StoreInState, policy: Policy, as_of: dt.date) -> Key:
    return (listing, as_of, policy.version, store.path, *sorted(store.versions().items()), store.state)
