"""A process that is killed between the records and the note that they have landed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl

from features.records.store import RecordStore
from features.records.store.side_tables import ENTRIES_SOURCE
from service.jurisdiction import EVERYWHERE
from service.store import Database
from service.store.repositories import records
from tests.service.landing.at_work import DELIVERED, at, land, wait_for_landing

TOP = Path(__file__).parents[3]


def test_a_process_killed_between_the_two_commits_leaves_facts_that_land_once(
    database: Database, store: RecordStore
) -> None:
    for household in ("H1", "H2"):
        wait_for_landing(database, household_id=household)
    address = database.url.set(drivername=database.url.get_backend_name()).render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.service.landing.dying", address, str(store.path)]
    killed = subprocess.run(command, check=False, cwd=TOP, env={**os.environ, "POLARS_MAX_THREADS": "1"})
    assert killed.returncode == -signal.SIGKILL
    assert store.records()["visits"].height == 2
    with database.reading(EVERYWHERE, at(DELIVERED)) as work:
        assert records.counts(work) == (2, 0)
    # Whatever came meanwhile.
    wait_for_landing(database, household_id="H3")
    done = land(database, store)
    assert (sorted(done.landed.values()), done.waiting) == ([1, 2], 0)
    assert sorted(store.records()["visits"]["household_id"]) == ["H1", "H2", "H3"]
    assert sorted(store.deliveries().filter(pl.col("source") == ENTRIES_SOURCE)["rows_read"]) == [1, 2]
    assert store.repeated("visits").is_empty()
