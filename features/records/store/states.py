"""A store that is read many times: opened once for each of its states, never later than it stands.

A state is cheap to ask for, so a service asks at every request. It changes with every landing and withdrawal, and when
a table or the whole store is put into another's place, or is lost.
"""

from __future__ import annotations

import os
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import polars as pl

from features.records.store.integrity import identity_of
from features.records.store.record_store import RecordStore
from features.records.store.replay import Versions
from features.records.store.side_tables import SIDE_TABLES
from features.records.tables import TABLES

COUNTED_BY = ("deliveries", "withdrawals")
"""Whatever changes what a store says commits one of these tables last."""

MOST_KEPT = 256
"""Of what was worked out of one state; the longest unasked goes first."""

MOST_BYTES = 512 * 1024 * 1024
"""Of record rows in memory. A county of 20,000 households has some 220 MB; a larger store is read from its files."""

State = tuple[object, ...]
Result = TypeVar("Result")


def state_of(path: Path) -> State:
    """What tells a store's present state from all others. A store that is not there has a state, too.

    The last commits of the tables that are committed last tell of landings and withdrawals; the identity of each log's
    folder and of the settings tell that something was lost, put back or put into another's place.
    """
    logs = [path / name / "_delta_log" for name in (*SIDE_TABLES, *TABLES, "withdrawals")]
    return (
        *(_last_commit(path / name / "_delta_log") for name in COUNTED_BY),
        # A table's own folder changes with its partitions.
        *(_identity(place) for log in logs for place in (log, log.parent)),
        _identity(path / "store.json"),
    )


@dataclass(frozen=True)
class _Bucket:
    """The rows of a bucket, those of each household side by side.

    Attributes:
        size: bytes of the rows.
        households: in order.
        tables: by name the rows in the order of households, and the place of each household's first row, in that order;
            last of all how many rows there are.
    """

    size: int
    households: list[str]
    tables: dict[str, tuple[pl.DataFrame, list[int]]]

    @classmethod
    def of_rows(cls, every: Mapping[str, pl.DataFrame]) -> _Bucket:
        ordered = {name: rows.sort("household_id", maintain_order=True) for name, rows in every.items()}
        identifiers = {name: rows.get_column("household_id") for name, rows in ordered.items()}
        households = pl.concat(list(identifiers.values())).unique().sort()
        return cls(
            sum(int(rows.estimated_size()) for rows in ordered.values()),
            households.to_list(),
            {
                name: (rows, [*identifiers[name].search_sorted(households).to_list(), rows.height])
                for name, rows in ordered.items()
            },
        )

    def of(self, households: Iterable[str], columns: Mapping[str, list[str]] | None) -> dict[str, pl.DataFrame]:
        """The rows of households; of strangers none.

        Args:
            columns: by table, those wanted; all of all tables when None.
        """
        places = [place for household in households if (place := self._place(household)) is not None]
        own = {}
        for name in self.tables if columns is None else columns:
            rows, firsts = self.tables[name]
            if len(places) == 1:
                of_them = rows.slice(firsts[places[0]], firsts[places[0] + 1] - firsts[places[0]])
            else:
                chosen = [row for place in places for row in range(firsts[place], firsts[place + 1])]
                of_them = rows[pl.Series(chosen, dtype=pl.UInt32)]
            own[name] = of_them if columns is None else of_them[columns[name]]
        return own

    def _place(self, household_id: str) -> int | None:
        place = bisect_left(self.households, household_id)
        return place if place < len(self.households) and self.households[place] == household_id else None


