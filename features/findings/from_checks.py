"""What the cross-table checks find, in the shape of the workbook."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.checks.finding import find_in_store
from features.checks.registry import checks
from features.findings.problem import FOUND, Problem
from features.policy.loading import Policy
from features.records.store import RecordStore


def check_problems() -> dict[str, Problem]:
    """Every cross-table check as a kind of problem; each theme is a sheet."""
    return {
        one.id: Problem(
            id=one.id,
            sheet=one.theme.zh,
            zh=one.zh,
            en=one.en,
            degree_zh=one.severity.zh,
            degree_en=one.severity.en,
            why_zh=one.why_zh,
            why_en=one.why_en,
            fix_zh=one.fix_zh,
            fix_en=one.fix_en,
            source=one.source,
            unit=one.unit,
        )
        for one in checks().values()
    }


def found_by_checks(store: RecordStore, as_of: dt.date, policy: Policy, region: str) -> pl.DataFrame:
    """Columns of FOUND. Raises PolicyError when a threshold has no value on that day."""
    found = find_in_store(store, as_of, policy, region)
    return found.select(
        pl.col("check").alias("problem"),
        *("household_id", "value", "threshold", "event_date", "file"),
        pl.col("source_sheet").alias("sheet"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
    ).select(list(FOUND))
