"""Which households each yearly collection lists, and in which delivery it comes.

Every household is on exactly one list a year: on the national sheets when it was lifted out or monitored at the
national collection, else on its township's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.simulator.clock import Clock
from training.simulator.run import Run
from training.simulator.snapshots import Snapshot
from training.simulator.state import Ints, Watch


@dataclass(frozen=True)
class Collection:
    """A yearly collection on its way into a delivery; `listed` marks the households on it."""

    snapshot: Snapshot
    listed: np.ndarray
    delivery: int
    number: int

    @property
    def households(self) -> Ints:
        return np.nonzero(self.listed & (self.snapshot.households["size"] > 0))[0]

    def people(self) -> Ints:
        """Places in the snapshot of the people of the listed households."""
        return np.nonzero(self.listed[self.snapshot.people["household"]])[0]


def _deliveries_of(clock: Clock, snapshots: list[Snapshot], months_later: int) -> list[tuple[Snapshot, int]]:
    """Which folder each snapshot is in; before the start only the last one is kept, in the first folder."""
    known = [clock.first_day(snapshot.month + months_later) for snapshot in snapshots]
    start = clock.first_day(0)
    early = [place for place, day in enumerate(known) if day <= start]
    kept = [(snapshots[early[-1]], 0)] if early else []
    for snapshot, day in zip(snapshots, known, strict=True):
        delivery = int(clock.delivery_of(np.array([day], dtype=np.int32))[0])
        if day > start and delivery < len(clock.delivery_dates):
            kept.append((snapshot, delivery))
    return kept


def registered(run: Run) -> list[Collection]:
    """The national collections: lifted-out and monitored households."""
    collections = []
    for number, (snapshot, delivery) in enumerate(_deliveries_of(run.world.clock, run.national, months_later=2)):
        listed = snapshot.households["lifted"] | (snapshot.households["watch"] != Watch.NEVER)
        if delivery == 0:
            listed = listed | run.registered_at_start
        collections.append(Collection(snapshot, listed, delivery, number))
    return collections


def unregistered(run: Run) -> list[Collection]:
    """The townships' collections: everybody whom the national collection before did not list."""
    national = registered(run)
    collections = []
    for number, (snapshot, delivery) in enumerate(_deliveries_of(run.world.clock, run.county, months_later=1)):
        before = [other for other in national if other.delivery <= delivery]
        listed = before[-1].listed if before else run.registered_at_start
        collections.append(Collection(snapshot, ~listed, delivery, number))
    return collections
