"""The county on its first day: places, households and the people in them."""

from __future__ import annotations

import numpy as np

from training.simulator.names import COUNTY_CODE, place_names
from training.simulator.parameters import Parameters
from training.simulator.people import newcomers
from training.simulator.state import (
    EXPENSES,
    INCOME_KINDS,
    Floats,
    Households,
    Ints,
    People,
    Places,
    Relation,
    Stage,
    rounded,
)
from training.simulator.streams import Streams

LIFTED = {"elderly": 0.15, "couple": 0.12, "nuclear": 0.25, "three": 0.23, "left": 0.06, "grown": 0.11, "single": 0.08}
GENERAL = {"elderly": 0.08, "couple": 0.12, "nuclear": 0.32, "three": 0.29, "left": 0.04, "grown": 0.11, "single": 0.04}
"""Shares of household shapes; lifted-out households are older, smaller and more often single [I]."""


def found_places(households: int, parameters: Parameters, streams: Streams) -> Places:
    """Villages and townships in proportion to the households: 197 and 12 at 20,000."""
    rng = streams["places"]
    villages = max(3, round(households / parameters.size.households_per_village))
    townships = max(1, round(villages / parameters.size.villages_per_township))
    township = np.sort(np.concatenate([np.arange(townships), rng.integers(0, townships, villages - townships)]))
    serial = np.arange(villages) - np.searchsorted(township, township)
    names = place_names(townships + villages, rng)
    sites = max(1, round(households * parameters.size.settlements_per_household))
    return Places(
        county=COUNTY_CODE,
        township=tuple(name + ("镇" if i % 3 else "乡") for i, name in enumerate(names[:townships])),
        village=tuple(name + "村" for name in names[townships:]),
        village_township=township,
        village_code=tuple(f"{COUNTY_CODE}{t + 1:03d}{v + 1:03d}" for t, v in zip(township, serial, strict=True)),
        prosperity=rng.normal(0, 0.10, townships)[township] + rng.normal(0, 0.10, villages),
        slope=rng.gamma(2.0, 0.5, villages),
        remote=rng.gamma(2.0, 1.2, villages),
        dry=rng.random(villages) < 0.08,
        settlements=tuple(f"{name}安置点" for name in place_names(sites, streams["settlements"])),
    )


def found_households(
    count: int, places: Places, parameters: Parameters, streams: Streams, first_day: int
) -> Households:
    """Households without their people yet: sizes and earners are counted once people exist."""
    rng, hidden = streams["households"], streams["unobserved"]
    village = np.sort(rng.integers(0, len(places.village), count))
    local = rng.beta(4, 4, len(places.village)) * 2 * parameters.size.lifted_share
    lifted = rng.random(count) < local[village]
    relocated = lifted & (rng.random(count) < parameters.size.relocated_share_of_lifted)
    settlement = np.where(relocated, rng.integers(0, len(places.settlements), count), -1)
    debt = np.where(relocated & (rng.random(count) < 0.4), rng.lognormal(np.log(14_000), 0.6, count), 0.0)
    project = rng.random(count) < np.where(lifted, 0.24, 0.12)
    grade = rng.choice(4, count, p=[0.55, 0.435, 0.012, 0.003])
    grade[relocated] = 0
    dry = places.dry[village] & (rng.random(count) < 0.35) & ~relocated
    litres = np.round(np.where(dry, rng.normal(42, 9, count), rng.normal(75, 14, count)).clip(15), 0)

    def zeros() -> Floats:
        return np.zeros(count)

    def no() -> np.ndarray:
        return np.zeros(count, dtype=bool)

    def number() -> Ints:
        return np.zeros(count, dtype=np.int64)

    return Households(
        village=village,
        lifted=lifted,
        land=np.round(np.where(relocated, 0.5, 1.0) * rng.gamma(2.2, 2.3, count), 1),
        forest=np.round(rng.gamma(1.0, 2.5, count) * (rng.random(count) < 0.55), 1),
        dwelling=np.round(np.where(relocated, rng.normal(92, 14, count), rng.normal(118, 30, count)).clip(28), 0),
        road=rounded(np.where(relocated, 0.2, rng.exponential(0.5, count) * places.remote[village]), 1),
        house_grade=grade,
        house_open=number(),
        cooperative=rng.random(count) < np.where(lifted, 0.45, 0.18),
        enterprise=rng.random(count) < np.where(lifted, 0.22, 0.06),
        fortune=rng.normal(0, 0.24, count) + places.prosperity[village] - 0.16 * lifted,
        kin=hidden.normal(0, parameters.hardship.kin_spread, count),
        mood=hidden.normal(0, parameters.hardship.mood_spread, count),
        thrift=parameters.money.usual_savings * hidden.lognormal(0, 0.5, count) * np.where(lifted, 0.6, 1.0),
        savings=zeros(),
        overlooked=hidden.random(count) < parameters.procedure.overlooked_share,
        project=project,
        project_income=np.where(project, parameters.money.project_income * rng.lognormal(0, 0.5, count), 0.0),
        property_income=np.where(rng.random(count) < 0.4, rng.lognormal(np.log(1_600), 0.7, count), 0.0),
        ecological=np.where(rng.random(count) < 0.35, rng.lognormal(np.log(420), 0.5, count), 0.0),
        family_planning=np.where(rng.random(count) < 0.06, 960.0, 0.0),
        top_up=rng.random(count) < np.where(lifted, 0.55, 0.2),
        dibao=no(),
        dibao_day=number(),
        settlement=settlement,
        moved_day=np.where(relocated, first_day - rng.integers(60, 1_400, count), 0),
        debt=debt,
        litres=litres,
        days_out=rounded(np.where(dry, rng.gamma(2, 14, count), rng.gamma(1, 3, count)), 0),
        fetch_minutes=rounded(np.where(dry, rng.gamma(3, 5, count), rng.gamma(1, 2, count)), 0),
        water_good=rng.random(count) > np.where(dry, 0.06, 0.004),
        burden=np.zeros((len(EXPENSES), count)),
        income_year=zeros(),
        wage_fast=zeros(),
        wage_slow=zeros(),
        hardship=no(),
        hardship_month=number(),
        cause=number(),
        watch=number(),
        watch_month=number(),
        help=zeros(),
        size=number(),
        workers=number(),
        labour=number(),
        collection=np.zeros((len(INCOME_KINDS), count)),
        calendar=np.zeros((len(INCOME_KINDS), count)),
    )


