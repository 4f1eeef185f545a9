"""Households over time: a married child founds an own household, elders join the household of a child.

New household codes must sort among the old ones of their village, so every village holds a few empty households from the
start, which the splits fill one by one.
"""

from __future__ import annotations

import numpy as np

from training.simulator.people import count_members
from training.simulator.population import MERGED, SPLIT
from training.simulator.state import Flags, Ints, Relation, Watch, per_household
from training.simulator.world import World

SPARE = 0.03
"""Empty households per household at the start: splits of more than ten years."""

REGISTERED_BY_POLICE = 0.6
"""Share of moves that the police register; the others are first seen on the next list."""

OWN_TRAITS = ("lifted", "fortune", "kin", "thrift", "top_up", "overlooked", "cooperative", "enterprise")
"""What a new household has of the old one."""


def step(world: World, month: int) -> None:
    """The splits and mergers of a month."""
    _split(world, month)
    _merge(world, month)


def _quiet(world: World) -> Flags:
    """Households that no procedure touches: the offices let nobody move while a case is open."""
    households = world.households
    never = (households.watch == Watch.NEVER) & ~world.pending & ~world.ever_moved
    return never & (households.settlement < 0) & ~households.dibao & (households.size > 0)


def _split(world: World, month: int) -> None:
    people, rng, homes = world.people, world.streams["splits"], len(world.households)
    here = people.present
    in_law = here & (people.relation == Relation.CHILD_IN_LAW)
    son = here & (people.relation == Relation.CHILD) & people.married & ~people.female
    couple = (per_household(in_law, people.household, homes) == 1) & (per_household(son, people.household, homes) == 1)
    ready = couple & _quiet(world) & (world.households.size >= 4)
    chosen = np.flatnonzero(ready & (rng.random(homes) < world.parameters.life.splits_off))
    for old in chosen.tolist():
        spare = world.spare[world.households.village[world.spare] == world.households.village[old]]
        if not spare.size:
            continue
        new = int(spare[0])
        world.spare = world.spare[world.spare != new]
        goes = here & (people.household == old)
        family = goes & (son | in_law | (people.relation == Relation.GRANDCHILD))
        _furnish(world, old, new)
        becomes = {Relation.CHILD: Relation.HEAD, Relation.CHILD_IN_LAW: Relation.SPOUSE}
        _move(world, month, np.flatnonzero(family), old, new, SPLIT, {**becomes, Relation.GRANDCHILD: Relation.CHILD})


def _furnish(world: World, old: int, new: int) -> None:
    """The new household begins with a share of the land, an own safe dwelling and the family's luck. Changes both."""
    households = world.households
    for name in OWN_TRAITS:
        getattr(households, name)[new] = getattr(households, name)[old]
    households.land[new] = households.land[old] * 0.4
    households.land[old] -= households.land[new]
    households.land[[old, new]] = np.round(households.land[[old, new]], 1)
    households.house_grade[new] = 0
    for name in ("litres", "days_out", "fetch_minutes", "water_good"):
        getattr(households, name)[new] = getattr(households, name)[old]
    for account in (households.collection, households.calendar, households.burden):
        account[:, new] = 0
    households.project[new], households.project_income[new] = False, 0.0
    for memory in ("income_year", "savings", "wage_fast", "wage_slow"):
        share = getattr(households, memory)[old] * 0.5
        getattr(households, memory)[[old, new]] = share


def _merge(world: World, month: int) -> None:
    """Elders without labour join a younger household of the village, as the head's parents."""
    people, rng, households = world.people, world.streams["mergers"], world.households
    homes = len(households)
    age = people.age(world.clock.first_day(month))
    couple_only = np.isin(people.relation, [Relation.HEAD, Relation.SPOUSE])
    others = per_household(people.present & (~couple_only | (age < 66)), people.household, homes)
    leaves = _quiet(world) & (others == 0) & (rng.random(homes) < world.parameters.life.elders_join)
    head_age = np.zeros(homes)
    heads = np.flatnonzero(people.present & (people.relation == Relation.HEAD))
    head_age[people.household[heads]] = age[heads]
    parents = per_household(people.present & (people.relation == Relation.PARENT), people.household, homes)
    for old in np.flatnonzero(leaves).tolist():
        who = np.flatnonzero(people.present & (people.household == old))
        fits = (head_age <= age[who].min() - 20) & (head_age >= age[who].max() - 45) & (households.size >= 3)
        fits &= (households.village == households.village[old]) & (households.lifted == households.lifted[old])
        takes = np.flatnonzero(fits & _quiet(world) & (parents == 0))
        if takes.size:
            parent = {Relation.HEAD: Relation.PARENT, Relation.SPOUSE: Relation.PARENT}
            _move(world, month, who, old, int(rng.choice(takes)), MERGED, parent)


def _move(
    world: World, month: int, who: Ints, old: int, new: int, change: int, becomes: dict[Relation, Relation]
) -> None:
    """`who` belong to the household `new` from now on. Changes people and households, and tells the truth."""
    people, rng = world.people, world.streams["moves-between-households"]
    day = int(world.days(month, 1, rng)[0])
    people.relation[who] = [becomes[Relation(int(relation))] for relation in people.relation[who]]
    people.household[who] = new
    world.ever_moved[[old, new]] = True
    world.truth.moved.extend((int(person), old, new, day) for person in who)
    if rng.random() < REGISTERED_BY_POLICE:
        world.recorder.record(
            "police_population", np.full(who.size, day), person=who, change=change, relation=people.relation[who]
        )
    count_members(people, world.households)
    world.find_heads()
