"""Rows of one sheet that say different things of one fact: nobody can tell which of them holds, so none lands."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from features.intake.problems import Reason
from features.intake.sheets.columns import Rows
from features.records.gate import FACT
from features.records.store.repeats import BROUGHT_BY

ONE_FACT = (*FACT, "source_sheet")


def contradicting(rows: Rows, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The rows of a sheet of which another one says something else of the same fact: `source_row`, `column`, `reason`, `rule`.

    A bill in two parts under one serial number, two amounts of one grant: adding them up is as much of a guess as taking
    the last. Rows that say the same are one row told twice. `column` is the first in which they differ.

    Args:
        rows: the sheet, for its headers.
        tables: what it would land as.
    """
    several = [frame.filter(pl.struct(ONE_FACT).is_duplicated()) for frame in tables.values() if frame.height]
    none = pl.DataFrame(schema={"source_row": pl.Int32, "column": pl.String})
    told = pl.concat([none, *(_against(rows, frame) for frame in several if frame.height)])
    told = told.unique("source_row", keep="first", maintain_order=True)
    return told.with_columns(reason=pl.lit(Reason.CONTRADICTED.value), rule=pl.lit(None, pl.String))


def _against(rows: Rows, several: pl.DataFrame) -> pl.DataFrame:
    """Of rows that tell one fact several times, those that tell it differently."""
    content = [name for name in several.columns if name not in (*ONE_FACT, *BROUGHT_BY)]
    differing = pl.coalesce(
        pl.when(pl.col(name).n_unique().over(ONE_FACT) > 1).then(pl.lit(rows.header_of(name))) for name in content
    )
    return several.select("source_row", differing.alias("column")).drop_nulls("column")
