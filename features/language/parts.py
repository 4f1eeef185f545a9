"""What a measure is computed from: row columns, plain aggregates of them, and a finish over the aggregates.

A row column is an expression over one row; an aggregate is the plain sum, maximum or the like of one row column over a
household's rows; the finish is an expression over the household's one row of aggregates. Each is named by what it is,
so that what several measures share is computed once, and nothing ever filters inside a group: masked columns are
summed, which Polars does at the speed of memory on any number of households.

Some aggregates are of groups within the household (the persons that rows are about, what was collected together):
`within` gives a column of those groups.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl


class How(StrEnum):
    """A plain aggregate. All but `COUNT` and `ANY` are null, or for a sum 0, where every row is null."""

    SUM = "sum"
    COUNT = "count"
    ANY = "any"
    MAX = "max"
    MIN = "min"
    LAST = "last"
    OR = "or"


@dataclass(frozen=True)
class Aggregate:
    """An aggregate of a column, over a household or over the groups by some columns within it.

    Attributes:
        how: the aggregate; `COUNT` counts known values, `LAST` is the last known one in the order of the rows;
            `OR` has the bits that some value has.
        column: the name of a column of rows or, for an aggregate over a household, of groups.
        by: what makes the groups within the household; none for an aggregate over the household.
    """

    how: How
    column: str
    by: tuple[str, ...] = ()

    def expression(self) -> pl.Expr:
        column = pl.col(self.column)
        match self.how:
            case How.SUM:
                return column.sum()
            case How.COUNT:
                return column.count()
            case How.ANY:
                return column.any()
            case How.MAX:
                return column.max()
            case How.MIN:
                return column.min()
            case How.LAST:
                return column.last(ignore_nulls=True)
            case How.OR:
                return column.bitwise_or()


COLUMNS: dict[str, pl.Expr] = {}
"""Row columns, and columns made of aggregates within groups, by name."""

AGGREGATES: dict[str, Aggregate] = {}
"""Aggregates by name, within groups (`by`) and over households."""


def named(expression: pl.Expr) -> pl.Expr:
    """The column that holds an expression over one row (or one group); computed once for all who name the same."""
    if expression.meta.is_column():
        return expression
    name = f"={_digest(expression.meta.serialize())}"
    COLUMNS.setdefault(name, expression)
    return pl.col(name)


def aggregate(how: How, column: pl.Expr) -> pl.Expr:
    """The household's aggregate of a column of its rows, or of groups within it."""
    return _aggregated(Aggregate(how, named(column).meta.output_name()))


def within(by: tuple[str, ...], how: How, column: pl.Expr) -> pl.Expr:
    """The aggregate of a row column over each group of the household's rows that are alike in `by`."""
    return _aggregated(Aggregate(how, named(column).meta.output_name(), by))


def _aggregated(made: Aggregate) -> pl.Expr:
    name = f"{made.how}({made.column}{''.join(f'|{key}' for key in made.by)})"
    AGGREGATES.setdefault(name, made)
    return pl.col(name)


def groups_of(name: str) -> tuple[str, ...]:
    """What makes the groups that a column is about; empty when it is about rows."""
    if name in AGGREGATES:
        return AGGREGATES[name].by
    if name not in COLUMNS:
        return ()
    of = {groups_of(root) for root in COLUMNS[name].meta.root_names()} - {()}
    if len(of) > 1:
        raise ValueError(f"a column mixes groups by {' and by '.join(sorted(map(str, of)))}: make one measure of each")
    return of.pop() if of else ()


def columns_behind(expression: pl.Expr) -> frozenset[str]:
    """The columns of the rows that an expression stands on, through whatever is named and aggregated between."""
    behind: set[str] = set()
    for root in expression.meta.root_names():
        if root in AGGREGATES:
            behind |= columns_behind(pl.col(AGGREGATES[root].column)) | {*AGGREGATES[root].by}
        elif root in COLUMNS:
            behind |= columns_behind(COLUMNS[root])
        else:
            behind.add(root)
    return frozenset(behind)


def in_order(names: Iterable[str]) -> list[list[str]]:
    """Named columns and those that they are made of, in steps: each step needs only what stands before it."""
    step: dict[str, int] = {}

    def place(name: str) -> int:
        if name not in COLUMNS:
            return -1
        if name not in step:
            step[name] = 1 + max((place(root) for root in COLUMNS[name].meta.root_names()), default=-1)
        return step[name]

    for name in names:
        place(name)
    return [[name for name, at in step.items() if at == number] for number in range(max(step.values(), default=-1) + 1)]


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=9).hexdigest()
