"""The running county: latent state, recorder and leads, handed from step to step."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from training.simulator.clock import Clock
from training.simulator.parameters import Parameters
from training.simulator.recorder import NEVER, Recorder
from training.simulator.state import EXPENSES, Cause, Flags, Households, Ints, People, Places, Relation
from training.simulator.streams import Streams
from training.simulator.truth import Truth


@dataclass
class World:
    """Everything that a month's step may read and change."""

    parameters: Parameters
    clock: Clock
    streams: Streams
    places: Places
    households: Households
    people: People
    recorder: Recorder
    truth: Truth
    leads: dict[int, list[Ints]] = field(default_factory=lambda: defaultdict(list))
    second_looks: dict[int, list[Ints]] = field(default_factory=dict)
    last_event: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    known_self_paid: np.ndarray = field(default_factory=lambda: np.zeros(0))
    known_year: int = 0
    pending: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))
    decisions: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    steps: list[np.ndarray] = field(default_factory=list)
    heads: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    listed_able: list[Flags] = field(default_factory=list)
    """Of each yearly collection, by person: listed with ordinary or skilled labour."""
    spare: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """Empty households whose codes wait for a split."""
    ever_moved: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Households that somebody moved out of, or into, from another household of the county."""
    climate: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def find_heads(self) -> None:
        """Note the head of every household that has one; an empty household keeps its last."""
        people = self.people
        heads = np.nonzero(people.present & (people.relation == Relation.HEAD))[0]
        self.heads[people.household[heads]] = heads

    def days(self, month: int, count: int, rng: np.random.Generator) -> Ints:
        """Days drawn evenly inside a month."""
        first, last = self.clock.first_day(month), self.clock.last_day(month)
        return rng.integers(first, last + 1, count)

    def expense(self, cause: Cause, household: Ints, yuan: np.ndarray) -> None:
        """A rigid expense: part comes out of savings, all of it weighs on the household for some months."""
        np.add.at(self.households.burden[EXPENSES.index(cause)], household, yuan)
        np.subtract.at(self.households.savings, household, 0.6 * np.asarray(yuan))
        np.maximum(self.households.savings, 0, out=self.households.savings)

    def lead(self, household: Ints, known: Ints) -> None:
        """Departments push the households of facts in the month after the facts became known."""
        reported = known != NEVER
        months = self.clock.month_of(known[reported]) + 1
        for month in np.unique(months):
            self.leads[int(month)].append(household[reported][months == month])

    def happened(self, household: Ints, month: int) -> None:
        """Neighbours and cadres hear of it."""
        self.last_event[household] = month
