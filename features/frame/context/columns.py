"""The context columns of a feature frame: what is counted at a household's places, less its own part."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from features.frame.context.counting import COUNTY_DIGITS, not_of_these_records, parts_in, parts_of, settlement_on
from features.frame.context.table import CONTEXT_DAY, known_hits
from features.language.marks import MARKS, PREFIX, READ, hits, households
from features.records.collecting import collect_as_written
from features.records.context import Context, Level
from features.records.gate import Records, as_index


def add_columns(frame: pl.DataFrame, records: Records, columns: Iterable[str]) -> pl.DataFrame:
    """Add `context.<level>.<mark>.hits` and `.households` of the other households at each row's places.

    Null where the place is not known, and everywhere when the records carry no context.

    Args:
        frame: `household_id`, `as_of`, `region_code` (the village as known on the as-of day), and the features `READ`.

    Raises:
        ContextError: the context lacks the day of a row, or was counted over other records.
    """
    wanted = sorted(columns)
    if not wanted:
        return frame
    context = records.context
    if context is None or frame.is_empty():
        return frame.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in wanted)
    asked = _places(frame, records)
    context.check_days(asked["day"].unique())
    if context.counts_them:
        own = _own_parts(frame, records)
        asked = asked.join(own, on=["household_id", "day"], how="left", suffix="_then", maintain_order="left")
    levels = [level for level in Level if any(name.startswith(f"{PREFIX}{level.value}.") for name in wanted)]
    others = pl.concat(collect_as_written(_others(asked, context, level) for level in levels), how="horizontal")
    if others.select(pl.any_horizontal(pl.all() < 0).any()).item():
        raise not_of_these_records()
    return frame.hstack(others.select(wanted))


def _own_parts(frame: pl.DataFrame, records: Records) -> pl.DataFrame:
    """What each household is itself counted for: at an end of a month the frame has worked it out already."""
    here = frame.select("household_id", "as_of", "region_code", *sorted(READ), CONTEXT_DAY.alias("day"))
    there = here.filter(pl.col("as_of") != pl.col("day")).select("household_id", pl.col("day").alias("as_of"))
    own = [parts_in(here.filter(pl.col("as_of") == pl.col("day")), records)]
    if there.height:
        own.append(parts_of(records, there.unique()))
    # Two days of one month ask for one end of a month.
    return pl.concat(own).unique(["household_id", "day"])


def _places(frame: pl.DataFrame, records: Records) -> pl.DataFrame:
    """Where each household lives on its as-of day, and the day whose context that is."""
    base = as_index(frame)
    places = (
        frame.lazy()
        .select(
            "household_id",
            CONTEXT_DAY.alias("day"),
            pl.col("region_code").str.head(COUNTY_DIGITS).alias(Level.COUNTY.value),
            pl.col("region_code").alias(Level.VILLAGE.value),
        )
        .with_columns(base["row"])
        .join(settlement_on(records, base.lazy()), on="row", how="left", maintain_order="left")
        .drop("row")
    )
    return collect_as_written([places])[0]


def _others(asked: pl.DataFrame, context: Context, level: Level) -> pl.LazyFrame:
    """The columns of one kind of place, a row per row asked for."""
    there = asked.lazy().join(
        context.of_level(level).lazy(),
        left_on=["day", Level.COUNTY.value, level.value],
        right_on=["day", "county", "place"],
        how="left",
        maintain_order="left",
    )
    known = pl.col(Level.COUNTY.value).is_not_null() & pl.col(level.value).is_not_null()
    # A household counts where it lived then; since then it may have moved to the place that is asked about.
    counted_here = (
        (pl.col(f"{level.value}_then") == pl.col(level.value))
        & (pl.col(f"{Level.COUNTY.value}_then") == pl.col(Level.COUNTY.value))
        if context.counts_them
        else pl.lit(value=False)
    ).fill_null(value=False)

    def less_own(column: str, own: pl.Expr) -> pl.Expr:
        return pl.when(known).then(pl.col(column).fill_null(0) - (counted_here & own).cast(pl.Int64))

    columns: list[pl.Expr] = []
    for mark in MARKS.values():
        own = pl.col(mark.name) if context.counts_them else pl.lit(value=False)
        all_known, all_hits = known_hits(mark)
        columns += [
            less_own(all_hits, own.fill_null(value=False)).alias(hits(level, mark)),
            less_own(all_known, own.is_not_null()).alias(households(level, mark)),
        ]
    return there.select(columns)
