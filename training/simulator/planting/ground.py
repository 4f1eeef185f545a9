"""What a planter of errors may look at, and the households that nothing has been planted in yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from training.simulator.outbox import Outbox
from training.simulator.planting.paper import Cells, Paper
from training.simulator.sheets.collections import Collection, registered, unregistered
from training.simulator.sheets.common import Desk
from training.simulator.situations import registers
from training.simulator.situations.reading import CODE, Reader
from training.simulator.state import Flags, Floats, Ints, Labour, Relation, Stage, Watch, per_household


@dataclass(frozen=True)
class Spot:
    """One planted error: what a check calls it, whose it is, and the row of the file (counted from 0) that is wrong."""

    check: str
    household: int
    person: int | None
    delivery: int
    source: str
    row: int


@dataclass(frozen=True)
class Error:
    """A kind of error: the households that it fits, and how it is written into one of them."""

    check: str
    where: Callable[[Ground], Flags]
    plant: Callable[[Ground, int], None]


class Listing:
    """A yearly collection with its two files. People are named by their place in the members' file."""

    def __init__(self, collection: Collection, homes_file: int, members_file: int, homes: int, last_day: int) -> None:
        self.collection, self.homes_file, self.members_file = collection, homes_file, members_file
        self.places = collection.people()
        self.person = collection.snapshot.person[self.places]
        self._columns = collection.snapshot.people
        self.household = self["household"]
        self.homes = homes
        self.age: Floats = (last_day - self["birth_day"]) / 365.25
        self.row_of_home = np.full(homes, -1)
        self.row_of_home[collection.households] = np.arange(collection.households.size)

    def __getitem__(self, name: str) -> Any:
        return self._columns[name][self.places]

    def count(self, who: Flags) -> Floats:
        return per_household(who, self.household, self.homes)

    def has(self, who: Flags) -> Flags:
        """Households with a member for whom `who` holds."""
        return self.count(who) > 0

    def first(self, household: int, who: Flags) -> int:
        """The place of the first such member of a household."""
        return int(np.flatnonzero((self.household == household) & who)[0])

    def relation(self, *relations: Relation) -> Flags:
        return np.isin(self["relation"], relations)

    @cached_property
    def size(self) -> Floats:
        return self.count(np.ones(len(self.person), dtype=bool))

    @cached_property
    def with_labour(self) -> Floats:
        return self.count(self["labour"] <= Labour.WEAK)

    @cached_property
    def head_female(self) -> Flags:
        """By place: the head of the same household is a woman."""
        return (self.count(self["female"] & self.relation(Relation.HEAD)) > 0)[self.household]

    @cached_property
    def ever_pupil(self) -> Flags:
        return self.has(self["stage"] > Stage.NOT)


class Ground:
    """The last listings, the other files by household, and who is still untouched."""

    def __init__(self, desk: Desk, outbox: Outbox) -> None:
        self.desk, self.paper, self.spots = desk, Paper(outbox), list[Spot]()
        self.last_delivery = len(desk.clock.delivery_dates) - 1
        self.last_day = int(desk.clock.delivery_days[-1])
        self.first_day = desk.clock.first_day(0) + 3
        self.county = self._listing(unregistered(desk.run), "county")
        self.national = self._listing(registered(desk.run), "national")
        self.surely = Reader(outbox.files, desk.clock, sure=True)
        self.unsafe = self._unsafe(outbox)
        self._free = self._untouched()
        self._named: dict[str, Flags] = {}

    def _listing(self, collections: list[Collection], family: str) -> Listing:
        last = collections[-1]
        return Listing(
            last,
            self.paper.file_at(f"{family}_household", last.delivery),
            self.paper.file_at(f"{family}_member", last.delivery),
            len(self.desk.world.households),
            self.desk.clock.last_day(last.snapshot.month),
        )

    def _untouched(self) -> Flags:
        """Never monitored, on one list with sound numbers, and the same people now as on the list."""
        world, damage = self.desk.world, self.desk.directory.roster_damage.to_numpy() != ""
        homes = len(world.households)
        listed = self.county.size + self.national.size
        now = per_household(world.people.present, world.people.household, homes)
        gone = self.county.has(~world.people.present[self.county.person])
        gone |= self.national.has(~world.people.present[self.national.person])
        spoiled = per_household(damage, world.people.household, homes) > 0
        never = (world.households.watch == Watch.NEVER) & ~world.pending & ~world.ever_moved
        return never & (listed > 0) & (listed == now) & ~gone & ~spoiled

    def _unsafe(self, outbox: Outbox) -> Flags:
        """Dwelling or water may be unsafe by what is written, whether or not rows with damaged numbers are counted."""
        readers = (self.surely, Reader(outbox.files, outbox.clock, sure=False))
        told = [find(reader) for reader in readers for find in (registers.unsafe_houses, registers.unsafe_water)]
        return self.homes(pl.concat([frame.select(CODE) for frame in told]))

    def homes(self, rows: pl.DataFrame) -> Flags:
        """The households that these rows name by their code."""
        return self.desk.directory.household_code.is_in(rows[CODE].implode()).to_numpy()

    def choose(self, check: str, fits: Flags, number: int) -> Ints:
        """Up to `number` untouched households that fit; they are no longer untouched."""
        fitting = np.flatnonzero(fits & self._free)
        rng = self.desk.world.streams[f"planted.{check}"]
        chosen = np.sort(rng.choice(fitting, min(number, fitting.size), replace=False))
        self._free[chosen] = False
        return chosen

    def named_in(self, *sources: str) -> Flags:
        """Households that any file of these sources names."""
        named = np.zeros(len(self.desk.world.households), dtype=bool)
        for source in sources:
            if source not in self._named:
                self._named[source] = np.zeros_like(named)
                for file in self.paper.files(source):
                    self._named[source][self.paper.frame(file)["_home"].to_numpy()] = True
            named |= self._named[source]
        return named

    def spot(self, check: str, household: int, file: int, row: int, person: int | None = None) -> None:
        """Write down where an error is."""
        paper = self.paper
        self.spots.append(Spot(check, household, person, paper.delivery(file), paper.layout(file).source, row))

    def change_member(self, check: str, listing: Listing, place: int, cells: Cells) -> None:
        """Overwrite cells of a member's row and write down that this is an error."""
        self.paper.change(listing.members_file, place, cells)
        household, person = int(listing.household[place]), int(listing.person[place])
        self.spot(check, household, listing.members_file, place, person)

    def member_cells(self, listing: Listing, place: int) -> Cells:
        return self.paper.frame(listing.members_file).row(place, named=True)

    def home_cells(self, listing: Listing, household: int) -> Cells:
        row = int(listing.row_of_home[household])
        return self.paper.frame(listing.homes_file).row(row, named=True)

    def change_home(self, check: str, listing: Listing, household: int, cells: Cells) -> None:
        """Overwrite cells of a household's row and write down that this is an error."""
        row = int(listing.row_of_home[household])
        self.paper.change(listing.homes_file, row, cells)
        self.spot(check, household, listing.homes_file, row)
