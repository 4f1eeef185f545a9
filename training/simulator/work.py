"""Paid work: spells that start, end in season or break off, and wages."""

from __future__ import annotations

import numpy as np

from training.simulator.state import Floats, Ints, Labour, Stage, per_household
from training.simulator.world import World

TIERS = ("乡(镇)内", "乡(镇)外县内", "县外省内", "省外")
CHANNELS = ("市场就业", "公益性岗位", "帮扶车间", "自主创业")
MARKET, PUBLIC_POST, WORKSHOP, SELF_EMPLOYED = range(4)
NO_END = 0


def step(world: World, month: int) -> None:
    people, rng, rules = world.people, world.streams["work"], world.parameters.work
    calendar_month = world.clock.calendar_month(month)
    climate = _climate(world)[people.household]
    age = people.age(world.clock.first_day(month))
    able = people.present & (people.labour <= Labour.WEAK) & (people.stage == Stage.NOT) & (age >= rules.youngest)
    weak = people.labour == Labour.WEAK
    count = len(people)

    if calendar_month == 3:
        # Raises reach the payroll, not the register: its wage is that of the day the spell began.
        people.wage = np.where(people.job, people.wage * (1 + world.parameters.money.wage_growth), people.wage)
    loss = rules.loss * np.exp(-0.45 * people.attachment + 0.35 * weak + climate + 0.15 * people.frailty)
    loss = loss * np.where(people.channel == PUBLIC_POST, 0.3, 1.0)
    lost = people.job & (rng.random(count) < loss)
    season = people.seasonal & (people.channel != PUBLIC_POST) & (calendar_month in (12, 1))
    ended = people.job & ~lost & season & (rng.random(count) < rules.season_end)
    unable = people.job & ~able
    retires = people.job & (people.channel == PUBLIC_POST) & (age >= rules.oldest_in_post) & ~(lost | ended | unable)
    _end(world, month, np.nonzero(lost | ended | unable)[0], lost)
    _retire(world, month, np.nonzero(retires)[0])

    willing = able & ~people.job & ~lost & ~ended & ~retires
    find = (
        rules.find
        * rules.find_by_month[calendar_month - 1]
        * np.exp(0.5 * people.attachment - 0.8 * climate - 1.3 * people.scar)
    )
    find = (
        find
        * np.where(people.homebound, 0.06, 1.0)
        * np.where(weak, 0.3, 1.0)
        * (1.0 - 0.6 * _carers(world)[people.household])
    )
    _start(world, month, np.nonzero(willing & (rng.random(count) < find))[0])
    people.scar *= rules.scar_fade
    people.months_collection += people.job
    people.months_calendar += people.job
    people.last_tier = np.where(people.job, people.tier, people.last_tier)
    at_work = people.present & people.job
    world.households.workers = per_household(at_work, people.household, len(world.households)).astype(np.int64)


def _climate(world: World) -> Floats:
    """A labour market that sours and recovers by township: log effect on losing work, by household."""
    world.climate = 0.85 * world.climate + world.streams["climate"].normal(0, 0.16, len(world.places.township))
    return world.climate[world.places.village_township[world.households.village]]


def _carers(world: World) -> Floats:
    """Households in which somebody must stay at home to nurse."""
    people = world.people
    nursed = people.present & people.major & (people.major_until >= 0) & (people.labour == Labour.LOST)
    return np.minimum(1.0, per_household(nursed, people.household, len(world.households)))


def _end(world: World, month: int, who: Ints, lost: np.ndarray) -> None:
    if not who.size:
        return
    people, rng = world.people, world.streams["work"]
    people.job[who] = False
    hard = who[lost[who]]
    people.scar[hard] = 1.0
    ended = np.maximum(world.days(month, who.size, rng), people.job_day[who] + 10)
    ended = np.minimum(ended, world.clock.last_day(month))
    alone = world.households.workers[people.household[who]] <= 1
    world.happened(people.household[who[lost[who] & alone]], month)
    post = people.channel[who] == PUBLIC_POST  # the office that pays for it knows when it ends
    known = np.zeros(who.size, dtype=np.int64)
    for mine, certain in ((post, True), (~post, False)):
        known[mine] = record_spells(world, who[mine], ended[mine], ended=ended[mine], certain=certain)
    pushed = lost[who] & alone & (world.households.lifted[people.household[who]] | (rng.random(who.size) < 0.1))
    world.lead(people.household[who[pushed]], known[pushed])


