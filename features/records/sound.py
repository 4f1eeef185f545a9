"""Whether rows keep the rules between their columns, asked at once: to have every broken rule named costs ten times more."""

from __future__ import annotations

from functools import cache

import polars as pl

from features.records.rules import SchemaRule
from features.records.tables import TABLES


@cache
def keeps_rules_between_columns(table: str) -> pl.Expr:
    """True of rows of a table all of whose columns are right by themselves, where they agree with each other too.

    A rule that can't be judged is kept, as dataframely has it.
    """
    schema = TABLES[table]
    declared = [told for ancestor in schema.__mro__ for told in vars(ancestor).values() if isinstance(told, SchemaRule)]
    return pl.all_horizontal(pl.lit(value=True), *(told.holds(schema).fill_null(value=True) for told in declared)).all()
