"""What an answer about a household rests on: how much each table knew on the day, until when, what is missing, what to doubt.

The doubts are those of the records themselves: the flags of the tables' contracts, and the cross-table checks of who makes
up the household. A row that would be set aside never gets here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import polars as pl

from features.bilingual import Bilingual
from features.checks.finding import found_by
from features.checks.registry import checks
from features.checks.wording import Kind, Subject, Theme
from features.frame import index_of
from features.policy.loading import Policy
from features.records.collecting import collect_as_written
from features.records.contracts import all_flagged, rule_of
from features.records.gate import Records, as_index, rows_known_by
from features.records.tables import LABEL_TABLES, TABLES, polars_schema

TABLE_NAMES: dict[str, Bilingual] = {
    "households": Bilingual("家庭情况", "description of the household"),
    "members": Bilingual("家庭成员", "members"),
    "income": Bilingual("收入与支出", "income and expenses"),
    "illness": Bilingual("就医与确诊", "medical bills and diagnoses"),
    "disability": Bilingual("残疾", "disability"),
    "employment": Bilingual("务工就业", "work"),
    "relocation": Bilingual("易地搬迁", "relocation"),
    "education": Bilingual("就学", "schooling"),
    "housing": Bilingual("住房", "dwelling"),
    "water": Bilingual("饮水", "drinking water"),
    "shocks": Bilingual("灾害与事故", "disasters and accidents"),
    "support": Bilingual("帮扶措施", "measures of support"),
}
"""The record tables that features may read, as people call them."""

DESCRIBING = ("members", "income", "housing", "water")
"""Tables that have a row of every household that the county knows well: one without any is known thinly. Of the others
(bills, certificates, shocks) most households have none, and rightly."""


@dataclass(frozen=True)
class KnownRows:
    """The rows of one table that were known on the day.

    Attributes:
        newest_event: the last day that they tell of; None without rows. Plans may lie after the as-of day.
        newest_known: the day on which the last of them became known.
    """

    table: str
    rows: int
    newest_event: dt.date | None
    newest_known: dt.date | None


@dataclass(frozen=True)
class Missing:
    """Something that a well-known household has and this one has not: unknown, not none."""

    table: str
    zh: str
    en: str


@dataclass(frozen=True)
class Doubt:
    """A rule of the records that these records do not meet, though they are kept: somebody should look.

    Attributes:
        rule: `table.name` of a flag, or the id of a check; what programs look at.
        table: where the row stands; None for a check over several.
        zh, en: what is wrong. Never a cell.
    """

    rule: str
    table: str | None
    event_date: dt.date | None
    known_date: dt.date | None
    delivery_id: str | None
    source_row: int | None
    zh: str
    en: str
    to_do_zh: str
    to_do_en: str


@dataclass(frozen=True)
class Basis:
    """What an answer rests on."""

    tables: tuple[KnownRows, ...]
    missing: tuple[Missing, ...]
    warnings: tuple[Doubt, ...]

    def rows(self, table: str) -> int:
        """The number of rows of a table that were known."""
        return next(known.rows for known in self.tables if known.table == table)

    def as_dict(self) -> dict[str, Any]:
        """`rests_on` and `warnings`, as answers hold them."""
        told = asdict(self)
        return {"rests_on": {"tables": told["tables"], "missing": told["missing"]}, "warnings": told["warnings"]}


def basis(records: Records, index: pl.DataFrame, policy: Policy, at_hand: pl.DataFrame | None = None) -> Basis:
    """What is known of one household on one day, and how far it can be relied on.

    Args:
        index: the household and the day, one row.
        at_hand: what checks find in its records, those of `checks_of_members` among them (`features.checks.finding.find`), where
            they were asked already.

    Raises:
        PolicyError: a limit has no value on the day of an event.
    """
    known = known_on(records, index)
    tables = tuple(_counted(table, known[table]) for table in TABLE_NAMES)
    described = known["households"]
    region = described["region_code"][-1] if described.height else None
    return Basis(
        tables, tuple(_missing(known)), tuple(_doubts(records, index["as_of"][0], known, policy, region, at_hand))
    )


def members_known(records: Records, index: pl.DataFrame) -> bool:
    """Whether any member of the household was known on the day."""
    return not rows_known_by(as_index(index), records.versions["members"]).is_empty()


def known_on(records: Records, index: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of each table that features may read, as known on the as-of day of the index, in order of what happened."""
    base = as_index(index).lazy().select("row", "household_id", "as_of")
    versions = {table: records.versions[table] for table in TABLES if table not in LABEL_TABLES}
    asked = {table: rows_known_by(base, rows.lazy()) for table, rows in versions.items() if rows.height}
    known = collect_as_written(asked.values())
    return {table: _nothing_known(table) for table in versions} | dict(zip(asked, known, strict=True))


