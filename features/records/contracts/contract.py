"""The contract of each record table: every rule with its severity, what it means and what to do; and who keeps it.

`rules(table)` is the whole contract. A row that breaks a rule of the schema is set aside (`TABLES[table].filter`), a
file that breaks a rule over all its rows is refused (`doubtful`), and what is kept all the same is flagged (`flagged`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

import dataframely as dy
import polars as pl

from features.bilingual import Bilingual
from features.policy.loading import Policy
from features.records.collecting import collect_as_written
from features.records.contracts.flags import money, people, places
from features.records.contracts.flags.declaring import FLAGS
from features.records.contracts.whole_files import FILE_RULES
from features.records.tables import TABLES, polars_schema
from features.records.tables.columns import UNITS, bound_in_words
from features.records.tables.rules import FileRule, RowRule, Rule, Severity, schema_rules

THEMES = (people, money, places)
"""The modules in which flags are declared: importing them declares the flags."""

FLAGGED: dict[str, pl.DataType] = {
    "table": pl.String(),
    "rule": pl.String(),
    "household_id": pl.String(),
    "person_id": pl.String(),
    "column": pl.String(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
    "event_date": pl.Date(),
    "known_date": pl.Date(),
    "delivery_id": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int32(),
}
"""One row per rule that a kept row does not meet. `rule` is the key of `rules(table)`; `value` and `threshold` are
null where the rule holds no number against a limit."""


@cache
def rules(table: str) -> dict[str, Rule]:
    """Every rule of a table by its name, those of its schema first."""
    found: list[Rule] = [*_schema_rules(table), *FILE_RULES.get(table, ()), *FLAGS.get(table, ())]
    named = {rule.name: rule for rule in found}
    if len(named) != len(found):
        raise ValueError(f"two rules of {table} have one name.")
    return named


def rule_of(identifier: str) -> Rule:
    """The rule of an identifier, `table.name`. Raises KeyError for one that no table has."""
    table, _, name = identifier.partition(".")
    return rules(table)[name]


def every_rule() -> Iterator[Rule]:
    """The rules of all tables."""
    for table in TABLES:
        yield from rules(table).values()


def doubtful(table: str, rows: pl.DataFrame, policy: Policy, region: str | None = None) -> list[Rule]:
    """The rules over a whole file that its rows for this table do not meet.

    Limits are those in force on the day of the delivery.

    Args:
        rows: all that one file brings for the table, in its schema.
        region: as in `flagged`.
    """
    over_all = FILE_RULES.get(table, [])
    if not over_all or rows.is_empty():
        return []
    held = _with_limits(rows, over_all, policy, region, day="known_date").select(
        rule.holds.alias(rule.name) for rule in over_all
    )
    return [rule for rule in over_all if held.item(0, rule.name) is False]


def flagged(table: str, rows: pl.DataFrame, policy: Policy, region: str | None = None) -> pl.DataFrame:
    """What to look at again among rows that are kept, as FLAGGED says; a fact taken back is not looked at.

    Limits are those in force on the day of each event.

    Args:
        rows: rows of the table that keep its schema.
        region: where limits are looked up for tables without a region code of their own; None for those of all places.
    """
    return pl.concat([pl.DataFrame(schema=FLAGGED), *_not_held([(table, rows)], policy, region)])


def all_flagged(tables: Iterable[tuple[str, pl.DataFrame]], policy: Policy, region: str | None = None) -> pl.DataFrame:
    """The flags of several tables, `in_order`."""
    return in_order(pl.concat([pl.DataFrame(schema=FLAGGED), *_not_held(tables, policy, region)]))


def _not_held(tables: Iterable[tuple[str, pl.DataFrame]], policy: Policy, region: str | None) -> list[pl.DataFrame]:
    """The flags of each rule that some row does not meet.

    Most rows meet every rule, and of a single household the queries themselves are most of the work: one says which
    rules of all tables are to be looked at.
    """
    asked = [(table, _standing(rows)) for table, rows in tables if table in FLAGS]
    limits = [
        (table, _with_limits(rows, FLAGS[table], policy, region, day="event_date").lazy())
        for table, rows in asked
        if not rows.is_empty()
    ]
    met = collect_as_written(rows.select(_met(table)) for table, rows in limits)
    broken = [
        _not_holding(rows, rule, {name for name, kind in polars_schema(table).items() if kind == pl.Float64})
        for (table, rows), holds in zip(limits, met, strict=True)
        for rule in FLAGS[table]
        if holds.item(0, rule.name) is False
    ]
    return pl.collect_all(broken, engine="in-memory")


def _standing(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without those that take a fact back."""
    taken_back = rows.get_column("withdrawn")
    return rows.filter(~taken_back.fill_null(value=False)) if taken_back.any() else rows


@cache
def _met(table: str) -> list[pl.Expr]:
    """Of each flag of a table whether all rows meet it, as far as can be told."""
    return [rule.holds.all().alias(rule.name) for rule in FLAGS[table]]


def in_order(flags: pl.DataFrame) -> pl.DataFrame:
    """Flags in an order that does not depend on that of the rows."""
    return flags.sort(list(FLAGGED), nulls_last=True)


