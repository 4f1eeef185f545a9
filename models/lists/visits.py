"""Who was visited lately, as known on a day: whoever was visited rests for a while."""

from __future__ import annotations

import polars as pl

from features.records.gate import AS_OF, EVENT_DATE, GATE_READS, Records, as_index, rows_known_by
from models.lists.capacity import VILLAGE_DIGITS

VISITED: dict[str, pl.DataType] = {"household_id": pl.String(), "visited_on": pl.Date()}
"""One row per household that was visited: the day of its last visit."""


def visits_known(records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """The last visit to each household of the index that was made and known by its day, whatever it found.

    Returns:
        Columns of VISITED; nobody who was never visited.
    """
    visits = rows_known_by(as_index(index), records.versions["visits"])
    last = visits.filter(EVENT_DATE <= AS_OF).group_by("household_id").agg(EVENT_DATE.max().alias("visited_on"))
    return last.select(pl.col(name).cast(kind) for name, kind in VISITED.items()).sort("household_id")


def villages_visited(records: Records, index: pl.DataFrame) -> pl.DataFrame:
    """The last visit to anybody of each village, whoever of the index it was and whether a model speaks of the household or not.

    Returns:
        `village` (twelve digits, where the household lived by its last known description) and `visited_on`.
    """
    homes = rows_known_by(as_index(index), records.versions["households"].select(*GATE_READS, "region_code"))
    home = (
        homes.filter(EVENT_DATE <= AS_OF)
        .group_by("household_id")
        .agg(pl.col("region_code").sort_by("event_date").last())
    )
    visited = visits_known(records, index).join(home, on="household_id")
    village = pl.col("region_code").str.head(VILLAGE_DIGITS).alias("village")
    return visited.group_by(village).agg(pl.col("visited_on").max()).drop_nulls().sort("village")
