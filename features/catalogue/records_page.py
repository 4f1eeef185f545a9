"""`docs/records.md`, generated: the tables with their columns, what they confess, and every rule of their contracts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import dataframely as dy

from features.bilingual import Bilingual
from features.records.contracts import rules
from features.records.importing.checks import FILLED_IN
from features.records.importing.readings import Documented, Given, accepted
from features.records.tables import COMMON_COLUMNS, LABEL_TABLES, TABLES
from features.records.tables.columns import bound_in_words
from features.records.tables.record_table import RecordTable
from features.records.tables.rules import FileRule, RowRule, Rule, Severity

_BEGINNING = """# Record tables

Generated from `features/records` by `fanpin records describe > docs/records.md`; a test holds the two together.

What a county knows is kept in {tables} tables. Every row has two clocks: `event_date`, when it happened, and
`known_date`, when the county could know it. Tables only grow: a correction is a new row with the same `household_id`
and `record_id` and a later `known_date`. An as-of date sees the rows with `known_date` on or before it, each fact in
the version then known last.

## Bringing records without workbooks

Put one file per table into a folder, `<table>.parquet` or `<table>.csv` (UTF-8, a header row, dates as yyyy-MM-dd,
flags as true or false, empty for unknown), and run `fanpin records import DIR`. Tables that you do not have are left
out, and so are columns that may be empty. Three columns may be left out although every row has them:

- `record_id`: worked out from all that the row says except `known_date`; two rows that say the same are one fact;
- `delivery_id`: worked out from the file's content; one that the rows name is listed as a delivery and can be withdrawn;
- `source_row`: the place of the row in its file.

Checks are hard: a bad row refuses its file, with file, row, column, rule and what to do, and nothing lands unless every
file is good. Importing the same files again changes nothing. Unknown is empty, never 0.

Nothing is converted in silence. A file's own type is read as the documented one where every value can mean one thing
only; any other cell refuses its file, with column, first row and what to do. A timestamp with a zone is refused
whatever it says: read in another zone it is the day before or after, and a record known a day early is a leak.

{readings}
Text is read in Parquet as it is in csv, and an empty text is unknown. An identifier must show what it is: blanks around
it, invisible characters, or the form that a spreadsheet gives to a number (`9.9E+19`, `12.0`) are refused, and so is a
line of a csv that has fewer cells than the header.

`income.amount_yuan` and the other amounts are in yuan; a panel in another currency enters in one unit of its own
throughout, with a policy of its own (`--county DIR`). No amount may be beyond `money_most`
([policy.md](policy.md#moneyyaml)): a currency with large numbers enters in thousands.

## Contracts

Each table has a contract: rules, each with a name, a severity, what its breach means and what to do.

| severity | 严重程度 | what it costs in an intake |
|---|---|---|
{severities}

Rules of a single column follow from its table below: `column|nullability` and `column|min_length` (it may not be
empty), `column|min` and `column|max` (its range), `column|inf` and `column|nan` (a number is finite),
`column|check__known_word` (its closed set), `column|regex` (its form), `column|check__looks_as_it_is` (an identifier
holds nothing that nobody sees). They set the row aside, but for the two columns
that the delivery fills, `known_date` and `delivery_id`, where they refuse the file. The other rules are listed with
their tables. A row that is set aside in one table is left out of all the tables that it would feed; of an intake's
rows so left out `fanpin deliveries --set-aside FILE.csv` tells place, rule and what to do.

Contracts are soft for offices and hard for training: a training run stops at the first look when a stored row breaks a
rule that should have set it aside, and names table, rule, count and delivery. `fanpin records check` asks the whole
store and counts what is flagged. Limits are policy values (`features/policy/contracts.yaml`): for a flag those in force
on the day of the event, for a file's rule on the day of its delivery (`fanpin records import` asks no file's rule, since
a panel may count in another unit). Unknown breaks no rule but those that forbid it.
"""


def render() -> str:
    """The whole page, in Markdown."""
    severities = "\n".join(f"| `{one.value}` | {one.zh} | {one.en} |" for one in Severity)
    parts = [_BEGINNING.format(tables=len(TABLES), severities=severities, readings=_readings())]
    parts += ["## Every table\n", _table(_columns(RecordTable)), _contract(_of_every_table())]
    for name, table in TABLES.items():
        own = {column: told for column, told in _columns(table).items() if column not in COMMON_COLUMNS}
        label = "\n\nA **label table**: no feature reads it." if name in LABEL_TABLES else ""
        parts.append(f"## `{name}`\n\n{(table.__doc__ or '').strip()}{label}\n")
        parts += [_confession(name), _table(own)]
        common = {rule.name for rule in _of_every_table()}
        parts.append(_contract([rule for rule in _of_several_columns(name) if rule.name not in common]))
    return "\n".join(part for part in parts if part).rstrip() + "\n"


def _readings() -> str:
    """What becomes of each type that a file may give a column."""
    rows = [f"| in the file | {' | '.join(f'{one.en} {one.zh}' for one in Documented)} |", "|---" * 6 + "|"]
    for has in Given:
        cells = [f"{told.en} {told.zh}" for told in (accepted(has, wanted) for wanted in Documented)]
        rows.append("| " + " | ".join([f"{has.en} {has.zh}", *cells]) + " |")
    return "\n".join(rows) + "\n"


def _confession(table: str) -> str:
    confession = TABLES[table].confession
    lines: list[tuple[str, Bilingual]] = [
        ("Sent by 来源", confession.sent_by),
        ("How late 滞后", confession.how_late),
        ("Misses 遗漏", confession.misses),
        ("Do not conclude 不可推断", confession.not_to_conclude),
    ]
    return "\n".join(f"- **{heading}**: {sentence.en}. {sentence.zh}。" for heading, sentence in lines) + "\n"


def _of_several_columns(table: str) -> list[Rule]:
    """The rules that a table's columns do not tell by themselves."""
    return [rule for rule in rules(table).values() if "|" not in rule.name]


def _of_every_table() -> list[Rule]:
    first, *others = ({rule.name: rule for rule in _of_several_columns(table)} for table in TABLES)
    return [rule for name, rule in first.items() if all(name in other for other in others)]


def _contract(listed: list[Rule]) -> str:
    if not listed:
        return ""
    rows = ["| rule | severity | 含义 | meaning | 处理 | what to do | limit |", "|---|---|---|---|---|---|---|"]
    for rule in listed:
        limit = rule.limit if isinstance(rule, RowRule | FileRule) and rule.limit else ""
        cells = [f"`{rule.name}`", f"{rule.severity.value} {rule.severity.zh}", rule.meaning.zh, rule.meaning.en]
        cells += [rule.to_do.zh, rule.to_do.en, f"`{limit}`" if limit else ""]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


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
        yield f"from {bound_in_words(low)}" + (f" to {bound_in_words(high)}" if high is not None else "")
    if pattern := getattr(column, "regex", None):
        yield f"matches `{pattern}`"
