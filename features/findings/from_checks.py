"""What the cross-table checks find, in the shape of the workbook."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.checks.finding import find_in_store
from features.checks.registry import checks
from features.findings.problem import REPORTED, Problem
from features.policy.loading import Policy
from features.records.store import RecordStore


def check_problems() -> dict[str, Problem]:
    """Every cross-table check as a kind of problem; each theme is a sheet."""
    return {
        check.id: Problem(
            id=check.id,
            sheet=check.theme.zh,
            zh=check.zh,
            en=check.en,
            degree_zh=check.severity.zh,
            degree_en=check.severity.en,
            why_zh=check.why_zh,
            why_en=check.why_en,
            fix_zh=check.fix_zh,
            fix_en=check.fix_en,
            source=check.source,
            unit=check.unit,
        )
        for check in checks().values()
    }


def reported_by_checks(store: RecordStore, as_of: dt.date, policy: Policy, region: str) -> pl.DataFrame:
    """Columns of REPORTED. Raises PolicyError when a threshold has no value on that day."""
    findings = find_in_store(store, as_of, policy, region)
    return findings.select(
        pl.col("check").alias("problem"),
        *("household_id", "value", "threshold", "event_date", "file"),
        pl.col("source_sheet").alias("sheet"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
    ).select(list(REPORTED))
