"""Accidents, disasters, failed projects, and moves to a settlement."""

from __future__ import annotations

import numpy as np

from training.simulator.health import INJURY, certify, settle_bills
from training.simulator.people import choose_new_heads, count_members
from training.simulator.state import Cause, Relation, Watch
from training.simulator.world import World

ACCIDENTS = ("交通事故", "其他意外事故", "刑事案件")
HARMS = ("无伤亡", "受伤", "致残", "死亡")
UNHURT, INJURED, DISABLED, DIED = range(4)
DISASTERS = ("洪涝灾害", "地质灾害", "旱灾", "气象灾害", "生物灾害", "其他灾害")
DISASTER_MONTHS_OF_RAIN = range(5, 10)
DISASTER_MONTHS = {5: 0.4, 6: 1.0, 7: 1.6, 8: 1.4, 9: 0.8, 12: 0.15, 1: 0.15}


def step(world: World, month: int) -> None:
    _accidents(world, month)
    _disasters(world, month)
    _failures(world, month)
    _moves(world, month)


def _accidents(world: World, month: int) -> None:
    people, rng = world.people, world.streams["accidents"]
    age = people.age(world.clock.first_day(month))
    hazard = (
        world.parameters.shock.accident * np.where((age > 14) & (age < 72), 1.3, 0.5) * np.where(people.job, 1.4, 1.0)
    )
    who = np.nonzero(people.present & (rng.random(len(people)) < hazard))[0]
    if not who.size:
        return
    kind = rng.choice(3, who.size, p=[0.58, 0.34, 0.08])
    harm = rng.choice(4, who.size, p=[0.12, 0.72, 0.11, 0.05])
    loss = np.round(rng.lognormal(np.log(3_500), 1.0, who.size), -2)
    days = world.days(month, who.size, rng)
    household = people.household[who]
    known = world.recorder.record("police_accident", days, person=who, kind=kind, harm=harm, loss=loss)
    world.lead(household[harm > UNHURT], known[harm > UNHURT])
    world.happened(household, month)
    world.expense(Cause.ACCIDENT, household, loss)
    hurt = who[(harm == INJURED) | (harm == DISABLED)]
    settle_bills(world, month, hurt, np.full(hurt.size, INJURY), np.ones(hurt.size))
    people.job[hurt] &= rng.random(hurt.size) < 0.35
    people.scar[hurt] = 1.0
    certify(world, month, who[(harm == DISABLED) & (people.disability[who] == 0)], 0.5)
    dead = who[harm == DIED]
    if dead.size:
        people.present[dead] = False
        people.job[dead] = False
        world.recorder.record(
            "police_population", days[harm == DIED], person=dead, change=2, relation=people.relation[dead]
        )
        headless = np.unique(people.household[dead[people.relation[dead] == Relation.HEAD]])
        choose_new_heads(people, headless)
        count_members(people, world.households)
        world.find_heads()


def _disasters(world: World, month: int) -> None:
    households, rng, shock = world.households, world.streams["disasters"], world.parameters.shock
    season = DISASTER_MONTHS.get(world.clock.calendar_month(month), 0.04)
    villages = len(world.places.village)
    struck = rng.random(villages) < shock.village_disaster_season * season * world.places.slope
    kind = rng.choice(6, villages, p=[0.4, 0.16, 0.12, 0.24, 0.05, 0.03])
    if world.clock.calendar_month(month) not in DISASTER_MONTHS_OF_RAIN:
        kind[kind == 0] = DISASTERS.index("气象灾害")
    hit = np.nonzero(
        struck[households.village] & (rng.random(len(households)) < shock.disaster_share) & (households.size > 0)
    )[0]
    if not hit.size:
        return
    loss = np.round(rng.lognormal(np.log(shock.disaster_median), 0.9, hit.size), -2)
    what = kind[households.village[hit]]
    damaged = np.isin(what, [0, 1, 3]) & (rng.random(hit.size) < 0.22)
    days = world.days(month, hit.size, rng)
    known = world.recorder.record(
        "emergency_disaster", days, household=hit, head=world.heads[hit], kind=what, loss=loss, damaged=damaged
    )
    world.lead(hit[loss >= 8_000], known[loss >= 8_000])
    world.happened(hit[loss >= 6_000], month)
    world.expense(Cause.DISASTER, hit, loss * np.where(damaged, 1.4, 1.0))
    worse = np.maximum(
        households.house_grade[hit[damaged]], rng.choice([1, 2, 3], int(damaged.sum()), p=[0.55, 0.35, 0.1])
    )
    # Where the risk was removed the office repairs at once what a disaster damages.
    households.house_grade[hit[damaged]] = np.where(households.watch[hit[damaged]] == Watch.REMOVED, 1, worse)
    inspect(world, hit[damaged], days[damaged] + 4, damaged=True)


