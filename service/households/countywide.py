"""How many people the households of a county have and where they were resettled, for pages that show any of them: counted once for each state of the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import polars as pl

from features.bilingual import Bilingual
from features.frame import index_of
from features.frame.context.counting import settlement_on
from features.records.buckets import described, over_buckets, whole
from features.records.context import Level
from features.records.gate import Records, as_index
from features.records.store.states import StoreInState
from service.issuing.beside import described_last
from service.jurisdiction import Jurisdiction
from service.slow import BusyError, OneAtATime

PATIENCE = 0.05
"""Seconds that a page waits for a count: a few hundred households are counted at once, a county's are there when it is opened again."""

WHAT = Bilingual("正在统计各户人数和安置点", "The people of each household and its settlement are being counted")
COUNTING = OneAtATime["Countywide"](WHAT)
SETTLEMENT = Level.SETTLEMENT.value


@dataclass(frozen=True)
class Countywide:
    """Of every household that was described by a day.

    Attributes:
        sizes: `household_id`, `household_size`, as it was described last; no row of one that nobody counted.
        settled: `household_id`, `settlement`, `region_code`, of those that were resettled, in order of settlements.
    """

    sizes: pl.DataFrame
    settled: pl.DataFrame

    def people(self, households: Sequence[str]) -> dict[str, int]:
        """Of each of some households how many people it has."""
        wanted = self.sizes.filter(pl.col("household_id").is_in(households))
        return {code: int(size) for code, size in wanted.iter_rows()}

    def settlement(self, households: Sequence[str]) -> dict[str, str]:
        """Of each of some households that was resettled where it lives now."""
        wanted = self.settled.filter(pl.col("household_id").is_in(households))
        return dict(wanted.select("household_id", SETTLEMENT).iter_rows())

    def living_in(self, settlement: str) -> list[str]:
        """The households of a settlement."""
        return self.settled.filter(pl.col(SETTLEMENT) == settlement)["household_id"].to_list()

    def settlements(self, jurisdiction: Jurisdiction) -> list[str]:
        """Those in which a household of these places lives."""
        theirs = self.settled.filter([code in jurisdiction for code in self.settled["region_code"]])
        return theirs[SETTLEMENT].unique(maintain_order=True).to_list()


def countywide(store: StoreInState, day: dt.date) -> Countywide:
    """What was known by a day.

    Raises:
        BusyError: it is being counted, which nobody waits for.
        StoreError: the records can't be read.
    """
    counted: Future[Countywide] = store.worked_out(("countywide", day), lambda: _begun(store, day))
    try:
        return counted.result(PATIENCE)
    except TimeoutError:
        raise BusyError(WHAT) from None


def _begun(store: StoreInState, day: dt.date) -> Future[Countywide]:
    return COUNTING.begin((store.path, store.state, day), lambda: _counted(store, day))


def _counted(store: StoreInState, day: dt.date) -> Countywide:
    def of_bucket(records: Records) -> tuple[pl.DataFrame, pl.DataFrame]:
        index = index_of(described(records).to_list(), day)
        base, last = as_index(index), described_last(records, index, day)
        settled = base.join(settlement_on(records, base.lazy()).collect(), on="row").join(last, on="household_id")
        return last.select("household_id", "household_size"), settled.select("household_id", SETTLEMENT, "region_code")

    parts = list(over_buckets(store, of_bucket, versions=store.versions(), columns=whole(["households", "relocation"])))
    sizes, settled = (pl.concat(each) for each in zip(*parts, strict=True))
    return Countywide(sizes.filter(pl.col("household_size").is_not_null()), settled.sort(SETTLEMENT, "household_id"))
