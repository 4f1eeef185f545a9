"""What a rule of the record tables is: what must hold, what its breach costs, what it means and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import dataframely as dy
import polars as pl

from features.bilingual import Bilingual
from features.vocabulary import Labelled


class Severity(Labelled):
    """What a broken rule costs."""

    REFUSE = "refuse", "整份退回", "the whole file is refused"
    SET_ASIDE = "set_aside", "该行不入库", "the row is set aside"
    FLAG = "flag", "照常入库，提示核实", "the row is kept and flagged"


@dataclass(frozen=True)
class Rule:
    """A rule of one table.

    Attributes:
        name: the expression's name: what holds in a good row; `column|check` when it is about a single column.
        meaning: what is wrong where it does not hold. Never a cell.
        column: the column that is looked at first.
    """

    table: str
    name: str
    severity: Severity
    meaning: Bilingual
    to_do: Bilingual
    column: str | None = None

    @property
    def id(self) -> str:
        """Unique over all tables."""
        return f"{self.table}.{self.name}"

    def __str__(self) -> str:
        return f"{self.meaning.zh}：{self.to_do.zh} | {self.meaning.en}; {self.to_do.en} ({self.id})"


@dataclass(frozen=True, eq=False, kw_only=True)
class RowRule(Rule):
    """A rule of which every row can be asked by itself, and which is kept and flagged where it does not hold.

    Attributes:
        holds: true in a good row; unknown where it cannot be judged, and unknown flags nothing.
        value: the number that is out of order, where there is one.
        limit: the policy value that it is held against, as the column `policy.<limit>`.
    """

    holds: pl.Expr
    value: pl.Expr | None = None
    limit: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class FileRule(Rule):
    """A rule over all the rows that a file brings for a table; where it does not hold the file is refused.

    Attributes:
        holds: one value: true of a good file, unknown where there are too few rows to tell.
        limit: as in RowRule.
    """

    holds: pl.Expr
    limit: str | None = None


@dataclass(frozen=True, eq=False)
class SchemaRule:
    """A rule over several columns inside a table's schema: a row that breaks it is set aside.

    Attributes:
        holds: given the table, what holds in a good row.
    """

    holds: Callable[[Any], pl.Expr]
    column: str
    meaning: Bilingual
    to_do: Bilingual


def rule(column: str, *, zh: str, en: str, to_do_zh: str, to_do_en: str) -> Callable[[Callable[[Any], pl.Expr]], Any]:
    """Declare a rule over several columns in a table's class; the function says what holds in a good row."""

    def declare(holds: Callable[[Any], pl.Expr]) -> Any:
        of_schema: Any = dy.rule()(holds)
        # dataframely knows what holds; what a breach means is kept beside it.
        of_schema.declared = SchemaRule(holds, column, Bilingual(zh, en), Bilingual(to_do_zh, to_do_en))
        return of_schema

    return declare


def schema_rules(schema: type[dy.Schema]) -> Iterator[tuple[str, SchemaRule]]:
    """The rules over several columns of a table with their names, those that it shares with others first."""
    for ancestor in reversed(schema.__mro__):
        for name, value in vars(ancestor).items():
            declared = getattr(value, "declared", None)
            if isinstance(declared, SchemaRule):
                yield name, declared


def limit(name: str) -> pl.Expr:
    """The policy value that a flag or a file's rule names as its `limit`."""
    return pl.col(f"policy.{name}")
