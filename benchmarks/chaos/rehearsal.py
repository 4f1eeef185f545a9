"""The load and the killing, side by side, until the time is over; then all is started, the load ends what it began."""

from __future__ import annotations

import datetime as dt
import os
import random
import secrets
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.chaos.judging import faults_of
from benchmarks.chaos.ledger import Ledger
from benchmarks.chaos.load import Load
from benchmarks.chaos.servers import Process, free_port, wait_for
from benchmarks.postgres import Postgres
from features.records.store import RecordStore
from service.access.administering import create_user, grant_role
from service.access.clients import create_client
from service.access.links import new_link
from service.access.roles import FOR_PEOPLE
from service.jurisdiction import EVERYWHERE, NOWHERE
from service.keyring import load_or_create_keyring
from service.local_time import day_of
from service.principal import SYSTEM, Permission, Role
from service.routes.doing import now
from service.store import Database
from service.store.upgrading import upgrade

SECONDS_TO_END = 300


@dataclass
class Rehearsal:
    """An installation that is killed in parts while it is asked.

    Attributes:
        folder: of the database, the keys and the logs.
        records, model: the record store, and the local copy of the model.
        postgres: the database's server; SQLite where None.
        tracking: MLflow's server; none is asked where None.
        workers: processes of the service.
        county: first digits of the codes of its places.
        kinds: what is killed, in turn.
        days: that may be scored; of the first a run is kept beside the records.
    """

    folder: Path
    records: Path
    model: Path
    county: str
    days: list[dt.date]
    workers: int = 2
    seed: int = 1
    postgres: Postgres | None = None
    tracking: Process | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ("worker", "database", "service", "tracking server")
    kills: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def serving(self) -> Iterator[tuple[Process, Load]]:
        """The installation, running, and those who may ask it; the run of the first day is taken up."""
        with ExitStack() as running:
            if self.postgres is not None:
                self.postgres.start()
                running.callback(self.postgres.stop)
            if self.tracking is not None:
                self.tracking.start()
                running.callback(self.tracking.kill)
            database = self.database()
            running.callback(database.close)
            upgrade(database)
            service = self._service()
            service.start()
            running.callback(service.kill)
            load = self._load()
            running.callback(load.close)
            self._wait_for_the_first_run(load)
            yield service, load

    def run(self, seconds: float, between: tuple[float, float]) -> tuple[Ledger, list[str]]:
        """Ask and kill for so long, with so many seconds between two kills at least and at most; the books, and what may not be."""
        with self.serving() as (service, load), closing(self.database()) as database:
            threads = load.threads()
            for thread in threads:
                thread.start()
            self._kill_in_turn(service, seconds, between)
            # Some seconds may be too few for a slow machine to have accepted anything.
            _until(lambda: load.ledger, accepted_something, "of reports, moves or lists none was accepted")
            load.until.set()
            for thread in threads:
                thread.join(SECONDS_TO_END)
            if late := [thread.name for thread in threads if thread.is_alive()]:
                load.ledger.fault(f"these never ended: {late}")
            self._wait_for_the_runs(load)
            ended = service.stop()
            if ended != 0:
                load.ledger.fault(f"asked to end, the service ended with {ended}")
            keyring = load_or_create_keyring(self.folder / "service.keys")
            return load.ledger, faults_of(load.ledger, database, keyring, self.folder / "anchors", now())

    def database(self) -> Database:
        return Database(self._database)

    def session_of(self, role: Role, place: str) -> dict[str, str]:
        """The cookie of somebody new who holds a role in a place."""
        keyring = load_or_create_keyring(self.folder / "service.keys")
        with closing(self.database()) as database, database.writing(NOWHERE, now()) as work:
            user = create_user(work, keyring, by=SYSTEM, name=f"{role.value}-{secrets.token_hex(4)}", password=None)
            grant_role(work, keyring, by=SYSTEM, user=user, role=role, prefix=place)
            code = new_link(work, user)
        answer = httpx2.get(f"{self.address}/login", params={"code": code}, follow_redirects=False, timeout=60)
        return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}

    @property
    def _database(self) -> str:
        if self.postgres is not None:
            return self.postgres.address.format(name="postgres")
        return f"sqlite:///{self.folder / 'service.db'}"

    def _service(self) -> Process:
        port = free_port()
        environment = {
            **os.environ,
            "FANPIN_DATA": str(self.records),
            "FANPIN_MODEL_COPY": str(self.model),
            "FANPIN_DATABASE": self._database,
            "FANPIN_KEYS": str(self.folder / "service.keys"),
            "FANPIN_ANCHORS": str(self.folder / "anchors"),
            **self.environment,
        }
        serve = ["serve", "--port", str(port), "--workers", str(self.workers), "--no-login-link"]
        address = f"http://127.0.0.1:{port}"
        self.address = address
        return Process([sys.executable, "-m", "fanpin", *serve], environment, f"{address}/readyz", self.folder / "log")

    def _load(self) -> Load:
        """Programs and people, made by the installation itself."""
        households = RecordStore.open(self.records).household_ids()
        draw = random.Random(self.seed)  # noqa: S311 - no secret
        database, keyring = Database(self._database), load_or_create_keyring(self.folder / "service.keys")
        scopes = set(Permission) - FOR_PEOPLE
        with database.writing(NOWHERE, now()) as work:
            name = f"chaos-{secrets.token_hex(4)}"
            _, key = create_client(work, keyring, by=SYSTEM, name=name, permissions=scopes, jurisdiction=EVERYWHERE)
        database.close()
        return Load(
            address=self.address,
            program={"X-API-Key": key},
            officer=self.session_of(Role.COUNTY_OFFICER, self.county),
            village=self.session_of(Role.VILLAGE, self.county),
            households=draw.sample(households, min(len(households), 2_000)),
            places=[self.county],
            days=[str(day) for day in self.days],
            today=str(day_of(now())),
            seed=self.seed,
        )

    def _wait_for_the_first_run(self, load: Load) -> None:
        """Beside the records other days may have runs too, and be taken up before it."""

        def is_there(runs: list[dict[str, Any]]) -> bool:
            return any(run["as_of"] == load.days[0] and run["state"] == "complete" for run in runs)

        _until(lambda: self._runs(load), is_there, "the first day's run is not there")

    def _wait_for_the_runs(self, load: Load) -> None:
        """What was accepted is worked off once nothing is killed any more."""
        asked = set(load.ledger.runs.values())

        def all_ended(runs: list[dict[str, Any]]) -> bool:
            states = {run["id"]: run["state"] for run in runs}
            return all(states.get(run) in ("complete", "failed") for run in asked)

        _until(lambda: self._runs(load), all_ended, "runs that were accepted are not worked off")

    def _runs(self, load: Load) -> list[dict[str, Any]]:
        answer = httpx2.get(
            f"{self.address}/v1/scoring-runs", params={"limit": 200}, headers=dict(load.program), timeout=60
        )
        items: list[dict[str, Any]] = answer.json()["items"] if answer.status_code == 200 else []
        return items

    def _kill_in_turn(self, service: Process, seconds: float, between: tuple[float, float]) -> None:
        draw, ends = random.Random(self.seed), time.monotonic() + seconds  # noqa: S311 - no secret
        kinds: dict[str, Callable[[], None]] = {
            "worker": lambda: _kill_a_worker(service, draw),
            "service": service.kill,
        }
        if self.postgres is not None:
            kinds["database"] = self.postgres.kill
        if self.tracking is not None:
            kinds["tracking server"] = self.tracking.kill
        kinds = {name: kinds[name] for name in self.kinds if name in kinds}
        turn = 0
        while time.monotonic() < ends:
            time.sleep(min(draw.uniform(*between), max(0.0, ends - time.monotonic())))
            name = list(kinds)[turn % len(kinds)]
            turn += 1
            kinds[name]()
            self.kills[name] += 1
            if name == "service":
                service.start()
            elif name == "database" and self.postgres is not None:
                time.sleep(draw.uniform(0.0, 2.0))
                self.postgres.start()
            elif name == "tracking server" and self.tracking is not None:
                time.sleep(draw.uniform(0.0, 5.0))
                self.tracking.start()
        wait_for(f"{self.address}/readyz", None, self.folder / "log")


def _kill_a_worker(service: Process, draw: random.Random) -> None:
    workers = [each for each in service.children() if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]
    os.kill(draw.choice(workers), signal.SIGKILL) if workers else service.kill()
    if not workers:
        service.start()


def accepted_something(ledger: Ledger) -> bool:
    """Whether there is something of every kind that may be lost."""
    return bool(ledger.reports and ledger.moves and ledger.lists)


def _until(ask: Callable[[], Any], is_so: Callable[[Any], bool], otherwise: str) -> None:
    ends = time.monotonic() + SECONDS_TO_END
    while not is_so(ask()):
        if time.monotonic() > ends:
            raise RuntimeError(otherwise)
        time.sleep(0.5)
