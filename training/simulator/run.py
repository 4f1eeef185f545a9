"""The months of a county, from the warm-up to the last one: the order of the steps, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from features.errors import FanpinError
from training.simulator import (
    economy,
    families,
    guarantees,
    hardship,
    health,
    people,
    population,
    procedure,
    safety_net,
    schooling,
    shocks,
    work,
)
from training.simulator.clock import WARM_UP_MONTHS, Clock
from training.simulator.county import found_households, found_people, found_places
from training.simulator.parameters import Parameters
from training.simulator.recorder import Recorder
from training.simulator.snapshots import Roll, Snapshot, call_roll, take
from training.simulator.state import Labour, Watch
from training.simulator.streams import Streams
from training.simulator.truth import Truth
from training.simulator.world import World

Progress = Callable[[str, int, int], None]

MONITORING_STARTS = -9
"""Month in which last year's screening fills the roster; before it nobody is monitored."""


@dataclass
class Run:
    """A county that has lived: what the files and the truth are written from."""

    world: World
    national: list[Snapshot] = field(default_factory=list)
    county: list[Snapshot] = field(default_factory=list)
    rolls: list[Roll] = field(default_factory=list)
    registered_at_start: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))


def live(
    households: int,
    months: int,
    seed: int,
    *,
    start: dt.date,
    parameters: Parameters,
    progress: Progress | None = None,
) -> Run:
    """Let a county live for the warm-up and then `months` months. Raises FanpinError for impossible sizes."""
    if households < 50:
        raise FanpinError(
            f"households 是 {households}：一个县至少要50户 | households is {households}: a county needs at least 50"
        )
    run = Run(found_county(households, months, seed, start=start, parameters=parameters))
    for month in range(-WARM_UP_MONTHS, months):
        step(run, month)
        if progress is not None:
            progress("live", month + WARM_UP_MONTHS + 1, months + WARM_UP_MONTHS)
    return run


def found_county(households: int, months: int, seed: int, *, start: dt.date, parameters: Parameters) -> World:
    """The county on the first day of the warm-up."""
    clock, streams = Clock(start, months), Streams(seed)
    first = -WARM_UP_MONTHS
    first_day = clock.first_day(first)
    places = found_places(households, parameters, streams)
    spare = round(households * families.SPARE)
    households += spare
    homes = found_households(households, places, parameters, streams, first_day)
    empty = np.sort(streams["spare"].choice(households, spare, replace=False))
    homes.settlement[empty] = -1
    residents = found_people(homes, parameters, streams, first_day, empty)
    world = World(parameters, clock, streams, places, homes, residents, Recorder(parameters.noise, streams), Truth())
    world.last_event = np.full(households, -999)
    world.known_self_paid = np.zeros(households)
    world.pending = np.zeros(households, dtype=bool)
    world.heads = np.zeros(households, dtype=np.int64)
    world.ever_moved = np.zeros(households, dtype=bool)
    world.spare = empty
    world.find_heads()
    world.climate = np.zeros(len(places.township))

    rng = streams["settle"]
    people.settle(residents, homes, rng, first_day)
    schooling.promote(world, first)
    people.update_labour(residents, first_day)
    people.count_members(residents, homes)
    work.settle(world, first, rng)
    economy.settle(world)
    people.count_members(residents, homes)
    safety_net.settle(world, first)
    sick = np.nonzero(residents.chronic | residents.major)[0]
    since = first_day - rng.integers(30, 2_500, sick.size)
    disease = np.where(residents.major[sick], health.MAJOR, health.CHRONIC)
    world.recorder.record("health_diagnosis", since, person=sick, disease=disease)
    carded = np.nonzero(residents.disability > 0)[0]
    health.record_cards(world, carded, residents.card_day[carded], certain=True)
    return world


def step(run: Run, month: int) -> None:
    """One month. Events first, then money, then hardship, then what the offices do about it."""
    world = run.world
    calendar_month = world.clock.calendar_month(month)
    if calendar_month == 10:
        world.households.collection[:] = 0
        world.people.months_collection[:] = 0
    if calendar_month == 1:
        world.households.calendar[:] = 0
        world.people.months_calendar[:] = 0
    population.step(world, month)
    families.step(world, month)
    health.step(world, month)
    shocks.step(world, month)
    schooling.step(world, month)
    work.step(world, month)
    economy.step(world, month)
    safety_net.step(world, month)
    guarantees.step(world, month)
    hardship.step(world, month)
    if month == MONITORING_STARTS:
        procedure.settle(world, month)
    if month > MONITORING_STARTS:
        procedure.step(world, month)
    if calendar_month == 3:
        safety_net.industry_for_all(world, month)
    if calendar_month == 9:
        run.national.append(take(world, month, "collection"))
    if calendar_month == 12:
        run.county.append(take(world, month, "calendar"))
    if calendar_month in (9, 12):
        able = world.people.present & (world.people.labour <= Labour.SKILLED)
        world.listed_able.append(able)
    if month == -1:
        run.registered_at_start = world.households.lifted | (world.households.watch != Watch.NEVER)
    if month >= -1:
        run.rolls.append(call_roll(world))
    if month >= 0:
        hardship.tell_month_end(world, month)
