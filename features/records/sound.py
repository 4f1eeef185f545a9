"""Whether rows keep the rules that their types leave open, asked at once: to have every broken rule named costs ten times more."""

from __future__ import annotations

from functools import cache

import polars as pl

from features.records.rules import SchemaRule
from features.records.tables import TABLES


@cache
def keeps_what_types_leave_open(table: str) -> pl.Expr:
    """True of rows of a table, each of whose columns is of its type, within its bounds and of its words and form, where they
    keep all other rules too: those between columns, and those of a column that only a check tells.

    A rule that can't be judged is kept, as dataframely has it.
    """
    schema = TABLES[table]
    declared = [told for ancestor in schema.__mro__ for told in vars(ancestor).values() if isinstance(told, SchemaRule)]
    between = [told.holds(schema) for told in declared]
    checked = [
        holds
        for name, column in schema.columns().items()
        if not (column.metadata or {}).get("values")
        for rule, holds in column.validation_rules(pl.col(name)).items()
        if rule.startswith("check")
    ]
    every = (holds.fill_null(value=True) for holds in (*between, *checked))
    return pl.all_horizontal(pl.lit(value=True), *every).all()