def inspect(world: World, which: np.ndarray, days: np.ndarray, *, damaged: bool) -> None:
    """The housing office grades dwellings; C and D are leads, and are remedied some months later."""
    if not which.size:
        return
    households, rng = world.households, world.streams["housing"]
    grade = households.house_grade[which]
    known = world.recorder.record(
        "housing_inspection",
        days,
        household=which,
        head=world.heads[which],
        grade=grade,
        remedied=np.zeros(which.size, dtype=np.int64),
        damage=damaged,
    )
    unsafe = grade >= 2
    world.lead(which[unsafe], known[unsafe])
    remedied = days + rng.integers(60, 260, which.size)
    done = unsafe & (rng.random(which.size) < 0.9) & (known < np.iinfo(np.int32).max)
    world.recorder.record(
        "housing_remedy",
        remedied[done],
        certain=True,
        household=which[done],
        head=world.heads[which[done]],
        grade=grade[done],
        inspected=days[done],
        damage=damaged,
    )
    for household in which[done & (rng.random(which.size) < 0.8)]:
        world.households.house_grade[household] = 1
    on_record = unsafe & (known < np.iinfo(np.int32).max)
    closes = np.where(done, remedied, np.iinfo(np.int32).max)
    households.house_open[which[on_record]] = np.maximum(households.house_open[which], closes)[on_record]


def _failures(world: World, month: int) -> None:
    households, rng, shock = world.households, world.streams["failures"], world.parameters.shock
    fails = households.project & (rng.random(len(households)) < shock.business_failure) & (households.size > 0)
    which = np.nonzero(fails)[0]
    starts = ~households.project & (rng.random(len(households)) < 0.0005) & (households.labour > 0)
    households.project_income[starts] = world.parameters.money.project_income * rng.lognormal(0, 0.5, int(starts.sum()))
    households.project |= starts
    if not which.size:
        return
    loss = np.round(rng.lognormal(np.log(shock.business_loss_median), 0.7, which.size), -2)
    households.project[which] = rng.random(which.size) < 0.4
    households.project_income[which] *= 0.45
    world.expense(Cause.BUSINESS_FAILURE, which, loss)
    world.happened(which, month)
    known = world.recorder.record(
        "agriculture_failure",
        world.days(month, which.size, rng),
        household=which,
        head=world.heads[which],
        loss=loss,
        project=rng.integers(0, 6, which.size),
    )
    world.lead(which, known)


def _moves(world: World, month: int) -> None:
    """A few lifted-out households still move to a settlement, with a debt and a break in their work."""
    households, rng = world.households, world.streams["moves"]
    waiting = households.lifted & (households.settlement < 0) & (households.size > 0)
    moves = np.nonzero(waiting & (rng.random(len(households)) < 0.0006))[0]
    if not moves.size:
        return
    days = world.days(month, moves.size, rng)
    households.settlement[moves] = rng.integers(0, len(world.places.settlements), moves.size)
    households.moved_day[moves] = days
    households.debt[moves] = np.where(
        rng.random(moves.size) < 0.6, np.round(rng.lognormal(np.log(22_000), 0.5, moves.size), -3), 0.0
    )
    households.house_grade[moves] = 0
    households.land[moves] = np.round(households.land[moves] * 0.5, 1)
    world.recorder.record(
        "relocation", days, household=moves, head=world.heads[moves], settlement=households.settlement[moves], moved=days,
        debt=households.debt[moves], empty=False,
    )  # fmt: skip
