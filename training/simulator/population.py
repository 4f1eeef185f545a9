"""Births, marriages, moves and deaths."""

from __future__ import annotations

import numpy as np

from training.simulator.people import choose_new_heads, count_members, newcomers, update_labour
from training.simulator.state import Ints, People, Relation, Stage, per_household
from training.simulator.world import World

CHANGES = ("出生", "婚入", "死亡", "婚嫁迁出", "迁出", "分户", "并户")
BORN, MARRIED_IN, DIED, MARRIED_OUT, MOVED, SPLIT, MERGED = range(7)


def step(world: World, month: int) -> None:
    people, households = world.people, world.households
    rng = world.streams["population"]
    day = world.clock.first_day(month)
    age = people.age(day)
    here = people.present

    life = world.parameters.life
    mortality = np.exp(life.mortality + life.mortality_by_year * age + 0.25 * people.frailty + 0.5 * people.major)
    mortality = np.where(
        people.major & (people.major_until > month), mortality + world.parameters.health.major_death, mortality
    )
    dies = here & (rng.random(len(people)) < mortality)
    grown_child = (
        here
        & (people.relation == Relation.CHILD)
        & ~people.married
        & (age > 20)
        & (age < 36)
        & (people.stage == Stage.NOT)
    )
    leaves_by_marriage = grown_child & people.female & ~dies & (rng.random(len(people)) < life.daughter_marries_out)
    moves = grown_child & ~dies & ~leaves_by_marriage & (rng.random(len(people)) < life.moves_away)
    brings_wife = (
        grown_child & ~people.female & ~dies & ~moves & (age > 22) & (rng.random(len(people)) < life.son_marries)
    )
    mother = (
        here & people.female & (age > 20) & (age < 39) & ~dies
        & np.isin(people.relation, [Relation.HEAD, Relation.SPOUSE, Relation.CHILD_IN_LAW])
        & (people.married | (people.relation == Relation.CHILD_IN_LAW))
    )  # fmt: skip
    gives_birth = mother & (rng.random(len(people)) < life.birth * np.exp(-((age - 26) ** 2) / 60))

    for kind, who in ((DIED, dies), (MARRIED_OUT, leaves_by_marriage), (MOVED, moves)):
        gone = np.nonzero(who)[0]
        people.present[gone] = False
        people.job[gone] = False
        _record(world, month, gone, kind, rng)
    _welcome(world, month, np.nonzero(brings_wife)[0], MARRIED_IN, rng)
    _welcome(world, month, np.nonzero(gives_birth)[0], BORN, rng)

    has_head = per_household(people.present & (people.relation == Relation.HEAD), people.household, len(households)) > 0
    size = per_household(people.present, people.household, len(households))
    choose_new_heads(people, np.nonzero(~has_head & (size > 0))[0])
    update_labour(people, day)
    count_members(people, households)
    world.find_heads()


def _record(world: World, month: int, who: Ints, kind: int, rng: np.random.Generator, days: Ints | None = None) -> None:
    if who.size:
        when = world.days(month, who.size, rng) if days is None else days
        world.recorder.record("police_population", when, person=who, change=kind, relation=world.people.relation[who])


def _welcome(world: World, month: int, by: Ints, kind: int, rng: np.random.Generator) -> None:
    """Add a newborn child of each mother, or a bride of each son, in `by`."""
    if not by.size:
        return
    people: People = world.people
    first_new = len(people)
    days = world.days(month, by.size, rng)
    if kind == BORN:
        relation = np.where(people.relation[by] == Relation.CHILD_IN_LAW, Relation.GRANDCHILD, Relation.CHILD)
        birth, female = days, rng.random(by.size) < 0.48
    else:
        people.married[by] = True
        relation = np.full(by.size, int(Relation.CHILD_IN_LAW))
        birth, female = people.birth_day[by] + rng.integers(-900, 1_500, by.size), np.ones(by.size, dtype=bool)
    joined = newcomers(people.household[by], birth, female, relation, world.households.lifted, world.parameters, rng)
    if kind == MARRIED_IN:
        joined.attained[:] = np.where(joined.scholar > 0.6, Stage.SENIOR, Stage.JUNIOR)
        joined.married[:] = True
    people.append(joined)
    _record(world, month, np.arange(first_new, first_new + by.size), kind, rng, days)
