"""What households are counted for, and at which places.

A mark is true, false or unknown of a household on a day. A household of which it is unknown is not counted at all: a
rate is a share of those of whom something is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from features.language.measure import ratio
from features.language.verbs import policy, value_of
from features.language.windows import in_last
from features.records.context import Level
from features.vocabulary import MonitoringStep


@dataclass(frozen=True)
class Mark:
    """Something that a household is counted for.

    Attributes:
        name: part of the table's column names.
        zh, en: the households that are counted.
        of: true, false or unknown, from features of that day; None for a step of the official procedure.
        steps: which rows of `monitoring` count, where that is what it tells of.
    """

    name: str
    zh: str
    en: str
    of: pl.Expr | None = None
    steps: pl.Expr | None = None

    @property
    def reads(self) -> frozenset[str]:
        """The features that it is made of."""
        return frozenset() if self.of is None else frozenset(self.of.meta.root_names())


ILLNESS = Mark(
    "illness",
    "近12个月有人住院或新患大病",
    "somebody in hospital or newly with a major disease in the last 12 months",
    (value_of("admissions_12m") > 0) | (value_of("new_major_disease_12m") > 0),
)
JOB_LOSS = Mark(
    "job_loss", "近3个月有人务工结束", "somebody's work ended in the last 3 months", value_of("jobs_ended_3m") > 0
)
# Without labour nobody can be expected to work: such a household is in neither number.
ZERO_EMPLOYMENT = Mark(
    "zero_employment",
    "有劳动力但无人就业（只统计有劳动力的户）",
    "nobody works, among the households with labour",
    pl.when(value_of("people_with_labour") > 0).then(value_of("people_working") == 0),
)
SHOCK = Mark("shock", "近12个月遭遇突发事件", "struck by an event in the last 12 months", value_of("shocks_12m") > 0)
IDENTIFIED = Mark(
    "identified",
    "近12个月被识别为监测对象",
    "identified as monitored in the last 12 months",
    steps=(pl.col("step") == MonitoringStep.IDENTIFIED.value) & in_last(months=12),
)

MARKS: dict[str, Mark] = {mark.name: mark for mark in (ILLNESS, JOB_LOSS, ZERO_EMPLOYMENT, SHOCK, IDENTIFIED)}

READ: frozenset[str] = frozenset().union(*(mark.reads for mark in MARKS.values()))
"""The features that all marks together are made of."""

PREFIX = "context."


def hits(level: Level, mark: Mark) -> str:
    """Name of the column: other households of the place that are marked."""
    return f"{PREFIX}{level.value}.{mark.name}.hits"


def households(level: Level, mark: Mark) -> str:
    """Name of the column: other households of the place of which the mark is known."""
    return f"{PREFIX}{level.value}.{mark.name}.households"


def share_of_others(level: Level, mark: Mark) -> pl.Expr:
    """Share of the place's other households that are marked, drawn towards the county's share where they are few.

    The place counts as if so many further households (`context_shrinkage_households`) stood in it in which the mark
    is as frequent as in the county, the household left out there too: of two neighbours one hit is no half, and a
    place without others takes the county's share. Unknown where the place is unknown or the county has nobody else.
    """
    county = ratio(pl.col(hits(Level.COUNTY, mark)), pl.col(households(Level.COUNTY, mark)))
    added = policy("context_shrinkage_households")
    here = pl.col(households(level, mark))
    drawn = (pl.col(hits(level, mark)) + added * county) / (here + added)
    return pl.when(here + added > 0).then(drawn).when(here.is_not_null()).then(county)


def marks_in(columns: Iterable[str]) -> list[Mark]:
    """The marks that these columns count, each once."""
    counted = {name.split(".")[2] for name in columns if name.startswith(PREFIX)}
    return [mark for mark in MARKS.values() if mark.name in counted]