def _retire(world: World, month: int, who: Ints) -> None:
    """Posts that end with age. The office that gave them writes it down itself."""
    world.people.job[who] = False
    last = np.full(who.size, world.clock.last_day(month))
    record_spells(world, who, last, ended=last, certain=True)


def _start(world: World, month: int, who: Ints) -> None:
    if not who.size:
        return
    people, rng = world.people, world.streams["work"]
    new_offer(world, month, who, rng)
    people.job[who] = True
    people.job_day[who] = world.days(month, who.size, rng)
    record_spells(world, who, people.job_day[who])


def new_offer(world: World, month: int, who: Ints, rng: np.random.Generator) -> None:
    """Place, channel and wage of a new spell. Changes `people`."""
    people, households = world.people, world.households
    age = people.age(world.clock.first_day(month))[who]
    reach = people.ability[who] * 2 + 0.02 * (42 - age) - 0.4 * people.female[who] + rng.normal(0, 0.8, who.size)
    tier = np.digitize(reach, [-0.75, -0.1, 0.45])
    helped = households.lifted[people.household[who]]
    draw = rng.random(who.size)
    post = (draw < np.where(helped, 0.14, 0.02)) & (age > 38) & (age < world.parameters.work.oldest_in_post - 2)
    shop = ~post & (draw < np.where(helped, 0.20, 0.05)) & (tier <= 1)
    own = ~post & ~shop & (draw > 0.94)
    channel = np.select([post, shop, own], [PUBLIC_POST, WORKSHOP, SELF_EMPLOYED], MARKET)
    tier = np.where(post | shop, 0, tier)
    growth = (1 + world.parameters.money.wage_growth) ** (world.clock.year(month) - 2021)
    wage = np.array(world.parameters.money.wage_by_tier)[tier] * growth
    wage = wage * np.exp(people.ability[who] + 0.6 * households.fortune[people.household[who]])
    wage = wage * np.where(people.labour[who] == Labour.WEAK, 0.7, 1.0) * np.where(post, 0.5, 1.0)
    wage = wage * np.where(people.scar[who] > 0.3, world.parameters.work.scar_wage, 1.0)
    people.tier[who], people.channel[who] = tier, channel
    people.wage[who] = np.round(wage * rng.lognormal(0, 0.12, who.size), -1).clip(400, 12_000)


def record_spells(world: World, who: Ints, days: Ints, *, ended: Ints | None = None, certain: bool = False) -> Ints:
    """Hand the employment register the spells of `who` as they stand. Returns the known days."""
    people = world.people
    close = np.full(who.size, NO_END) if ended is None else ended
    return world.recorder.record(
        "employment_spell", days, certain=certain, person=who, started=people.job_day[who].copy(), ended=close,
        tier=people.tier[who].copy(), channel=people.channel[who].copy(), wage=np.round(people.wage[who], -2),
    )  # fmt: skip


def settle(world: World, month: int, rng: np.random.Generator) -> None:
    """Who is at work when the warm-up starts."""
    people = world.people
    old_enough = people.age(world.clock.first_day(month)) >= world.parameters.work.youngest
    able = (
        people.present & (people.labour <= Labour.WEAK) & (people.stage == Stage.NOT) & ~people.homebound & old_enough
    )
    who = np.nonzero(able & (rng.random(len(people)) < 0.72))[0]
    new_offer(world, month, who, rng)
    people.job[who] = True
    people.job_day[who] = world.clock.first_day(month) - rng.integers(20, 900, who.size)
    record_spells(world, who, people.job_day[who])
