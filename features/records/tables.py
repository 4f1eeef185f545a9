"""The record tables: what a county can know about a household, one dataframely schema per table.

Every row has two clocks: `event_date`, when it happened, and `known_date`, when the county could know it.
Tables only grow. A correction is a new row with the same `record_id` and a later `known_date`; the gate
(`features.records.gate`) decides which of them an as-of date sees. Column metadata is what `docs/records.md`
is generated from, so a column without a meaning does not import.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from features import vocabulary as words
from features.bilingual import Bilingual
from features.records.columns import choice, flag, written_as
from features.records.every_table import RecordTable
from features.records.household_tables import Households, Housing, Income, Relocation, Shocks, Support, Water
from features.records.person_tables import Disability, Education, Employment, Illness, Members

RISK_TYPES_AT_MOST = 5
ONE_RISK_TYPE = f"(?:{'|'.join(words.RiskType.values())})"


class Monitoring(RecordTable):
    """A step of the official procedure. Labels, never features."""

    step = choice(words.MonitoringStep, "监测环节", "Identified, removed, rolled back.", nullable=False)
    category = choice(words.MonitoringCategory, "监测对象类别", "Category of the monitored household.")
    household_type = choice(
        words.HouseholdType, "户类型", "Household type as the roster of monitored households tells it."
    )
    risk_types = written_as(
        rf"^{ONE_RISK_TYPE}(?:;{ONE_RISK_TYPE}){{0,{RISK_TYPES_AT_MOST - 1}}}$",
        "风险类型",
        "Up to five risk types, joined by ';', main one first.",
        Bilingual("规定的风险类型，最多五个", "up to five of the known risk types"),
    )
    removal_mode = choice(words.RemovalMode, "风险消除方式", "How the risk was removed.")
    no_labour_household = flag("整户无劳动能力兜底保障户", "Marked as a household without any labour.")


class Visits(RecordTable):
    """What a visit to a lead found. Labels and evaluation, never features."""

    outcome = choice(words.VisitOutcome, "核查结果", "What was found.", nullable=False)
    lead_source = choice(words.LeadSource, "线索来源", "Where the lead came from.")
    risk_type = choice(words.RiskType, "核实风险类型", "Main risk found.")


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


def empty(table: str) -> pl.DataFrame:
    """The table with no rows."""
    return pl.DataFrame(schema=polars_schema(table))
