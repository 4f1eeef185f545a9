"""The latent state: arrays over households and over persons. Only the simulator and its truth ever see it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Relation(IntEnum):
    HEAD = 0
    SPOUSE = 1
    CHILD = 2
    CHILD_IN_LAW = 3
    GRANDCHILD = 4
    PARENT = 5
    SIBLING = 6


class Labour(IntEnum):
    ORDINARY = 0
    SKILLED = 1
    WEAK = 2
    LOST = 3
    NONE = 4


class Stage(IntEnum):
    NOT = 0
    PRESCHOOL = 1
    PRIMARY = 2
    JUNIOR = 3
    SENIOR = 4
    VOCATIONAL = 5
    COLLEGE = 6


class Cause(IntEnum):
    """Main causes of hardship, in the order of the official risk types."""

    ILLNESS = 0
    DISABILITY = 1
    EDUCATION = 2
    DISASTER = 3
    ACCIDENT = 4
    BUSINESS_FAILURE = 5
    JOB_INSTABILITY = 6
    LABOUR_SHORTAGE = 7
    HOUSING = 8
    WATER = 9


EXPENSES = (Cause.ILLNESS, Cause.EDUCATION, Cause.DISASTER, Cause.ACCIDENT, Cause.BUSINESS_FAILURE)
"""The causes that come as a rigid expense; their unpaid stock is `Households.burden`, in this order."""


HORIZONS = (6, 12)
"""Months ahead for which the truth tells how likely hardship is, in the order of its columns."""


class Watch(IntEnum):
    """Where a household stands in the official procedure."""

    NEVER = 0
    MONITORED = 1
    REMOVED = 2


INCOME_KINDS = (
    "wage",
    "business",
    "property",
    "family_planning",
    "dibao",
    "tekun",
    "pension",
    "ecological",
    "other_transfer",
    "business_cost",
    "payout",
    "self_paid",
)
"""Rows of the income accumulators."""


ROW = {kind: place for place, kind in enumerate(INCOME_KINDS)}


@dataclass
class People:
    """One entry per person who was ever seen, in order of appearance; nobody is ever taken out."""

    household: Ints
    birth_day: Ints
    female: Flags
    relation: Ints
    present: Flags
    married: Flags
    frailty: Floats  # how prone to illness; standard normal
    ability: Floats  # log wage effect
    attachment: Floats  # to paid work; standard normal
    homebound: Flags  # keeps to house and field
    skilled: Flags
    scholar: Floats  # how long at school; standard normal
    attained: Ints  # Stage completed
    stage: Ints
    labour: Ints
    chronic: Flags
    major: Flags
    major_until: Ints  # month in which active treatment ends
    disability: Ints  # category 1-7, 0 none
    grade: Ints  # 1-4, 0 none
    card_day: Ints
    insured: Flags
    pension: Flags
    job: Flags
    tier: Ints
    channel: Ints
    wage: Floats
    job_day: Ints
    seasonal: Flags
    scar: Floats  # wage and search effect of a lost job, fades
    paid_this_year: Floats  # compliant self-paid bills, resets in January
    months_collection: Ints  # months worked since October
    months_calendar: Ints  # months worked since January
    last_tier: Ints

    def __len__(self) -> int:
        return len(self.household)

    def append(self, newcomers: People) -> None:
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(newcomers, field.name)
            setattr(self, field.name, np.concatenate([mine, theirs.astype(mine.dtype)]))

    def age(self, day: int) -> Floats:
        return (day - self.birth_day) / 365.25


@dataclass
class Households:
    """One entry per household; the number never changes, an empty household stays as `size` 0."""

    village: Ints
    lifted: Flags
    land: Floats
    forest: Floats
    dwelling: Floats
    road: Floats
    house_grade: Ints  # 0 A to 3 D
    house_open: Ints  # day until which a dwelling found unsafe is on record as not remedied, 0 none
    cooperative: Flags
    enterprise: Flags
    fortune: Floats  # log income effect shared by the members
    kin: Floats  # unobserved persistent proneness to hardship
    mood: Floats  # unobserved passing shock, autoregressive
    thrift: Floats  # savings aimed at, yuan at an income of 40,000
    savings: Floats
    overlooked: Flags  # seldom seen by cadres, never reports itself
    project: Flags
    project_income: Floats
    property_income: Floats
    ecological: Floats
    family_planning: Floats
    top_up: Flags
    dibao: Flags
    dibao_day: Ints
    settlement: Ints  # -1 not relocated
    moved_day: Ints
    debt: Floats
    litres: Floats
    days_out: Floats
    fetch_minutes: Floats
    water_good: Flags
    burden: Floats  # (expense, household): unpaid stock in yuan
    income_year: Floats  # fading sum of about 12 months
    wage_fast: Floats
    wage_slow: Floats
    hardship: Flags
    hardship_month: Ints
    cause: Ints
    watch: Ints
    watch_month: Ints  # month of the last step
    help: Floats  # how much support lowers the pressure now
    size: Ints
    workers: Ints
    labour: Ints
    collection: Floats  # (income kind, household) since October
    calendar: Floats  # (income kind, household) since January

    def __len__(self) -> int:
        return len(self.village)


@dataclass(frozen=True)
class Places:
    """Townships and villages of a county that does not exist."""

    county: str
    township: tuple[str, ...]
    village: tuple[str, ...]
    village_township: Ints
    village_code: tuple[str, ...]
    prosperity: Floats  # per village, log income effect
    slope: Floats  # per village, proneness to disaster
    remote: Floats  # per village, km to the main road
    dry: Flags  # per village, water supply fails
    settlements: tuple[str, ...]


def per_household(values: npt.ArrayLike, household: Ints, count: int) -> Floats:
    """Sums of a person-level column by household."""
    weights = np.asarray(values, dtype=np.float64)
    return np.bincount(household, weights=weights, minlength=count).astype(np.float64)


def rounded(values: npt.ArrayLike, decimals: int) -> Floats:
    return np.round(np.asarray(values, dtype=np.float64), decimals).astype(np.float64)


def sigmoid(x: npt.ArrayLike) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.asarray(x, dtype=np.float64)))


def book(households: Households, kind: str, household: Ints, yuan: npt.ArrayLike) -> None:
    """Add amounts to the accounts of the collection year and of the calendar year."""
    np.add.at(households.collection[ROW[kind]], household, yuan)
    np.add.at(households.calendar[ROW[kind]], household, yuan)
