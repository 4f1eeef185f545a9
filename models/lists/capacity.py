"""What an office can visit: whole visits by township, the county's total right to the visit.

An office visits within its township, so each township gets its share of the county's visits. Shares are rounded by a
recorded draw, down or up (Cox 1987, "A constructive procedure for unbiased controlled rounding"): a township with 30
households, to which 0.3 visits fall, has one in about three months out of ten, where rounding to the nearest would never
send anybody there.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from models.lists.drawing import BELOW, DRAWN, with_tie

TOWNSHIP_DIGITS, COUNTY_DIGITS = 9, 6


@dataclass(frozen=True)
class Capacity:
    """What an office can visit in a month: so many visits for every hundred households, or so many in all.

    Attributes:
        visits_per_hundred: visits for every 100 households in scope; None where `visits` says how many in all.
        audit_share: the share of them that goes to households drawn at random among those that the scores did not choose.
        cool_down_months: a household that was visited is not listed again before so many months have passed; 0 for at once.
        visits: visits to all households that are asked about, whichever county they live in.

    Raises:
        ValueError: no visits, more than one for each household, a share that is none, or a rest that is none.
    """

    visits_per_hundred: float | None = None
    audit_share: float = 0.0
    cool_down_months: int = 0
    visits: int | None = None

    def __post_init__(self) -> None:
        if (self.visits_per_hundred is None) == (self.visits is None):
            raise ValueError("say either how many visits for every hundred households or how many in all, not both.")
        if self.visits_per_hundred is not None and not 0 < self.visits_per_hundred <= 100:
            raise ValueError(f"visits per hundred households lie above 0 and up to 100, not {self.visits_per_hundred}.")
        if self.visits is not None and self.visits < 1:
            raise ValueError(f"visits must be at least 1, not {self.visits}.")
        if not 0 <= self.audit_share < 1:
            raise ValueError(f"the share of audit visits lies from 0 to below 1, not {self.audit_share}.")
        if self.cool_down_months < 0:
            raise ValueError(f"the months of a cool-down can't be negative: {self.cool_down_months}.")


def with_township(rows: pl.DataFrame) -> pl.DataFrame:
    """With `township`, the first nine digits of `region_code`; empty where nobody knows it, which is a place of its own."""
    return rows.with_columns(pl.col("region_code").fill_null("").str.head(TOWNSHIP_DIGITS).alias("township"))


def visits_by_township(
    in_scope: pl.DataFrame, capacity: Capacity, seed: int, within: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Whole visits of each township on each as-of day.

    Args:
        in_scope: `as_of`, `township` and the columns of `within`, one row for each household in scope.
        within: what has lists of its own on one day.

    Returns:
        The columns of `within`, `as_of`, `township`, `visits`, `audits` (of the visits) and `audits_expected`. A county's visits
        are its share of all its households, rounded half up, at least one; visits in all are dealt out over all counties.
    """
    lists = [*within, "as_of", "township"]
    county: list[str | pl.Expr] = [*within, "as_of"]
    if capacity.visits is None:
        county.append(pl.col("township").str.head(COUNTY_DIGITS))
    households = pl.col("households").sum()
    places = with_tie(
        in_scope.group_by(lists).agg(pl.len().alias("households")),
        pl.format("{}|{}", "as_of", "township"),
        seed,
    )
    # Townships take turns in the order in which visits are dealt out: no two are always rounded alike.
    in_turn = places.sort(*within, "as_of", DRAWN, "township").drop(DRAWN)
    places = with_tie(in_turn, pl.col("as_of").cast(pl.String), seed)
    return (
        places.with_columns(_in_all(capacity, households).over(county).alias("all_visits"))
        .with_columns((pl.col("all_visits") * pl.col("households") / households.over(county)).alias("share"))
        .with_columns(_rounded(pl.col("share"), pl.col("all_visits"), county).alias("visits"))
        .with_columns((pl.col("all_visits") * capacity.audit_share + 0.5).floor().alias("all_audits"))
        .with_columns((pl.col("all_audits") * pl.col("visits") / pl.col("all_visits")).alias("audits_expected"))
        .with_columns(_rounded(pl.col("audits_expected"), pl.col("all_audits"), county).alias("audits"))
        .sort(lists)
        .select(*lists, pl.col("visits", "audits").cast(pl.Int64), "audits_expected")
    )


def _in_all(capacity: Capacity, households: pl.Expr) -> pl.Expr:
    """The visits of a county, whole: never more than it has households."""
    if capacity.visits_per_hundred is None:
        return pl.min_horizontal(pl.lit(float(capacity.visits or 0)), households.cast(pl.Float64))
    return (households * capacity.visits_per_hundred / 100 + 0.5).floor().clip(lower_bound=1)


def _rounded(share: pl.Expr, total: pl.Expr, county: list[str | pl.Expr]) -> pl.Expr:
    """Shares that add up to a whole total, each rounded down or up by one draw, on the average exactly."""
    # The sum of many shares may miss the whole total by a rounding error, and with it a visit.
    is_last = pl.int_range(1, pl.len() + 1).over(county) == pl.len().over(county)
    reached = pl.when(is_last).then(total).otherwise(share.cum_sum().over(county))
    steps = (reached + pl.col(DRAWN).cast(pl.Float64) / BELOW).floor()
    return steps - steps.shift(1, fill_value=0).over(county)
