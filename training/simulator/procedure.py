"""The official procedure: leads, visits, identification, support, removal and roll-back.

Identification follows true hardship late and incompletely: somebody must bring a lead, a visit must see the hardship,
and the decision takes weeks. A few households that are not in hardship are identified all the same.
"""

from __future__ import annotations

import numpy as np

from training.simulator.economy import income_per_person
from training.simulator.hardship import hazard_ahead, main_cause, pressure
from training.simulator.safety_net import support
from training.simulator.state import HORIZONS, Cause, Flags, Households, Ints, Labour, Watch, per_household
from training.simulator.world import World

CATEGORIES = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
UNSTABLE, EDGE, SUDDEN = range(3)
IDENTIFIED, REMOVED, ROLLED_BACK = range(3)
SOURCES = ("部门筛查预警", "自主申报", "干部走访")
BY_TRIGGER, BY_SELF_REPORT, BY_CADRE = range(3)
OUTCOMES = ("存在风险", "无风险", "已有保障", "未见到人")
CONFIRMED, NO_RISK, ALREADY_SUPPORTED, NOT_FOUND = range(4)
SUDDEN_CAUSES = (Cause.ILLNESS, Cause.DISASTER, Cause.ACCIDENT, Cause.BUSINESS_FAILURE, Cause.DISABILITY)


def step(world: World, month: int) -> None:
    """Visits of the month, decisions that fall in it, and removals."""
    _decide(world, month)
    visit(world, month)
    _remove(world, month)


def visit(world: World, month: int) -> None:
    """Follow the leads of the month. Who is confirmed is decided upon some weeks later."""
    households, rules, rng = world.households, world.parameters.procedure, world.streams["visits"]
    count = len(households)
    open_case = (households.watch != Watch.MONITORED) & (households.size > 0) & ~world.pending
    zeal = rules.first_year if month < 12 else 1.0
    seen = np.where(households.overlooked, rules.overlooked, 1.0)
    pushed = np.zeros(count, dtype=bool)
    fresh = world.leads.pop(month, [])
    for households_of_facts in fresh:
        pushed[households_of_facts] = True
    for households_of_facts in world.second_looks.pop(month, []):
        pushed[households_of_facts] = True
    for households_of_facts in fresh:
        again = rng.random(households_of_facts.size) < rules.looked_at_again
        world.second_looks.setdefault(month + 2, []).append(households_of_facts[again])
    by_trigger = open_case & pushed & (rng.random(count) < rules.visited * np.where(households.overlooked, 0.6, 1.0))
    event = world.last_event > month - 6
    cadre_chance = rules.cadre + rules.cadre_after_event * event + rules.cadre_in_hardship * households.hardship
    by_cadre = open_case & ~by_trigger & (rng.random(count) < cadre_chance * zeal * seen)
    self_chance = np.where(households.hardship, rules.self_report_in_hardship, rules.self_report * (1 + event))
    by_self = open_case & ~by_trigger & ~by_cadre & (rng.random(count) < self_chance * seen)

    which = np.nonzero(by_trigger | by_cadre | by_self)[0]
    if not which.size:
        return
    source = np.select([by_trigger[which], by_self[which]], [BY_TRIGGER, BY_SELF_REPORT], BY_CADRE)
    confirming = rng.random(which.size) < np.where(households.hardship[which], rules.confirmed, rules.false_confirmed)
    draw = rng.random(which.size)
    outcome = np.select([confirming, draw < 0.06, draw < 0.14], [CONFIRMED, NOT_FOUND, ALREADY_SUPPORTED], NO_RISK)
    days = world.clock.first_day(month) + rng.integers(5, 28, which.size)
    cause = _cause(world, month, which)
    world.recorder.record(
        "visit_result", days, certain=True, household=which, lead_source=source, outcome=outcome, cause=cause
    )
    confirmed = which[confirming]
    low, high = rules.days_to_decide
    decided = days[confirming] + rng.integers(low, high + 1, confirmed.size)
    world.pending[confirmed] = True
    for household, day, why in zip(confirmed, decided, cause[confirming], strict=True):
        world.decisions.setdefault(max(month + 1, int(world.clock.month_of(np.array([day]))[0])), []).append(
            (int(household), int(day), int(why))
        )


def _cause(world: World, month: int, which: Ints) -> Ints:
    households = world.households
    seen_now = main_cause(pressure(world, month).parts[:, which], world.streams["causes"])
    return np.where(households.hardship[which], households.cause[which], seen_now)


def _decide(world: World, month: int) -> None:
    """The county approves: the household is monitored from the day of the decision, or from the month's first day."""
    decisions = world.decisions.pop(month, [])
    if not decisions:
        return
    which = np.array([household for household, _, _ in decisions])
    days = np.maximum(np.array([day for _, day, _ in decisions]), world.clock.first_day(month))
    identify(world, month, which, days, np.array([why for _, _, why in decisions]))


