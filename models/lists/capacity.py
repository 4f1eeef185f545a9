"""What an office can visit: whole visits by township or village, the county's total right to the visit.

An office visits within its township, or its village where the county says so, and each such place gets its share of the
county's visits. Shares are rounded by a recorded draw, down or up (Cox 1987, "A constructive procedure for unbiased
controlled rounding"): a township with 30 households, to which 0.3 visits fall, has one in about three months out of ten,
where rounding to the nearest would never send anybody there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from features.errors import FanpinError
from features.vocabulary import Labelled
from models.lists.drawing import BELOW, DRAWN, with_tie

VILLAGE_DIGITS, TOWNSHIP_DIGITS, COUNTY_DIGITS = 12, 9, 6


class CapacityError(FanpinError, ValueError):
    """No list can be made of so many visits."""


class Place(Labelled):
    """Within what an office's visits are dealt out and its list is put in order."""

    TOWNSHIP = "township", "乡镇", "township"
    VILLAGE = "village", "村", "village"

    @property
    def digits(self) -> int:
        """The digits of a region code that name it."""
        return VILLAGE_DIGITS if self is Place.VILLAGE else TOWNSHIP_DIGITS


@dataclass(frozen=True)
class Capacity:
    """What an office can visit in a month: so many visits for every hundred households, or so many in all.

    Attributes:
        visits_per_hundred: visits for every 100 households in scope; None where `visits` says how many in all.
        audit_share: the share of them that goes to households drawn at random among those that the scores did not choose.
        cool_down_months: a household that was visited is not listed again before so many months have passed; 0 for at once.
        visits: visits to all households that are asked about, whichever county they live in, must-includes among them.
        by: within what they are dealt out.

    Raises:
        CapacityError: no visits, more than one for each household, a share that is none, or a rest that is none.
    """

    visits_per_hundred: float | None = None
    audit_share: float = 0.0
    cool_down_months: int = 0
    visits: int | None = None
    by: Place = Place.TOWNSHIP

    @property
    def by_score_alone(self) -> Capacity:
        """The same without a rest and without audit slots: what a score alone puts on a list."""
        return replace(self, cool_down_months=0, audit_share=0.0)

    def __post_init__(self) -> None:
        if (self.visits_per_hundred is None) == (self.visits is None):
            raise CapacityError(
                "走访能力写法有误：每百户几户与总共几户，只写其一 | say either how many visits for every hundred households or how many in all, not both."
            )
        if self.visits_per_hundred is not None and not 0 < self.visits_per_hundred <= 100:
            raise CapacityError(
                f"每百户每月走访 {self.visits_per_hundred:g} 户，排不出名单：请写大于0、不超过100的数 | visits per hundred households lie above 0 "
                f"and up to 100, not {self.visits_per_hundred:g}. Write how many the office can really make."
            )
        if self.visits is not None and self.visits < 1:
            raise CapacityError(
                f"走访 {self.visits} 户，排不出名单：请写本月能走访的户数，至少1户；不写则按政策的走访能力 | visits must be at least 1, not "
                f"{self.visits}. Write how many the office can make, or nothing for the policy's capacity."
            )
        if not 0 <= self.audit_share < 1:
            raise CapacityError(
                f"随机核查占比 {self.audit_share:g} 不可用：请写0至1之间、小于1的数 | the share of audit visits lies from 0 to below 1, not {self.audit_share:g}."
            )
        if self.cool_down_months < 0:
            raise CapacityError(
                f"间隔月数 {self.cool_down_months} 不可用：请写0或正整数 | the months of a cool-down can't be negative: {self.cool_down_months}."
            )


def with_township(rows: pl.DataFrame) -> pl.DataFrame:
    """With `township`, the first nine digits of `region_code`; empty where nobody knows it, which is a place of its own."""
    return rows.with_columns(_first(TOWNSHIP_DIGITS).alias("township"))


def with_place(rows: pl.DataFrame, by: Place) -> pl.DataFrame:
    """With `place`: the digits of `region_code` that name the township or the village; empty where nobody knows it."""
    return rows.with_columns(_first(by.digits).alias("place"))


def _first(digits: int) -> pl.Expr:
    return pl.col("region_code").fill_null("").str.head(digits)


def visits_by_place(
    in_scope: pl.DataFrame,
    capacity: Capacity,
    seed: int,
    within: tuple[str, ...] = (),
    must_include_share: float = 0.0,
) -> pl.DataFrame:
    """Whole visits of each place on each as-of day.

    Args:
        in_scope: `as_of`, `place` and the columns of `within`, one row for each household in scope.
        within: what has lists of its own on one day.
        must_include_share: visits to must-includes, counted apart, for each visit of the list.

    Returns:
        The columns of `within`, `as_of`, `place`, `households`, `visits`, `audits` (of the visits), `audits_expected` and
        `must_include_bound` (on top of the visits). A county's visits are its share of all its households, rounded half up,
        at least one; visits in all are dealt out over all counties.
    """
    lists = [*within, "as_of", "place"]
    county: list[str | pl.Expr] = [*within, "as_of"]
    if capacity.visits is None:
        county.append(pl.col("place").str.head(COUNTY_DIGITS))
    households = pl.col("households").sum()
    places = with_tie(
        in_scope.group_by(lists).agg(pl.len().alias("households")),
        pl.format("{}|{}", "as_of", "place"),
        seed,
    )
    # Places take turns in the order in which visits are dealt out: no two are always rounded alike.
    in_turn = places.sort(*within, "as_of", DRAWN, "place").drop(DRAWN)
    places = with_tie(in_turn, pl.col("as_of").cast(pl.String), seed)
    dealt = places.with_columns(_in_all(capacity, households).over(county).alias("all_visits")).with_columns(
        _rounded(pl.col("all_visits") * pl.col("households") / households.over(county), pl.col("all_visits"), county)
        .cast(pl.Int64)
        .alias("visits")
    )
    shares = {"audits": capacity.audit_share, "must_include_bound": must_include_share}
    for name, share in shares.items():
        everywhere = (pl.col("all_visits") * share + 0.5).floor()
        expected = everywhere * pl.col("visits") / pl.col("all_visits")
        dealt = dealt.with_columns(
            _rounded(expected, everywhere, county).cast(pl.Int64).alias(name), expected.alias(f"{name}_expected")
        )
    return dealt.sort(lists).select(
        *lists, pl.col("households").cast(pl.Int64), "visits", "audits", "audits_expected", "must_include_bound"
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
