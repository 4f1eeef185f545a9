"""How long features take: `python -m benchmarks.features [--households N] [--folder DIR] [--quick]`.

Draws a record store of made-up households with about sixty rows each, then measures in processes of their own: one
household and sixty-four in one call; every household, bucket by bucket from the store, as a nightly run does, and half
of them; only the reading of the same columns; and some of the features against the same in plain pandas, whose values
must be equal.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from benchmarks.features_county import AS_OF, AT_ONCE, draw
from features.frame import columns_read, feature_frame, index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore
from features.registry import features

HOUSEHOLDS = 1_000_000
IN_A_BUCKET = 25_000
TIMES = 60


def one_household(store: RecordStore) -> dict[str, float]:
    """One household, all features: its records in order already, and from the tables as they were read."""
    return _small(store, 1)


def sixty_four(store: RecordStore) -> dict[str, float]:
    """Sixty-four households in one call."""
    return _small(store, 64)


def _small(store: RecordStore, number: int) -> dict[str, float]:
    policy = Policy.load()
    tables = store.records(buckets=[0])
    rows = pl.concat([rows.select("household_id") for rows in tables.values()]).group_by("household_id").len()
    # Those of the usual size.
    wanted = (
        rows.sort((pl.col("len").cast(pl.Int64) - 60).abs(), "household_id").get_column("household_id").head(number)
    )
    few = {name: rows.filter(pl.col("household_id").is_in(wanted.to_list())) for name, rows in tables.items()}
    ready, index = Records(few), index_of(wanted, AS_OF)
    feature_frame(ready, index, policy)
    return {
        "rows": sum(rows.height for rows in few.values()),
        "ready ms": _median(lambda: feature_frame(ready, index, policy)),
        "from tables ms": _median(lambda: feature_frame(Records(few), index, policy)),
    }


def _median(work: Callable[[], object], times: int = TIMES) -> float:
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1000


def everybody(store: RecordStore) -> dict[str, float]:
    """Every household's features, bucket by bucket."""
    return _nightly(store, range(store.buckets))


def half(store: RecordStore) -> dict[str, float]:
    """The same of every second bucket: half of the households."""
    return _nightly(store, range(0, store.buckets, 2))


def _nightly(store: RecordStore, buckets: range) -> dict[str, float]:
    policy = Policy.load()

    def of_bucket(records: Records) -> tuple[int, int]:
        frame = feature_frame(records, index_of(described(records), AS_OF), policy)
        return frame.height, int(frame.select(pl.sum_horizontal(pl.col(list(features())).count())).item())

    counted = over_buckets(store, of_bucket, versions=store.versions(), buckets=buckets, columns=columns_read())
    households, values = (sum(numbers) for numbers in zip(*counted, strict=True))
    return {"households": households, "known values": values}


def reading(store: RecordStore) -> dict[str, float]:
    """Only reading and decoding the columns that the features are made of."""

    def of_bucket(records: Records) -> int:
        return sum(rows.height for rows in records.tables.values())

    return {"rows": sum(over_buckets(store, of_bucket, versions=store.versions(), columns=columns_read()))}


def pandas(store: RecordStore) -> dict[str, float]:
    """Forty features of a bucket's households, here and in pandas, from tables in memory; their values are compared."""
    from benchmarks import features_pandas

    policy, names = Policy.load(), features_pandas.NAMES
    tables = store.records(buckets=[0], columns=columns_read(names))
    index = index_of(tables["households"].get_column("household_id").unique().sort(), AS_OF)
    theirs = {name: rows.to_pandas() for name, rows in tables.items()}
    households = index.to_pandas().set_index("household_id").index
    frame, by_pandas = feature_frame(Records(tables), index, policy, names), features_pandas.frame(theirs, households)
    different = [
        name
        for name in names
        if not frame[name].round(6).equals(pl.Series(name, by_pandas[name].to_numpy(), nan_to_null=True).round(6))
    ]
    if different:
        raise ValueError(f"pandas and the feature frame differ in {', '.join(different)}")
    return {
        "households": index.height,
        "features": len(names),
        "frame ms": _median(lambda: feature_frame(Records(tables), index, policy, names), 5),
        "pandas ms": _median(lambda: features_pandas.frame(theirs, households), 5),
    }


STEPS: dict[str, Callable[[RecordStore], dict[str, float]]] = {
    "one household": one_household,
    "64 households": sixty_four,
    "everybody": everybody,
    "half of them": half,
    "reading only": reading,
    "pandas": pandas,
}


def measured(step: str, store: Path) -> dict[str, float]:
    """Run one step in this process: what it says, seconds, processor time and peak memory in MB."""
    import resource

    features()
    began, worked = time.perf_counter(), time.process_time()
    said = STEPS[step](RecordStore.open(store))
    spent = {"seconds": time.perf_counter() - began, "of work": time.process_time() - worked}
    return {**said, **spent, "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def apart(step: str, store: Path) -> dict[str, float]:
    """The same in a fresh process, so that its memory is its own."""
    done = subprocess.run(  # noqa: S603 -- this very module
        [sys.executable, "-m", "benchmarks.features", "--folder", str(store.parent), "--step", step],
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def main() -> None:
    """Draw what is not there yet, run every step so often, print medians and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--households", type=int, default=HOUSEHOLDS)
    arguments.add_argument("--folder", type=Path, help="where the drawn store is kept; without it it is not")
    arguments.add_argument("--quick", action="store_true", help=f"{AT_ONCE:,} households, each step once")
    arguments.add_argument("--times", type=int, default=1)
    arguments.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.step:
        print(json.dumps(measured(options.step, options.folder / "records")))
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="features-"))
    try:
        households = AT_ONCE if options.quick else options.households
        draw(folder / "records", households, buckets=max(2, households // IN_A_BUCKET))
        runs = {step: [apart(step, folder / "records") for _ in range(options.times)] for step in STEPS}
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    _tell(
        {step: {name: statistics.median(run[name] for run in done) for name in done[0]} for step, done in runs.items()}
    )


def _tell(runs: dict[str, dict[str, float]]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Polars {pl.__version__}, {len(features())} features")
    for step, said in runs.items():
        print(f"{step}: " + ", ".join(f"{name} {value:,.1f}" for name, value in said.items()))
    everybody, half, read = (runs[step]["seconds"] for step in ("everybody", "half of them", "reading only"))
    print(f"twice the households take {everybody / half:.2f} times as long")
    print(f"features take {everybody / read:.1f} times the reading of their columns")
    print(
        f"pandas takes {runs['pandas']['pandas ms'] / runs['pandas']['frame ms']:.1f} times as long for the same features"
    )


if __name__ == "__main__":
    main()
