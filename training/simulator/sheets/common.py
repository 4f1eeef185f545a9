"""What the registers share: delivery, duplicates, corrections and damaged numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
import polars as pl

from training.simulator.directory import Directory
from training.simulator.identity import spoil
from training.simulator.outbox import DELIVERY
from training.simulator.run import Run
from training.simulator.sheets.collections import registered, unregistered
from training.simulator.state import Ints


class Desk:
    """A department's desk: turns recorded facts into rows with a delivery."""

    def __init__(self, run: Run, directory: Directory) -> None:
        self.run = run
        self.world = run.world
        self.clock = run.world.clock
        self.directory = directory
        self.start = self.clock.first_day(0)

    def facts(self, source: str, *, history_days: int | None = 365, known: str = "known") -> pl.DataFrame:
        """Reported facts in order of knowledge, with `_delivery`; the first folder reaches `history_days` back."""
        facts = self.world.recorder.facts(source)
        if facts.is_empty():
            return facts
        if history_days is not None:
            facts = facts.filter(pl.col("day") >= self.start - history_days)
        return self.delivered(facts.sort(known, maintain_order=True), known)

    def delivered(self, facts: pl.DataFrame, known: str = "known") -> pl.DataFrame:
        delivery = self.clock.delivery_of(facts[known].to_numpy().astype(np.int32))
        return facts.with_columns(pl.Series(DELIVERY, delivery))

    def repeated(
        self,
        facts: pl.DataFrame,
        share: float,
        stream: str,
        days: tuple[int, int] = (0, 45),
        *,
        only: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """The same facts, those that are `only`, delivered again in the same file or a later one."""
        rng = self.world.streams[f"repeated.{stream}"]
        again = facts.filter(pl.Series(rng.random(facts.height) < share))
        again = again if only is None else again.filter(only)
        later = rng.integers(days[0], days[1] + 1, again.height)
        again = again.with_columns(pl.col("known") + pl.Series(later))
        return self.delivered(pl.concat([facts, again]).sort("known", maintain_order=True))

    def corrected(
        self,
        facts: pl.DataFrame,
        share: float,
        stream: str,
        change: Callable[[pl.DataFrame, np.random.Generator], pl.DataFrame],
    ) -> pl.DataFrame:
        """Some facts delivered again later with something changed."""
        rng = self.world.streams[f"corrected.{stream}"]
        again = facts.filter(pl.Series(rng.random(facts.height) < share))
        later = rng.integers(31, 130, again.height)
        again = change(again.with_columns(pl.col("known") + pl.Series(later)), rng)
        return self.delivered(pl.concat([facts, again]).sort("known", maintain_order=True))

    def as_exported(self, facts: pl.DataFrame, *fact: str) -> pl.DataFrame:
        """The facts as each export shows them: in the state that they have by then, twice where they were typed twice.

        Args:
            facts: in order of knowledge, with their delivery.
            fact: the columns by which the register tells its facts apart.
        """
        state = pl.struct(pl.exclude("known", DELIVERY, *fact))
        return facts.filter(state == state.last().over(*fact, DELIVERY))

    def numbered(
        self, persons: Ints, stream: str, *, share: float | None = None, careful: np.ndarray | None = None
    ) -> dict[str, pl.Series]:
        """Identity numbers as this department typed them, with the hidden columns for the truth.

        Rows marked `careful` are copied from a ledger and never mistyped.
        """
        true = self.directory.number.gather(persons)
        level = self.world.parameters.noise.damaged_id if share is None else share
        written, damage = spoil(true, level, self.world.streams[f"damage.{stream}"])
        if careful is not None:
            written = written.zip_with(pl.Series(~careful), true)
            damage = damage.set(pl.Series(careful), "")
        return {"_written": written, "_damage": damage, **self.who(persons)}

    def who(self, persons: Ints) -> dict[str, pl.Series]:
        """The hidden columns that tell the truth about the persons of some rows."""
        return {
            "_true": self.directory.number.gather(persons),
            "_household": self.directory.household_code.gather(self.directory.household[persons]),
            "_home": pl.Series(self.directory.household[persons]),
            "_person": pl.Series(persons),
            "_roster_damage": self.directory.roster_damage.gather(persons),
            "_listed_from": pl.Series(self.listed_from[persons]),
        }

    @cached_property
    def listed_from(self) -> Ints:
        """By person, the first delivery whose yearly rosters list them; a number beyond the last for nobody."""
        first = np.full(len(self.world.people), len(self.clock.delivery_dates), dtype=np.int64)
        for collection in (*registered(self.run), *unregistered(self.run)):
            listed = collection.snapshot.person[collection.people()]
            first[listed] = np.minimum(first[listed], collection.delivery)
        return first
