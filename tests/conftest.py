"""What several folders of tests share: one small county, simulated, taken in, learned from and promoted once.

What trains is imported by the fixtures that train: the process that hands out the tests, and a run of a few stories,
need none of it.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from features.records.store import RecordStore

TESTS = Path(__file__).parent
FOLDERS = ("tmp_path", "tmp_path_factory", "database", "own_database")

HOUSEHOLDS, MONTHS, SEED = 2_000, 40, 5
NOW = dt.datetime(2026, 1, 31, 9, tzinfo=dt.UTC)

EXPERIMENT = """
name: story
registered_model: fanpin-entry
dates: {first: 2021-03-31}
split: {windows: 2, test_dates: 3, later_dates: 5}
model: {rounds: 40, leaves: 7, rows_in_leaf: 30, l2: 10, bags: 2}
evaluation: {opponents: [income, triggers], bootstrap: 40}
"""


@dataclass(frozen=True)
class County:
    """A county on disk with a trained model.

    Attributes:
        folder: holds `county/deliveries`, `county/truth`, `records`, `mlflow.db`, `model`, `experiment.yaml`, `report.json`.
    """

    folder: Path

    @property
    def deliveries(self) -> Path:
        return self.folder / "county" / "deliveries"

    @property
    def store(self) -> RecordStore:
        from features.records.store import RecordStore

        return RecordStore.open(self.folder / "records")

    @property
    def environment(self) -> dict[str, str]:
        """What the command line reads."""
        return {
            "FANPIN_DATA": str(self.folder / "records"),
            "FANPIN_MODEL_COPY": str(self.folder / "model"),
            "FANPIN_AUDIT": str(self.folder / "audit"),
            "MLFLOW_TRACKING_URI": f"sqlite:///{self.folder / 'mlflow.db'}",
        }


LONG = (
    "benchmarks",
    "browser",
    "features/intake",
    "features/policy/test_moves.py",
    "features/proofs/lineage",
    "house",
    "training",
)
"""Places whose stories take their time, in memory though they may: they read files of any bytes, compute everybody again at
each other value of a policy or a household without each of its rows, train models, let a county live through years, drive a browser; and the house, which `make check` looks at."""


BIG_RUNS = (
    "models/runs/test_unfinished.py::test_nobody_sees_the_half_of_a_killed_run",
    "service/landing/test_kills.py",
    "service/routes/office/test_excel.py::test_a_workbook_that_libreoffice_saved_and_somebody_filled_in_lands",
    "service/routes/test_jurisdictions.py::test_no_question_brings_anything_from_elsewhere",
    "service/sheets/test_reading.py::test_through_libreoffice_and_back_every_row_is_what_was_filled_in",
    "service/sheets/test_writing.py::test_twenty_families_stand_on_a_page_of_paper",
    "service/test_cli_killed.py",
    "service/test_routes_fuzzed.py",
    "training/retraining/test_kills.py",
    "training/simulator/test_magnitudes.py",
)
"""Folders, files or stories that `make long` runs and `make test` leaves out: they kill processes again and again, ask every
route in every way, go through LibreOffice, or let a large county live for years. What they tell in seconds stays where it is."""


def is_long(item: pytest.Item) -> bool:
    """Whether a test is a big run by its nature."""
    story = item.nodeid.partition("[")[0].removeprefix("tests/")
    return any(story == place or story.startswith((f"{place}/", f"{place}::")) for place in BIG_RUNS)


def is_quick(item: pytest.Item) -> bool:
    """Whether a test only looks at rows drawn in memory: it asks pytest for no folder."""
    asked = getattr(item, "fixturenames", [])
    place = Path(item.path).relative_to(TESTS)
    return not any(place.is_relative_to(folder) for folder in LONG) and not any(name in FOLDERS for name in asked)


def pytest_configure() -> None:
    """Each worker keeps to its own cores: threads of one that wake each other across cores wait for cores of the other.

    Polars keeps as many threads as the machine has cores, so that what hangs on their number or order shows here too.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        at, workers = int(worker.removeprefix("gw")), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        os.environ.setdefault("POLARS_MAX_THREADS", str(len(cores)))
        os.sched_setaffinity(0, cores[at::workers] or [cores[at % len(cores)]])


