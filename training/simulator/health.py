"""Illness, bills by layer, disability."""

from __future__ import annotations

import numpy as np

from training.simulator.state import Cause, Flags, Floats, Ints, book, per_household, rounded, sigmoid
from training.simulator.world import World

CLASSES = ("普通疾病", "慢性病", "大病", "意外伤害")
ORDINARY, CHRONIC, MAJOR, INJURY = range(4)
SETTINGS = ("住院", "门诊")
INPATIENT, OUTPATIENT = range(2)


def step(world: World, month: int) -> None:
    """New diseases, hospital stays, out-patient visits and cards of this month."""
    people, rng, health = world.people, world.streams["health"], world.parameters.health
    if world.clock.calendar_month(month) == 1:
        people.paid_this_year[:] = 0
    age = people.age(world.clock.first_day(month))
    here = people.present
    prone = np.exp(0.5 * people.frailty)
    count = len(people)

    new_chronic = here & ~people.chronic & (rng.random(count) < health.chronic_onset * sigmoid((age - 55) / 8) * prone)
    new_major = (
        here & ~people.major & (rng.random(count) < health.major_onset * (0.06 + sigmoid((age - 58) / 9)) * prone)
    )
    healed = people.major & (people.major_until < month - 24) & (rng.random(count) < 0.03)
    people.chronic |= new_chronic
    people.major = (people.major & ~healed) | new_major
    low, high = health.major_months
    people.major_until = np.where(new_major, month + rng.integers(low, high, count), people.major_until)
    in_treatment = people.major & (people.major_until >= month)

    for who, kind in ((new_chronic, CHRONIC), (new_major, MAJOR)):
        patients = np.nonzero(who)[0]
        known = world.recorder.record(
            "health_diagnosis", world.days(month, patients.size, rng), person=patients, disease=kind
        )
        if kind == MAJOR:
            world.lead(people.household[patients], known)
            world.happened(people.household[patients], month)

    stay_hazard = health.inpatient * (0.6 + 2.2 * sigmoid((age - 60) / 9)) * prone
    stay_hazard = stay_hazard + health.inpatient_chronic * people.chronic + health.inpatient_major * in_treatment
    stays = np.nonzero(here & ((rng.random(count) < stay_hazard) | new_major))[0]
    disease = np.where(
        in_treatment[stays], MAJOR, np.where(people.chronic[stays] & (rng.random(stays.size) < 0.6), CHRONIC, ORDINARY)
    )
    later = in_treatment[stays] & ~new_major[stays]
    settle_bills(world, month, stays, disease, np.where(later, 0.6, 1.0))
    _outpatients(world, month, np.nonzero(
        here & (rng.random(count) < health.outpatient + health.outpatient_chronic * people.chronic + 0.10 * in_treatment)
    )[0])  # fmt: skip

    onset = health.disability_onset * np.exp(0.03 * (age - 50).clip(0)) * prone + 0.0012 * in_treatment
    certify(world, month, np.nonzero(here & (people.disability == 0) & (rng.random(count) < onset))[0], 0.4)


def settle_bills(world: World, month: int, patients: Ints, disease: Ints, scale: Floats) -> None:
    """In-patient bills: what each layer pays, what the household pays, and what it loses beside the bill."""
    if not patients.size:
        return
    people, households, health = world.people, world.households, world.parameters.health
    rng = world.streams["bills"]
    household = people.household[patients]
    total = rng.lognormal(np.log(np.array(health.bill_median)[disease] * scale), np.array(health.bill_spread)[disease])
    total = np.round(total.clip(400, 480_000), 2)
    helped = households.lifted[household] | households.dibao[household]
    insured = people.insured[patients]
    eligible = total * rng.uniform(0.80, 0.97, patients.size)
    share = np.where(helped, health.basic_share_helped, health.basic_share)
    basic = insured * share * (eligible - health.deductible).clip(0)
    left = eligible - basic
    threshold = np.where(helped, health.major_threshold_helped, health.major_threshold)
    before = people.paid_this_year[patients]
    major = insured * health.major_share * ((before + left - threshold).clip(0) - (before - threshold).clip(0))
    left = left - major
    aid = (
        helped * insured * health.aid_share * (left - health.aid_threshold).clip(0) * (rng.random(patients.size) < 0.7)
    )
    left = left - aid
    top_up = households.top_up[household] * health.top_up_share * (left - health.top_up_threshold).clip(0)
    basic, major, aid, top_up = (np.round(layer, 2) for layer in (basic, major, aid, top_up))
    self_paid = np.round(total - basic - major - aid - top_up, 2)
    np.add.at(people.paid_this_year, patients, left - top_up)

    hidden = self_paid * rng.uniform(*world.parameters.hardship.hidden_cost, patients.size)
    cause = Cause.ACCIDENT if (disease == INJURY).all() else Cause.ILLNESS
    world.expense(cause, household, self_paid + hidden)
    _book(world, household, self_paid, aid + top_up)
    world.happened(household[self_paid > 6_000], month)
    known = world.recorder.record(
        "medical_settlement", world.days(month, patients.size, rng), person=patients, setting=INPATIENT, disease=disease,
        total=total, basic=basic, major=major, aid=aid, top_up=top_up, self_paid=self_paid,
        stay=rng.integers(3, 16, patients.size),
    )  # fmt: skip
    _screen_self_paid(world, month, household, self_paid, known)


