"""What is known before a list is made: the last list, the visits, who hits a severe rule, and where those stand who have no score."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from features.errors import FanpinError
from models.lists.visits import VISITED

Schema = Mapping[str, pl.DataType]

PREVIOUS: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "region_code": pl.String(),
    "listed_on": pl.Date(),
    "listed_since": pl.Date(),
}
"""One row per household of the last list: its day, and that of the first list of those on which it stands without a break."""

MUST_INCLUDE: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "severity": pl.Int32(),
    "triggers": pl.List(pl.String()),
    "hit_since": pl.Date(),
}
"""One row per household that hits a severe rule: the highest severity, the rules, and the latest day on which a hit rests."""

STANDING: dict[str, pl.DataType] = {"household_id": pl.String(), "standing": pl.String()}
"""One row per household without a score: why it has none, a value of `models.lists.LeftOut`."""

VILLAGES: dict[str, pl.DataType] = {"village": pl.String(), "visited_on": pl.Date()}
"""One row per village with a known visit to anybody: the day of the last."""


class StateError(FanpinError, ValueError):
    """What is handed over as known before a list can't be."""


def _nobody(schema: Schema) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True, eq=False)
class State:
    """What is known before a list. Nobody's list came before, and nobody was visited, unless it is said.

    Attributes:
        previous: columns of PREVIOUS. Who of it was not visited from its day on is an open case.
        visited: columns of VISITED, the last visit to each household, as known on the day of the new list.
        must_include: columns of MUST_INCLUDE.
        standing: columns of STANDING.
        villages: columns of VILLAGES; visits to households that are scored count even where they are not in it.

    Raises:
        StateError: a household stands twice in one of them.
    """

    previous: pl.DataFrame = field(default_factory=lambda: _nobody(PREVIOUS))
    visited: pl.DataFrame = field(default_factory=lambda: _nobody(VISITED))
    must_include: pl.DataFrame = field(default_factory=lambda: _nobody(MUST_INCLUDE))
    standing: pl.DataFrame = field(default_factory=lambda: _nobody(STANDING))
    villages: pl.DataFrame = field(default_factory=lambda: _nobody(VILLAGES))

    def __post_init__(self) -> None:
        for name in ("previous", "visited", "must_include", "standing"):
            if getattr(self, name)["household_id"].is_duplicated().any():
                raise StateError(
                    f"名单的前情（{name}）中有的户出现两次：每户只应一行 | in what was known before the list ({name}) a household stands twice; "
                    "each has one row."
                )

    def of(self, scored: pl.DataFrame) -> State:
        """What is known of scored households alone; visits are known everywhere."""
        previous, must = (
            rows.join(scored, on="household_id", how="semi") for rows in (self.previous, self.must_include)
        )
        return replace(self, previous=previous, must_include=must)

    def of_others(self, scored: pl.DataFrame) -> State:
        """What is known of those without a score."""
        previous, must = (
            rows.join(scored, on="household_id", how="anti") for rows in (self.previous, self.must_include)
        )
        return replace(self, previous=previous, must_include=must)

    def require_before(self, as_of: dt.date) -> None:
        """Raises StateError: the last list or a visit is not from before a new list's day."""
        latest = self.previous["listed_on"].max()
        if isinstance(latest, dt.date) and latest >= as_of:
            raise StateError(
                f"上期名单的日期 {latest} 不早于本期 {as_of}：请给出更早的名单 | the last list is of {latest}, which is not before {as_of}. Hand "
                "over the one before."
            )
        visited = self.visited["visited_on"].max()
        if isinstance(visited, dt.date) and visited > as_of:
            raise StateError(
                f"走访日期 {visited} 晚于名单日期 {as_of}：当日还不可能知道 | a visit of {visited} can't be known on {as_of}, the day of the list."
            )


def as_previous(listed: pl.DataFrame) -> pl.DataFrame:
    """The households of a list that was issued (`IssuedList.listed`, or as it was stored) as PREVIOUS of the next."""
    return listed.select(
        "household_id", "region_code", pl.col("as_of").alias("listed_on"), pl.col("listed_since").cast(pl.Date)
    )
