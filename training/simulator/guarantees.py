"""Regular checks that find what no event brings: water every quarter, dwellings a few at a time, settlements yearly."""

from __future__ import annotations

import numpy as np

from training.simulator.shocks import inspect
from training.simulator.state import Ints, Watch
from training.simulator.world import World


def step(world: World, month: int) -> None:
    """The checks that fall in this month."""
    _dwellings(world, month)
    if world.clock.calendar_month(month) in (3, 6, 9, 12):
        _water(world, month)
    if world.clock.calendar_month(month) == 12:
        _settlements(world, month)


def _dwellings(world: World, month: int) -> None:
    households, rng = world.households, world.streams["inspections"]
    ageing = (rng.random(len(households)) < 0.00008) & (households.settlement < 0) & (households.watch != Watch.REMOVED)
    households.house_grade[ageing] = np.minimum(3, households.house_grade[ageing] + 1)
    chance = np.where(households.house_grade >= 2, 0.02, 0.0025) * (households.size > 0)
    which = np.nonzero(rng.random(len(households)) < chance)[0]
    inspect(world, which, world.days(month, which.size, rng), damaged=False)


def _water(world: World, month: int) -> None:
    households, rng = world.households, world.streams["water"]
    unsafe = (
        (households.litres < 60) | (households.days_out > 30) | (households.fetch_minutes > 18) | ~households.water_good
    )
    watched = households.watch == Watch.MONITORED
    repaired = unsafe & (households.size > 0) & (rng.random(len(households)) < np.where(watched, 0.35, 0.03))
    households.litres[repaired] = 70
    households.days_out[repaired] = 3
    households.fetch_minutes[repaired] = np.minimum(households.fetch_minutes[repaired], 10)
    households.water_good[repaired] = True
    listed = world.places.dry[households.village] | watched
    which = np.nonzero(listed & ~repaired & (households.size > 0) & (rng.random(len(households)) < 0.8))[0]
    known = _measure(world, month, which)
    # A repair is accepted by a measurement of its own, which the office never loses.
    _measure(world, month, np.nonzero(repaired)[0], certain=True)
    worst = households.litres[which] < 30
    world.lead(which[worst], known[worst])


def _measure(world: World, month: int, which: Ints, *, certain: bool = False) -> Ints:
    """What the water office measures. Returns the known days."""
    households, rng = world.households, world.streams["water.measured"]
    true = households.litres[which]
    litres = np.round(true * rng.normal(1, 0.06, which.size)).clip(5)
    return world.recorder.record(
        "water_check", world.days(month, which.size, rng), certain=certain, household=which,
        litres=np.where(true >= 60, litres.clip(45), litres), days_out=households.days_out[which],
        minutes=households.fetch_minutes[which], good=households.water_good[which],
    )  # fmt: skip


def _settlements(world: World, month: int) -> None:
    households, rng = world.households, world.streams["settlements.follow-up"]
    settled = (households.settlement >= 0) & (households.moved_day < world.clock.first_day(month))
    which = np.nonzero(settled & (households.size > 0))[0]
    empty = rng.random(which.size) < np.where(households.workers[which] > 1, 0.06, 0.02)
    world.recorder.record(
        "relocation", world.days(month, which.size, rng), certain=True, household=which, head=world.heads[which],
        settlement=households.settlement[which], moved=households.moved_day[which], debt=households.debt[which], empty=empty,
    )  # fmt: skip
