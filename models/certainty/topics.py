"""What can be asked at a door in one breath: a topic is what one record table tells of a household."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

import polars as pl

from features.bilingual import Bilingual
from features.frame.values import frame_plan
from features.language import all_of
from features.language.marks import READ
from features.registry import with_ingredients


class Absence(Enum):
    """What it means that a household has no row of a topic."""

    MISSING = "missing"
    """Every household has some: that there is no row is not known."""

    MISSING_WITH_LABOUR = "missing_with_labour"
    """The same of a household in which somebody can work."""

    SILENCE = "silence"
    """Most households have none, and rightly; something may have happened and not been reported."""

    SILENCE_OF_PUPILS = "silence_of_pupils"
    """The same of a household in which somebody may be at school: not everybody is known to be beyond it."""


@dataclass(frozen=True)
class Topic:
    """What one record table tells.

    Attributes:
        table: the record table, and the topic's name.
        months: where silence counts from the last row on: a household without a row for so many months is silent.
        yearly: whether it is collected once a year, so that it grows old.
        question: what to ask or look at.
    """

    table: str
    absence: Absence
    question: Bilingual
    months: int | None = None
    yearly: bool = False


_ALL = (
    Topic(
        "illness",
        Absence.SILENCE,
        Bilingual(
            "问家里近一年有没有人住院、确诊大病或长期吃药，自己一共付了多少",
            "ask whether anybody was in hospital, was found gravely ill or takes medicine for long, and what they paid themselves",
        ),
        months=12,
    ),
    Topic(
        "employment",
        Absence.MISSING_WITH_LABOUR,
        Bilingual(
            "问家里谁在务工、今年干了几个月、月工资多少，有没有人丢了工作或返乡",
            "ask who works, for how many months this year and for what wage, and whether anybody lost work or came home",
        ),
    ),
    Topic(
        "income",
        Absence.MISSING,
        Bilingual(
            "问近一年工资、经营、转移性收入各多少，经营花了多少本钱",
            "ask for the last year's wages, business income, transfers, and what the business cost",
        ),
        yearly=True,
    ),
    Topic(
        "members",
        Absence.MISSING,
        Bilingual(
            "问家里现在几口人、谁能干活、谁在外务工几个月、谁有病有残疾",
            "ask who lives in the household, who can work, who works away and how long, who is ill or disabled",
        ),
        yearly=True,
    ),
    Topic(
        "disability",
        Absence.SILENCE,
        Bilingual(
            "问有没有人新办、换级残疾证，或有残疾还没办证",
            "ask whether anybody has a new or changed disability card, or is disabled without one",
        ),
    ),
    Topic(
        "education",
        Absence.SILENCE_OF_PUPILS,
        Bilingual(
            "问几个孩子在上学、上到哪一段，一学年自己付多少、有没有资助",
            "ask how many children are at school and where, what a year costs and what aid they get",
        ),
        months=12,
    ),
    Topic(
        "shocks",
        Absence.SILENCE,
        Bilingual(
            "问近一年有没有受灾、出车祸或意外、产业赔钱，损失多少",
            "ask for disasters, accidents and failed business of the last year, and what was lost",
        ),
        months=12,
    ),
    Topic(
        "housing",
        Absence.MISSING,
        Bilingual(
            "看住房是哪一级、有没有受损、改造了没有",
            "look at the dwelling: its grade, any damage, whether it was repaired",
        ),
    ),
    Topic(
        "water",
        Absence.MISSING,
        Bilingual(
            "看饮水：水量够不够、断不断水、取水多远、水质是否合格",
            "look at the drinking water: how much, how often out, how far to fetch, its quality",
        ),
    ),
)

TOPICS: dict[str, Topic] = {topic.table: topic for topic in _ALL}
"""By record table. Descriptions, moves and measures are the county's own ledgers and are not asked at a door."""

PUPIL_AGES = (3, 24)
"""From pre-school to the end of college."""

NO_PUPIL = all_of(~pl.col("age").is_between(*PUPIL_AGES) & (pl.col("student").is_null() | (pl.col("student") == "not")))
"""Of the members of a household: everybody is known to be too young or too old for school, and the roster calls nobody a pupil."""

BESIDE = ("persons", "people_with_labour")
"""Read of every household beside what the model reads: who is alike, and where work is to be expected."""


@cache
def measures_of(names: frozenset[str]) -> dict[str, list[str]]:
    """By topic the measures that these features stand on: what rows of the table make, before anything is combined.

    Args:
        names: features, combinations among them.
    """
    wanted = {*names, *BESIDE}
    needed = with_ingredients(wanted)
    if frame_plan(frozenset(wanted)).context:
        needed |= with_ingredients(READ)
    by_topic: dict[str, list[str]] = {}
    for name, declared in sorted(needed.items()):
        if declared.view is not None and declared.view.table in TOPICS:
            by_topic.setdefault(declared.view.table, []).append(name)
    return by_topic


@cache
def topics_of(name: str) -> frozenset[str]:
    """The topics on which a feature stands."""
    views = (declared.view for declared in with_ingredients([name]).values())
    return frozenset(view.table for view in views if view is not None and view.table in TOPICS)
