"""Counting the places of some days: a pure function of records and days, bucket by bucket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from features.frame.context.table import COUNTED, KEY, TABLE, context_days, known_hits
from features.frame.values import own_values
from features.language.marks import MARKS, READ, Mark
from features.policy.loading import Policy
from features.records.collecting import collect_as_written
from features.records.context import Context, ContextError, Level
from features.records.gate import AS_OF, EVENT_DATE, Records, as_index, rows_known_by

COUNTY_DIGITS = 6

NO_POLICY = Policy({}, "")
"""Marks stand on no policy value: a table is of records and days alone, and an asked-for value is an error."""

DAYS_AT_ONCE = 6
"""A few days at a time keep the joined rows small."""


def context_of(buckets: Iterable[Records], days: Sequence[dt.date]) -> Context:
    """Count the places of these days, as known on each.

    Args:
        buckets: the records of all households, each household whole in one of them.
        days: ends of months (`features.frame.context.table.context_days`).

    Returns:
        The table, its rows in order of day, level and place. What is delivered after a day never changes its rows.
    """
    parts = [pl.DataFrame(schema=TABLE)]
    for records in buckets:
        households = records.rows("households", ordered=False)["household_id"].unique().sort()
        for start in range(0, len(days), DAYS_AT_ONCE):
            some = pl.DataFrame({"as_of": days[start : start + DAYS_AT_ONCE]}, schema={"as_of": pl.Date})
            index = households.to_frame().join(some, how="cross")
            parts += collect_as_written(_counted(parts_of(records, index).lazy()))
        # What a bucket adds is small; what its places have so far is smaller still.
        parts = [_summed(parts)]
    (table,) = parts
    return Context(table, frozenset(days))


def with_own_context(tables: Mapping[str, pl.DataFrame], as_of: Iterable[dt.date]) -> Records:
    """Records that carry the context of themselves: as if these households were the whole county."""
    records = Records(tables)
    return records.with_context(context_of([records], context_days(as_of)))


def parts_of(records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """What each household is counted for on its day, and where.

    Args:
        index: `household_id` and `as_of`, an end of a month.

    Returns:
        Of each row whose household was described by then: `household_id`, `day`, a column per `Level`, and of each
        mark true, false or unknown.
    """
    return parts_in(own_values(records, index, NO_POLICY, READ), records)


def parts_in(frame: pl.DataFrame, records: Records) -> pl.DataFrame:
    """As `parts_of`, from a frame of ends of months that holds the features `READ`."""
    base = as_index(frame)
    steps = rows_known_by(base, records.versions["monitoring"])
    counted = (
        frame.lazy()
        .with_row_index("row")
        .join(settlement_on(records, base.lazy()), on="row", how="left", maintain_order="left")
        .filter(pl.col("region_code").is_not_null())
        .select(
            "household_id",
            pl.col("as_of").alias("day"),
            pl.col("region_code").str.head(COUNTY_DIGITS).alias(Level.COUNTY.value),
            pl.col("region_code").alias(Level.VILLAGE.value),
            Level.SETTLEMENT.value,
            *(_marked(mark, steps).alias(mark.name) for mark in MARKS.values()),
        )
    )
    return collect_as_written([counted])[0]


def _marked(mark: Mark, steps: pl.DataFrame) -> pl.Expr:
    if mark.of is not None:
        return mark.of
    told = pl.lit(value=False) if mark.steps is None else mark.steps
    return pl.col("row").is_in(steps.filter(told)["row"].unique().implode())


def settlement_on(records: Records, base: pl.LazyFrame) -> pl.LazyFrame:
    """The settlement to which a household had moved, by the last word known that day: `row`, `settlement`."""
    moved = pl.col("moved_on").is_null() | (pl.col("moved_on") <= AS_OF)
    stated = rows_known_by(base, records.versions["relocation"].lazy()).filter(
        EVENT_DATE <= AS_OF, moved, pl.col("settlement_id").is_not_null()
    )
    return stated.unique("row", keep="last", maintain_order=True).select(
        "row", pl.col("settlement_id").alias(Level.SETTLEMENT.value)
    )


def leaving_out(context: Context, records: Records) -> Context:
    """The same places with these households taken out: for one that comes with records of its own.

    Args:
        records: the households as they were counted.

    Raises:
        ContextError: the context was not counted over these records.
    """
    own = context_of([records], sorted(context.days)).table
    less = own.with_columns(-pl.col(name) for name in ("households", *COUNTED))
    left = _summed([context.table, less])
    if left.select(pl.any_horizontal(pl.col("households", *COUNTED) < 0).any()).item():
        raise not_of_these_records()
    return replace(context, table=left, counts_them=False)


def not_of_these_records() -> ContextError:
    return ContextError(
        "村和安置点统计与这些记录不一致：重新运行 fanpin context | The context was counted over other records than these: a place "
        "would have fewer than no households. Run `fanpin context` again."
    )


def _counted(parts: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    for level in Level:
        there = parts.filter(pl.col(level.value).is_not_null())
        yield (
            there.group_by("day", pl.col(Level.COUNTY.value).alias("county"), pl.col(level.value).alias("place"))
            .agg(
                pl.len().alias("households"),
                *(
                    number.alias(name)
                    for mark in MARKS.values()
                    for name, number in zip(
                        known_hits(mark), (pl.col(mark.name).count(), pl.col(mark.name).sum()), strict=True
                    )
                ),
            )
            .with_columns(pl.lit(level.value).alias("level"))
            .select(pl.col(name).cast(kind) for name, kind in TABLE.items())
        )


def _summed(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts).group_by(KEY).agg(pl.col("households", *COUNTED).sum()).sort(KEY)
