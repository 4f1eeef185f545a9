"""From a run to files: deliveries for the county, truth for the evaluation, in two folders that know nothing of each other."""

from __future__ import annotations

from pathlib import Path

from training.simulator import directory as directories
from training.simulator.outbox import Outbox
from training.simulator.run import Progress, Run
from training.simulator.sheets import county_rosters, household_registers, monitoring, national, person_registers
from training.simulator.sheets.common import Desk
from training.simulator.truth import write_truth

FAMILIES = (national, county_rosters, person_registers, household_registers, monitoring)
"""The monitoring roster comes last: the county writes it by what the other files hold."""


def deliver(run: Run, out: Path, progress: Progress | None = None) -> None:
    """Write `deliveries/` and `truth/` under `out`."""
    directory = directories.make(run.world)
    desk, outbox = Desk(run, directory), Outbox(run.world.clock)
    for family in FAMILIES:
        family.put_all(desk, outbox)
    damaged = outbox.send(out / "deliveries", progress)
    write_truth(run.world.truth, directory.household_code, damaged, out / "truth")
