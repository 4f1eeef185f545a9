"""Kill an intake with SIGKILL at random moments of its landings: what is left is all of a landing, or nothing of it.

Months are taken in one by one; each intake is killed a few times at moments drawn from a seed, the store is looked at
after each kill, and the intake comes to its end in the end. Compared is with a store that was never killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from features.intake import intake
from features.intake.who.identity_table import IdentityTable
from features.records.store import RecordStore

KEY = b"a key for kills only"
BUCKETS = 2

_PROCESSES = multiprocessing.get_context("forkserver")
# Children begin with everything imported, so that most of their life is the intake itself.
_PROCESSES.set_forkserver_preload(["benchmarks.killing"])

State = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Killed:
    """One kill: the folder that was being taken in, how long after its start (seconds), and what was left of it."""

    folder: str
    after: float
    whole: bool


class HalfALandingError(Exception):
    """A store is neither as it was before a landing nor as it is after it."""


def take_in(store: Path, folder: Path, die_at: int | None = None) -> None:
    """Take a folder in; with `die_at` the process kills itself before its commit of that number, counted from 0."""
    if die_at is not None:
        _die_at_commit(die_at)
    intake(folder, RecordStore.open_or_create(store, buckets=BUCKETS), key=KEY)


def _die_at_commit(number: int) -> None:
    append = RecordStore._append
    done = iter(range(number))

    def append_or_die(store: RecordStore, *arguments: Any) -> None:
        if next(done, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        append(store, *arguments)

    RecordStore._append = append_or_die  # type: ignore[method-assign, assignment]


def in_a_process(store: Path, folder: Path, *, seconds: float | None = None, die_at: int | None = None) -> bool:
    """Take a folder in in a process of its own, killed after some seconds or at a commit. Whether it came to its end."""
    process = _PROCESSES.Process(target=take_in, args=(store, folder, die_at))
    process.start()
    process.join(seconds)
    if process.is_alive():
        process.kill()
        process.join()
    if process.exitcode not in (0, -signal.SIGKILL):
        raise HalfALandingError(f"intake of {folder} ended with {process.exitcode}: it needs a repair by hand")
    return process.exitcode == 0


def state(path: Path) -> State:
    """All that a reader sees of a store, in an order of its own."""
    store = RecordStore.open(path)
    sides = {
        "deliveries": store.deliveries(),
        "set_aside": store.set_aside(),
        "people": store.people(),
        "places": store.places(),
        "links": store.links(),
        "identity": IdentityTable.of(store, KEY).rows(),
    }
    return {name: rows.sort(rows.columns, nulls_last=True) for name, rows in {**store.records(), **sides}.items()}


def same(one: State, other: State) -> bool:
    return all(rows.equals(other[name]) for name, rows in one.items())


def kill_landings(
    folders: Sequence[Path], root: Path, *, kills_each: int, seed: int, first: int = 0
) -> Iterator[Killed]:
    """Take folders in one after the other, killing each intake a few times before it may end.

    Args:
        first: how many folders are taken in without a kill before the first is.

    Raises:
        HalfALandingError: a landing was half there, something was lost or came twice, or a repair by hand was needed.
    """
    draws = np.random.default_rng(seed)
    killed, never = root / "killed", root / "never"
    for number, folder in enumerate(folders):
        before = state(killed) if number else None
        started = time.perf_counter()
        in_a_process(never, folder)
        lasted = time.perf_counter() - started
        after = state(never)
        for _ in range(kills_each if number >= first else 0):
            moment = float(draws.uniform(0, lasted))
            in_a_process(killed, folder, seconds=moment)
            yield Killed(folder.name, moment, _whole(killed, before, after))
        in_a_process(killed, folder)
        if not same(state(killed), after):
            raise HalfALandingError(f"after {folder.name} the store differs from one that was never killed")


def _whole(killed: Path, before: State | None, after: State) -> bool:
    """Whether all of the landing is there. Raises HalfALandingError when it is neither all nor nothing."""
    if before is None and not (killed / "store.json").exists():
        return False
    left = state(killed)
    if same(left, after):
        return True
    nothing = all(rows.is_empty() for rows in left.values()) if before is None else same(left, before)
    if not nothing:
        raise HalfALandingError(f"{killed} holds a part of a landing")
    return False
