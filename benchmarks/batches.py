"""How many households a second are answered in batches over HTTP: `python -m benchmarks.batches DEMO [--times N]`.

DEMO is a folder that `make demo SERVE=0 OUT=DEMO` filled: its run is taken up first. `fanpin serve` runs as an office runs it, one process,
on a copy of its records; one client asks for 1,000 households in turn, others each time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.service_servers import Caller, Server, programs, running, ways_in
from features.records.store.states import StoreInState
from features.texts.unrepeated import read_json
from models import DEFAULT_MODEL
from models.runs import find_run
from service.documents import document_of

TIMES, HOUSEHOLDS, DOCUMENTS = 7, 1_000, 100
LINES = "application/x-ndjson"
SECONDS_TO_TAKE_UP = 600.0


@dataclass
class Asked:
    """What one way of asking cost.

    Attributes:
        rates: households a second, of each request.
        first: milliseconds until the first bytes came.
        work: the server's processor seconds over all requests.
    """

    rates: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    households: int = 0
    answered: int = 0
    from_run: int = 0
    bytes: int = 0
    work: float = 0.0


def ask(server: Server, caller: Caller, path: str, body: dict[str, Any], asked: Asked) -> None:
    """One request, read to its end; the last line says how many were answered."""
    sent = json.dumps(body, ensure_ascii=False).encode()
    # A server ends a connection on which nothing came while documents were drawn.
    caller.connection.close()
    worked, began = server.worked(), time.perf_counter()
    caller.connection.request(
        "POST", path, sent, {"Content-Type": "application/json", "Accept": LINES, **caller.headers}
    )
    answer = caller.connection.getresponse()
    first = answer.read(1)
    asked.first.append((time.perf_counter() - began) * 1000)
    content = first + answer.read()
    seconds = time.perf_counter() - began
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} of {path}: {content[:300]!r}")
    end = read_json(content.splitlines()[-1])
    asked.rates.append(end["asked"] / seconds)
    asked.households += end["asked"]
    asked.answered += end["answered"]
    asked.from_run += content.count(b'"run_id": "run_')
    asked.bytes += len(content)
    asked.work += server.worked() - worked


def everything(store: StoreInState, server: Server, key: str, times: int) -> dict[str, Asked]:
    """A little of everything in each round."""
    run = find_run(store, DEFAULT_MODEL)
    day, draw = run.made_from.as_of, random.Random(1)  # noqa: S311 - whom to ask about
    scored, every = run.scores["household_id"].to_list(), store.household_ids()
    caller = server.caller({"X-API-Key": key})
    ways = {
        "stored, of the day's run, those with a score": (scored, day, HOUSEHOLDS),
        "stored, of the day's run, anybody": (every, day, HOUSEHOLDS),
        "stored, another day: computed": (every, day - dt.timedelta(days=1), HOUSEHOLDS),
    }
    asked = {way: Asked() for way in (*ways, "documents")}
    for turn in range(times + 1):
        # The first round makes what is made once: it is not counted.
        into = asked if turn else {way: Asked() for way in asked}
        for way, (among, on, many) in ways.items():
            body = {"household_ids": draw.sample(among, many), "as_of": str(on)}
            ask(server, caller, "/v1/assessments/stored", body, into[way])
        documents = _documents(store, draw.sample(every, DOCUMENTS), day)
        ask(server, caller, "/v1/assessments/batch", {"documents": documents}, into["documents"])
    return asked


def _documents(store: StoreInState, households: Sequence[str], day: dt.date) -> list[dict[str, Any]]:
    tables = store.records(households=households)
    return [document_of(tables, household, day) for household in households]


def _wait_for_run(caller: Caller, kept_as: str) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < SECONDS_TO_TAKE_UP:
        status, content, _ = caller.ask("GET", "/v1/scoring-runs?state=complete")
        if status == 200 and kept_as in [run["kept_as"] for run in read_json(content)["items"]]:
            return
        time.sleep(1)
    raise RuntimeError(f"run {kept_as} was not taken up within {SECONDS_TO_TAKE_UP:.0f} s")


@contextmanager
def _service(demo: Path) -> Iterator[tuple[StoreInState, Server, str]]:
    os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{(demo / 'mlflow.db').resolve()}"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(demo / "records", folder / "records")
        places = {
            "FANPIN_DATA": "records",
            "FANPIN_MODEL_COPY": "model",
            "FANPIN_KEYS": "service.keys",
            "FANPIN_ANCHORS": "anchors",
        }
        environment = {name: str(folder / place) for name, place in places.items()}
        environment["FANPIN_DATABASE"] = f"sqlite:///{folder / 'service.db'}"
        if (demo / "county").is_dir():
            environment["FANPIN_COUNTY"] = str((demo / "county").resolve())
        key, _ = ways_in(environment)
        with running(*programs()[0], environment) as server:
            store = StoreInState.at(folder / "records")
            _wait_for_run(server.caller({"X-API-Key": key}), find_run(store, DEFAULT_MODEL).id)
            yield store, server, key


def main() -> None:
    """Start the service on a copy of the demo's records, ask, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("demo", type=Path, help="folder of a demo: records, mlflow.db")
    arguments.add_argument("--times", type=int, default=TIMES, help="requests of each kind")
    options = arguments.parse_args()
    with _service(options.demo) as (store, server, key):
        asked = everything(store, server, key, options.times)
        size = len(store.household_ids())
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {size:,} households\n")
    print(
        f"| one worker, {HOUSEHOLDS:,} stored households or {DOCUMENTS} documents a request | median | slowest | first bytes | processor time | answered | from the run | bytes |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for way, spent in asked.items():
        print(
            f"| {way} | {statistics.median(spent.rates):,.0f}/s | {min(spent.rates):,.0f}/s | {statistics.median(spent.first):,.0f} ms | "
            f"{spent.work * 1000 / spent.households:.2f} ms each | {spent.answered / spent.households:.1%} | {spent.from_run / spent.households:.1%} | {spent.bytes / spent.households:,.0f} each |"
        )


if __name__ == "__main__":
    main()
