"""The household of each person, as the rosters taken in so far tell."""

from __future__ import annotations

from datetime import date

import polars as pl

from features.records.store import PEOPLE, RecordStore


class People:
    """Person to household, growing while rosters come in. The link that became known last holds."""

    def __init__(self, links: pl.DataFrame) -> None:
        self._household: dict[str, str] = {}
        self._known: dict[str, date] = {}
        self._told: dict[str, list[tuple[date, str]]] = {}
        self._new: list[tuple[str, str, date, str]] = []
        for person, household, known_date, _ in links.sort("known_date", maintain_order=True).iter_rows():
            self._household[person] = household
            self._known[person] = known_date
            self._told.setdefault(person, []).append((known_date, household))

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
        told = (
            max((link for link in self._told.get(person, ()) if link[0] <= day), key=lambda link: link[0], default=None)
            for person, day in zip(persons, days, strict=True)
        )
        return pl.Series([link[1] if link else None for link in told], dtype=pl.String)

    def learn(self, links: pl.DataFrame, known_date: date, delivery_id: str) -> None:
        """Take in pairs of `person_id` and `household_id` that a roster tells."""
        for person, household in links.iter_rows():
            if self._household.get(person) != household:
                self._new.append((person, household, known_date, delivery_id))
                self._told.setdefault(person, []).append((known_date, household))
                if person not in self._known or self._known[person] <= known_date:
                    self._household[person] = household
                    self._known[person] = known_date

    def take_new(self) -> pl.DataFrame:
        """The links learnt since the last call: what the next landing writes down."""
        new, self._new = self._new, []
        return pl.DataFrame(new, schema=PEOPLE, orient="row")
