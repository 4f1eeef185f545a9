"""The prepared frame of households: one row per household of the day, with what its last records say.

What a check means just as a feature does is read from the feature (`received`). The rest is no feature's: a finding tells
the row that it is about, so these are the fields of one row (the last description, inspection, water check or listing)
where a feature takes the last word of each field, and an unsafe dwelling is one by its grade, counted by the county or not.

Columns are named as they are spoken of in a check; a column `…_place` is where the record stands. What no record tells is
null, apart from whether there is a measure or a step at all: a roster that does not list a household says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache

import polars as pl

from features.checks import composition, money, procedure
from features.checks.state import State, last_of, last_place, renamed
from features.domains.housing import OPEN, UNSAFE
from features.language import underway
from features.policy.loading import Policy
from features.records.gate import AS_OF, EVENT_DATE, Records
from features.records.tables.columns import EARLIEST_DAY

FALSE_UNLESS_RECORDED = ("monitored", "removed", "dibao_underway", "living_underway")
"""What no record of a household tells is not so: the lists that would name it are whole."""


def households(state: State, columns: Collection[str] | None = None) -> pl.LazyFrame:
    """One row per household: `row`, `household_id`, `as_of` and the facts of the parts joined here.

    Args:
        columns: only the parts that tell at least one of these; all parts when None.
    """
    frame, there = state.base, set[str]()
    for part, parts_columns in _columns_of_parts().items():
        if columns is None or not parts_columns.isdisjoint(columns):
            frame, there = frame.join(part(state), on="row", how="left"), there | parts_columns
    return frame.with_columns(pl.col(name).fill_null(value=False) for name in FALSE_UNLESS_RECORDED if name in there)


@cache
def _columns_of_parts() -> dict[Callable[[State], pl.LazyFrame], frozenset[str]]:
    """The columns that each part tells, as it tells them of nobody."""
    nobody = State(Records({}), EARLIEST_DAY, Policy({}, ""))
    parts = (
        *(description, description_before, listed_that_day, dwelling, water, move, received, measures, listing),
        *(procedure.steps, money.last_year, composition.now, procedure.around_entry),
    )
    return {part: frozenset(part(nobody).collect_schema().names()) - {"row"} for part in parts}


def description(state: State) -> pl.LazyFrame:
    """The last description."""
    names = {
        "region_code": "region_code",
        "household_type": "household_type",
        "household_size": "household_size",
        "stated_net_income_yuan": "stated_net_income",
        "event_date": "described_on",
    }
    return renamed(last_description(state), names, "description_place")


def description_before(state: State) -> pl.LazyFrame:
    """Where the household lived and what it was by the description before the last one, and of which day that is."""
    names = {"region_code": "region_before", "household_type": "type_before", "event_date": "described_before"}
    rows = state.known("households")
    before = rows.select(
        "row", *(pl.when(pl.col("row") == pl.col("row").shift(1)).then(pl.col(name).shift(1)) for name in names)
    )
    return last_of(before).rename(names)


def listed_that_day(state: State) -> pl.LazyFrame:
    """How many people the listing of the day of the last description names."""
    days = last_description(state).select("row", "event_date")
    listed = state.known("members").filter(pl.col("listing") == "full").join(days, on=["row", "event_date"], how="semi")
    return listed.group_by("row").agg(pl.col("person_id").n_unique().alias("listed_that_day"))


def last_description(state: State) -> pl.LazyFrame:
    """The last row of each household that describes it."""
    return last_of(state.known("households"))


def dwelling(state: State) -> pl.LazyFrame:
    """The last grade of the dwelling and whether it is unsafe: C or D, and not remedied."""
    graded = last_of(state.known("housing").filter(pl.col("grade").is_not_null()))
    unsafe = graded.with_columns(unsafe_dwelling=UNSAFE & OPEN)
    return renamed(unsafe, {"grade": "dwelling_grade", "unsafe_dwelling": "unsafe_dwelling"}, "dwelling_place")


def water(state: State) -> pl.LazyFrame:
    """The last check of the water, or the word of the last household sheet, whichever came last."""
    names = {
        "safe": "water_called_safe",
        "litres_per_day": "litres_per_day",
        "days_out": "days_out",
        "fetch_minutes": "fetch_minutes",
        "fetch_distance_m": "fetch_distance_m",
        "fetch_climb_m": "fetch_climb_m",
        "quality_ok": "water_quality_ok",
    }
    tells = pl.any_horizontal(pl.col(name).is_not_null() for name in names)
    return renamed(last_of(state.known("water").filter(tells)), names, "water_place")


def move(state: State) -> pl.LazyFrame:
    """The day of the last move to a settlement."""
    moved = state.known("relocation").filter(pl.col("moved_on") <= AS_OF)
    return moved.group_by("row").agg(pl.col("moved_on").max().alias("relocated_on"))


def received(state: State) -> pl.LazyFrame:
    """Measures underway, and whether the nursing subsidy is one of them."""
    return state.features(["measures_underway", "nursing_subsidy_underway"])


def measures(state: State) -> pl.LazyFrame:
    """The day on which the last measure began or ended, and measures that features count together with others."""
    rows = state.known("support").filter(pl.col("started_on") <= AS_OF)
    now = underway()
    last_day = pl.max_horizontal("started_on", pl.when(~now).then(pl.col("ended_on")))
    return rows.group_by("row").agg(
        last_day.max().alias("measure_last_seen"),
        (now & (pl.col("kind") == "dibao")).any().alias("dibao_underway"),
        (now & (pl.col("kind") == "disability_living")).any().alias("living_underway"),
    )


def listing(state: State) -> pl.LazyFrame:
    """The last whole listing: its day, how many heads it names and whether everybody's relation is told."""
    # As the sheet stands: the first row is where a head is looked for, the last head is the one too many.
    rows = last_listing(state).sort("row", "source_row", "person_id")
    heads = rows.filter(pl.col("relation") == "head")
    counted = rows.group_by("row").agg(
        EVENT_DATE.first().alias("listed_on"),
        (pl.col("relation") == "head").sum().alias("heads"),
        pl.col("relation").is_null().any().alias("a_relation_is_unknown"),
    )
    first = rows.unique(["row"], keep="first", maintain_order=True)
    return counted.join(last_place(first, "listing_place"), on="row", how="left").join(
        last_place(heads, "head_place"), on="row", how="left"
    )


def last_listing(state: State) -> pl.LazyFrame:
    """The rows of each household's last whole listing."""
    whole = state.known("members").filter(pl.col("listing") == "full")
    return whole.filter(EVENT_DATE == EVENT_DATE.max().over("row"))
