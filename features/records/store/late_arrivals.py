"""An older delivery that is taken in late: what was a repetition after it may now be a change back, and then it counts.

January's file says 1, March's says 1 again and so told nothing new; February's, taken in last, says 2. From February on
the fact is 2, and from March on it is 1 again: March's word stands in the repetitions and becomes a version.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.records.gate import FACT, VERSION_ORDER
from features.records.store.record_store import RecordStore
from features.records.store.repeats import BROUGHT_BY
from features.records.store.replay import repetitions_as_rows


def changes_back(fresh: pl.DataFrame, table: str, store: RecordStore) -> pl.DataFrame:
    """The landed repetitions that say something else than what is now known before them, as rows of the table.

    Args:
        fresh: rows about to land that say something new, without their `arrival`.
    """
    none = fresh.clear()
    days, came = store.known_days(), fresh.get_column("known_date").min()
    if days is None or not isinstance(came, dt.date) or came >= days[1]:
        return none
    facts = fresh.select(FACT).unique()
    repeated = store.repeated(table).join(facts, on=FACT, how="semi")
    if repeated.is_empty():
        return none
    households = facts.select(pl.col("household_id").unique()).lazy()
    stored = store.collected(store.scan(table).join(households, on="household_id", how="semi"))[0]
    stored = stored.join(facts, on=FACT, how="semi")
    again = repetitions_as_rows(stored.lazy(), repeated.lazy()).select(fresh.columns).collect()
    return _changed_back(pl.concat([stored, fresh]), again)


def _changed_back(versions: pl.DataFrame, again: pl.DataFrame) -> pl.DataFrame:
    content = [name for name in versions.columns if name not in (*FACT, *BROUGHT_BY)]
    lines = pl.concat(
        [versions.with_columns(repeats=pl.lit(value=False)), again.with_columns(repeats=pl.lit(value=True))]
    )
    lines = lines.sort(*FACT, *VERSION_ORDER, nulls_last=True)
    hashed = lines.select(content).hash_rows()
    same_fact = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in FACT)
    lines = lines.with_columns(hashed.alias("_said"))
    differs = same_fact & (pl.col("_said") != pl.col("_said").shift(1))
    return lines.filter("repeats", differs.fill_null(value=False)).select(versions.columns)