def found_people(
    households: Households, parameters: Parameters, streams: Streams, first_day: int, empty: Ints
) -> People:
    """The members of every household but the `empty` ones; health and work are drawn afterwards by `people.settle`."""
    rng = streams["people"]
    count = len(households)
    shapes = list(GENERAL)
    shape = np.where(
        households.lifted,
        rng.choice(len(shapes), count, p=list(LIFTED.values())),
        rng.choice(len(shapes), count, p=list(GENERAL.values())),
    )
    low = np.array([62, 60, 28, 33, 55, 50, 34])[shape]
    high = np.array([86, 83, 50, 56, 70, 62, 60])[shape]
    head_age = rng.uniform(low, high)
    head_female = rng.random(count) < np.array([0.55, 0.08, 0.06, 0.06, 0.15, 0.08, 0.2])[shape]
    slots: list[tuple[Relation, Floats, Floats, np.ndarray]] = [
        (Relation.HEAD, np.ones(count), head_age, head_female),
    ]

    def slot(relation: Relation, present: dict[str, float], age: Floats, female: np.ndarray) -> None:
        chance = np.array([present.get(name, 0.0) for name in shapes])[shape]
        slots.append((relation, (rng.random(count) < chance).astype(float), age, female))

    any_sex = rng.random((6, count)) < 0.48
    first_child = head_age - rng.uniform(22, 31, count)
    first_child = np.where(shape == shapes.index("grown"), head_age - rng.uniform(23, 28, count), first_child)
    slot(
        Relation.SPOUSE,
        {"couple": 1.0, "nuclear": 0.94, "three": 0.92, "left": 0.8, "grown": 0.9},
        head_age + rng.normal(-1.5, 2.5, count) * np.where(head_female, -1, 1),
        ~head_female,
    )
    slot(Relation.CHILD, {"nuclear": 0.95, "three": 0.97, "grown": 1.0}, first_child, any_sex[0])
    slot(
        Relation.CHILD, {"nuclear": 0.6, "three": 0.6, "grown": 0.2}, first_child - rng.uniform(2, 5, count), any_sex[1]
    )
    slot(Relation.CHILD, {"nuclear": 0.14, "three": 0.12}, first_child - rng.uniform(6, 9, count), any_sex[2])
    slot(Relation.CHILD_IN_LAW, {"grown": 0.3}, first_child + rng.normal(-1, 2, count), ~any_sex[0])
    slot(Relation.GRANDCHILD, {"left": 1.0}, head_age - rng.uniform(47, 53, count), any_sex[3])
    slot(Relation.GRANDCHILD, {"grown": 0.28}, first_child - rng.uniform(22, 25, count), any_sex[4])
    slot(Relation.GRANDCHILD, {"left": 0.35}, head_age - rng.uniform(51, 56, count), any_sex[4])
    slot(Relation.PARENT, {"three": 0.9, "single": 0.35}, head_age + rng.uniform(21, 28, count), np.ones(count, bool))
    slot(Relation.PARENT, {"three": 0.55}, head_age + rng.uniform(22, 30, count), np.zeros(count, bool))
    slot(Relation.SIBLING, {"single": 0.12}, head_age + rng.normal(0, 5, count), any_sex[5])

    present = np.array([chance > 0 for _, chance, _, _ in slots])
    age = np.array([age for _, _, age, _ in slots])
    present &= (age > 0.05) & (age < 97)
    present[:, empty] = False
    household, which = np.nonzero(present.T)
    age_now = age[which, household]
    female = np.array([female for *_, female in slots])[which, household]
    relation = np.array([int(relation) for relation, *_ in slots])[which]
    birth_day = (first_day - age_now * 365.25).astype(np.int64)
    return newcomers(household, birth_day, female, relation, households.lifted, parameters, rng)


def stage_at(age: Floats, scholar: Floats) -> Ints:
    """Where a person of this age and bent for school would be enrolled; ages in years at the start of term."""
    after_junior = np.where(scholar > 0.15, Stage.SENIOR, np.where(scholar > -0.75, Stage.VOCATIONAL, Stage.NOT))
    after_senior = np.where(scholar > 0.25, Stage.COLLEGE, Stage.NOT)
    return np.select(
        [age < 3, age < 6, age < 12, age < 15, age < 18, age < 22],
        [Stage.NOT, np.where(scholar > -1.2, Stage.PRESCHOOL, Stage.NOT), Stage.PRIMARY, Stage.JUNIOR, after_junior,
         after_senior],
        Stage.NOT,
    ).astype(np.int64)  # fmt: skip
