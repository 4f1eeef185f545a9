"""The state of every household and person on the day of a yearly collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from training.simulator.world import World

PEOPLE = (
    "household", "birth_day", "female", "relation", "scholar", "attained", "stage", "labour", "chronic", "major",
    "disability", "grade", "card_day", "insured", "pension", "job", "tier", "channel", "skilled", "last_tier",
)  # fmt: skip
HOUSEHOLDS = (
    "village", "lifted", "land", "forest", "dwelling", "road", "house_grade", "cooperative", "enterprise", "dibao",
    "settlement", "litres", "days_out", "fetch_minutes", "water_good", "size", "labour", "watch", "workers",
)  # fmt: skip


@dataclass(frozen=True)
class Snapshot:
    """Copies of the columns that rosters show: `person` indexes the people listed, `income` is by kind and household."""

    month: int
    year: int
    person: np.ndarray
    people: dict[str, np.ndarray]
    households: dict[str, np.ndarray]
    income: np.ndarray
    work_months: np.ndarray


@dataclass(frozen=True)
class Roll:
    """What the monitoring roster shows of every household at the end of a month."""

    heads: np.ndarray
    size: np.ndarray
    relocated: np.ndarray


def call_roll(world: World) -> Roll:
    households = world.households
    return Roll(
        heads=world.heads.astype(np.int32),
        size=households.size.astype(np.int16),
        relocated=households.settlement >= 0,
    )


def take(world: World, month: int, account: Literal["collection", "calendar"]) -> Snapshot:
    """Who lives where at the end of `month`, with the accounts of the year that ends then."""
    person = np.nonzero(world.people.present)[0]
    person = person[np.lexsort((world.people.relation[person], world.people.household[person]))]
    months = world.people.months_collection if account == "collection" else world.people.months_calendar
    income = world.households.collection if account == "collection" else world.households.calendar
    homes = {name: getattr(world.households, name).copy() for name in HOUSEHOLDS}
    # Whoever died in an accident this month is not counted out of the household's size before next month.
    homes["size"] = np.bincount(world.people.household[person], minlength=len(world.households))
    return Snapshot(
        month=month,
        year=world.clock.year(month),
        person=person,
        people={name: getattr(world.people, name)[person] for name in PEOPLE},
        households=homes,
        income=income.copy(),
        work_months=months[person],
    )
