"""Every record table by its name, and the types of its columns."""

from __future__ import annotations

from functools import cache

import polars as pl

from features.records.tables.households import Households, Housing, Income, Relocation, Shocks, Support, Water
from features.records.tables.persons import Disability, Education, Employment, Illness, Members
from features.records.tables.procedure import Monitoring, Visits
from features.records.tables.record_table import RecordTable

TABLES: dict[str, type[RecordTable]] = {
    "households": Households,
    "members": Members,
    "income": Income,
    "illness": Illness,
    "disability": Disability,
    "employment": Employment,
    "relocation": Relocation,
    "education": Education,
    "housing": Housing,
    "water": Water,
    "shocks": Shocks,
    "support": Support,
    "monitoring": Monitoring,
    "visits": Visits,
}
"""Every record table by its name, in the order in which they are documented."""

LABEL_TABLES = frozenset({"monitoring", "visits"})
"""Tables made by the official procedure: no feature may read them."""

COMMON_COLUMNS = tuple(RecordTable.columns())


def polars_schema(table: str) -> dict[str, pl.DataType]:
    """Column names and types of a table, in the order in which they are stored."""
    return dict(_schema(table))


@cache
def _schema(table: str) -> dict[str, pl.DataType]:
    # dataframely puts a schema's columns together anew whenever it is asked.
    return {name: column.dtype for name, column in TABLES[table].columns().items()}


@cache
def empty(table: str) -> pl.DataFrame:
    """The table with no rows."""
    # polars puts a schema's columns together one by one, and many readings meet tables that hold nothing.
    return pl.DataFrame(schema=polars_schema(table))
