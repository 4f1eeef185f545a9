"""Errors planted on purpose into what a county writes, so that whoever looks for contradictions can be judged.

Each error goes into the last sheets, one to a household that has no other, and `truth/planted.parquet` says where it is.
Nothing of the latent state changes: only the paper is wrong.
"""

from __future__ import annotations

from training.simulator.outbox import Outbox
from training.simulator.planting.cases import CASES
from training.simulator.planting.ground import Ground, Spot
from training.simulator.planting.household_rows import HOUSEHOLD_ERRORS
from training.simulator.planting.member_rows import MEMBER_ERRORS
from training.simulator.planting.other_files import OTHER_ERRORS
from training.simulator.sheets.common import Desk

__all__ = ["Spot", "plant"]

SHORTEST = 12
"""Months that a county must have lived: an error against last year's sheet needs a last year."""

FEWEST = 3
PER_HOUSEHOLDS = 20_000


def plant(desk: Desk, outbox: Outbox) -> list[Spot]:
    """Plant every kind of error and return where each is. Changes `outbox`."""
    wanted = desk.world.parameters.noise.planted
    if wanted == 0 or desk.clock.months < SHORTEST:
        return []
    number = max(FEWEST, round(wanted * len(desk.world.households) / PER_HOUSEHOLDS))
    ground = Ground(desk, outbox)
    for error in (*CASES, *MEMBER_ERRORS, *HOUSEHOLD_ERRORS, *OTHER_ERRORS):
        for household in ground.choose(error.check, error.where(ground), number):
            error.plant(ground, int(household))
    ground.paper.write_back()
    return ground.spots
