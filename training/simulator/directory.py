"""Who is who on paper: codes, names and numbers for the people and households of a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from training.simulator.clock import Clock
from training.simulator.identity import IN_ROSTERS, identity_numbers, spoil
from training.simulator.names import person_names
from training.simulator.state import Ints
from training.simulator.world import World


@dataclass(frozen=True)
class Directory:
    """Text by person index and by household index."""

    number: pl.Series  # true identity number by person
    name: pl.Series
    household: np.ndarray  # household of each person
    roster_number: pl.Series  # as typed in the rosters, wrong for some people in every year
    roster_damage: pl.Series
    household_code: pl.Series
    village_code: pl.Series  # by household
    township: pl.Series  # by household
    village: pl.Series  # by household
    moves: pl.DataFrame  # person, from, to, day of those who changed the household, by day
    clock: Clock

    def household_of(self, persons: Ints, days: Ints) -> Ints:
        """The household to which each person belonged on a day."""
        homes = self.household[persons].copy()
        for place in np.flatnonzero(np.isin(persons, self.moves["person"].to_numpy())):
            later = self.moves.filter((pl.col("person") == persons[place]) & (pl.col("day") > days[place]))
            if later.height:
                homes[place] = later.sort("day")["from"][0]
        return homes

    def household_listed(self, persons: Ints, delivery: int) -> Ints:
        """The same at the time of a delivery."""
        last_day = self.clock.last_day(delivery - 1)
        return self.household_of(persons, np.full(persons.size, last_day))


def make(world: World) -> Directory:
    people, households, places = world.people, world.households, world.places
    number = identity_numbers(people.birth_day, people.female)
    roster, damage = spoil(
        number, world.parameters.noise.roster_damaged_id, world.streams["roster-identity"], IN_ROSTERS
    )
    village_code = pl.Series(places.village_code).gather(households.village)
    serial = np.arange(len(households)) - np.searchsorted(households.village, households.village)
    code = pl.select(pl.concat_str(village_code, pl.Series(serial + 1).cast(pl.String).str.zfill(8))).to_series()
    return Directory(
        number=number,
        name=pl.Series(person_names(first_homes(world), people.female, world.streams["names"])),
        household=people.household,
        roster_number=roster,
        roster_damage=damage,
        household_code=code,
        village_code=village_code,
        township=pl.Series(places.township).gather(places.village_township[households.village]),
        village=pl.Series(places.village).gather(households.village),
        moves=pl.DataFrame(world.truth.moved, schema=["person", "from", "to", "day"], orient="row").cast(pl.Int64),
        clock=world.clock,
    )


def first_homes(world: World) -> Ints:
    """The household into which each person was born or married: who moves keeps the family's name."""
    homes = world.people.household.copy()
    for person, old, _, _ in reversed(world.truth.moved):
        homes[person] = old
    return homes


def words(table: tuple[str, ...] | list[str], codes: np.ndarray) -> pl.Series:
    """The word of each code; an empty text for a code below 0."""
    return pl.Series([*table, ""]).gather(np.where(codes < 0, len(table), codes))


def yes(flags: np.ndarray) -> pl.Series:
    return words(("否", "是"), np.asarray(flags).astype(np.int64))


def days(numbers: np.ndarray | pl.Series, form: str = "%Y-%m-%d") -> pl.Series:
    """Day numbers as text; 0 means no date and becomes null."""
    series = pl.Series(np.asarray(numbers, dtype=np.int32))
    return pl.select(pl.when(series != 0).then(series.cast(pl.Date).dt.strftime(form))).to_series()


def serials(numbers: np.ndarray) -> pl.Series:
    """Day numbers as Excel serial dates; 0 means no date and becomes null."""
    series = pl.Series(np.asarray(numbers, dtype=np.int64))
    return pl.select(pl.when(series != 0).then(series + 25_569)).to_series()