class StoreInState(RecordStore):
    """A record store as it stood when it was opened: what does not change while that state lasts is read once.

    Later landings are not in it; `StoreKept.now` gives the store of the present state.
    """

    state: State = ()

    def __init__(self, path: Path, buckets: int) -> None:
        super().__init__(path, buckets)
        self._versions = super().versions()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._keeping = threading.Lock()
        self._fits = True

    @classmethod
    def at(cls, path: Path | str, versions: Versions | None = None) -> StoreInState:
        """A store as it stood at these versions of its tables, or as it stands now, for a single question.

        Raises:
            StoreError: there is no store, or not of this format. That a version is gone is told where it is read.
        """
        opened = cast("StoreInState", cls.open(path))
        if versions is not None:
            opened._versions = dict(versions)
        # One household is found in the files faster than its whole bucket is read.
        opened._fits = False
        return opened

    @property
    def identity(self) -> str | None:
        """What tells this store from all others, copies apart: Delta's own id of the table of deliveries; None before the first delivery.

        Raises:
            StoreError: the table can't be read.
        """
        return self.worked_out("identity", lambda: identity_of(self.path, "deliveries", self._versions["deliveries"]))

    def versions(self) -> dict[str, int]:
        return dict(self._versions)

    def deliveries(self, versions: Versions | None = None) -> pl.DataFrame:
        return self._once("deliveries", versions, super().deliveries)

    def withdrawals(self, versions: Versions | None = None) -> pl.DataFrame:
        return self._once("withdrawals", versions, super().withdrawals)

    def worked_out(self, of: Hashable, work: Callable[[], Result]) -> Result:
        """What `work` makes of this state, made when it is first asked for.

        Args:
            of: tells it from whatever else is kept.
        """
        with self._keeping:
            if of in self._kept:
                self._kept.move_to_end(of)
                return cast("Result", self._kept[of])
        outcome = work()
        with self._keeping:
            self._kept[of] = outcome
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return outcome

    def records(
        self,
        *,
        buckets: Iterable[int] | None = None,
        households: Iterable[str] | None = None,
        versions: Versions | None = None,
        columns: Mapping[str, list[str]] | None = None,
    ) -> dict[str, pl.DataFrame]:
        wanted = None if households is None else list(dict.fromkeys(households))
        if wanted and buckets is None and versions is None:
            if self._fits and (held := self._of_held(wanted, columns)) is not None:
                return held
            if len(wanted) == 1 and columns is None:
                # A page about one household reads it for each thing that it tells.
                return dict(self.worked_out(("household", *wanted), lambda: self._whole(wanted)))
        return super().records(buckets=buckets, households=wanted, versions=versions, columns=columns)

    def _of_held(
        self, households: list[str], columns: Mapping[str, list[str]] | None
    ) -> dict[str, pl.DataFrame] | None:
        """The rows of households from buckets that are held; None where the store is too large for that."""
        by_bucket: dict[int, list[str]] = {}
        for household in households:
            by_bucket.setdefault(self.bucket_of(household), []).append(household)
        held = [(self._held_bucket(bucket), of_bucket) for bucket, of_bucket in sorted(by_bucket.items())]
        parts = [bucket.of(of_bucket, columns) for bucket, of_bucket in held if bucket is not None]
        if len(parts) != len(held):
            return None
        return parts[0] if len(parts) == 1 else {name: pl.concat(part[name] for part in parts) for name in parts[0]}

    def _whole(self, households: list[str]) -> dict[str, pl.DataFrame]:
        return super().records(households=households)

    def _held_bucket(self, bucket: int) -> _Bucket | None:
        """The rows of a bucket by household; None where a store of such buckets is too large to be held."""
        held = self.worked_out(("bucket", bucket), lambda: _Bucket.of_rows(self._every_row(bucket)))
        self._fits = held.size * self.buckets <= MOST_BYTES
        if not self._fits:
            self._forget_buckets()
        return held if self._fits else None

    def _every_row(self, bucket: int) -> dict[str, pl.DataFrame]:
        return super().records(buckets=[bucket])

    def _forget_buckets(self) -> None:
        with self._keeping:
            for of in [of for of in self._kept if isinstance(of, tuple) and of[0] == "bucket"]:
                del self._kept[of]

    def has_worked_out(self, of: Hashable) -> bool:
        """Whether it is at hand, without waiting for it."""
        with self._keeping:
            return of in self._kept

    def _files(self, name: str, versions: Versions | None, only: list[tuple[str, str, Any]] | None = None) -> list[str]:
        return super()._files(name, self._versions if versions is None else versions, only)

    def landings(self, versions: Versions | None = None) -> list[int]:
        return self._once("landed", versions, super().landings)

    def _once(self, what: str, versions: Versions | None, read: Callable[[Versions], Result]) -> Result:
        pinned = self._versions if versions is None else versions
        return self.worked_out((what, *sorted(pinned.items())), lambda: read(pinned))


class StoreKept:
    """The record store of a folder, opened anew only when its state has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opening = threading.Lock()
        self._opened: tuple[State, StoreInState] | None = None

    def now(self) -> StoreInState:
        """The store in its present state.

        Raises:
            StoreError: there is none, or not of this format.
        """
        with self._opening:
            # Asked before the store is opened: what lands in between makes another state.
            state = state_of(self.path)
            if self._opened is None or self._opened[0] != state:
                self._opened = None
                opened = cast("StoreInState", StoreInState.open(self.path))
                opened.state = state
                self._opened = (state, opened)
            return self._opened[1]


def _last_commit(log: Path) -> int | None:
    try:
        with os.scandir(log) as found:
            numbers = [each.name.removesuffix(".json") for each in found if each.name.endswith(".json")]
    except OSError:
        return None
    return max((int(number) for number in numbers if number.isdigit()), default=None)


def _identity(place: Path) -> tuple[int, int] | None:
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
