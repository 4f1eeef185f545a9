"""The ledgers and the counts of places of the last days asked for: a county's take seconds, a page of them must not."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.context.cache import kept_context
from features.frame.context.table import context_day
from features.ledgers.ledger import SEEKERS, CountyDay, county_day
from features.ledgers.wording import Guarantee, Standing
from features.policy.loading import Policy
from features.records.context import Context
from features.records.store.states import StoreInState
from service.last_asked import LastAsked

DAYS_KEPT = 2
MONTHS_BETWEEN, STEPS = 3, 4
"""Of the trend: a year, in quarters."""

SECONDS_TO_WAIT = 6.0
"""Then the page says that it is being worked out, and comes again by itself."""

COUNTS = ("households", "seekers", "seekers_known", *(guarantee.value for guarantee in Guarantee), "overdue")


@dataclass(frozen=True)
class KeptDay:
    """What pages show of a day.

    Attributes:
        by_village: `region_code`, and of each place the numbers `COUNTS`: households, people who want work and have none, households of which
            that is known, open entries of each guarantee, and those overdue.
        by_settlement: the same with `settlement`.
        context: the counts of marks at the places on `days`.
        days: ends of months over a year, the last one that of the day.
    """

    county: CountyDay
    by_village: pl.DataFrame
    by_settlement: pl.DataFrame
    context: Context
    days: tuple[dt.date, ...]

    @property
    def as_of(self) -> dt.date:
        return self.county.as_of


class KeptDays:
    """Worked out once for each day, policy and state of the records, one after the other."""

    def __init__(self, seconds: float = SECONDS_TO_WAIT) -> None:
        what = Bilingual("正在汇总全县各村的情况和台账", "The county's villages and ledgers are being put together")
        self._days = LastAsked[KeptDay](what, DAYS_KEPT, seconds=seconds)

    def of(self, store: StoreInState, policy: Policy, as_of: dt.date) -> KeptDay:
        """Everything of a day.

        Raises:
            BusyError: it takes longer than anybody should wait, or too many wait already.
            PolicyError, ContextError: as `county_day` and `kept_context`.
        """
        return self._days.of(_key(store, policy, as_of), lambda: kept_day(store, policy, as_of))

    def of_or_last(self, store: StoreInState, policy: Policy, as_of: dt.date) -> tuple[KeptDay, bool]:
        """The same; while it is being worked out after the records changed, what was given before, and whether it is of now."""
        return self._days.of_or_last(store.path, _key(store, policy, as_of), lambda: kept_day(store, policy, as_of))

    def ahead(self, store: StoreInState, policy: Policy, as_of: dt.date) -> Future[KeptDay]:
        """The same before anybody asks. Raises BusyError: too much is to be done first."""
        return self._days.begin(_key(store, policy, as_of), lambda: kept_day(store, policy, as_of))


def _key(store: StoreInState, policy: Policy, as_of: dt.date) -> tuple[object, ...]:
    return (as_of, policy.version, store.path, *sorted(store.versions().items()), store.state)


def kept_day(store: StoreInState, policy: Policy, as_of: dt.date) -> KeptDay:
    """Worked out now."""
    county, days = county_day(store, as_of, policy), days_of_trend(as_of)
    return KeptDay(
        county, counted(county, "region_code"), counted(county, "settlement"), kept_context(store, days), days
    )


def days_of_trend(as_of: dt.date) -> tuple[dt.date, ...]:
    """Ends of months over a year, the last one that whose counts hold on the day."""
    last = context_day(as_of) + dt.timedelta(days=1)
    months = [last.year * 12 + last.month - 1 - MONTHS_BETWEEN * step for step in range(STEPS, -1, -1)]
    return tuple(dt.date(month // 12, month % 12 + 1, 1) - dt.timedelta(days=1) for month in months)


def counted(county: CountyDay, place: str) -> pl.DataFrame:
    """The numbers of each place of a kind.

    Args:
        place: the column that holds it.
    """
    known = pl.col(SEEKERS).is_not_null()
    people = (
        county.households.filter(pl.col(place).is_not_null())
        .group_by(place)
        .agg(households=pl.len(), seekers=pl.col(SEEKERS).sum(), seekers_known=known.sum())
    )
    is_open = pl.col("standing") == Standing.OPEN.value
    entries = county.ledger.group_by(place).agg(
        *((is_open & (pl.col("guarantee") == guarantee.value)).sum().alias(guarantee.value) for guarantee in Guarantee),
        overdue=pl.col("overdue").sum(),
    )
    counts = people.join(entries, on=place, how="left").sort(place)
    return counts.select(place, pl.col(COUNTS).fill_null(0).cast(pl.Int64))