def _not_holding(rows: pl.LazyFrame, rule: RowRule, numbers: set[str]) -> pl.LazyFrame:
    value = rule.value if rule.value is not None else pl.col(rule.column) if rule.column in numbers else pl.lit(None)
    cells = {
        "table": pl.lit(rule.table),
        "rule": pl.lit(rule.name),
        "column": pl.lit(rule.column),
        "value": value,
        "threshold": pl.lit(None) if rule.limit is None else pl.col(f"policy.{rule.limit}"),
    }
    if "person_id" not in polars_schema(rule.table):
        cells["person_id"] = pl.lit(None)
    return rows.filter(rule.holds.not_()).select(
        cells.get(name, pl.col(name)).cast(kind).alias(name) for name, kind in FLAGGED.items()
    )


@cache
def keeps_what_types_leave_open(table: str) -> pl.Expr:
    """True of rows of a table, each of whose columns is of its type, within its bounds and of its words and form, where they
    keep all other rules too: those between columns, and those of a column that only a check tells.

    Asked at once: to have every broken rule named costs ten times more. A rule that can't be judged is kept, as dataframely
    has it.
    """
    schema = TABLES[table]
    between = [rule.holds(schema) for _, rule in schema_rules(schema)]
    checked = [
        holds
        for name, column in schema.columns().items()
        if not (column.metadata or {}).get("values")
        for rule, holds in column.validation_rules(pl.col(name)).items()
        if rule.startswith("check")
    ]
    every = (holds.fill_null(value=True) for holds in (*between, *checked))
    return pl.all_horizontal(pl.lit(value=True), *every).all()


def _with_limits(
    rows: pl.DataFrame, asked: Sequence[RowRule | FileRule], policy: Policy, region: str | None, *, day: str
) -> pl.DataFrame:
    """The rows with the policy values that the rules read, as in force on a day of each row."""
    limits = {f"policy.{rule.limit}" for rule in asked if rule.limit is not None}
    place = [] if "region_code" in rows.columns else [pl.lit(region, pl.String).alias("region_code")]
    return policy.add_columns(rows.with_columns(*place, as_of=pl.col(day)), limits)


def _schema_rules(table: str) -> Iterator[Rule]:
    schema = TABLES[table]
    for name, column in schema.columns().items():
        about = column.metadata or {}
        for check in column.validation_rules(pl.col(name)):
            meaning, to_do = _of_a_column(name, column, check)
            yield Rule(table, f"{name}|{check}", about["severity"], meaning, to_do, name)
    for name, rule in schema_rules(schema):
        yield Rule(table, name, Severity.SET_ASIDE, rule.meaning, rule.to_do, rule.column)


def _of_a_column(name: str, column: dy.Column, check: str) -> tuple[Bilingual, Bilingual]:
    """What a broken rule of a single column means, and what to do, from what the column says of itself."""
    about = column.metadata or {}
    zh = about["zh"]
    correct = Bilingual(f"核对{zh}，更正后重新导出", "compare it with the source, correct it and export again")
    if check in ("nullability", "min_length"):
        return (
            Bilingual(f"{zh}为空，该项必填", f"{name} is empty and must be told"),
            Bilingual("补填后重新导出", "fill it in and export again"),
        )
    if check == "regex":
        form: Bilingual = about["form"]
        return (
            Bilingual(f"{zh}格式不对", f"{name} is not of its form"),
            Bilingual(f"改为{form.zh}后重新导出", f"write it as {form.en} and export again"),
        )
    if check == "check__looks_as_it_is":
        return (
            Bilingual(
                f"{zh}含有看不见的字符或首尾空格", f"{name} holds characters that nobody sees, or spaces around it"
            ),
            Bilingual("删除这些字符后重新导出", "take them out and export again"),
        )
    if check == "check__known_word":
        return (
            Bilingual(f"{zh}不是规定用语", f"{name} is not one of its words"),
            Bilingual(
                f"改为以下之一后重新导出：{'、'.join(about['labels'])}",
                f"use one of {', '.join(about['values'])} and export again",
            ),
        )
    if check in ("inf", "nan"):
        return (Bilingual(f"{zh}不是有限的数", f"{name} is no finite number"), correct)
    if check not in ("min", "max"):
        raise ValueError(f"the rule {name}|{check} has no meaning yet: add one here.")
    edge = getattr(column, check)
    if isinstance(column, dy.Date):
        zh_than, en_than = {"min": ("早于", "before"), "max": ("晚于", "after")}[check]
        return (Bilingual(f"{zh}{zh_than}{edge}", f"{name} lies {en_than} {edge}"), correct)
    zh_than, en_than = {"min": ("小于", "below"), "max": ("大于", "above")}[check]
    unit = f" {about['unit']}" if UNITS[about["unit"]] else ""
    return (
        Bilingual(
            f"{zh}{zh_than}{bound_in_words(edge)}{UNITS[about['unit']]}",
            f"{name} is {en_than} {bound_in_words(edge)}{unit}",
        ),
        Bilingual(
            f"核对{zh}的数值和单位，更正后重新导出",
            "compare the value and its unit with the source, correct it and export again",
        ),
    )
