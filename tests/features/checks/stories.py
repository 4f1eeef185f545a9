"""Stories of checks: a few drawn rows, a day, and whether one check finds something in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from features.checks.finding import find
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn

DAY = "2024-06-30"


@dataclass(frozen=True)
class Story:
    """Drawn tables beside what a check should say of them.

    Attributes:
        check: the check's id.
        about: what the story is about, for the test's name.
        hit: whether the check finds something.
        tables: drawings by table name.
        as_of: the day.
    """

    check: str
    about: str
    hit: bool
    tables: dict[str, str]
    as_of: str = DAY

    def __str__(self) -> str:
        return f"{self.check}: {self.about}"


def hit(check: str, about: str, as_of: str = DAY, **tables: str) -> Story:
    return Story(check, about, True, tables, as_of)


def miss(check: str, about: str, as_of: str = DAY, **tables: str) -> Story:
    return Story(check, about, False, tables, as_of)


def findings_in(tables: dict[str, str], as_of: str = DAY) -> pl.DataFrame:
    """Every finding in drawn tables."""
    records = Records({name: drawn(name, drawing) for name, drawing in tables.items()})
    return find(records, dt.date.fromisoformat(as_of), POLICY)


def holds(story: Story) -> bool:
    found = findings_in(story.tables, story.as_of)
    return (story.check in found["check"].to_list()) is story.hit


def rows(drawing: str, *more: str) -> str:
    """A drawing with more rows below."""
    return "\n".join([drawing, *more])
