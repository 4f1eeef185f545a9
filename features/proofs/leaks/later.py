"""What may still be learned after a day, in four ways, each of which must leave that day as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import polars as pl

from features.frame.context.table import context_day
from features.proofs.leaks.altering import TURN, altered
from features.records.gate import KNOWN_DATE, known_later, without_later_knowledge
from features.records.store.replay import retold
from features.records.store.side_tables import REPEATED
from features.records.tables import polars_schema
from features.vocabulary import Labelled

Tables = Mapping[str, pl.DataFrame]


class Later(Labelled):
    """How later knowledge is made different."""

    DROPPED = "dropped", "删去其后全部记录", "everything known later is dropped"
    ALTERED = (
        "altered",
        "改写其后全部记录，并更正此前每条",
        "everything known later says otherwise, and all is corrected",
    )
    TAKEN_BACK = "taken_back", "其后撤回全部批次，再以他数重报", "every delivery is taken back and sent again otherwise"
    ON_THE_DAY = "on_the_day", "最近一批恰于当日知晓", "what was known last is known on the very day"


def dropped(tables: Tables, day: dt.date) -> dict[str, pl.DataFrame]:
    """Nothing came after the day."""
    return without_later_knowledge(tables, pl.lit(day))


def otherwise(tables: Tables, day: dt.date) -> dict[str, pl.DataFrame]:
    """What came after the day says something else, half of it the very next day; and all that was known is corrected.

    Of the later rows some take the name of a fact that was known, some withdraw it. Of the known rows one half is
    corrected or withdrawn on the next day, the other half told again then as a new fact.
    """
    known, later = without_later_knowledge(tables, pl.lit(day)), known_later(tables, pl.lit(day))
    next_day = pl.lit(day + dt.timedelta(days=1))
    return {
        name: pl.concat([rows, *_otherwise(name, rows, later[name], day, next_day)]) for name, rows in known.items()
    }


def _otherwise(
    table: str, known: pl.DataFrame, later: pl.DataFrame, day: dt.date, next_day: pl.Expr
) -> tuple[pl.DataFrame, pl.DataFrame]:
    facts = known.group_by("household_id").agg(pl.col("record_id").unique().sort().alias("_facts"))
    colliding = pl.col("_facts").list.get(TURN % pl.col("_facts").list.len().clip(1), null_on_oob=True)
    came = altered(table, later, pl.lit(day)).join(facts, on="household_id", how="left", maintain_order="left")
    came = came.with_columns(
        pl.when(TURN % 2 == 0).then(pl.coalesce(colliding, "record_id")).otherwise("record_id").alias("record_id"),
        pl.when(TURN % 2 == 1).then(next_day).otherwise(KNOWN_DATE).alias("known_date"),
        (~pl.col("withdrawn").fill_null(value=False) & (TURN % 3 == 0)).alias("withdrawn"),
    ).drop("_facts")
    again = altered(table, known, pl.lit(day)).with_columns(
        pl.when(TURN % 2 == 1).then(pl.concat_str("record_id", pl.lit("+"))).otherwise("record_id").alias("record_id"),
        known_date=next_day,
        withdrawn=TURN % 6 == 0,
    )
    return came, again


def taken_back(tables: Tables, day: dt.date) -> dict[str, pl.DataFrame]:
    """Every delivery is withdrawn, those known by the day on the next one, and sent again with other values after that.

    Half of what was known by the day a second delivery had told again on that day: it vouches for it from the
    withdrawal on, and no day sooner. The withdrawing is the store's own: it is proved along with the gate.
    """
    told = {name: _taken_back(name, rows, day) for name, rows in tables.items()}
    return {name: pl.concat([told[name], _sent_again(name, rows, day)]) for name, rows in tables.items()}


def _taken_back(table: str, rows: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    last = pl.max_horizontal(KNOWN_DATE.max(), pl.lit(day))
    withdrawals = rows.group_by("delivery_id").agg((last + pl.duration(days=1)).alias("withdrawn_on"))
    repeated = _repeated(without_later_knowledge({table: rows}, pl.lit(day))[table], day)
    return retold(rows.lazy(), repeated.lazy(), withdrawals).select(list(polars_schema(table))).collect()


def _repeated(rows: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Half of these rows as another delivery told them again on the day, in the columns of REPEATED but `table`."""
    again = rows.filter(TURN % 2 == 0).with_columns(
        said_on="known_date",
        said_by="delivery_id",
        known_date=pl.lit(day, pl.Date),
        delivery_id=pl.concat_str("delivery_id", pl.lit("=")),
    )
    return again.select(
        (pl.col(name) if name in again.columns else pl.lit(None, kind)).alias(name)
        for name, kind in REPEATED.items()
        if name != "table"
    )


def _sent_again(table: str, rows: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    after = pl.max_horizontal(KNOWN_DATE, pl.lit(day)) + pl.duration(days=2)
    return altered(table, rows, pl.lit(day)).with_columns(
        known_date=after, withdrawn=pl.lit(value=False), delivery_id=pl.concat_str("delivery_id", pl.lit("+"))
    )


def on_the_day(tables: Tables, day: dt.date) -> dict[str, pl.DataFrame]:
    """What was known last by the day is known on the day itself, and of the rest half comes on the very next day.

    No other row lies between, so the order in which things became known stays: the day itself counts, the next does not.
    Over the end of a month nothing is moved: what was counted of villages on that end would rightly be another.
    """
    known, later = without_later_knowledge(tables, pl.lit(day)), known_later(tables, pl.lit(day))
    last = max(
        (found for rows in known.values() if isinstance(found := rows["known_date"].max(), dt.date)), default=day
    )
    to = day if context_day(day) in (context_day(last), day) else last
    moved = {name: rows.with_columns(KNOWN_DATE.replace({last: to})) for name, rows in known.items()}
    next_day = pl.lit(day + dt.timedelta(days=1))
    early = pl.when(TURN % 2 == 0).then(next_day).otherwise(KNOWN_DATE).alias("known_date")
    return {name: pl.concat([rows, later[name].with_columns(early)]) for name, rows in moved.items()}


WAYS: Mapping[Later, Callable[[Tables, dt.date], dict[str, pl.DataFrame]]] = {
    Later.DROPPED: dropped,
    Later.ALTERED: otherwise,
    Later.TAKEN_BACK: taken_back,
    Later.ON_THE_DAY: on_the_day,
}
"""From all records of some households and a day to what they would be had the rest been learned otherwise."""
