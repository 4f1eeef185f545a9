"""School terms, their cost, and suspected drop-outs."""

from __future__ import annotations

import numpy as np

from training.simulator.county import stage_at
from training.simulator.state import Cause, Stage
from training.simulator.world import World

ENROLLED, SUSPENDED, DROPPED_OUT = range(3)
STATUSES = ("在学", "休学", "疑似辍学")
YEARLY_COST = np.array([0, 2_600, 700, 1_100, 4_200, 3_600, 15_500])
"""Yuan a year by Stage, before aid; free choice of the simulation around common fees and living costs."""

TERMS = {9: 0.6, 3: 0.4}
"""Share of the year's cost that falls due in the month that a term starts."""


def step(world: World, month: int) -> None:
    people, households = world.people, world.households
    calendar_month = world.clock.calendar_month(month)
    rng = world.streams["schooling"]
    if calendar_month == 9:
        promote(world, month)
    if calendar_month in TERMS:
        students = np.nonzero(people.present & (people.stage > Stage.NOT))[0]
        household = people.household[students]
        bent = np.exp(0.25 * (people.scholar[students] - people.scholar[students].mean()))
        cost = np.round(YEARLY_COST[people.stage[students]] * bent * rng.lognormal(0, 0.22, students.size), -2)
        helped = households.lifted[household] | households.dibao[household] | (households.watch[household] == 1)
        share = np.where(helped, rng.uniform(0.2, 0.5, students.size), (rng.random(students.size) < 0.12) * 0.25)
        aid = np.round(cost * share, -1)
        world.expense(Cause.EDUCATION, household, (cost - aid) * TERMS[calendar_month] * 0.55)
        first = world.clock.first_day(month)
        known = world.recorder.record(
            "education_enrolment", np.full(students.size, first), person=students, stage=people.stage[students],
            status=np.where(rng.random(students.size) < 0.003, SUSPENDED, ENROLLED), cost=cost, aid=aid,
        )  # fmt: skip
        if calendar_month == 9:
            dear = (cost - aid > world.parameters.procedure.schooling_year) & households.lifted[household]
            world.lead(household[dear], known[dear])
    _drop_outs(world, month)


def promote(world: World, month: int) -> None:
    """Pupils move on; who leaves school keeps the stage reached."""
    people = world.people
    age = people.age(world.clock.first_day(month))
    now = np.where(people.present, stage_at(age, people.scholar), Stage.NOT)
    left = (people.stage > Stage.PRESCHOOL) & (now == Stage.NOT)
    people.attained = np.where(left, np.maximum(people.attained, people.stage), people.attained)
    people.stage = now


def _drop_outs(world: World, month: int) -> None:
    people, households = world.people, world.households
    rng = world.streams["drop-outs"]
    compulsory = people.present & np.isin(people.stage, [Stage.PRIMARY, Stage.JUNIOR])
    hazard = (
        0.00012 * np.where(households.hardship[people.household], 8.0, 1.0) * np.where(people.scholar < -0.8, 2.5, 0.7)
    )
    who = np.nonzero(compulsory & (rng.random(len(people)) < hazard))[0]
    if not who.size:
        return
    days = world.days(month, who.size, rng)
    known = world.recorder.record(
        "education_enrolment", days, person=who, stage=people.stage[who], status=DROPPED_OUT,
        cost=np.zeros(who.size), aid=np.zeros(who.size),
    )  # fmt: skip
    world.lead(people.household[who], known)
