"""Proving that nothing learned after a day shows in what is said of it, to the bit, household by household.

Whatever is computed from records can be proved: features and triggers here, scores in `models.leak`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from features.errors import FanpinError
from features.frame import feature_frame
from features.frame.context.counting import with_own_context
from features.policy.loading import Policy
from features.proofs.leaks.later import WAYS, Later
from features.records.gate import Records, known_later, without_later_knowledge
from features.registry import features
from features.triggers.evaluating import trigger_features, with_hits

SHOWN = 20

Statement = Callable[[Records, pl.DataFrame], pl.DataFrame]
"""From records and an index to what is said: one row per household (`household_id`), any other columns."""


class LeakError(FanpinError):
    """Something said of a day changes with what is learned after it; the message names feature, household and day."""


class NothingProvedError(FanpinError):
    """There was nothing to prove anything by: no record known by the day, or none after it."""

    def __init__(self, as_of: dt.date, zh: str, en: str) -> None:
        super().__init__(
            f"{as_of} 无从证明：{zh}。请换一天（fanpin deliveries 列出各批次日期）。 | Nothing is proved of {as_of}: {en}. "
            "Choose another day; `fanpin deliveries` lists on which days records came."
        )


@dataclass(frozen=True, order=True)
class Leak:
    """A value that later knowledge changes.

    Attributes:
        name: the feature, `trigger.<name>` or column.
        how: the way in which later knowledge was made different.
    """

    as_of: dt.date
    name: str
    household_id: str
    how: Later

    def __str__(self) -> str:
        return f"{self.name}，户 {self.household_id}，{self.as_of}：{self.how.zh} | {self.how.en}"


@dataclass
class DayProof:
    """What was compared on one day.

    Attributes:
        households: how many.
        values: how many values of them, each compared once for every way.
        known, later: records known by the day, and after it.
        on_the_day, on_the_next: of these, known on the day itself and on the day after it: the edge, as it was
            delivered. One of the ways moves records onto both days, so that the edge is proved where none was.
        differences: values that differ, counted once for every way.
    """

    as_of: dt.date
    households: int = 0
    values: int = 0
    known: int = 0
    later: int = 0
    on_the_day: int = 0
    on_the_next: int = 0
    differences: int = 0
    leaks: list[Leak] = field(default_factory=list)

    def add(self, part: DayProof) -> None:
        """Add what was compared of other households on this day."""
        for name in ("households", "values", "known", "later", "on_the_day", "on_the_next", "differences"):
            setattr(self, name, getattr(self, name) + getattr(part, name))
        for leak in part.leaks:
            self._show(leak)

    def _show(self, leak: Leak) -> None:
        """Keep a leak: the first ones, and of every feature one."""
        if len(self.leaks) < SHOWN or leak.name not in {shown.name for shown in self.leaks}:
            self.leaks.append(leak)

    def differs(self, leak: Leak) -> None:
        """Count a value that differs."""
        self.differences += 1
        self._show(leak)

    def require_something(self) -> None:
        """Raises NothingProvedError when no record was known by the day, or none after it."""
        if not self.known:
            raise NothingProvedError(self.as_of, "当日及以前没有任何记录", "no record was known by then")
        if not self.later:
            raise NothingProvedError(self.as_of, "其后没有任何记录", "no record became known after it")

    def require_no_leak(self) -> None:
        """Raises LeakError naming the first leaks."""
        if self.leaks:
            lines = "\n".join(f"  {leak}" for leak in self.leaks[:SHOWN])
            raise LeakError(
                f"{self.as_of}：事后得知的记录改变了当日的值（{self.differences:,} 处）。 | What was learned later changes "
                f"{self.differences:,} values of {self.as_of}. Correct what reads past the gate "
                f"(features/records/gate.py), then run again.\n{lines}"
            )


def statement_of_features(policy: Policy, names: Iterable[str] | None = None, *, triggers: bool = True) -> Statement:
    """Features and the policy values they stand on, all of the registry when no names are given; triggers if wanted."""
    wanted = set(features() if names is None else names) | set(trigger_features() if triggers else ())

    def stated(records: Records, index: pl.DataFrame) -> pl.DataFrame:
        frame = feature_frame(records, index, policy, wanted)
        return with_hits(frame, policy) if triggers else frame

    return stated


def compare(proof: DayProof, tables: Mapping[str, pl.DataFrame], index: pl.DataFrame, statement: Statement) -> None:
    """Compare what is said of the proof's day with each way of learning the rest, and add what is found to the proof.

    Villages and settlements are counted over these households, as if they were the whole county: so what later knowledge
    would do to others' figures shows too.

    Args:
        tables: all records of some households, by table.
        index: those households on the proof's day.
    """
    day = proof.as_of
    # These households stand for the county: what others have learned of them later must not show either.
    as_it_is = statement(with_own_context(tables, [day]), index)
    proof.values += as_it_is.height * (as_it_is.width - 2)
    for how, learned in WAYS.items():
        for household_id, name in differences(
            as_it_is, statement(with_own_context(learned(tables, day), [day]), index)
        ):
            proof.differs(Leak(day, name, household_id, how))


def count(proof: DayProof, tables: Mapping[str, pl.DataFrame]) -> None:
    """Add to the proof how many of these records were known by its day, how many later, and how many on its edge."""
    day = pl.lit(proof.as_of)
    known, later = without_later_knowledge(tables, day), known_later(tables, day)
    next_day = proof.as_of + dt.timedelta(days=1)
    proof.known += sum(rows.height for rows in known.values())
    proof.later += sum(rows.height for rows in later.values())
    proof.on_the_day += sum(int((rows["known_date"] == proof.as_of).sum()) for rows in known.values())
    proof.on_the_next += sum(int((rows["known_date"] == next_day).sum()) for rows in later.values())


def differences(first: pl.DataFrame, second: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """(household, column) of each value that is not the same to the bit; a household in one only differs in `said of`."""
    for here, there in ((first, second), (second, first)):
        for household_id in here.join(there, on="household_id", how="anti")["household_id"]:
            yield household_id, "said of"
    both = first.select("household_id").join(second.select("household_id"), on="household_id").sort("household_id")
    left, right = (both.join(frame, on="household_id", maintain_order="left") for frame in (first, second))
    for name in left.columns[1:]:
        differs = _bits(left[name]).ne_missing(_bits(right[name]))
        for household_id in both.filter(differs)["household_id"]:
            yield household_id, name


def _bits(values: pl.Series) -> pl.Series:
    """Floats as their bits: minus zero is another value than zero."""
    return values.reinterpret(dtype=pl.UInt64) if values.dtype == pl.Float64 else values
