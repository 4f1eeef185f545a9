"""An invented county: what happens to its households, and what its offices hold about it.

The simulator lets a county of any size live month by month. Households earn, fall ill, lose work, pay for school, are
struck by disaster; some fall into hardship, and some of those are found, late, by the official procedure. What is
*recorded* of all this is late, rounded, incomplete, doubled and sometimes wrong, and is written as the workbooks and
extracts that a county really holds. What *really happened* is written apart, under `truth/`, for evaluation only.

The county is calibrated to sourced magnitudes where there are any (`parameters`, `magnitudes`); it is a test bench,
not a forecast: no figure measured on it says how a model would do in a real county. See `docs/simulator.md`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from features.errors import FanpinError
from training.simulator.deliver import deliver
from training.simulator.parameters import Parameters
from training.simulator.run import live

__all__ = ["Parameters", "simulate"]


def simulate(
    households: int,
    months: int,
    seed: int,
    out: Path,
    *,
    start: dt.date = dt.date(2021, 1, 1),
    parameters: Parameters | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Write the deliveries and the truth of a county under `out`. The same arguments give the same bytes.

    `households` at least 50; `months` at least 1; `seed` 0 or greater; `start` the first day of a month.
    `progress(stage, done, total)` is called during the stages `live` and `write`.
    Raises FanpinError for impossible arguments, and when `out` already holds deliveries or truth.
    """
    for name in ("deliveries", "truth"):
        if (out / name).exists():
            raise FanpinError(
                f"{out / name} 已经存在：请为 --out 换一个空文件夹，或先删去它 | {out / name} already exists: choose an empty folder for --out, or delete it first"
            )
    run = live(households, months, seed, start=start, parameters=parameters or Parameters(), progress=progress)
    deliver(run, out, progress)
