"""People: who they are when they enter the county's rolls, and what changes with age, birth, marriage and death."""

from __future__ import annotations

import numpy as np

from training.simulator.parameters import Parameters
from training.simulator.state import (
    Flags,
    Floats,
    Households,
    Ints,
    Labour,
    People,
    Relation,
    Stage,
    per_household,
    sigmoid,
)


def newcomers(
    household: Ints,
    birth_day: Ints,
    female: Flags,
    relation: Ints,
    lifted: Flags,
    parameters: Parameters,
    rng: np.random.Generator,
) -> People:
    """People with their lasting traits drawn and no health, school or work history. `lifted` is by household."""
    count = len(household)
    poor = lifted[household]

    def zeros() -> Floats:
        return np.zeros(count)

    def no() -> Flags:
        return np.zeros(count, dtype=bool)

    def number() -> Ints:
        return np.zeros(count, dtype=np.int64)

    scholar = rng.normal(0, 1, count) - 0.15 * poor
    return People(
        household=household.astype(np.int64),
        birth_day=birth_day.astype(np.int64),
        female=female.astype(bool),
        relation=relation.astype(np.int64),
        present=np.ones(count, dtype=bool),
        married=np.isin(relation, [Relation.SPOUSE, Relation.CHILD_IN_LAW]),
        frailty=rng.normal(0, 1, count) + 0.25 * poor,
        ability=rng.normal(0, 0.26, count) + 0.07 * scholar,
        attachment=rng.normal(0, 1, count),
        homebound=rng.random(count) < np.where(female, 1.7, 0.3) * parameters.work.homebound_share,
        skilled=rng.random(count) < sigmoid(scholar - 1.7),
        scholar=scholar,
        attained=number(),
        stage=number(),
        labour=np.full(count, Labour.NONE, dtype=np.int64),
        chronic=no(),
        major=no(),
        major_until=number(),
        disability=number(),
        grade=number(),
        card_day=number(),
        insured=rng.random(count) > parameters.health.uninsured * np.where(poor, 0.4, 1.1),
        pension=rng.random(count) < 0.86,
        job=no(),
        tier=number(),
        channel=number(),
        wage=zeros(),
        job_day=number(),
        seasonal=rng.random(count) < parameters.work.seasonal_share,
        scar=zeros(),
        paid_this_year=zeros(),
        months_collection=number(),
        months_calendar=number(),
        last_tier=number(),
    )


def settle(people: People, households: Households, rng: np.random.Generator, first_day: int) -> None:
    """The health, cards and schooling that people bring with them into the first month. Changes `people`."""
    count = len(people)
    age = people.age(first_day)
    poor = households.lifted[people.household]
    people.chronic = rng.random(count) < 0.83 * sigmoid((age - 63 + 5 * people.frailty) / 11)
    people.major = rng.random(count) < 0.075 * sigmoid((age - 60 + 7 * people.frailty) / 10)
    people.major_until = np.where(people.major, rng.integers(-22, -4, count), 0)
    disabled = rng.random(count) < np.where(poor, 0.094, 0.038) * np.exp(0.4 * people.frailty - 0.08) * (
        0.45 + age / 75
    )
    people.disability = np.where(disabled, rng.choice([1, 2, 3, 4, 5, 6, 7], count, p=[.13, .09, .02, .5, .12, .1, .04]), 0)  # fmt: skip
    people.grade = np.where(disabled, rng.choice([1, 2, 3, 4], count, p=[0.16, 0.34, 0.25, 0.25]), 0)
    people.card_day = np.where(disabled, first_day - rng.integers(100, 4_000, count), 0)
    people.card_day = np.where(disabled, np.maximum(people.card_day, people.birth_day + 200), 0)
    reached = np.digitize(people.scholar, [-1.1, -0.1, 0.9, 1.6])
    people.attained = np.array([Stage.NOT, Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR, Stage.COLLEGE])[
        np.maximum(0, reached - (age > 55))
    ]
    people.married |= (people.relation == Relation.HEAD) & (per_household(people.relation == Relation.SPOUSE, people.household, len(households))[people.household] > 0)  # fmt: skip


def update_labour(people: People, day: int) -> None:
    """Ability to work from age, schooling and health. Changes `people.labour`."""
    age = people.age(day)
    severe = (people.grade > 0) & (people.grade <= 2)
    student = (people.stage >= Stage.PRESCHOOL) & (people.stage <= Stage.COLLEGE)
    frail = people.frailty + 0.5 * people.chronic
    people.labour = np.select(
        [
            (age < 16) | student,
            severe | (people.major & (people.frailty > -0.6)),
            (age >= 70) | ((age >= 61) & (frail > -1.2)) | ((age >= 56) & (frail > 1.0)),
            (age >= 61) | (people.grade >= 3) | (frail > 2.1),
            people.skilled,
        ],
        [Labour.NONE, Labour.LOST, Labour.NONE, Labour.WEAK, Labour.SKILLED],
        Labour.ORDINARY,
    ).astype(np.int64)


def count_members(people: People, households: Households) -> None:
    """Household sizes, people with labour and people at work. Changes `households`."""
    n = len(households)
    households.size = per_household(people.present, people.household, n).astype(np.int64)
    able = people.present & (people.labour <= Labour.WEAK)
    households.labour = per_household(able, people.household, n).astype(np.int64)
    households.workers = per_household(people.present & people.job, people.household, n).astype(np.int64)


def choose_new_heads(people: People, households_without_head: Ints) -> None:
    """When a head is gone the spouse follows, else the eldest adult. Changes `people.relation`."""
    for household in households_without_head:
        members = np.nonzero((people.household == household) & people.present)[0]
        if members.size == 0:
            continue
        spouse = members[people.relation[members] == Relation.SPOUSE]
        grown = members[np.isin(people.relation[members], [Relation.CHILD, Relation.SIBLING])]
        candidates = spouse if spouse.size else (grown if grown.size else members)
        heir = candidates[np.argmin(people.birth_day[candidates])]
        _relate(people, members[members != heir], heir)


SEEN_BY: dict[Relation, dict[Relation, Relation]] = {
    Relation.CHILD: {
        Relation.CHILD: Relation.SIBLING,
        Relation.CHILD_IN_LAW: Relation.SIBLING,
        Relation.GRANDCHILD: Relation.CHILD,
    },
    Relation.PARENT: {Relation.PARENT: Relation.SIBLING, Relation.CHILD_IN_LAW: Relation.CHILD},
    Relation.CHILD_IN_LAW: {Relation.CHILD_IN_LAW: Relation.SIBLING, Relation.GRANDCHILD: Relation.CHILD},
    Relation.GRANDCHILD: {Relation.GRANDCHILD: Relation.SIBLING},
}
"""What the others become to a new head, by what the new head was to the old one; who is not named here stays."""


def _relate(people: People, others: Ints, heir: int) -> None:
    """Make `heir` the head, and say what the others are to them. Changes `people.relation`."""
    was = Relation(int(people.relation[heir]))
    seen = SEEN_BY.get(was, {})
    before = people.relation[others].copy()
    for old, new in seen.items():
        people.relation[others[before == old]] = new
    if was in (Relation.CHILD, Relation.PARENT) and people.married[heir]:
        partners = Relation.CHILD_IN_LAW if was == Relation.CHILD else Relation.PARENT
        partner = others[(before == partners) & (people.female[others] != people.female[heir])][:1]
        people.relation[partner] = Relation.SPOUSE
    people.relation[heir] = Relation.HEAD
