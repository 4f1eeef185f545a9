"""What an answer about one household rests on, as it is told: with the words of rules, checks and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from features.basis.known import TABLE_NAMES
from features.bilingual import Bilingual
from features.checks.registry import checks
from features.records.contracts import rule_of


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
        tables, missing, warnings = (
            [dict(vars(part)) for part in parts] for parts in (self.tables, self.missing, self.warnings)
        )
        return {"rests_on": {"tables": tables, "missing": missing}, "warnings": warnings}


def basis_in_words(row: Mapping[str, Any]) -> Basis:
    """A row of BASIS as it is told.

    Raises:
        KeyError: this installation has no such rule or check: the row was made by another version.
    """
    return Basis(
        tuple(KnownRows(**of_table) for of_table in row["rests_on"]),
        tuple(_missing_in_words(**of_table) for of_table in row["missing"]),
        tuple(_doubt_in_words(warning) for warning in row["warnings"]),
    )


def _missing_in_words(table: str, rows: int) -> Missing:
    name = TABLE_NAMES[table]
    if rows == 0:
        return Missing(
            table,
            f"没有“{name.zh}”记录：情况不明，不等于没有",
            f"nothing of the {name.en} is known: unknown, which is not none",
        )
    return Missing(
        table,
        f"“{name.zh}”中有{rows}条记录的人员不在家庭成员名册中",
        f"{rows} of the rows of {name.en} are about people whom no member's row names",
    )


def _doubt_in_words(warning: Mapping[str, Any]) -> Doubt:
    if warning["table"] is None:
        check = checks()[warning["rule"]]
        meaning, to_do = Bilingual(check.zh, check.en), Bilingual(check.fix_zh, check.fix_en)
    else:
        rule = rule_of(warning["rule"])
        meaning, to_do = rule.meaning, rule.to_do
    return Doubt(**warning, zh=meaning.zh, en=meaning.en, to_do_zh=to_do.zh, to_do_en=to_do.en)
