"""What a table says once deliveries are withdrawn: nothing is deleted, and nothing that was seen before the day changes.

A withdrawal is a day on which something becomes known: that a delivery does not count. So on that day each fact that
the delivery told gets one more version: what the deliveries that still stand say of it, or that nothing is known of it.
The versions are worked out while reading, from all rows, all repetitions and all withdrawals. So the order in which
deliveries were taken in and withdrawn makes no difference, and a withdrawal is one commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from features.records.gate import FACT, last_words_on, versions_among
from features.records.store.repeats import BROUGHT_BY

Read = Callable[[pl.LazyFrame], list[pl.DataFrame]]

Versions = Mapping[str, int]
"""Delta version by table name: what a training run pins."""


@dataclass(frozen=True)
class Reading:
    """What one reading goes by: the landings that count, the deliveries taken back, and the versions it is pinned to."""

    landed: list[int]
    withdrawals: pl.DataFrame
    versions: Versions | None


def retold(
    rows: pl.LazyFrame, repeated: pl.LazyFrame, withdrawals: pl.DataFrame, read: Read = lambda frame: [frame.collect()]
) -> pl.LazyFrame:
    """The rows of one table, with every fact that a withdrawn delivery told put together anew.

    Args:
        rows: rows as they landed, with the columns of the table.
        repeated: repetitions of these rows, with the columns of REPEATED.
        withdrawals: `delivery_id` and `withdrawn_on`.
        read: reads rows of the store.
    """
    [facts] = read(facts_of_withdrawn(rows, withdrawals))
    if facts.is_empty():
        return rows
    affected = rows.join(facts.lazy(), on=FACT, how="semi")
    columns = rows.collect_schema().names()
    again = repetitions_as_rows(affected, repeated)
    [claims] = read(
        pl.concat(
            [affected.with_columns(repeats=pl.lit(value=False)), again.select(*columns, repeats=pl.lit(value=True))]
        )
    )
    untouched = rows.join(facts.lazy(), on=FACT, how="anti")
    return pl.concat([untouched, _versions(claims, withdrawals).select(columns).lazy()])


def repetitions_as_rows(rows: pl.LazyFrame, repeated: pl.LazyFrame) -> pl.LazyFrame:
    """The repetitions of these rows as rows of the table: what the version said, by whom and when it was said again."""
    columns = rows.collect_schema().names()
    content = rows.drop([name for name in BROUGHT_BY if name in columns and name not in ("known_date", "delivery_id")])
    return repeated.join(
        content.rename({"known_date": "said_on", "delivery_id": "said_by"}), on=[*FACT, "said_on", "said_by"]
    )


def facts_of_withdrawn(rows: pl.LazyFrame, withdrawals: pl.DataFrame) -> pl.LazyFrame:
    """The facts (`household_id`, `record_id`) of which a withdrawn delivery told a version."""
    identifiers = withdrawals.get_column("delivery_id").to_list()
    brought = pl.col("delivery_id").is_in(identifiers)
    if "carried_by" in rows.collect_schema().names():
        brought |= pl.col("carried_by").is_in(identifiers).fill_null(value=False)
    return rows.filter(brought).select(FACT).unique()


def _versions(claims: pl.DataFrame, withdrawals: pl.DataFrame) -> pl.DataFrame:
    """Every version, and on each day of a withdrawal the claim that stands then in place of all that was told that day.

    Before a fact's first such day the versions are those that landed, and no other: a repetition told nothing new, so
    nobody saw it. From that day on it may be what the fact rests on.
    """
    days = withdrawals.select("delivery_id", "withdrawn_on")
    claims = claims.join(days, on="delivery_id", how="left")
    if "carried_by" in claims.columns:
        # What came along with a person falls with the fact itself and with the word that the person moved.
        claims = claims.join(days.rename({"delivery_id": "carried_by"}), on="carried_by", how="left", suffix="_move")
        claims = claims.with_columns(pl.min_horizontal("withdrawn_on", "withdrawn_on_move").alias("withdrawn_on"))
    first = claims.filter(~pl.col("repeats")).group_by(FACT).agg(pl.col("withdrawn_on").min().alias("first"))
    claims = claims.join(first, on=FACT)
    anew = claims.filter(pl.col("withdrawn_on") >= pl.col("first")).select(*FACT, day="withdrawn_on").unique()
    standing = last_words_on(anew, claims).with_columns(known_date=pl.col("day"))
    before = versions_among(claims).join(anew, left_on=[*FACT, "known_date"], right_on=[*FACT, "day"], how="anti")
    return pl.concat([before, standing.select(before.columns)])