@cache
def _nothing_known(table: str) -> pl.DataFrame:
    """What `known_on` holds of a table without rows."""
    base = as_index(index_of([], dt.date.min)).select("row", "household_id", "as_of")
    return rows_known_by(base, Records({}).versions[table])


def _counted(table: str, rows: pl.DataFrame) -> KnownRows:
    return KnownRows(table, rows.height, _newest(rows, "event_date"), _newest(rows, "known_date"))


def _newest(rows: pl.DataFrame, column: str) -> dt.date | None:
    day = rows.get_column(column).max()
    return day if isinstance(day, dt.date) else None


def _missing(known: Mapping[str, pl.DataFrame]) -> Iterable[Missing]:
    for table in DESCRIBING:
        if known[table].is_empty():
            name = TABLE_NAMES[table]
            yield Missing(
                table,
                f"没有“{name.zh}”记录：情况不明，不等于没有",
                f"nothing of the {name.en} is known: unknown, which is not none",
            )
    listed = known["members"].select("person_id").unique()
    for table, name in TABLE_NAMES.items():
        if table == "members" or "person_id" not in known[table].columns:
            continue
        of_others = known[table].join(listed, on="person_id", how="anti").height
        if of_others:
            yield Missing(
                table,
                f"“{name.zh}”中有{of_others}条记录的人员不在家庭成员名册中",
                f"{of_others} of the rows of {name.en} are about people whom no member's row names",
            )


def _doubts(
    records: Records,
    as_of: dt.date,
    known: Mapping[str, pl.DataFrame],
    policy: Policy,
    region: str | None,
    at_hand: pl.DataFrame | None,
) -> Iterable[Doubt]:
    rows = {table: of_table.select(list(polars_schema(table))) for table, of_table in known.items() if of_table.height}
    for flag in all_flagged(rows.items(), policy, region).iter_rows(named=True):
        rule = rule_of(f"{flag['table']}.{flag['rule']}")
        yield _doubt(rule.id, rule.table, flag, rule.meaning, rule.to_do)
    for finding in found_by(checks_of_members(), at_hand, records, as_of, policy).iter_rows(named=True):
        check = checks()[finding["check"]]
        yield _doubt(check.id, None, finding, Bilingual(check.zh, check.en), Bilingual(check.fix_zh, check.fix_en))


def _doubt(rule: str, table: str | None, place: Mapping[str, Any], meaning: Bilingual, to_do: Bilingual) -> Doubt:
    return Doubt(
        rule=rule,
        table=table,
        event_date=place["event_date"],
        known_date=place["known_date"],
        delivery_id=place["delivery_id"],
        source_row=place["source_row"],
        zh=meaning.zh,
        en=meaning.en,
        to_do_zh=to_do.zh,
        to_do_en=to_do.en,
    )


@cache
def checks_of_members() -> tuple[str, ...]:
    """The checks of who makes up a household that one household's records suffice for."""
    return tuple(
        check.id
        for check in checks().values()
        if check.theme is Theme.MEMBERS and check.kind is Kind.CONTRADICTION and check.subject is not Subject.ACROSS
    )
