"""The record tables: what a county can know about a household, one dataframely schema a table, each beside its confession.

Every row has two clocks: `event_date`, when it happened, and `known_date`, when the county could know it.
Tables only grow. A correction is a new row with the same `record_id` and a later `known_date`; the gate
(`features.records.gate`) decides which of them an as-of date sees. Column metadata is what `docs/records.md`
is generated from, so a column without a meaning does not import.
"""

from features.records.tables.schemas import COMMON_COLUMNS, LABEL_TABLES, TABLES, empty, polars_schema

__all__ = ["COMMON_COLUMNS", "LABEL_TABLES", "TABLES", "empty", "polars_schema"]
