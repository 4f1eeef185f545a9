"""What visits led to: how many of those households were identified within the horizon, with an exact interval."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from scipy.stats import binomtest

COVERED = 0.95

YIELDS: dict[str, pl.DataType] = {
    "trigger": pl.String(),
    "alerts": pl.Int64(),
    "identified": pl.Int64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}
"""Of each rule: alerts whose horizon has passed, those whose household was identified within it, and the ends of their share."""


@dataclass(frozen=True)
class Yield:
    """What visits to households led to.

    Attributes:
        visits: households, each counted in every month in which it would have been visited.
        identified: of these, those after which the household was identified within the horizon.
        households: the different households among `identified`.
    """

    visits: int
    identified: int
    households: int

    def __add__(self, other: Yield) -> Yield:
        """Of both together, where no household is in both."""
        return Yield(self.visits + other.visits, self.identified + other.identified, self.households + other.households)

    @property
    def share(self) -> float | None:
        """None where nobody can tell."""
        return self.identified / self.visits if self.visits else None

    @property
    def ends(self) -> tuple[float, float] | None:
        return ends_of_share(self.identified, self.visits)

    @property
    def visits_for_each(self) -> float | None:
        """Visits for each different household found; None where nobody was found."""
        return self.visits / self.households if self.households else None


def ends_of_share(part: int, of: int) -> tuple[float, float] | None:
    """The exact 95 % interval of a share; None where there is none (Clopper and Pearson, Biometrika 26, 1934).

    It takes the cases as independent. Those of one household over the months are not, and it is a little too narrow for them.
    """
    if not of:
        return None
    ends = binomtest(part, of).proportion_ci(COVERED, method="exact")
    return float(ends.low), float(ends.high)


def yield_of(visits: pl.DataFrame) -> Yield:
    """What visits led to.

    Args:
        visits: `household_id`, `identified_on` (null: not within the horizon), a row a visit.
    """
    led = visits.filter(pl.col("identified_on").is_not_null())
    return Yield(visits.height, led.height, led["household_id"].n_unique())


def yields_by_rule(past: pl.DataFrame) -> pl.DataFrame:
    """What the alerts of each rule led to, columns of YIELDS; a rule without an alert has no row.

    Args:
        past: `trigger`, `identified_on` (null: not within the horizon), a row an alert.
    """
    counted = past.group_by("trigger").agg(
        pl.len().cast(pl.Int64).alias("alerts"), pl.col("identified_on").count().cast(pl.Int64).alias("identified")
    )
    ends = [ends_of_share(row["identified"], row["alerts"]) for row in counted.iter_rows(named=True)]
    both = ((end[0], end[1]) if end else (None, None) for end in ends)
    shares = pl.DataFrame(list(both), schema={"low": pl.Float64, "high": pl.Float64}, orient="row")
    return pl.concat([counted, shares], how="horizontal").select(list(YIELDS)).sort("trigger")