def pytest_sessionstart() -> None:
    """Thousands of tests are gathered and stay: looking again and again for what of them could be forgotten takes seconds."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What `make quick` runs is marked by what a test asks for, so that no list of tests has to be kept."""
    for item in items:
        if is_long(item):
            item.add_marker("long")
        elif is_quick(item):
            item.add_marker("quick")
    items[:] = in_order(items)


def in_order(items: list[pytest.Item]) -> list[pytest.Item]:
    """The files that ask for the small county stand together, from the middle on; all others keep their order.

    Of two workers each begins with its half: the second makes the county at once, while the first has tests enough that do
    without. In the order of the folders both come to it at about the same time, and one waits until the other has made it.
    """
    asking = {item.path for item in items if _asks_for_the_county(item)}
    others = [item for item in items if item.path not in asking]
    middle = min(len(items) // 2, len(others))
    # A file stays whole: what its tests share is made once.
    while 0 < middle < len(others) and others[middle].path == others[middle - 1].path:
        middle += 1
    return [*others[:middle], *(item for item in items if item.path in asking), *others[middle:]]


def _asks_for_the_county(item: pytest.Item) -> bool:
    """For the one of this file, which stands on the empty registry: the service's stories draw another of this name."""
    return {"county", "empty_registry"} <= set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory, empty_registry: Path) -> County:
    """The small county, made by whichever worker asks first."""
    shared = _shared(tmp_path_factory)
    made = County(shared / "county-of-tests")
    with _one_at_a_time(shared / "county-of-tests.lock"):
        if not (made.folder / "report.json").exists():
            _make(made, empty_registry)
    return made


@pytest.fixture(scope="session")
def four_households(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a county drawn by hand, for the command lines that list households by rule; nobody writes into it."""
    from tests.features.triggers.small_county import small_county

    made = tmp_path_factory.mktemp("four-households")
    small_county(made)
    return made


@pytest.fixture(scope="session")
def empty_registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry's database before the first training, to be copied: making one takes seconds."""
    shared = _shared(tmp_path_factory)
    database = shared / "empty-registry" / "mlflow.db"
    with _one_at_a_time(shared / "empty-registry.lock"):
        if not database.parent.exists():
            _make_registry(database)
    return database


def _make_registry(database: Path) -> None:
    from models.registry.tracking import mlflow_here

    begun = database.parent.with_name("empty-registry-begun")
    begun.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{begun / database.name}")
        mlflow_here(make=True).MlflowClient().search_experiments()
    begun.rename(database.parent)


def _shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the run, which all its workers have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make(made: County, empty_registry: Path) -> None:
    from features.intake import intake
    from features.policy.loading import Policy
    from features.records.store import RecordStore
    from training.experiment import run
    from training.promotion import made_up
    from training.reports import write_report
    from training.settings import Experiment
    from training.simulator import simulate

    made.folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(empty_registry, made.folder / "mlflow.db")
    simulate(HOUSEHOLDS, MONTHS, SEED, made.folder / "county")
    # Nothing but evaluation may read the truth: here it is out of reach altogether.
    (made.folder / "county" / "truth").rename(made.folder / "truth-out-of-reach")
    # Few buckets: with so few households the queries of each are most of its work.
    store = RecordStore.create(made.folder / "records", buckets=2)
    intake(made.deliveries, store)
    (made.folder / "experiment.yaml").write_text(EXPERIMENT, encoding="utf-8")
    lines_of = made_up.lines_of
    with pytest.MonkeyPatch.context() as patch:
        for name, value in made.environment.items():
            patch.setenv(name, value)
        # That the gate asks as many households alone as the policy wants is told by tests/journeys/test_promotion.py.
        patch.setattr(made_up, "lines_of", lambda *of: replace(lines_of(*of), parity_households=3))
        model, report = run(store, Experiment.load(made.folder / "experiment.yaml"), Policy.load())
        made_up.promote_made_up(model, store, Policy.load(), "tests", "a made-up county", NOW)
    write_report(report, made.folder / "report.json")
