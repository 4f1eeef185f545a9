"""A demo's county, so many times as large: every household again under other codes, in the same villages.

    python -m benchmarks.enlarging DEMO FOLDER [--times 11]

DEMO is a folder that `make demo SERVE=0 OUT=DEMO` filled; FOLDER is made, with records and a copy of the model. What comes of it is no
simulated county of that size: the copies have the same fates. It is for measuring how long much of it takes, not how well it is told.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from features.intake.who.identity import pseudonym_key
from features.intake.who.identity_table import IdentityTable
from features.records.store import RecordStore
from features.records.tables import TABLES

APART = 10_000_000
"""Between the number of a household within its village and that of its next copy: village codes have twelve digits, numbers eight."""

PERSONS = ("person_id", "carried_by", "number_id")
BUCKETS_OF = 25_000
"""Households of a bucket: what a county of the demo's size and more has in one."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("demo", type=Path)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--times", type=int, default=11)
    options = asked.parse_args()
    store = enlarge(options.demo, options.folder, options.times)
    print(f"{len(store.household_ids())} households in {store.buckets} buckets")


def enlarge(demo: Path, folder: Path, times: int) -> RecordStore:
    """A new folder with what the service needs of a demo, and its county so many times."""
    small = RecordStore.open(demo / "records")
    folder.mkdir(parents=True)
    for part in ("model", "mlartifacts"):
        shutil.copytree(demo / part, folder / part)
    shutil.copy2(demo / "mlflow.db", folder / "mlflow.db")
    households = len(small.household_ids()) * times
    large = RecordStore.create(folder / "records", max(small.buckets, households // BUCKETS_OF), made_up=True)
    shutil.copy2(small.path / "pseudonym.key", large.path / "pseudonym.key")
    copies = range(times)
    with large.writing():
        key = pseudonym_key(large.path)
        IdentityTable.of(large, key).write(again(IdentityTable.of(small, key).rows(), copies))
        large.land(
            {name: again(rows, copies) for name, rows in small.records().items()},
            small.deliveries(),
            set_aside=small.set_aside(),
            people=again(small.people(), copies),
            places=small.places(),
            repeated=again(pl.concat([small.repeated(table) for table in TABLES]), copies),
            links=small.links(),
            link_counts=small.link_counts(),
        )
    return large


def again(rows: pl.DataFrame, copies: Sequence[int]) -> pl.DataFrame:
    """The rows of everybody once for each copy; the first keeps its codes."""
    return pl.concat([_renamed(rows, number) for number in copies])


def _renamed(rows: pl.DataFrame, copy: int) -> pl.DataFrame:
    if not copy:
        return rows
    code = pl.col("household_id")
    number = code.str.slice(12).cast(pl.Int64) + copy * APART
    changed = [(code.str.slice(0, 12) + number.cast(pl.String).str.zfill(8)).alias("household_id")]
    # Pseudonyms are hexadecimal: one that begins with another letter is nobody's of the demo.
    letter = chr(ord("g") + copy - 1)
    changed += [(letter + pl.col(name).str.slice(1)).alias(name) for name in PERSONS if name in rows.columns]
    return rows.with_columns(changed)


if __name__ == "__main__":
    main()
