"""Values that were kept though they are hardly credible, in the shape of the workbook."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.checks.wording import Severity as Degree
from features.findings.problem import REPORTED, Problem
from features.policy.loading import Policy
from features.records.buckets import over_buckets
from features.records.contracts import all_flagged, every_rule
from features.records.gate import EVENT_DATE, Records, as_index, rows_known_by
from features.records.store import RecordStore
from features.records.tables import TABLES, polars_schema
from features.records.tables.rules import Severity

SHEET = "数值待核实"
WHY_ZH, WHY_EN = (
    "该数值照常计入评分；若有误，评分随之有误",
    "The value counts as it stands: if it is wrong, so is the score",
)
DESCRIBED_AGAIN = {
    "households": ["household_id"],
    "members": ["household_id", "person_id"],
    "income": ["household_id"],
}
"""What is told anew each year, and of whom: last year's description is not worth a visit once this year's is in."""

SOURCE = "记录表的数据合同（docs/records.md） | The contract of the record tables (docs/records.md)"


def flag_problems() -> dict[str, Problem]:
    """Every rule whose breach is kept and flagged, as a kind of problem."""
    return {
        rule.id: Problem(
            id=rule.id,
            sheet=SHEET,
            zh=rule.meaning.zh,
            en=rule.meaning.en,
            degree_zh=Degree.VERIFY.zh,
            degree_en=Degree.VERIFY.en,
            why_zh=WHY_ZH,
            why_en=WHY_EN,
            fix_zh=rule.to_do.zh,
            fix_en=rule.to_do.en,
            source=SOURCE,
        )
        for rule in every_rule()
        if rule.severity is Severity.FLAG
    }


def reported_by_flags(store: RecordStore, as_of: dt.date, policy: Policy, here: pl.DataFrame) -> pl.DataFrame:
    """The flags of what was known of these households on a day, each fact in its then last version; columns of REPORTED.

    Works bucket by bucket, so memory holds a bucket.

    Args:
        here: households as `features.workbooks.homes.homes` gives them.

    Raises:
        PolicyError: a limit has no value on the day of an event.
    """
    counties = here.get_column("region_code").str.head(6).unique()
    county = counties[0] if len(counties) == 1 else None
    versions = store.versions()
    index = as_index(here.select("household_id", as_of=pl.lit(as_of)))

    def flagged(records: Records) -> pl.DataFrame:
        known = {
            name: _last_described(name, rows_known_by(index, records.versions[name]).select(list(polars_schema(name))))
            for name in TABLES
        }
        return all_flagged(known.items(), policy, county)

    files = store.deliveries(versions).select("delivery_id", "file")
    return (
        pl.concat(over_buckets(store, flagged, versions=versions))
        .join(files, on="delivery_id", how="left", maintain_order="left")
        .select(
            pl.concat_str("table", pl.lit("."), "rule").alias("problem"),
            *("household_id", "value", "threshold", "event_date", "file"),
            pl.col("source_sheet").alias("sheet"),
            pl.col("source_row").cast(pl.Int64).alias("row"),
        )
        .select(list(REPORTED))
    )


def _last_described(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Of what is described again and again only the last description."""
    whose = DESCRIBED_AGAIN.get(table)
    return rows if whose is None else rows.filter(EVENT_DATE == EVENT_DATE.max().over(whose))
