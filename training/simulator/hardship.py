"""True hardship: how likely a household is to fall into it, and what for.

The pressure is a sum of burdens *relative to resources*, of the fall of wages, of missing labour and of proneness that
nobody records. No single fact decides; the unobserved parts (`kin`, `mood`, hidden costs, savings) keep any model away
from certainty. The truth about coming hardship is worked out from the same function by letting the state fade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training.simulator.economy import income_per_person
from training.simulator.health import severe_by_household
from training.simulator.state import EXPENSES, HORIZONS, Cause, Floats, Ints, per_household, sigmoid
from training.simulator.world import World

NEW_EVENTS = 24.0
"""Fitted so that the mean hazard of six months equals the share that falls into hardship."""


@dataclass(frozen=True)
class Pressure:
    """Log-odds of hardship next month, and what each cause adds to it: (cause, household)."""

    total: Floats
    parts: Floats


def pressure(world: World, month: int, *, ahead: int = 0, helped: bool = True) -> Pressure:
    """The pressure now, or `ahead` months from now if nothing new happened; `helped=False` leaves support out."""
    households, people, rules = world.households, world.people, world.parameters.hardship
    count = len(households)
    line = world.parameters.line(world.clock.year(month))
    low = (1.25 - np.log(income_per_person(households) / line)).clip(0, 3)
    outside = rules.outside_resources * np.where(households.labour == 0, 3.0, 1.0)
    resources = 0.35 * households.income_year + households.savings + outside
    kept = np.array(rules.burden_kept)[:, None] ** ahead
    ratio = households.burden * kept / resources
    all_ratio = ratio.sum(axis=0)
    shoulders = np.array(rules.shoulders)[np.minimum(households.workers, len(rules.shoulders) - 1)]
    weight = np.log1p(4 * all_ratio) * (rules.burden * shoulders + rules.burden_when_poor * low)
    by_expense = weight * ratio / np.maximum(all_ratio, 1e-9)

    fall = np.log((households.wage_slow + 350) / (households.wage_fast + 350)).clip(0, 2.2) * 0.93**ahead
    fall = fall * (1 + rules.single_earner * (households.workers <= 1)) * (households.labour > 0)
    no_labour = (households.labour == 0) * (1 - 0.6 * households.dibao)
    mouths = ((households.size - households.labour) / np.maximum(1, households.labour)).clip(0, 4)
    severe = severe_by_household(world)
    day = world.clock.first_day(month)
    fresh_card = people.present & (people.card_day > day - 270) & (people.grade > 0)
    fresh = per_household(fresh_card * np.where(people.grade <= 2, 1.0, 0.4), people.household, count)
    major = np.minimum(2, per_household(people.present & people.major, people.household, count))
    debt = (households.debt / resources).clip(0, 2)

    parts = np.zeros((len(Cause), count))
    parts[[int(cause) for cause in EXPENSES]] = by_expense
    parts[Cause.ILLNESS] += rules.major_illness * major
    parts[Cause.DISABILITY] = (
        rules.severe_disability * np.minimum(2, severe) + rules.fresh_disability * fresh * 0.93**ahead
    )
    parts[Cause.JOB_INSTABILITY] = rules.wage_fall * fall + rules.debt * debt
    parts[Cause.LABOUR_SHORTAGE] = rules.no_labour * no_labour + rules.dependency * mouths
    parts[Cause.HOUSING] = rules.house * (households.house_grade >= 2)
    parts[Cause.WATER] = rules.water * ((households.litres < 35) | ~households.water_good)
    total = (
        rules.intercept
        + rules.lifted_out * households.lifted
        + rules.low_income * low
        + parts.sum(axis=0)
        + households.kin
        + households.mood * rules.mood_persistence**ahead
        - rules.dibao * households.dibao
    )
    return Pressure(total - households.help if helped else total, parts)


def monthly_hazard(world: World, now: Pressure) -> Floats:
    """Chance of falling into hardship within the coming month; 0 for an empty household."""
    highest = world.parameters.hardship.highest
    return np.minimum(highest, sigmoid(now.total)) * (world.households.size > 0)


def step(world: World, month: int) -> None:
    """Some households fall into hardship, others get over it."""
    households, rules = world.households, world.parameters.hardship
    rng, hidden = world.streams["hardship"], world.streams["unobserved"]
    count = len(households)
    spread = rules.mood_spread * np.sqrt(1 - rules.mood_persistence**2)
    households.mood = rules.mood_persistence * households.mood + hidden.normal(0, spread, count)
    now = pressure(world, month)
    falls = ~households.hardship & (rng.random(count) < monthly_hazard(world, now))
    helped = households.help > 0
    chance = np.where(helped, rules.recovery_helped, rules.recovery)
    recovers = households.hardship & (households.hardship_month < month - 2) & (rng.random(count) < chance)
    households.hardship = (households.hardship & ~recovers & (households.size > 0)) | falls
    households.hardship_month[falls] = month
    which = np.nonzero(falls)[0]
    households.cause[which] = main_cause(now.parts[:, which], rng)
    if which.size:
        days = world.days(month, which.size, rng)
        world.truth.fell(which, days, households.cause[which])


def tell_month_end(world: World, month: int) -> None:
    """Tell the truth what lies ahead of every household that has members."""
    households = world.households
    here = np.nonzero(households.size > 0)[0]
    hazards = hazard_ahead(world, month, HORIZONS)
    world.truth.month_end(world.clock.last_day(month), here, hazards, households.hardship)


def main_cause(parts: Floats, rng: np.random.Generator) -> Ints:
    """The cause that weighs most, with some chance for the others: people see one main cause where several meet."""
    score = np.maximum(parts, 1e-6) ** 2 * rng.lognormal(0, 0.25, parts.shape)
    return np.argmax(score, axis=0)


def hazard_ahead(world: World, month: int, horizons: tuple[int, ...], *, helped: bool = True) -> list[Floats]:
    """Chance of being in hardship at some time in the next months, per horizon, as the latent state stands; 1 if in it now.

    New events cannot be foreseen from the state; `new_events` is what they add on average.
    """
    households = world.households
    escape = np.ones(len(households))
    answers = []
    for ahead in range(max(horizons)):
        now = pressure(world, month, ahead=ahead, helped=helped)
        hazard = monthly_hazard(world, now) * new_events(ahead, now)
        escape *= 1 - np.minimum(0.5, hazard)
        if ahead + 1 in horizons:
            answers.append(np.where(households.hardship, 1.0, 1 - escape))
    return answers


def new_events(ahead: int, now: Pressure) -> Floats:
    """By how much the events of the coming months multiply the hazard of the fading state, on average.

    A household without a burden has all to lose; one that already carries a heavy one is less changed by the next.
    """
    carried = now.parts[[int(cause) for cause in EXPENSES]].sum(axis=0)
    return 1.0 + NEW_EVENTS * (1 - 0.8 ** (ahead + 0.5)) * np.exp(-0.6 * carried)
