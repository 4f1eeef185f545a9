"""The cohort of a whole store, bucket by bucket, and what a report says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from functools import partial
from itertools import chain
from typing import Any

import polars as pl
from rich.console import Console

from features.records.buckets import described, over_buckets, whole
from features.records.gate import AS_OF, Records
from features.records.store import RecordStore
from training.cohorts.cohort import cohort
from training.cohorts.maturity import Maturity
from training.cohorts.observed import Observed
from training.plan.horizons import Horizon
from training.settings import Target

Progress = Callable[[str, int, int], None]

READ = ("households", "members", "monitoring", "visits")
"""The tables that tell who is in scope and what became of whom."""

DATES_AT_A_TIME = 6


def whole_cohort(
    store: RecordStore,
    versions: dict[str, int],
    target: Target,
    dates: list[dt.date],
    observed: Observed,
    horizon: Horizon,
    progress: Progress = lambda _stage, _done, _of: None,
) -> pl.DataFrame:
    """Every household in scope on each date, mature or not.

    Returns:
        The columns of `training.cohorts.cohort.cohort`, by date and household.

    Raises:
        ValueError: nobody is in scope on any date.
    """

    def of_bucket(records: Records) -> list[pl.DataFrame]:
        households = described(records)
        # A few dates at a time keep the joined rows small.
        some = (dates[start : start + DATES_AT_A_TIME] for start in range(0, len(dates), DATES_AT_A_TIME))
        return [cohort(records, households, few, target, observed, horizon) for few in some]

    parts = over_buckets(store, of_bucket, versions=versions, columns=whole(READ), progress=partial(progress, "cohort"))
    who = pl.concat(chain.from_iterable(parts)).sort("as_of", "household_id")
    if who.is_empty():
        raise ValueError(
            "no household is in scope on any as-of date. Check that rosters were delivered before the experiment's dates."
        )
    return who


def cohort_section(who: pl.DataFrame, parts: Mapping[str, Collection[dt.date]]) -> dict[str, Any]:
    """What the report says of the cohort: rows, positives and positive households of each part, and rows by maturity.

    Args:
        who: as `whole_cohort` gives it.
        parts: the as-of dates of each part, by its name.
    """
    section = {}
    for name, dates in parts.items():
        rows = who.filter(AS_OF.is_in(list(dates)))
        positives = rows.filter(pl.col("label") == 1)
        counts = dict(rows["maturity"].value_counts().iter_rows())
        section[name] = {
            "rows": rows.height,
            "positives": positives.height,
            "positive_households": positives["household_id"].n_unique(),
            "maturity": {one.value: counts.get(one.value, 0) for one in Maturity},
        }
    return section


def print_cohort(section: Mapping[str, Any], console: Console) -> None:
    """Each part's rows by maturity; what never occurs is left out."""
    console.print("各部分样本及其结果是否已完整观察 | Rows of each part, and whether their outcome is fully observed")
    for name, part in section.items():
        console.print(
            f"  {name}: {part['rows']:,} 行 rows, {part['positives']:,} 正例 positives "
            f"({part['positive_households']:,} 户 households)"
        )
        for one in Maturity:
            if part["maturity"][one.value] and one is not Maturity.MATURE:
                console.print(f"    {part['maturity'][one.value]:,} 行 {one.zh} | {one.en}")
