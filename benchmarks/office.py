"""How long every page of the office takes where a county has 200,000 households, on PostgreSQL, and how much it is to load.

    python -m benchmarks.office FOLDER [--leads 12000] [--times 40] [--only home --only list …] [--afresh]

FOLDER is one that `python -m benchmarks.enlarging DEMO FOLDER` made and for which `fanpin score` kept the runs of two days or more. The database is
made there at the first time and kept; `--afresh` makes it anew. Each page is asked for over HTTP by somebody whose work it is, on a connection that
is kept, once to see it work (`first`), then so many times, of another household, page or place each time: a little more than the server's time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from benchmarks.looping import loop
from benchmarks.office_at_work import PEOPLE, at_work
from benchmarks.office_pages import ADDRESSES, ASKED, Asked
from benchmarks.postgres import Postgres
from benchmarks.rates import wait_until_idle
from benchmarks.service_servers import Caller, programs, running, session
from features.records.store.states import StoreKept
from models import DEFAULT_MODEL
from models.runs.storage import kept_runs
from service.keyring import load_or_create_keyring
from service.store import Database
from service.store.upgrading import upgrade

LIMIT_MS, LIMIT_KB, LIMIT_REQUESTS = 150.0, 300.0, 10
REFERENCE_LOOP = 0.75
"""Seconds of ten million additions on the machine for which the limit is meant."""
COME_AGAIN = 503
"""Of a page that is being worked out."""
SECONDS_TO_COUNT = 60.0
SECONDS_BETWEEN_TRIES, SECONDS_TO_APPEAR = 1.0, 1_800.0
SLOT = re.compile(r"\{(\w+)\}")
STATIC = re.compile(r'(?:src|href)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Taken:
    """What a kind of page took.

    Attributes:
        first: milliseconds of the first time that it was asked for.
        times: of the others, sorted.
        kilobytes, requests: with scripts and styles, as by somebody who never came before.
        others: status of each answer that was no page.
    """

    first: float
    times: Sequence[float]
    kilobytes: float
    requests: int
    others: Sequence[int]

    @property
    def late(self) -> float:
        """The 95th percentile."""
        return self.times[max(0, int(len(self.times) * 0.95 + 0.5) - 1)]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--leads", type=int, default=12_000)
    asked.add_argument("--times", type=int, default=40)
    asked.add_argument("--only", action="append", choices=[each.name for each in ASKED])
    asked.add_argument("--afresh", action="store_true")
    options = asked.parse_args()
    environment = _environment(options.folder.resolve())
    os.environ.update(environment)
    with ExitStack() as standing:
        _database(options, environment, standing)
        cookies = {name: _fanpin("users", "link", name) for name in PEOPLE}
        speed = loop()
        limit = LIMIT_MS * speed / REFERENCE_LOOP
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
            f"loop {speed:.2f} s: the limit of {LIMIT_MS:.0f} ms is {limit:.0f} ms here",
            flush=True,
        )
        ours = standing.enter_context(running(*programs()[0], environment))
        callers = {name: ours.caller({"Cookie": session(ours, link)}) for name, link in cookies.items()}
        began = time.perf_counter()
        _until_they_stand(callers)
        wait_until_idle(ours, SECONDS_TO_APPEAR)
        print(f"ready to work {time.perf_counter() - began:.0f} s after the start", flush=True)
        links = {kind: _links(callers, kind) for kind in ADDRESSES}
        print("  ".join(f"{kind} {len(there)}" for kind, there in links.items()), flush=True)
        print(f"{'page':34} {'by':10} {'first':>7} {'p50':>7} {'p95':>7} ms {'kB':>5} requests")
        for page in ASKED:
            if not any(_paths(page, links)):
                print(f"{page.name:34} {page.by:10} not asked for: there is none")
            elif not options.only or page.name in options.only:
                _say(page, _taken(callers[page.by], page, links, options.times), limit)
    print(f"loop {loop():.2f} s")


def _environment(folder: Path) -> dict[str, str]:
    places = {
        "FANPIN_DATA": "records",
        "FANPIN_MODEL_COPY": "model",
        "FANPIN_KEYS": "service.keys",
        "FANPIN_ANCHORS": "anchors",
    }
    return {
        **{name: str(folder / place) for name, place in places.items()},
        "MLFLOW_TRACKING_URI": f"sqlite:///{folder / 'mlflow.db'}",
        "FANPIN_REQUESTS_PER_MINUTE": "10000000",
    }


def _database(options: argparse.Namespace, environment: dict[str, str], standing: ExitStack) -> None:
    """PostgreSQL with an office at work in it; both are made where they are not there yet."""
    folder = options.folder.resolve() / "postgres"
    if options.afresh:
        shutil.rmtree(folder, ignore_errors=True)
    postgres = Postgres(folder, ["shared_buffers=512MB"])
    postgres.start()
    standing.callback(postgres.stop)
    environment["FANPIN_DATABASE"] = os.environ["FANPIN_DATABASE"] = postgres.address.format(name="postgres")
    database = Database(environment["FANPIN_DATABASE"])
    upgrade(database)
    filled = folder / "filled"
    if not filled.exists():
        records = options.folder / "records"
        days = sorted({dt.date.fromisoformat(name[:10]) for name in kept_runs(StoreKept(records).now(), DEFAULT_MODEL)})
        at_work(database, load_or_create_keyring(Path(environment["FANPIN_KEYS"])), records, days[-2:], options.leads)
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What the database knows of its rows after some time of use.
            connection.exec_driver_sql("VACUUM ANALYZE")
        # What people entered becomes records once an hour; here all of it did before the day begins.
        _fanpin("land")
        filled.touch()
    database.close()


def _fanpin(*words: str) -> str:
    command = [sys.executable, "fanpin.py", *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()  # noqa: S603 - our own


def _until_they_stand(callers: Mapping[str, Caller]) -> None:
    """Until no page says that it is being worked out: what a service does after its start."""
    ends = time.monotonic() + SECONDS_TO_APPEAR
    for page in ASKED:
        path = page.paths[0]
        if "{" in path:
            continue
        while callers[page.by].ask("GET", path)[0] == COME_AGAIN:
            if time.monotonic() > ends:
                raise RuntimeError(f"{path} is still being worked out {SECONDS_TO_APPEAR:.0f} s after the start")
            time.sleep(SECONDS_BETWEEN_TRIES)


def _links(callers: Mapping[str, Caller], kind: str) -> list[str]:
    """What stands in addresses of other pages, as somebody finds it by following links: households, leads, lists …"""
    by, paths, wanted = ADDRESSES[kind]
    ends = time.monotonic() + SECONDS_TO_COUNT
    while True:
        pages = (html.unescape(callers[by].ask("GET", path)[1].decode()) for path in paths)
        there = list(dict.fromkeys(code for page in pages for code in re.findall(wanted, page)))
        if there or time.monotonic() > ends:
            return there
        # What is counted when a page is first asked for is there a little later.
        time.sleep(SECONDS_BETWEEN_TRIES)


def _taken(caller: Caller, page: Asked, links: Mapping[str, Sequence[str]], times: int) -> Taken:
    paths = list(islice(_paths(page, links), times + 1))
    took: list[float] = []
    others: list[int] = []
    content = b""
    for path in paths:
        began = time.perf_counter()
        status, answer, _ = caller.ask("GET", path)
        took.append((time.perf_counter() - began) * 1000)
        content = max(content, answer, key=len)
        others += [status] if status != 200 else []
    static = sorted(set(STATIC.findall(content.decode(errors="replace"))))
    weight = len(content) + sum(len(caller.ask("GET", path)[1]) for path in static)
    return Taken(took[0], sorted(took[1:]), weight / 1000, 1 + len(static), others)


def _paths(page: Asked, links: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The page's addresses in turn, each with the next household, lead … in it."""
    turns = {kind: cycle(there) for kind, there in links.items() if there}
    asked = [path for path in page.paths if turns.keys() >= {*SLOT.findall(path)}]
    for path in cycle(asked):
        yield SLOT.sub(lambda slot: quote(next(turns[slot[1]]), safe="%=&-_.~"), path)


def _say(page: Asked, taken: Taken, limit: float) -> None:
    late = statistics.median(taken.times), taken.late
    over = [
        f"{what} over the limit"
        for what, is_over in (
            ("time", late[1] > limit),
            ("weight", taken.kilobytes > LIMIT_KB and not page.is_file),
            ("requests", taken.requests > LIMIT_REQUESTS),
        )
        if is_over
    ]
    wrong = [f"{len(taken.others)} answers were no page: {sorted(set(taken.others))}"] if taken.others else []
    print(
        f"{page.name:34} {page.by:10} {taken.first:7.0f} {late[0]:7.0f} {late[1]:7.0f}    {taken.kilobytes:5.0f} {taken.requests:3}"
        f"  {'; '.join([*over, *wrong])}",
        flush=True,
    )


if __name__ == "__main__":
    main()
