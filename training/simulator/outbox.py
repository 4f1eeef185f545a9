"""The files of a run before they are written: frames by kind and by delivery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from training.simulator.clock import Clock, date_of
from training.simulator.directory import Directory
from training.simulator.writing import SHEET, Layout, write

DELIVERY = "_delivery"


@dataclass
class Outbox:
    """Collects frames; a frame's `_delivery` column says which folder each row belongs to."""

    clock: Clock
    directory: Directory
    files: list[tuple[int, Layout, pl.DataFrame]] = field(default_factory=list)

    def put(self, layout: Layout, frame: pl.DataFrame) -> None:
        """Split a frame by delivery. Rows known after the last delivery stay out."""
        if frame.is_empty():
            return
        kept = frame.filter(pl.col(DELIVERY) < len(self.clock.delivery_dates))
        for (delivery,), part in kept.partition_by(DELIVERY, as_dict=True, maintain_order=True).items():
            self.files.append((int(str(delivery)), layout, self._as_of(int(str(delivery)), part.drop(DELIVERY))))

    def _as_of(self, delivery: int, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows with the household to which each person belonged then, where any of them has moved since."""
        movers = self.directory.moves["person"]
        if "_person" not in frame.columns or not frame["_person"].is_in(movers.implode()).any():
            return frame
        homes = self.directory.household_listed(frame["_person"].to_numpy(), delivery)
        codes = self.directory.household_code.gather(homes)
        return frame.with_columns(pl.Series("_home", homes), codes.alias("_household"))

    def send(self, folder: Path, progress: Callable[[str, int, int], None] | None = None) -> pl.DataFrame:
        """Write every file. Returns the rows with a damaged number, here or in the rosters, for the truth."""
        damaged = []
        self.files.sort(key=lambda item: (item[0], item[1].source))
        for place, (delivery, layout, frame) in enumerate(self.files):
            date = self.clock.delivery_dates[delivery]
            into = folder / date.isoformat()
            into.mkdir(parents=True, exist_ok=True)
            path = write(frame, layout, into, date_of(self.clock.last_day(delivery - 1)))
            if "_damage" in frame.columns:
                damaged.append(_damaged(frame, layout, delivery, date, path.name))
            if progress is not None:
                progress("write", place + 1, len(self.files))
        return pl.concat(damaged)


def _damaged(frame: pl.DataFrame, layout: Layout, delivery: int, date: dt.date, file: str) -> pl.DataFrame:
    """The rows of a file that an exact comparison with the rosters cannot place, and who they are about."""
    rows = frame.with_row_index("_row", offset=layout.rows_above_data + 1)
    rows = rows.filter((pl.col("_damage") != "") | (pl.col("_roster_damage") != ""))
    return rows.select(
        pl.col("_household").alias("户编号"),
        pl.col("_true").alias("true_id"),
        pl.lit(layout.source).alias("source"),
        pl.lit(date).alias("delivered_on"),
        pl.lit(file).alias("file"),
        pl.lit(SHEET if layout.form == "xlsx" else None, pl.String).alias("sheet"),
        pl.col("_row").alias("row").cast(pl.Int32),
        pl.col("_written").alias("recorded_id"),
        pl.col("_damage").alias("damage"),
        pl.col("_roster_damage").alias("roster_damage"),
        (pl.col("_listed_from") <= delivery).alias("on_roster"),
    )
