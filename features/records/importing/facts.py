"""Single facts: what offices enter and a case system sends between two deliveries, landed by the contracts of an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from features.bilingual import Bilingual
from features.records.importing.checks import BadRows, ImportRefusedError, did_you_mean, rows_checked
from features.records.importing.landing import land_what_is_new
from features.records.store import RecordStore
from features.records.store.compacting import put_together
from features.records.store.side_tables import DELIVERIES, ONE_BY_ONE
from features.records.tables import TABLES


@dataclass(frozen=True)
class LandedFacts:
    """What became of facts.

    Attributes:
        rows_landed: those that the store did not know; the others say again what it knew.
        already_known: the delivery was there, and nothing was landed now.
    """

    delivery_id: str
    rows_landed: int
    already_known: bool = False


def land_facts(
    store: RecordStore,
    facts_by_table: Mapping[str, pl.DataFrame],
    *,
    delivery_id: str,
    source: str,
    department: str | None,
    landed_at: datetime | None,
) -> LandedFacts:
    """Land facts as one delivery, whole or not at all.

    People stay linked to the households of which rosters told them. A delivery that is there already, be it withdrawn since, is not landed again: whoever was killed before they noted
    that it had landed calls once more with the same facts.

    Args:
        facts_by_table: rows by record table, with the columns that they fill; those of a table in the order in which they
            came. One fact may not be told twice differently on one day.
        source: one of ONE_BY_ONE.

    Raises:
        ImportRefusedError: with every problem of every table; the store is as it was.
        StoreBusyError: another intake is writing.
        StoreError: the store is damaged.
        ValueError: the source is another, or there are no facts.
    """
    if source not in ONE_BY_ONE:
        raise ValueError(f"{source} is no source of single facts: one of {', '.join(sorted(ONE_BY_ONE))}.")
    if not any(rows.height for rows in facts_by_table.values()):
        raise ValueError("there are no facts to land.")
    with store.writing():
        before = store.deliveries().filter(pl.col("delivery_id") == delivery_id)
        if before.height:
            return LandedFacts(delivery_id, before.get_column("rows_landed")[0], already_known=True)
        checked = _checked(facts_by_table, delivery_id)
        facts = pl.concat(rows.select("known_date") for rows in checked.values())
        entry = (delivery_id, source, source, department, facts["known_date"].max(), facts.height)

        def delivered(new: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
            landed = sum(rows.height for rows in new.values())
            return pl.DataFrame([(*entry, landed, 0, landed_at)], schema=DELIVERIES, orient="row")

        fresh = land_what_is_new(checked, store, delivered, people_come=False)
        # Offices enter something every day.
        put_together(store)
    return LandedFacts(delivery_id, sum(rows.height for rows in fresh.values()))


def _checked(facts_by_table: Mapping[str, pl.DataFrame], delivery_id: str) -> dict[str, pl.DataFrame]:
    problems: list[BadRows] = []
    checked: dict[str, pl.DataFrame] = {}
    for table, facts in facts_by_table.items():
        if table not in TABLES:
            no_such = Bilingual("没有这个名称的记录表", "no record table has this name")
            to_do = did_you_mean(table, TABLES).and_also(
                Bilingual("`fanpin records describe` 列出各表", "`fanpin records describe` lists the tables")
            )
            problems.append(BadRows(table, no_such, to_do))
        elif facts.height:
            named = facts.with_columns(delivery_id=pl.lit(delivery_id))
            rows = rows_checked(table, table, named, delivery_id, problems)
            if rows is not None:
                checked[table] = rows
    if problems:
        raise ImportRefusedError(problems)
    return checked
