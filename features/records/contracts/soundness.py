"""A store asked by the contracts of its tables: hard before anything is learned from it, and what of it is flagged.

Intake sets aside what breaks a rule, so a store that it alone wrote is sound. A row that breaks one came another way, or
before the rule was there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from features.errors import FanpinError
from features.policy.loading import Policy
from features.records.buckets import over_buckets
from features.records.contracts.contract import all_flagged, in_order, rules
from features.records.gate import Records, as_index, rows_known_by
from features.records.store import RecordStore, Versions
from features.records.tables import TABLES, polars_schema
from features.records.tables.rules import Rule

DELIVERIES_NAMED = 3


@dataclass(frozen=True)
class Broken:
    """A rule that stored rows break.

    Attributes:
        deliveries: the identifiers of the deliveries that brought them, in order.
    """

    rule: Rule
    rows: int
    deliveries: tuple[str, ...]


class UnsoundRecordsError(FanpinError):
    """Stored rows break rules of their tables."""

    def __init__(self, broken: list[Broken], files: Mapping[str, str]) -> None:
        self.broken = tuple(broken)
        lines = [f"{one.rows:,} 行 rows, {_named(one.deliveries, files)}: {one.rule}." for one in broken]
        super().__init__(
            "\n".join(
                [
                    "已入库的记录不符合记录表的规则，不能用来训练： | Stored rows break the rules of their tables, so nothing may be learned from them:",
                    *lines,
                    "请来源部门更正后重新交付，收入一个新的记录库（用 FANPIN_DATA 指明其文件夹）。 | Have the deliveries corrected and take them in into a new store (FANPIN_DATA names its folder).",
                ]
            )
        )


def _named(deliveries: tuple[str, ...], files: Mapping[str, str]) -> str:
    named = [f"{files.get(one, '?')} [{one}]" for one in deliveries[:DELIVERIES_NAMED]]
    more = len(deliveries) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def require_sound(store: RecordStore, versions: Versions | None = None) -> None:
    """Ask every visible row of the store by the rules of its table.

    Raises:
        UnsoundRecordsError: all the rules that are broken, with the number of rows and their deliveries.
    """
    broken = [one for table in TABLES for one in broken_rules(table, store.scan(table, versions=versions))]
    if broken:
        raise UnsoundRecordsError(broken, dict(store.deliveries(versions).select("delivery_id", "file").iter_rows()))


def flags_in_store(store: RecordStore, as_of: dt.date, policy: Policy, region: str = "") -> pl.DataFrame:
    """What of the facts known by a day is kept and flagged, each fact in its then last version, as contracts.FLAGGED.

    Args:
        region: only households whose last description known lies in this region; all when empty.
    """

    def flagged(records: Records) -> pl.DataFrame:
        households = pl.concat([rows.select("household_id") for rows in records.tables.values()]).unique()
        index = as_index(households.with_columns(pl.lit(as_of, pl.Date).alias("as_of")))
        if region:
            index = _inside(index, records, region)
        known = {
            name: rows_known_by(index, versions).select(list(polars_schema(name)))
            for name, versions in records.versions.items()
        }
        return all_flagged(known.items(), policy, region or None)

    return in_order(pl.concat(over_buckets(store, flagged, versions=store.versions())))


def _inside(index: pl.DataFrame, records: Records, region: str) -> pl.DataFrame:
    described = rows_known_by(index, records.versions["households"])
    last = described.group_by("household_id").agg(pl.col("region_code").last())
    return index.join(last.filter(pl.col("region_code").str.starts_with(region)), on="household_id", how="semi")


def broken_rules(table: str, rows: pl.LazyFrame) -> Iterator[Broken]:
    """The rules of a table's schema that rows break, in the order of the contract; the sound rows are never gathered."""
    _, failure = TABLES[table].filter(rows)
    if not len(failure):
        return
    details = failure.details()
    for name, rule in rules(table).items():
        if name in details.columns:
            breaking = details.filter(pl.col(name) == "invalid").get_column("delivery_id")
            if breaking.len():
                yield Broken(rule, breaking.len(), tuple(breaking.drop_nulls().unique().sort()))