def identify(world: World, month: int, which: Ints, days: Ints, cause: Ints) -> None:
    """Enter households in the roster, with category and risks, and give them support."""
    households, rng = world.households, world.streams["procedure"]
    again = households.watch[which] == Watch.REMOVED
    world.pending[which] = False
    households.watch[which] = Watch.MONITORED
    households.watch_month[which] = month
    line = world.parameters.line(world.clock.year(month)) * world.parameters.procedure.income_range
    inside = income_per_person(households)[which] * rng.lognormal(0.0, 0.2, which.size) < line
    sudden = np.array(world.parameters.procedure.struck_is_sudden)
    struck = np.isin(cause, SUDDEN_CAUSES) & (rng.random(which.size) < sudden[households.lifted[which].astype(int)])
    category = np.where(~inside | struck, SUDDEN, np.where(households.lifted[which], UNSTABLE, EDGE))
    second = main_cause(pressure(world, month).parts[:, which], rng)
    second = np.where((second != cause) & (rng.random(which.size) < 0.35), second, -1)
    world.steps.append(
        np.column_stack([which, days, np.where(again, ROLLED_BACK, IDENTIFIED), category, cause, second])
    )
    world.truth.identified(which, days, households.hardship[which])
    without = hazard_ahead(world, month, HORIZONS, helped=False)
    measures = support(world, which, days, cause)
    households.help[which] = rng.gamma(6.0, world.parameters.procedure.help_mean / 6, which.size)
    with_help = hazard_ahead(world, month, HORIZONS)
    world.truth.helped(which, measures, without, with_help)


def _remove(world: World, month: int) -> None:
    """Risk removed after half a year or later; some removals are taken back."""
    households, rules, rng = world.households, world.parameters.procedure, world.streams["removal"]
    count = len(households)
    monitored = households.watch == Watch.MONITORED
    ripe = month - households.watch_month >= rules.removal_first_month
    stable = ~households.hardship & (households.labour > 0)
    day = world.clock.first_day(month)
    safe = (households.house_grade < 2) & (households.house_open < day) & water_is_safe(households)
    may = _has_listed_labour(world) & safe
    goes = monitored & ripe & (rng.random(count) < rules.removal * np.where(stable, 1.15, 0.15) * may)
    _step(world, month, np.nonzero(goes)[0], REMOVED)
    households.watch[goes] = Watch.REMOVED
    households.watch_month[goes] = month
    households.help[goes] *= 0.85

    removed = (households.watch == Watch.REMOVED) & (households.watch_month < month - 1) & ~world.pending
    chance = np.where(households.hardship, rules.rolled_back_in_hardship, rules.rolled_back)
    taken_back = removed & (rng.random(count) < chance)
    # Without labour no risk counts as removed: whoever loses the last able member is monitored again at once.
    helpless = (households.watch == Watch.REMOVED) & ~goes & (households.labour == 0) & (households.size > 0)
    back = np.nonzero(taken_back | helpless)[0]
    if back.size:
        days = world.days(month, back.size, rng)
        identify(world, month, back, days, _cause(world, month, back))


def water_is_safe(households: Households) -> Flags:
    """With some room to the limits of the four indicators, since measurements scatter."""
    return (
        (households.litres >= 45)
        & (households.days_out <= 30)
        & (households.fetch_minutes <= 18)
        & households.water_good
    )


def _has_listed_labour(world: World) -> Flags:
    """Households in which somebody can work and was listed so: without labour no risk is ever removed."""
    people = world.people
    able = people.present & (people.labour <= Labour.SKILLED)
    for listed in world.listed_able[-3:]:
        able[: len(listed)] &= listed
        able[len(listed) :] = False
    return per_household(able, people.household, len(world.households)) > 0


def _step(world: World, month: int, which: Ints, kind: int) -> None:
    if which.size:
        days = world.days(month, which.size, world.streams["removal"])
        blank = np.full(which.size, -1)
        world.steps.append(np.column_stack([which, days, np.full(which.size, kind), blank, blank, blank]))


def settle(world: World, month: int) -> None:
    """The stock of monitored households that the first roster already holds, found by last year's screening."""
    households, rules, rng = world.households, world.parameters.procedure, world.streams["procedure"]
    wanted = max(1, round(rules.monitored_at_start * len(households)))
    now = pressure(world, month)
    weight = (
        np.exp(0.8 * (now.total - now.total.max()))
        * np.where(households.lifted, 1.6, 1.0)
        * (households.size > 0)
        * np.where(households.labour > 0, 1.0, 0.1)
    )
    which = np.sort(rng.choice(len(households), wanted, replace=False, p=weight / weight.sum()))
    days = world.days(month, wanted, rng)
    identify(world, month, which, days, main_cause(now.parts[:, which], rng))
