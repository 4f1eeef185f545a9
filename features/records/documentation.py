"""`docs/records.md`, generated from `tables.py`: the contract by which records enter without a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dataframely as dy
from dataframely._rule import RuleFactory

from features.records.import_checks import FILLED_IN
from features.records.tables import COMMON_COLUMNS, LABEL_TABLES, TABLES, RecordTable

_BEGINNING = """# Record tables

Generated from `features/records/tables.py` by `fanpin records describe > docs/records.md`; a test holds the two together.

What a county knows is kept in {tables} tables. Every row has two clocks: `event_date`, when it happened, and
`known_date`, when the county could know it. Tables only grow: a correction is a new row with the same `household_id`
and `record_id` and a later `known_date`. An as-of date sees the rows with `known_date` on or before it, each fact in
the version then known last.

## Bringing records without workbooks

Put one file per table into a folder, `<table>.parquet` or `<table>.csv` (UTF-8, a header row, dates as yyyy-MM-dd,
flags as true or false, empty for unknown), and run `fanpin records import DIR`. Tables that you do not have are left
out, and so are columns that may be empty. Three columns may be left out although every row has them:

- `record_id`: worked out from all that the row says except `known_date`; two rows that say the same are one fact;
- `delivery_id`: worked out from the file's content;
- `source_row`: the place of the row in its file.

Checks are hard: a bad row refuses its file, with file, row, column, rule and what to do, and nothing lands unless every
file is good. Importing the same files again changes nothing. Unknown is empty, never 0.

`income.amount_yuan` and the other amounts are in yuan; a panel in another currency enters in one unit of its own
throughout, with a policy folder of its own.
"""


def render() -> str:
    """The whole page, in Markdown."""
    parts = [_BEGINNING.format(tables=len(TABLES)), "## Every table\n", _table(_columns(RecordTable))]
    parts += [f"Rule: `{rule}`.\n" for rule in _rules(RecordTable)]
    for name, table in TABLES.items():
        own = {column: told for column, told in _columns(table).items() if column not in COMMON_COLUMNS}
        label = "\n\nA **label table**: no feature reads it." if name in LABEL_TABLES else ""
        parts.append(f"## `{name}`\n\n{(table.__doc__ or '').strip()}{label}\n")
        parts.append(_table(own))
        parts += [f"Rule: `{rule}`.\n" for rule in _rules(table)]
    return "\n".join(parts).rstrip() + "\n"


def _columns(table: type[RecordTable]) -> dict[str, dy.Column]:
    return dict(table.columns())


def _table(columns: Mapping[str, dy.Column]) -> str:
    rows = ["| column | type | may be empty | 中文 | meaning | unit or values |", "|---|---|---|---|---|---|"]
    for name, column in columns.items():
        about: Mapping[str, Any] = column.metadata or {}
        empty = "left out" if name in FILLED_IN else "yes" if column.nullable else "no"
        cells = [f"`{name}`", _type(column), empty, about["zh"], about["en"], "; ".join(_allowed(column, about))]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def _type(column: dy.Column) -> str:
    kinds: Mapping[type[dy.Column], str] = {
        dy.String: "text",
        dy.Float64: "number",
        dy.Bool: "flag",
        dy.Date: "date",
        dy.Int32: "whole number",
    }
    return next(word for kind, word in kinds.items() if isinstance(column, kind))


def _allowed(column: dy.Column, about: Mapping[str, Any]) -> Iterator[str]:
    if about.get("unit") and not isinstance(column, dy.Date):
        yield str(about["unit"])
    if about.get("values"):
        yield ", ".join(f"`{value}`" for value in about["values"])
    low, high = getattr(column, "min", None), getattr(column, "max", None)
    if isinstance(column, dy.Float64) and low is not None:
        yield f"from {low:g}" + (f" to {high:g}" if high is not None else "")
    if pattern := getattr(column, "regex", None):
        yield f"matches `{pattern}`"


def _rules(table: type[RecordTable]) -> list[str]:
    """The rules over several columns that this table adds to those of every table."""
    own: Mapping[str, object] = vars(table)
    return [name for name, told in own.items() if isinstance(told, RuleFactory)]
