"""The shape in which every kind of problem reaches the workbook, whoever found it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Problem:
    """A kind of problem, in the words of an office.

    Attributes:
        id: as in the command line's lists.
        sheet: the workbook's sheet on which its findings stand.
        zh, en: what was found.
        degree_zh, degree_en: how much it matters, in a word.
        why_zh, why_en: why it matters to the score.
        fix_zh, fix_en: what to do.
        source: whose rule it is.
        unit: of the recorded number and its limit, in Chinese; empty where they are bare numbers.
    """

    id: str
    sheet: str
    zh: str
    en: str
    degree_zh: str
    degree_en: str
    why_zh: str
    why_en: str
    fix_zh: str
    fix_en: str
    source: str
    unit: str = ""


REPORTED: dict[str, pl.DataType] = {
    "problem": pl.String(),
    "household_id": pl.String(),
    "value": pl.Float64(),
    "threshold": pl.Float64(),
    "event_date": pl.Date(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
}
"""One row per finding about a household: which problem, the numbers it was judged by, where the record stands."""


def nothing_found() -> pl.DataFrame:
    return pl.DataFrame(schema=REPORTED)
