"""Support: the minimum living allowance for the poor at large, and the measures that identification brings."""

from __future__ import annotations

import numpy as np

from training.simulator.economy import income_per_person
from training.simulator.health import severe_by_household
from training.simulator.state import Cause, Floats, Ints, book
from training.simulator.world import World

KINDS = (
    "最低生活保障",
    "特困供养",
    "临时救助",
    "医疗救助",
    "教育资助",
    "就业帮扶",
    "公益性岗位",
    "产业帮扶",
    "住房安全保障",
    "其他帮扶",
)
DIBAO, TEKUN, RELIEF, MEDICAL, EDUCATION, EMPLOYMENT, POST, INDUSTRY, HOUSING, OTHER = range(10)
BY_CAUSE = {
    Cause.ILLNESS: MEDICAL,
    Cause.DISABILITY: RELIEF,
    Cause.EDUCATION: EDUCATION,
    Cause.DISASTER: RELIEF,
    Cause.ACCIDENT: RELIEF,
    Cause.BUSINESS_FAILURE: INDUSTRY,
    Cause.JOB_INSTABILITY: EMPLOYMENT,
    Cause.LABOUR_SHORTAGE: RELIEF,
    Cause.HOUSING: HOUSING,
    Cause.WATER: OTHER,
}
NO_END = 0


def need(world: World, month: int) -> Floats:
    """How well a household fits the allowance: log-odds, without the unobserved."""
    households = world.households
    line = world.parameters.line(world.clock.year(month))
    low = (1.1 - np.log(income_per_person(households) / line)).clip(-1, 2)
    return 1.4 * low + 1.0 * (households.labour == 0) + 0.9 * severe_by_household(world)


def step(world: World, month: int) -> None:
    """Grants that begin and end this month, and one-off relief after an event."""
    households, rng = world.households, world.streams["safety-net"]
    count = len(households)
    here = households.size > 0
    begins = (
        here & ~households.dibao & (rng.random(count) < np.minimum(0.02, 0.00004 * np.exp(1.25 * need(world, month))))
    )
    ends = households.dibao & (rng.random(count) < np.where(here, 0.006, 1.0))
    grant(world, month, np.nonzero(begins)[0], lead=True)
    stop = np.nonzero(ends)[0]
    households.dibao[stop] = False
    last = np.full(stop.size, world.clock.last_day(month))
    amount = _dibao_amount(world, month, stop)
    world.recorder.record(
        "civil_relief",
        last,
        household=stop,
        head=world.heads[stop],
        kind=DIBAO,
        amount=amount,
        started=households.dibao_day[stop],
        ended=last,
    )
    struck = here & (world.last_event == month - 1) & (rng.random(count) < 0.06)
    one_off(world, month, np.nonzero(struck)[0])


def grant(world: World, month: int, which: Ints, *, lead: bool, day: Ints | None = None) -> None:
    """Start the allowance. With `lead`, civil affairs push the household as newly on the list."""
    if not which.size:
        return
    households = world.households
    start = np.full(which.size, world.clock.first_day(month)) if day is None else day
    households.dibao[which] = True
    households.dibao_day[which] = start
    known = world.recorder.record(
        "civil_relief",
        start,
        household=which,
        head=world.heads[which],
        kind=DIBAO,
        amount=_dibao_amount(world, month, which),
        started=start,
        ended=NO_END,
    )
    if lead:
        world.lead(which, known)


def one_off(world: World, month: int, which: Ints) -> None:
    if not which.size:
        return
    rng = world.streams["safety-net"]
    days = world.days(month, which.size, rng)
    amount = np.round(rng.lognormal(np.log(1_800), 0.6, which.size), -2)
    book(world.households, "other_transfer", which, amount)
    known = world.recorder.record(
        "civil_relief",
        days,
        household=which,
        head=world.heads[which],
        kind=RELIEF,
        amount=amount,
        started=days,
        ended=days,
    )
    large = amount >= 4_000
    world.lead(which[large], known[large])


def _dibao_amount(world: World, month: int, which: Ints) -> Floats:
    money = world.parameters.money
    growth = (1 + money.wage_growth) ** (world.clock.year(month) - 2021)
    return np.round(money.dibao_month_per_person * np.minimum(world.households.size[which], 2.6) * growth, -1)


def support(world: World, which: Ints, days: Ints, cause: Ints) -> Ints:
    """The measures of newly monitored households. Returns the day on which the first one starts for each."""
    households, rng = world.households, world.streams["support"]
    begin = days + rng.integers(5, 60, which.size)
    main = np.array([BY_CAUSE[Cause(int(why))] for why in cause], dtype=np.int64)
    amount = np.round(rng.lognormal(np.log(2_400), 0.6, which.size), -2)
    _ledger(world, which, begin, main, amount, months=12)
    more = rng.random(which.size) < 0.45
    extra = rng.choice([EMPLOYMENT, INDUSTRY, POST, OTHER], which.size)
    _ledger(world, which[more], begin[more] + 20, extra[more], amount[more], months=12)
    allowance = ~households.dibao[which] & (rng.random(which.size) < 0.32)
    first_of_month = begin - (begin % 30)
    for household, day in zip(which[allowance], np.maximum(first_of_month, days)[allowance], strict=True):
        month = int(world.clock.month_of(np.array([day]))[0])
        grant(world, month, np.array([household]), lead=False, day=np.array([world.clock.first_day(month + 1)]))
    return begin


def _ledger(world: World, which: Ints, begin: Ints, kind: Ints, amount: Floats, *, months: int) -> None:
    if which.size:
        world.recorder.record(
            "support_measure",
            begin,
            certain=True,
            household=which,
            kind=kind,
            amount=amount,
            started=begin,
            ended=begin + 30 * months,
        )


def industry_for_all(world: World, month: int) -> None:
    """Yearly measures for lifted-out households at large, monitored or not."""
    households, rng = world.households, world.streams["support"]
    kinds = np.array([INDUSTRY, POST, EMPLOYMENT, EDUCATION])
    which = np.nonzero(households.lifted & (households.size > 0) & (rng.random(len(households)) < 0.3))[0]
    days = world.days(month, which.size, rng)
    amount = np.round(rng.lognormal(np.log(1_500), 0.5, which.size), -2)
    _ledger(world, which, days, rng.choice(kinds, which.size, p=[0.5, 0.2, 0.2, 0.1]), amount, months=12)


def settle(world: World, month: int) -> None:
    """Households on the allowance when the warm-up starts, those that fit it best with some luck."""
    households, rng = world.households, world.streams["safety-net"]
    score = need(world, month) + rng.normal(0, 0.9, len(households)) - 9 * (households.size == 0)
    which = np.nonzero(score > np.quantile(score, 0.955))[0]
    start = np.array([world.clock.first_day(month - int(back)) for back in rng.integers(2, 36, which.size)])
    grant(world, month, which, lead=False, day=start)
