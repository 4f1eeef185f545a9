"""住房饮水 | The dwelling of those who moved."""

from __future__ import annotations

import polars as pl

from features.checks.registry import check
from features.checks.wording import Kind, Severity, Subject, Theme


@check(
    Subject.HOUSEHOLD,
    Theme.DWELLING,
    Kind.SITUATION,
    Severity.VERIFY,
    place="dwelling_place",
    distorts=("unsafe_dwelling", "relocated"),
    fix="核实是否仍住旧房；旧房应拆除或封存，鉴定记录应更新 | Find out whether the old dwelling is still lived in; update the inspection.",
)
def relocated_house_unsafe() -> pl.Expr:
    """已搬迁入住但住房登记为C、D级 | Moved to a settlement, yet the dwelling is graded C or D"""
    return pl.col("relocated_on").is_not_null() & pl.col("unsafe_dwelling")
