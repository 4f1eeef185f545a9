"""How long answers take over HTTP: `python -m benchmarks.service DEMO [--times N] [--days N]`.

DEMO is a folder that `make demo SERVE=0 OUT=DEMO` filled. `fanpin serve` runs as an office runs it, one process, on a
copy of its records; beside it, in the same run, `mlflow models serve` with the same model and a FastAPI route that does
nothing. One client on a kept connection asks in turn, a little of everything in each round, so that what else the
machine does meets all alike. The measure for an answer is the feature frame of the same households, made in this
process in the same rounds; the measure for the first list of a day is the scoring of `fanpin score` itself, in a
process of its own.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import polars as pl

from benchmarks.looping import loop
from benchmarks.service_servers import Caller, Server, programs, running, session, ways_in
from features.context.cache import context_wanted_by
from features.frame import feature_frame, index_of
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.store import RecordStore
from features.records.store.states import StoreKept
from features.texts.unrepeated import read_json
from features.triggers.evaluating import trigger_features
from models import DEFAULT_MODEL
from models.assess import in_scope
from models.registry import load_version
from models.risk_model import RiskModel
from models.score import score
from service.documents import document_of

TIMES, ROUNDS, DAYS = 200, 10, 3
BETWEEN_LOOKS = 0.02
"""Seconds between two calls of /healthz while a day is being scored."""

FRAME, LOOP = "one household's feature frame", "ten million additions in plain Python"


@dataclass
class Spent:
    """Milliseconds of each call, and the server's processor time over all of them."""

    wall: list[float] = field(default_factory=list)
    work: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.wall, n=20)[-1] if len(self.wall) > 1 else self.wall[0]


