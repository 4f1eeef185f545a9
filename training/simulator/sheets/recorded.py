"""What the rosters say of each household at a delivery: the last whole listing, without those known to have left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from training.simulator.population import DIED, MARRIED_OUT, MOVED
from training.simulator.sheets.collections import Collection, registered, unregistered
from training.simulator.sheets.common import Desk
from training.simulator.state import Flags, Floats, Ints, Labour, Stage, per_household

NOBODY = -1


@dataclass(frozen=True)
class Rosters:
    """By person, what the last listing of the household says; `NOBODY` for who is not on it. By household, the counts."""

    household: Ints
    labour: Ints
    stage: Ints
    disabled: Flags
    homes: int

    def count(self, who: Flags) -> Floats:
        """Listed people of each household for whom `who` holds."""
        return per_household(who & (self.labour != NOBODY), self.household, self.homes)

    @cached_property
    def size(self) -> Floats:
        return self.count(np.ones(len(self.labour), dtype=bool))

    @cached_property
    def with_labour(self) -> Floats:
        """People who can do some work, weak labour included."""
        return self.count(self.labour <= Labour.WEAK)

    @cached_property
    def lacks_labour(self) -> Flags:
        """Fewer than half of the people can work, or the household is small."""
        return (self.size < 4) | (self.with_labour < 0.5 * self.size)

    @cached_property
    def has_pupil(self) -> Flags:
        return self.count(self.stage > Stage.NOT) > 0

    @cached_property
    def has_disabled(self) -> Flags:
        return self.count(self.disabled) > 0


def by_delivery(desk: Desk) -> Iterator[Rosters]:
    """The rosters as they stand after each delivery, in order."""
    people = desk.world.people
    homes = people.household.copy()
    labour = np.full(len(people), NOBODY)
    stage, disabled = np.zeros(len(people), dtype=np.int64), np.zeros(len(people), dtype=bool)
    left = departures(desk)
    collections = sorted((*registered(desk.run), *unregistered(desk.run)), key=lambda one: one.delivery)
    for delivery in range(len(desk.clock.delivery_dates)):
        for collection in collections:
            if collection.delivery == delivery:
                _take(collection, homes, labour, stage, disabled)
        yield Rosters(
            household=homes.copy(),
            labour=np.where(left <= delivery, NOBODY, labour),
            stage=stage.copy(),
            disabled=disabled.copy(),
            homes=len(desk.world.households),
        )


def _take(collection: Collection, household: Ints, labour: Ints, stage: Ints, disabled: Flags) -> None:
    """A listing replaces what an earlier one said of its households. Changes the last four."""
    listed, at = collection.listed & (collection.snapshot.households["size"] > 0), collection.people()
    who, person = collection.snapshot.people, collection.snapshot.person[at]
    labour[listed[household]] = NOBODY
    household[person] = who["household"][at]
    labour[person], stage[person] = who["labour"][at], who["stage"][at]
    disabled[person] = who["disability"][at] > 0


def departures(desk: Desk) -> Ints:
    """By person, the delivery that tells that they died or left; a number beyond the last where none does."""
    never = len(desk.clock.delivery_dates)
    departure_delivery = np.full(len(desk.world.people), never, dtype=np.int64)
    facts = desk.facts("police_population", history_days=92)
    if not facts.is_empty():
        gone = facts.filter(facts["change"].is_in([DIED, MARRIED_OUT, MOVED]))
        np.minimum.at(departure_delivery, gone["person"].to_numpy(), gone["_delivery"].to_numpy())
    return departure_delivery
