"""The household of each person, as the rosters taken in so far tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from features.records.store import RecordStore
from features.records.store.side_tables import PEOPLE


class People:
    """Person to household, growing while rosters come in.

    The link that became known last holds, unless it describes an older day than the one before. Each roster's word is
    kept, also when it says nothing new: it still holds when another delivery is withdrawn.
    """

    def __init__(self, links: pl.DataFrame) -> None:
        self._household: dict[str, str] = {}
        self._known: dict[str, date] = {}
        self._described: dict[str, date] = {}
        self._history: dict[str, list[tuple[date, str]]] = {}
        self._new: list[pl.DataFrame] = []
        for person, household, known_date, described_on in _changes(links).iter_rows():
            self._hear(person, household, known_date, described_on)

    @classmethod
    def of(cls, store: RecordStore) -> People:
        return cls(store.people())

    @property
    def nobody(self) -> bool:
        return not self._household

    def household_of(self, persons: pl.Series) -> pl.Series:
        """The household of each person; null for a person on no roster."""
        return pl.Series([self._household.get(person) for person in persons], dtype=pl.String)

    def household_on(self, persons: pl.Series, days: pl.Series) -> pl.Series:
        """The household of each person as it was known on a day, that day included; null before any roster told."""
        latest = (
            max(
                (link for link in self._history.get(person, ()) if link[0] <= day),
                key=lambda link: link[0],
                default=None,
            )
            for person, day in zip(persons, days, strict=True)
        )
        return pl.Series([link[1] if link else None for link in latest], dtype=pl.String)

    def learn(self, links: pl.DataFrame, known_date: date, delivery_id: str) -> None:
        """Take in `person_id`, `household_id` and `described_on` as a roster tells them."""
        new_links = links.unique(["person_id", "household_id"], keep="last", maintain_order=True)
        new_links = new_links.with_columns(
            pl.lit(known_date, pl.Date).alias("known_date"),
            pl.lit(delivery_id, pl.String).alias("delivery_id"),
            pl.col("described_on").fill_null(pl.lit(known_date, pl.Date)),
        ).select(list(PEOPLE))
        self._new.append(new_links)
        for person, household, known_on, _, described_on in new_links.iter_rows():
            self._hear(person, household, known_on, described_on)

    def take_new(self) -> pl.DataFrame:
        """The links learnt since the last call: what the next landing writes down."""
        new, self._new = self._new, []
        return pl.concat([pl.DataFrame(schema=PEOPLE), *new])

    def _hear(self, person: str, household: str, known_date: date, described_on: date) -> None:
        at_home = self._household.get(person)
        if at_home == household:
            self._described[person] = max(self._described[person], described_on)
            return
        comes_later = at_home is None or self._known[person] <= known_date
        if at_home is not None and comes_later and described_on < self._described[person]:
            return
        self._history.setdefault(person, []).append((known_date, household))
        if comes_later:
            self._household[person], self._known[person] = household, known_date
            self._described[person] = described_on


def described_days(links: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The links of a roster with `described_on`: the day that its rows about the person, else the household, describe."""
    days: list[str] = []
    for table, on in (("members", ["person_id", "household_id"]), ("households", ["household_id"])):
        if table in tables:
            told = tables[table].group_by(on).agg(pl.col("event_date").max().alias(table))
            links = links.join(told, on=on, how="left", maintain_order="left")
            days.append(table)
    described_on = pl.coalesce(days) if days else pl.lit(None, pl.Date)
    return links.select("person_id", "household_id", described_on.alias("described_on"))


def _changes(links: pl.DataFrame) -> pl.DataFrame:
    """Of each person the links that say something else than the one before, with the last day that any like it describes."""
    ordered = links.sort("person_id", "known_date", maintain_order=True)
    differs = (pl.col("person_id") != pl.col("person_id").shift(1)) | (
        pl.col("household_id") != pl.col("household_id").shift(1)
    )
    return (
        ordered.with_columns(pl.col("described_on").fill_null(pl.col("known_date")))
        .with_columns(differs.fill_null(value=True).cum_sum().alias("turn"))
        .group_by("turn", maintain_order=True)
        .agg(pl.col("person_id", "household_id", "known_date").first(), pl.col("described_on").max())
        .drop("turn")
    )
