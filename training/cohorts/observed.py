"""Until when, and where, outcomes were delivered: what a label may stand on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from features.policy.loading import Policy
from features.records.store import RecordStore
from features.records.store.side_tables import of_everybody
from features.workbooks.homes import TOWNSHIP_DIGITS

STEPS_OF_EVERYBODY = ("monitoring_roster", "monitoring_member")
"""Sources that list the whole stock of monitored households each time, so that the next one tells what one left out."""

DESCRIBED_EVERYBODY = ("national_household", "county_household")
"""Sources that list all households of their kind each time, so that a household left out is gone."""

DECISION_DAYS = "decision_days"
GAP_DAYS = "roster_gap_days"
LEFT_OUT_HOUSEHOLDS = "roster_left_out_households"
COHORT_POLICY = (DECISION_DAYS, GAP_DAYS, LEFT_OUT_HOUSEHOLDS)
"""The policy values that decide which outcomes are mature."""

TOWNSHIP = pl.col("region_code").str.head(TOWNSHIP_DIGITS).alias("township")

PLACES = {"township": pl.String, "until": pl.Date}
GAPS = {"township": pl.String, "after": pl.Date, "before": pl.Date}
ROSTERS = {"source": pl.String, "township": pl.String, "household_type": pl.String, "roster_day": pl.Date}
SOURCES = {"delivery_id": pl.String, "source": pl.String}


@dataclass(frozen=True)
class Observed:
    """What was delivered of outcomes.

    Attributes:
        until: the day of the county's last delivery of steps of the official procedure.
        places: by `township`, the day of the last one that tells of it; a township that is left out has the county's.
        gaps: by `township`, days (`after`, `before`) between which no roster came for so long that a household may
            have been identified and removed unseen.
        rosters: the days that a `source`'s rosters of all its households of a `township` and `household_type` describe.
        sources: of the files of such rosters, by `delivery_id`: a county has several sheets, each of other households.
        decision_days: from a visit that confirmed a risk until its decision is made at the latest.
    """

    until: dt.date
    places: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PLACES))
    gaps: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=GAPS))
    rosters: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ROSTERS))
    sources: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SOURCES))
    decision_days: int = 0


def observed_until(store: RecordStore, versions: dict[str, int]) -> dt.date | None:
    """The last day on which steps of the official procedure were delivered; None when there are none.

    A roster that tells nothing new was delivered all the same. A step that was entered or sent by itself says nothing of
    what happened to the others.
    """
    every = store.deliveries(versions)
    one_by_one = every.join(of_everybody(every), on="delivery_id", how="anti").get_column("delivery_id").to_list()
    rows: dt.date | None = (
        store.scan("monitoring", versions=versions)
        .filter(~pl.col("delivery_id").is_in(one_by_one))
        .select(pl.col("known_date").max())
        .collect()
        .item()
    )
    rosters = _standing_deliveries(store, versions, STEPS_OF_EVERYBODY)["known_date"].max()
    return max(rows, rosters) if rows is not None and isinstance(rosters, dt.date) else rows


def observed(store: RecordStore, versions: dict[str, int], policy: Policy, region_code: str | None) -> Observed | None:
    """What the store's deliveries tell of outcomes; None when it holds no step of the procedure.

    Args:
        region_code: the county, for steps of policy of its own.

    Raises:
        PolicyError: a value of `COHORT_POLICY` is missing for the last day.
    """
    until = observed_until(store, versions)
    if until is None:
        return None
    townships = (
        store.scan("households", versions=versions)
        .sort("known_date", "event_date")
        .group_by("household_id")
        .agg(TOWNSHIP.last())
        .collect()
    )
    decision, gap, left_out = (int(policy.value(name, region_code, until)) for name in COHORT_POLICY)
    coverage = _coverage(store, versions, townships, left_out)
    sources = _standing_deliveries(store, versions, DESCRIBED_EVERYBODY).select(list(SOURCES))
    return Observed(
        until,
        coverage.group_by("township").agg(pl.col("known_date").max().alias("until")).sort("township"),
        gaps_of(coverage, gap),
        _rosters(store, versions, sources),
        sources,
        decision,
    )


def _standing_deliveries(store: RecordStore, versions: dict[str, int], sources: tuple[str, ...]) -> pl.DataFrame:
    """`delivery_id`, `known_date` of the files of these sources that were not taken back."""
    of_these = pl.any_horizontal(pl.col("source").str.split("+").list.contains(one) for one in sources)
    return (
        store.deliveries(versions)
        .filter(of_these)
        .join(store.withdrawals(versions), on="delivery_id", how="anti")
        .select("delivery_id", "known_date", "source")
    )


def _coverage(
    store: RecordStore, versions: dict[str, int], townships: pl.DataFrame, left_out_households: int
) -> pl.DataFrame:
    """`township`, `known_date`: the days of the rosters that cover each township."""
    rosters = _standing_deliveries(store, versions, STEPS_OF_EVERYBODY)
    [new] = store.collected(store.scan("monitoring", versions=versions).select("household_id", "delivery_id"))
    again = store.repeated("monitoring", versions).select("household_id", "delivery_id")
    listed = pl.concat([new, again]).unique().join(rosters, on="delivery_id").join(townships, on="household_id")
    counted = listed.group_by("known_date", "delivery_id", "township").agg(pl.len().alias("households"))
    return covered(counted, townships["township"].drop_nulls().unique(), left_out_households)


def covered(counted: pl.DataFrame, townships: pl.Series, left_out_households: int) -> pl.DataFrame:
    """`township`, `known_date` of the rosters that cover each township.

    A roster covers the townships whose households it lists. One of several townships covers the others too, since nobody
    may be monitored there; but not where the roster before it listed so many that they can't all have gone.

    Args:
        counted: `known_date`, `delivery_id`, `township`, `households` listed of it.
        townships: all of the county.
        left_out_households: as many as can't all have gone.
    """
    several = counted.group_by("known_date", "delivery_id").agg(pl.col("township").n_unique().alias("townships"))
    wide = several.filter(pl.col("townships") > 1).select("known_date", "delivery_id")
    everywhere = (
        wide.join(townships.to_frame("township"), how="cross")
        .join(counted, on=["known_date", "delivery_id", "township"], how="full", coalesce=True)
        .sort("township", "known_date", "delivery_id")
        .with_columns(pl.col("households").forward_fill().over("township").alias("lately"))
    )
    listed_or_few = pl.col("households").is_not_null() | (pl.col("lately").fill_null(0) < left_out_households)
    return everywhere.filter(listed_or_few).select("township", "known_date").unique().sort("township", "known_date")


def gaps_of(coverage: pl.DataFrame, days: int) -> pl.DataFrame:
    """The stretches of more than so many days between two rosters of a township.

    Args:
        coverage: `township`, `known_date` of each roster.
    """
    gaps = [
        (township, one, next_one)
        for (township,), rosters in coverage.sort("township", "known_date").group_by("township", maintain_order=True)
        for one, next_one in pairwise(rosters["known_date"])
        if (next_one - one).days > days
    ]
    return pl.DataFrame(gaps, schema=GAPS, orient="row")


def _rosters(store: RecordStore, versions: dict[str, int], sources: pl.DataFrame) -> pl.DataFrame:
    """The days that whole rosters describe: on which at least half as many are described as on the fullest day.

    A household described in the middle of a year, since it is new, makes no roster.
    """
    described = store.scan("households", versions=versions).join(sources.lazy(), on="delivery_id")
    place = ["source", "township", "household_type"]
    return (
        described.select("household_id", "source", TOWNSHIP, "household_type", pl.col("event_date").alias("roster_day"))
        .unique()
        .group_by(*place, "roster_day")
        .len()
        .filter(pl.col("len") * 2 >= pl.col("len").max().over(place))
        .select(list(ROSTERS))
        .sort(list(ROSTERS))
        .collect()
    )
