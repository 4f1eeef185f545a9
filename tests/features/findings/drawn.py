"""Findings drawn by hand, without a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl

from features.deliveries.freshness import FRESHNESS
from features.findings.contradicted import CONTRADICTED
from features.findings.doubtful import DOUBTFUL
from features.findings.gathering import Findings, in_order
from features.findings.problem import REPORTED, Problem
from features.findings.set_aside import SET_ASIDE

AS_OF = dt.date(2024, 6, 30)


def problem(name: str, sheet: str) -> Problem:
    return Problem(
        id=name,
        sheet=sheet,
        zh=f"{name}有误",
        en=f"{name} is wrong",
        degree_zh="必须更正",
        degree_en="must be corrected",
        why_zh="影响评分依据：人均收入",
        why_en="Distorts income per person",
        fix_zh="核对后更正",
        fix_en="correct it",
        source="记录自身的算术 | Arithmetic",
    )


PROBLEMS = {name: problem(name, sheet) for name, sheet in (("甲", "收入"), ("乙", "收入"), ("丙", "住房饮水"))}

HOMES = pl.DataFrame(
    [
        ("H1", "990101001001", "城关镇", "东村"),
        ("H2", "990101001002", "城关镇", "西村"),
        ("H3", "990101002001", "河口乡", "河口村"),
        ("=1+1", "990101002001", "河口乡", "河口村"),
    ],
    schema=["household_id", "region_code", "township", "village"],
    orient="row",
)


def found(*rows: tuple[Any, ...]) -> pl.DataFrame:
    """Rows of (problem, household, value, threshold), each at its own row of a file."""
    told = [
        (*row, dt.date(2023, 12, 31), "2024-01-05/户.xlsx", "表1", place) for place, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(told, schema=REPORTED, orient="row")


def findings(
    rows: pl.DataFrame,
    *,
    homes: pl.DataFrame = HOMES,
    whole: bool = True,
    doubtful: Sequence[tuple[Any, ...]] = (),
    contradicted: Sequence[tuple[Any, ...]] = (),
    set_aside: Sequence[tuple[Any, ...]] = (),
    fresh: Sequence[tuple[Any, ...]] = (),
) -> Findings:
    return Findings(
        as_of=AS_OF,
        region="990101",
        whole=whole,
        homes=homes,
        problems=PROBLEMS,
        reported=in_order(rows, homes, PROBLEMS),
        doubtful=pl.DataFrame(list(doubtful), schema=DOUBTFUL, orient="row"),
        contradicted=pl.DataFrame(list(contradicted), schema=CONTRADICTED, orient="row"),
        set_aside=pl.DataFrame(list(set_aside), schema=SET_ASIDE, orient="row"),
        fresh=pl.DataFrame(list(fresh), schema=FRESHNESS, orient="row"),
    )