@dataclass(frozen=True)
class County:
    """What is asked about: households in scope of the last day, with their records, and earlier days of that month."""

    store: RecordStore
    model: RiskModel
    policy: Policy
    last: dt.date
    size: int
    households: list[str]
    records: dict[str, dict[str, pl.DataFrame]]

    @classmethod
    def read(cls, place: Path, model: RiskModel, most: int) -> County:
        store = StoreKept(place).now()
        days = store.known_days()
        if days is None:
            raise ValueError(f"{store.path} holds no delivery")
        every = store.household_ids()
        some = every[:: max(1, len(every) // (most * 2))]
        speaks_of = in_scope(model, Records(store.records(households=some)), index_of(some, days[1]))
        chosen = speaks_of["household_id"].to_list()[:most]
        records = {household: store.records(households=[household]) for household in chosen}
        return cls(store, model, Policy.load(), days[1], len(every), chosen, records)

    def earlier(self, days: int) -> list[dt.date]:
        return [self.last - dt.timedelta(days=back) for back in range(1, days + 1)]


def answers(county: County, servers: list[Server], key: str, link: str, times: int) -> dict[str, Spent]:
    """A little of everything in each round: a frame here, and each kind of answer there."""
    ours, empty, mlflow = servers
    case_system, browser = ours.caller({"X-API-Key": key}), ours.caller({"Cookie": session(ours, link)})
    stranger, nothing, features = ours.caller(), empty.caller(), mlflow.caller()
    names = {*county.model.features, *trigger_features()}
    context = context_wanted_by(county.model.features, county.store, [county.last])
    documents = {
        household: json.dumps(document_of(tables, household, county.last)).encode()
        for household, tables in county.records.items()
    }
    rows = {household: json.dumps(row).encode() for household, row in rows_of(county).items()}
    address = {household: f"/v1/households/{quote(household, safe='')}/assessment" for household in documents}

    def frame_of(household: str) -> None:
        records = Records(county.records[household], context)
        feature_frame(records, index_of([household], county.last), county.policy, names)

    ways: dict[str, tuple[Server | None, Callable[[str], object]]] = {
        FRAME: (None, frame_of),
        "document → answer": (ours, lambda code: _well(case_system, "POST", "/v1/assessments", documents[code])),
        "stored household → answer": (ours, lambda code: _well(case_system, "GET", address[code])),
        "stored household → page": (ours, lambda code: _well(browser, "GET", f"/households/{quote(code, safe='')}")),
        "/healthz": (ours, lambda _: _well(stranger, "GET", "/healthz")),
        "empty FastAPI route": (empty, lambda _: _well(nothing, "GET", "/")),
        "mlflow models serve, features ready": (
            mlflow,
            lambda code: _well(features, "POST", "/invocations", rows[code]),
        ),
    }
    for _, ask in ways.values():
        for household in county.households[:5]:
            ask(household)
    spent: dict[str, Spent] = {way: Spent() for way in ways}
    # Nobody is asked about twice, as long as there are households.
    each = times // ROUNDS
    for turn in range(ROUNDS):
        for way, (server, ask) in ways.items():
            # Untimed: the connection may have to be made anew.
            ask(county.households[0])
            worked = server.worked() if server else time.process_time()
            for number in range(each):
                spent[way].wall.append(_timed(ask, county.households[(turn * each + number) % len(county.households)]))
            spent[way].work += (server.worked() if server else time.process_time()) - worked
    return spent


def lists(county: County, ours: Server, key: str, days: int) -> dict[str, Spent]:
    """First lists of days that nobody asked for yet: alone, with /healthz beside, with answers beside."""
    case_system = ours.caller({"X-API-Key": key})
    # What is worked out after the start is not to be measured here, nor is the counting of villages.
    _list_of(case_system, None)
    document = json.dumps(document_of(county.records[county.households[0]], county.households[0], county.last)).encode()
    first, later, health, beside = Spent(), Spent(), Spent(), Spent()
    asked = iter(county.earlier(days + 2))
    for _ in range(days):
        day = next(asked)
        first.wall.append(_timed(lambda on: _list_of(case_system, on), day))
        later.wall += [_timed(lambda on: _list_of(case_system, on), day) for _ in range(10)]
    stranger, another = ours.caller(), ours.caller({"X-API-Key": key})
    _well(stranger, "GET", "/healthz")
    with _scoring(ours, key, next(asked)) as going_on:
        while going_on():
            health.wall.append(_timed(lambda path: _well(stranger, "GET", path), "/healthz"))
            time.sleep(BETWEEN_LOOKS)
    with _scoring(ours, key, next(asked)) as going_on:
        while going_on():
            beside.wall.append(_timed(lambda sent: _well(another, "POST", "/v1/assessments", sent), document))
    return {
        "first list of a day": first,
        "later list of the day": later,
        "/healthz while a day is scored": health,
        "document → answer while a day is scored": beside,
    }


@contextmanager
def _scoring(ours: Server, key: str, day: dt.date) -> Iterator[Callable[[], bool]]:
    asking = threading.Thread(target=_list_of, args=[ours.caller({"X-API-Key": key}), day])
    asking.start()
    yield asking.is_alive
    asking.join()


def _list_of(caller: Caller, day: dt.date | None) -> None:
    """Ask for a list until it is there, as the answers say."""
    path = "/v1/risk-lists/preview?" + urlencode({"as_of": day} if day else {})
    while True:
        status, _, headers = caller.ask("GET", path)
        if status == 200:
            return
        if status != 503 or "retry-after" not in headers:
            raise RuntimeError(f"{path}: {status}")
        time.sleep(float(headers["retry-after"]))


def batch(store: Path, days: int) -> list[float]:
    """Seconds of scoring itself, on the same days, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.service", str(store), "--step", "--days", str(days)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)  # noqa: S603 - this very module
    seconds: list[float] = read_json(done.stdout)
    return seconds


def _batch_here(place: Path, days: int) -> list[float]:
    model, policy = load_version(DEFAULT_MODEL), Policy.load()
    county, store = County.read(place, model, 1), RecordStore.open(place)
    return [_timed(lambda on: score(model, store, policy, on), day) / 1000 for day in county.earlier(days)]


def _timed(work: Callable[[object], object] | Callable[..., object], of: object) -> float:
    began = time.perf_counter()
    work(of)
    return (time.perf_counter() - began) * 1000


def _well(caller: Caller, method: str, path: str, body: bytes | None = None) -> None:
    status, content, _ = caller.ask(method, path, body)
    if status != 200:
        raise RuntimeError(f"{method} {path.rpartition('/')[0]}: {status} {content[:200]!r}")


def rows_of(county: County) -> dict[str, dict[str, object]]:
    """Of each household the features that the model reads, as MLflow's server takes them."""
    names = {*county.model.features, *trigger_features()}
    context = context_wanted_by(county.model.features, county.store, [county.last])
    return {
        household: _split(
            feature_frame(Records(tables, context), index_of([household], county.last), county.policy, names),
            county.model.features,
        )
        for household, tables in county.records.items()
    }


def _split(frame: pl.DataFrame, names: tuple[str, ...]) -> dict[str, object]:
    rows = frame.select(names)
    return {"dataframe_split": {"columns": rows.columns, "data": [list(row) for row in rows.rows()]}}


def main() -> None:
    """Start the three servers on a copy of the demo's records, ask, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("demo", type=Path, help="folder of a demo: records, mlflow.db")
    arguments.add_argument("--times", type=int, default=TIMES, help="calls of each kind")
    arguments.add_argument("--days", type=int, default=DAYS, help="days of which the first list is asked for")
    arguments.add_argument("--step", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.step:
        print(json.dumps(_batch_here(options.demo, options.days)))
        return
    os.environ["MLFLOW_TRACKING_URI"] = f"sqlite:///{(options.demo / 'mlflow.db').resolve()}"
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as servers:
        folder = Path(temporary)
        shutil.copytree(options.demo / "records", folder / "records")
        places = {"FANPIN_DATA": "records", "FANPIN_MODEL_COPY": "model", "FANPIN_KEYS": "service.keys"}
        environment = {name: str(folder / place) for name, place in places.items()}
        environment["FANPIN_DATABASE"] = f"sqlite:///{folder / 'service.db'}"
        key, link = ways_in(environment)
        county = County.read(folder / "records", load_version(DEFAULT_MODEL), options.times)
        context_wanted_by(county.model.features, county.store, [county.last, *county.earlier(options.days + 2)])
        started = [servers.enter_context(running(*program, environment)) for program in programs()]
        loops = [loop()]
        asked = answers(county, started, key, link, options.times)
        loops.append(loop())
        listed = lists(county, started[0], key, options.days)
        seconds = batch(folder / "records", options.days)
        loops.append(loop())
    _tell(county, asked, listed, seconds, statistics.median(loops))


def _tell(county: County, asked: dict[str, Spent], listed: dict[str, Spent], seconds: list[float], loop: float) -> None:
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, Polars {pl.__version__}; "
        f"{county.size:,} households, {len(county.model.features)} features; {LOOP}: {loop:.2f} s\n"
    )
    frame, empty = asked[FRAME].median, asked["empty FastAPI route"].median
    print("| over HTTP, one worker | p50 | p95 | times the frame | times an empty route | processor time |")
    print("|---|---|---|---|---|---|")
    for way, spent in asked.items():
        work = spent.work * 1000 / len(spent.wall)
        print(
            f"| {way} | {spent.median:.1f} ms | {spent.p95:.1f} ms | {spent.median / frame:.2f} | "
            f"{spent.median / empty:.1f} | {work:.0f} ms |"
        )
    own = statistics.median(seconds) * 1000
    print("\n| a day's list | p50 | p95 | times the batch's own scoring |\n|---|---|---|---|")
    print(f"| the batch's own scoring | {own:,.0f} ms | | 1 |")
    for way, spent in listed.items():
        print(f"| {way} | {spent.median:,.1f} ms | {spent.p95:,.1f} ms | {spent.median / own:.3f} |")


if __name__ == "__main__":
    main()
