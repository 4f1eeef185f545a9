"""How many households each gap list holds, for a terminal."""

from __future__ import annotations

import polars as pl
from rich.console import Console

from features.gaps.rules import GAPS


def households_by_gap(findings: pl.DataFrame) -> dict[str, int]:
    """Households by the id of the rule; a rule without any is left out.

    Args:
        findings: rows of `finding.GAP_FINDINGS`.
    """
    return dict(findings.group_by("gap").agg(pl.col("household_id").n_unique()).iter_rows())


def print_counts(findings: pl.DataFrame, console: Console) -> None:
    """One line per rule, those without a household included."""
    counted = households_by_gap(findings)
    for gap in GAPS:
        console.print(
            f"{counted.get(gap.name, 0):>7,} 户  {gap.zh} | {gap.en}", markup=False, highlight=False, soft_wrap=True
        )
