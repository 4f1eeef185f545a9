"""How many answers a second one worker gives, and how long they take at half of that: `python -m benchmarks.rates DEMO`.

    python -m benchmarks.rates DEMO [--seconds 15] [--connections 32] [--households 200000] [--only documents --only pages …]

DEMO is a folder that `make demo SERVE=0 OUT=DEMO` filled with this version; its run is what stored households are answered from.
Beside `fanpin serve`, in the same minutes: `mlflow models serve` with the same model on features that are ready, and a route of
FastAPI that does nothing. Pages are asked of a database of so many households, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.looping import loop
from benchmarks.pacing import highest_rate, paced, request
from benchmarks.pages import fill
from benchmarks.postgres import Postgres
from benchmarks.service import County, rows_of
from benchmarks.service_servers import Caller, Server, programs, running, ways_in
from models import DEFAULT_MODEL
from models.registry import load_version
from service.documents import document_of
from service.store import Database
from service.store.upgrading import upgrade

ASKED_ABOUT = 200
PAGES_A_SECOND = 20.0
SECONDS_TO_TAKE_UP = 300.0
SECONDS_IDLE, SHARE_IDLE = 3.0, 0.05
"""A service that works less than this share of a processor for so long is idle."""
PAGES = (
    "region=990101&order=rank",
    "region=990101004&order=rank",
    "region=990101004&band=medium&risk_type=illness&order=rank",
    "region=990101&band=medium&order=place",
    "region=990101&risk_type=education&band=low&household_type=lifted_out&order=household_id",
    "region=990101004&listed=false&order=rank",
)
PARTS = ("documents", "stored", "pages")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("demo", type=Path)
    asked.add_argument("--seconds", type=float, default=15.0)
    asked.add_argument("--connections", type=int, default=32)
    asked.add_argument("--households", type=int, default=200_000)
    asked.add_argument("--only", action="append", choices=PARTS)
    options = asked.parse_args()
    os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{(options.demo / 'mlflow.db').resolve()}"
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; loop {loop():.2f} s",
        flush=True,
    )
    for part in options.only or PARTS:
        {"documents": documents, "stored": stored, "pages": pages}[part](options)
    print(f"loop {loop():.2f} s")


def documents(options: argparse.Namespace) -> None:
    """A sent household to its answer, beside MLflow's server on ready features and an empty route."""
    with _copied(options.demo) as (folder, environment), ExitStack() as servers:
        county = County.read(folder / "records", load_version(DEFAULT_MODEL), ASKED_ABOUT)
        key, _ = ways_in(environment)
        ours, empty, mlflow = (servers.enter_context(running(*program, environment)) for program in programs())
        sent = [
            request(
                "POST",
                "/v1/assessments",
                {"X-API-Key": key},
                json.dumps(document_of(tables, code, county.last)).encode(),
            )
            for code, tables in county.records.items()
        ]
        ready = [request("POST", "/invocations", {}, json.dumps(row).encode()) for row in rows_of(county).values()]
        for name, server, requests in (
            ("document → answer", ours, sent),
            ("mlflow models serve, features ready", mlflow, ready),
            ("empty FastAPI route", empty, [request("GET", "/", {})]),
        ):
            _told(name, server, requests, options)


def stored(options: argparse.Namespace) -> None:
    """A stored household on a run's day."""
    with _copied(options.demo) as (folder, environment), ExitStack() as servers:
        county = County.read(folder / "records", load_version(DEFAULT_MODEL), ASKED_ABOUT)
        key, _ = ways_in(environment)
        ours = servers.enter_context(running(*programs()[0], environment))
        addresses = [
            f"/v1/households/{quote(code, safe='')}/assessment?as_of={county.last}" for code in county.households
        ]
        _told(
            "stored household → answer", ours, [request("GET", path, {"X-API-Key": key}) for path in addresses], options
        )


def wait_for_the_run(caller: Caller, path: str) -> None:
    """Until the service answers from the run that it takes up after its start. Raises RuntimeError where it never does."""
    ends = time.monotonic() + SECONDS_TO_TAKE_UP
    while "fanpin-run" not in caller.ask("GET", path)[2]:
        if time.monotonic() > ends:
            raise RuntimeError("no run of the demo answers: it was scored by another version; make the demo anew")
        time.sleep(1.0)


def wait_until_idle(server: Server, seconds: float = SECONDS_TO_TAKE_UP) -> None:
    """Until what a service works out ahead after its start is done, or for so long: nobody asks, and it does next to nothing."""
    ends = time.monotonic() + seconds
    before = server.worked()
    while time.monotonic() < ends:
        time.sleep(SECONDS_IDLE)
        worked = server.worked()
        if worked - before < SHARE_IDLE * SECONDS_IDLE:
            return
        before = worked


def pages(options: argparse.Namespace) -> None:
    """Pages of 50 of so many households, filtered and sorted."""
    for kind in ("sqlite", "postgresql"):
        with _copied(options.demo) as (folder, environment), ExitStack() as servers:
            if kind == "postgresql":
                postgres = Postgres(folder / "postgres", ["shared_buffers=512MB"])
                postgres.start()
                servers.callback(postgres.stop)
                environment["FANPIN_DATABASE"] = postgres.address.format(name="postgres")
            database = Database(environment["FANPIN_DATABASE"])
            upgrade(database)
            run_id = fill(database, options.households)
            database.close()
            key, _ = ways_in(environment)
            ours = servers.enter_context(running(*programs()[0], environment))
            wait_until_idle(ours)
            for page in PAGES:
                path = f"/v1/scoring-runs/{run_id}/assessments?limit=50&{page}"
                asked = [request("GET", path, {"X-API-Key": key})]
                paced(ours.port, asked, PAGES_A_SECOND, 1.0)
                print(f"  {kind}, {page}: {paced(ours.port, asked, PAGES_A_SECOND, options.seconds)}", flush=True)


def _told(name: str, server: Server, requests: list[bytes], options: argparse.Namespace) -> None:
    wait_until_idle(server)
    highest_rate(server.port, requests, 4, 3.0)
    alone = highest_rate(server.port, requests, 1, options.seconds / 2)
    most = highest_rate(server.port, requests, options.connections, options.seconds)
    half = paced(server.port, requests, most.rate / 2, options.seconds)
    print(f"{name}\n  alone: {alone}\n  highest: {most}\n  at half of it: {half}", flush=True)


@contextmanager
def _copied(demo: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder with the demo's records, and what a service needs to know to work there."""
    folder = Path(tempfile.mkdtemp(prefix="fanpin-rates-"))
    folder.chmod(0o711)
    try:
        shutil.copytree(demo / "records", folder / "records")
        places = {
            "FANPIN_DATA": "records",
            "FANPIN_MODEL_COPY": "model",
            "FANPIN_KEYS": "service.keys",
            "FANPIN_ANCHORS": "anchors",
        }
        environment = {name: str(folder / place) for name, place in places.items()}
        environment["FANPIN_DATABASE"] = f"sqlite:///{folder / 'service.db'}"
        environment["FANPIN_REQUESTS_PER_MINUTE"] = "10000000"
        yield folder, environment
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
