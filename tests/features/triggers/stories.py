"""A story of a departmental rule: what hits it, by which value and since when, and what nearly does."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import polars as pl

from features.records.gate import Records
from features.triggers.evaluating import screen
from tests.drawn_tables import POLICY, drawn

AS_OF = dt.date(2024, 6, 30)

Tables = dict[str, str]


class Story(NamedTuple):
    """What hits a rule, by which value and since when; and what nearly does."""

    name: str
    value: float
    since: str
    hit: Tables
    near_miss: Tables


def screened(name: str, drawings: Tables) -> dict[str, object]:
    records = Records({table: drawn(table, drawing) for table, drawing in drawings.items()})
    index = pl.DataFrame({"household_id": ["H1"], "as_of": [AS_OF]})
    return screen(records, index, POLICY).row(by_predicate=pl.col("trigger") == name, named=True)


def holds(story: Story) -> None:
    """The rule is hit as the story tells it, and its near miss is none."""
    hit = screened(story.name, story.hit)
    assert (hit["hit"], hit["value"], str(hit["since"])) == (True, story.value, story.since)
    near = screened(story.name, story.near_miss)
    assert near["hit"] is not True
    assert near["since"] is None
