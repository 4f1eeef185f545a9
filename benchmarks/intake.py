"""How long a county's intake takes and how much memory: `python -m benchmarks.intake [--folder DIR] [--scale 0.1]`.

Draws two workbooks of real width (60,000 households in 60 columns, 180,000 people in 45), the list of villages, and a
month's extracts of every department, a few of whose ID numbers are damaged; takes them in and asks the store by every
cross-table check and every flag, each step in a process of its own, and reads the same workbooks with
pandas.read_excel and its fastest engine, where that is installed. Everybody in them is made up.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.intake_county import DAY, NEXT_MONTH, draw

HOUSEHOLDS = 60_000
KEY = b"a key for benchmarks only"

TARGETS = {"rosters": 60.0, "month": 15.0}
"""Seconds on two cores, for rosters with the checks of what they brought; memory must stay below 2 GB."""


def opened_only(folder: Path, store: Path) -> dict[str, float]:
    """Unpack and read the two workbooks into text cells."""
    del store
    from features.intake.files.content import Content
    from features.intake.files.reading import opened
    from features.intake.recognising.catalogue import catalogue

    rows = 0
    for path in sorted((folder / DAY).glob("*.xlsx")):
        rows += sum(
            sheet.cells.height
            for sheet in opened(Content(path.name, path.read_bytes()), catalogue().count_known).sheets
        )
    return {"rows": rows}


def pandas_only(folder: Path, store: Path) -> dict[str, float]:
    """The same two workbooks as a user would read them."""
    del store
    import pandas as pd

    frames = [pd.read_excel(path, engine="calamine", dtype=str) for path in sorted((folder / DAY).glob("*.xlsx"))]
    return {"rows": sum(len(frame) for frame in frames)}


def rosters(folder: Path, store: Path) -> dict[str, float]:
    """Read, check and land villages, households and people."""
    return _intake(folder / DAY, store)


def checked(folder: Path, store: Path) -> dict[str, float]:
    """What the cross-table checks and the flags of the contracts find in what has landed so far."""
    del folder
    from features.checks.finding import find_in_store
    from features.policy.loading import Policy
    from features.records.contracts.soundness import flags_in_store
    from features.records.store import RecordStore

    records, policy = RecordStore.open(store), Policy.load()
    days = records.known_days()
    as_of = days[1] if days else dt.date.min
    found, flags = find_in_store(records, as_of, policy), flags_in_store(records, as_of, policy)
    return {"found": found.height, "flagged": flags.height}


def month(folder: Path, store: Path) -> dict[str, float]:
    """Read, check, link and land a month's extracts of every department."""
    return _intake(folder / NEXT_MONTH, store)


def _intake(folder: Path, store: Path) -> dict[str, float]:
    from features.intake import intake
    from features.records.store import RecordStore

    report = intake(folder, RecordStore.open_or_create(store), key=KEY, landed_at=dt.datetime(2024, 3, 1))
    for file in report.refused:
        print(file.refusal, file=sys.stderr)
    return {
        "files": len(report.files),
        "refused": len(report.refused),
        "rows": sum(file.rows_read for file in report.files),
        "landed": report.rows_landed,
        "set aside": sum(report.set_aside.values()),
    }


STEPS: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    "pandas": pandas_only,
    "cells": opened_only,
    "rosters": rosters,
    "checked": checked,
    "month": month,
}


def measured(step: str, folder: Path, store: Path) -> dict[str, float]:
    """Run one step in this process: what it says, seconds, how many of them both cores worked in all, and peak memory in MB."""
    import resource

    began, worked = time.perf_counter(), time.process_time()
    said = STEPS[step](folder, store)
    spent = {"seconds": time.perf_counter() - began, "of work": time.process_time() - worked}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**said, **spent, "peak MB": peak}


def apart(step: str, folder: Path, store: Path) -> dict[str, float] | None:
    """The same in a fresh process; None when it cannot run here."""
    done = subprocess.run(  # noqa: S603 -- this very module
        [sys.executable, "-m", "benchmarks.intake", "--folder", str(folder), "--store", str(store), "--step", step],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        return None
    told: dict[str, float] = json.loads(done.stdout)
    return told


def main() -> None:
    """Draw what is not there yet, run every step so often, print medians."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path, help="where the drawn files are kept; without it they are not")
    arguments.add_argument("--scale", type=float, default=1.0, help="share of 60,000 households to draw")
    arguments.add_argument("--times", type=int, default=3)
    arguments.add_argument("--store", type=Path, help=argparse.SUPPRESS)
    arguments.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.step:
        print(json.dumps(measured(options.step, options.folder, options.store)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "drawn"
        draw(folder, round(HOUSEHOLDS * options.scale))
        runs: dict[str, list[dict[str, float]]] = {step: [] for step in STEPS}
        for _ in range(options.times):
            store = Path(temporary) / "records"
            shutil.rmtree(store, ignore_errors=True)
            for step in STEPS:
                if (run := apart(step, folder, store)) is not None:
                    runs[step].append(run)
        _tell(runs)


def _tell(runs: dict[str, list[dict[str, float]]]) -> None:
    for step, done in runs.items():
        if not done:
            print(f"{step}: could not run here (pandas needs python-calamine for its fastest engine)")
            continue
        seconds = statistics.median(run["seconds"] for run in done)
        target = f", target {TARGETS[step]:g} s" if step in TARGETS else ""
        figures = ", ".join(
            f"{name} {value:,.0f}" for name, value in done[0].items() if name not in {"seconds", "peak MB"}
        )
        peak = max(run["peak MB"] for run in done)
        work = statistics.median(run["of work"] for run in done)
        print(
            f"{step}: median {seconds:.1f} s of {len(done)} runs{target} ({work:.1f} s of processor time); "
            f"peak {peak:,.0f} MB; {figures}"
        )
    if runs["rosters"] and runs["checked"]:
        both = statistics.median(
            one["seconds"] + other["seconds"] for one, other in zip(runs["rosters"], runs["checked"], strict=True)
        )
        print(f"rosters read, landed and checked: median {both:.1f} s, target {TARGETS['rosters']:g} s")
    if runs["pandas"] and runs["cells"]:
        ratio = statistics.median(
            theirs["of work"] / ours["of work"] for theirs, ours in zip(runs["pandas"], runs["cells"], strict=True)
        )
        print(f"pandas.read_excel takes {ratio:.1f} times the processor time of intake's reading of the same workbooks")


if __name__ == "__main__":
    main()
