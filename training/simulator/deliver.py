"""From a run to files: deliveries for the county, truth for the evaluation, in two folders that know nothing of each other."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from training.simulator import directory as directories
from training.simulator.clock import date_of
from training.simulator.outbox import Outbox
from training.simulator.planting import Spot, plant
from training.simulator.run import Progress, Run
from training.simulator.sheets import county_rosters, household_registers, monitoring, national, person_registers
from training.simulator.sheets.common import Desk
from training.simulator.situations import listed
from training.simulator.truth import write_truth
from training.simulator.writing import SHEET

PLANTED = {
    "check": pl.String, "户编号": pl.String, "true_id": pl.String, "source": pl.String, "delivered_on": pl.Date,
    "file": pl.String, "sheet": pl.String, "row": pl.Int32,
}  # fmt: skip

FAMILIES = (national, county_rosters, person_registers, household_registers, monitoring)
"""The monitoring roster comes last: the county writes it by what the other files hold."""


def deliver(run: Run, out: Path, progress: Progress | None = None) -> None:
    """Write `deliveries/` and `truth/` under `out`."""
    directory = directories.make(run.world)
    desk = Desk(run, directory)
    outbox = Outbox(run.world.clock, directory)
    for family in FAMILIES:
        family.put_all(desk, outbox)
    planted = plant(desk, outbox)
    damaged = outbox.send(out / "deliveries", progress)
    write_truth(run.world.truth, directory.household_code, directory.number, damaged, out / "truth")
    spots(desk, outbox, planted).write_parquet(out / "truth" / "planted.parquet")
    listed(outbox.files, desk.clock).write_parquet(out / "truth" / "situations.parquet")


def spots(desk: Desk, outbox: Outbox, planted: list[Spot]) -> pl.DataFrame:
    """The planted errors as a table: what, whose, in which file and row, and the day on which that file came."""
    layouts = {layout.source: layout for _, layout, _ in outbox.files}
    rows = []
    for spot in planted:
        layout, date = layouts[spot.source], desk.clock.delivery_dates[spot.delivery]
        rows.append(
            {
                "check": spot.check,
                "户编号": desk.directory.household_code[spot.household],
                "true_id": None if spot.person is None else desk.directory.number[spot.person],
                "source": spot.source,
                "delivered_on": date,
                "file": layout.file_name(date_of(desk.clock.last_day(spot.delivery - 1))),
                "sheet": SHEET if layout.form == "xlsx" else None,
                "row": spot.row + layout.rows_above_data + 1,
            }
        )
    return pl.DataFrame(rows, schema=PLANTED).sort("check", "户编号", "row")