def _screen_self_paid(world: World, month: int, household: Ints, self_paid: Floats, known: Ints) -> None:
    """The insurance office's threshold on the year's in-patient self-paid sum: pushed when it is first crossed."""
    year = world.clock.year(month)
    if year != world.known_year:
        world.known_year = year
        world.known_self_paid[:] = 0
    rules = world.parameters.procedure
    limit = np.where(world.households.lifted, rules.inpatient_lifted, rules.inpatient_general)
    before = world.known_self_paid.copy()
    reported = known < np.iinfo(np.int32).max
    np.add.at(world.known_self_paid, household[reported], self_paid[reported])
    crossed = (before < limit) & (world.known_self_paid >= limit)
    pushed = reported & crossed[household]
    world.lead(household[pushed], known[pushed])


def _outpatients(world: World, month: int, patients: Ints) -> None:
    people, rng = world.people, world.streams["bills"]
    in_treatment = people.major[patients] & (people.major_until[patients] >= month)
    disease = np.where(in_treatment, MAJOR, np.where(people.chronic[patients], CHRONIC, ORDINARY))
    median = world.parameters.health.outpatient_median * np.where(in_treatment, 2.0, 1.0)
    total = np.round(rng.lognormal(np.log(median), 0.6).clip(15, 6_000), 2)
    basic = np.round(people.insured[patients] * np.where(disease == ORDINARY, 0.4, 0.55) * total, 2)
    self_paid = rounded(total - basic, 2)
    household = people.household[patients]
    world.expense(Cause.ILLNESS, household, self_paid * 1.3)
    _book(world, household, self_paid, np.zeros(patients.size))
    nothing = np.zeros(patients.size)
    known = world.recorder.record(
        "medical_settlement", world.days(month, patients.size, rng), person=patients, setting=OUTPATIENT, disease=disease,
        total=total, basic=basic, major=nothing, aid=nothing, top_up=nothing, self_paid=self_paid,
        stay=np.zeros(patients.size, dtype=np.int64),
    )  # fmt: skip
    high = self_paid >= world.parameters.procedure.outpatient_month
    world.lead(household[high], known[high])


def _book(world: World, household: Ints, self_paid: Floats, payout: Floats) -> None:
    book(world.households, "self_paid", household, self_paid)
    book(world.households, "payout", household, payout)


def certify(world: World, month: int, who: Ints, severe_share: float) -> None:
    """People who become disabled: a card follows, a severe one is a lead."""
    if not who.size:
        return
    people, rng = world.people, world.streams["disability"]
    people.disability[who] = rng.choice([1, 2, 4, 5, 6, 7], who.size, p=[0.12, 0.1, 0.56, 0.05, 0.13, 0.04])
    severe = rng.random(who.size) < severe_share
    people.grade[who] = np.where(severe, rng.integers(1, 3, who.size), rng.integers(3, 5, who.size))
    people.card_day[who] = world.days(month, who.size, rng)
    people.job[who] &= ~severe
    world.happened(people.household[who[severe]], month)
    known = record_cards(world, who, people.card_day[who] + rng.integers(10, 75, who.size))
    world.lead(people.household[who[severe]], known[severe])


def record_cards(world: World, who: Ints, days: Ints, *, certain: bool = False) -> Ints:
    """Hand the federation's list the cards of `who`, issued on `days`, with the subsidies that go with them."""
    people, rng = world.people, world.streams["disability"]
    poor: Flags = world.households.lifted[people.household[who]] | world.households.dibao[people.household[who]]
    return world.recorder.record(
        "disability_card", days, certain=certain, person=who, category=people.disability[who], grade=people.grade[who],
        living=poor & (rng.random(who.size) < 0.6),
        nursing=(people.grade[who] <= 2) & (rng.random(who.size) < 0.8),
    )  # fmt: skip


def severe_by_household(world: World) -> Floats:
    """Members with a severe disability."""
    people = world.people
    return per_household(
        people.present & (people.grade > 0) & (people.grade <= 2), people.household, len(world.households)
    )
