"""The rows of households that were known on a day, table by table."""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl

from features.bilingual import Bilingual
from features.frame import index_of
from features.records.collecting import collect_as_written
from features.records.gate import Records, as_index, rows_known_by
from features.records.tables import LABEL_TABLES, TABLES

TABLE_NAMES: dict[str, Bilingual] = {
    "households": Bilingual("家庭情况", "description of the household"),
    "members": Bilingual("家庭成员", "members"),
    "income": Bilingual("收入与支出", "income and expenses"),
    "illness": Bilingual("就医与确诊", "medical bills and diagnoses"),
    "disability": Bilingual("残疾", "disability"),
    "employment": Bilingual("务工就业", "work"),
    "relocation": Bilingual("易地搬迁", "relocation"),
    "education": Bilingual("就学", "schooling"),
    "housing": Bilingual("住房", "dwelling"),
    "water": Bilingual("饮水", "drinking water"),
    "shocks": Bilingual("灾害与事故", "disasters and accidents"),
    "support": Bilingual("帮扶措施", "measures of support"),
}
"""The record tables that features may read, as people call them."""

DESCRIBING = ("members", "income", "housing", "water")
"""Tables that have a row of every household that the county knows well: one without any is known thinly. Of the others
(bills, certificates, shocks) most households have none, and rightly."""


def members_known(records: Records, index: pl.DataFrame) -> bool:
    """Whether any member of the household was known on the day."""
    return not rows_known_by(as_index(index), records.versions["members"]).is_empty()


def known_on(records: Records, index: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of each table that features may read, as known on the as-of day of the index, in order of what happened."""
    base = as_index(index).lazy().select("row", "household_id", "as_of")
    versions = {table: records.versions[table] for table in TABLES if table not in LABEL_TABLES}
    asked = {table: rows_known_by(base, rows.lazy()) for table, rows in versions.items() if rows.height}
    known = collect_as_written(asked.values())
    return {table: _nothing_known(table) for table in versions} | dict(zip(asked, known, strict=True))


@cache
def _nothing_known(table: str) -> pl.DataFrame:
    """What `known_on` holds of a table without rows."""
    base = as_index(index_of([], dt.date.min)).select("row", "household_id", "as_of")
    return rows_known_by(base, Records({}).versions[table])
