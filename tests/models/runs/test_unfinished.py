"""A run that is killed in the middle goes on with the buckets that are missing, and ends as if nothing had happened."""

from __future__ import annotations

import datetime as dt
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from features.bilingual import Bilingual
from features.disk import locked
from features.policy.loading import Policy
from features.records.store import RecordStore
from models.provenance.storage import FOLDER
from models.runs import Run, RunError, find_run, kept_runs, make_run, making, replay
from models.runs.unfinished import LOCK, UNFINISHED, Unfinished
from models.score import ScoredBucket
from tests.conftest import County
from tests.models.runs.story_model import model

DAY, EARLIER = dt.date(2023, 12, 31), dt.date(2023, 10, 31)
POLICY = Policy.load()
NAME = "fanpin-story"
ROOT = Path(__file__).parents[3]

KILLED = """
import os, signal, sys
from features.records.store import RecordStore
from models.runs import make_run
from models.runs.unfinished import Unfinished
from tests.models.runs.test_unfinished import DAY, POLICY, model
keep = Unfinished.keep
def killed_after(self, bucket, scored):
    keep(self, bucket, scored)
    if bucket == 1:
        os.kill(os.getpid(), signal.SIGKILL)
Unfinished.keep = killed_after
make_run(model(), RecordStore.open(sys.argv[1]), POLICY, DAY)
"""


@pytest.fixture(scope="module")
def three_buckets(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's records in three buckets: one that is lost, one that is left and one that is missing."""
    store = RecordStore.create(tmp_path_factory.mktemp("three-buckets") / "records", buckets=3)
    with store.writing():
        store.land(county.store.records(), county.store.deliveries())
    return store.path


def copied(records: Path, folder: Path) -> RecordStore:
    shutil.copytree(records, folder)
    return RecordStore.open(folder)


@pytest.fixture(scope="module")
def in_one_go(three_buckets: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return make_run(model(), copied(three_buckets, tmp_path_factory.mktemp("in-one-go") / "records"), POLICY, DAY)


@pytest.fixture(scope="module")
def killed(three_buckets: Path, tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    """A store whose run was killed after the second of its three buckets."""
    store = copied(three_buckets, tmp_path_factory.mktemp("killed") / "records")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(store.path)], cwd=ROOT, check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    return store


def again(killed: RecordStore, folder: Path) -> RecordStore:
    """The same store, to go on with."""
    shutil.copytree(killed.path, folder / "records")
    return RecordStore.open(folder / "records")


def worked_on(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The buckets that are worked on from now on."""
    numbers: list[int] = []
    keep = Unfinished.keep

    def counted(self: Unfinished, bucket: int, scored: ScoredBucket) -> None:
        numbers.append(bucket)
        keep(self, bucket, scored)

    monkeypatch.setattr(Unfinished, "keep", counted)
    return numbers


def contents(run: Run) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in run.folder.iterdir()}


def left(store: RecordStore) -> list[str]:
    return sorted(one.name for one in (store.path / FOLDER / NAME).glob(f"*{UNFINISHED}*"))


def test_nobody_sees_the_half_of_a_killed_run(killed: RecordStore) -> None:
    assert len(left(killed)) == 1
    assert kept_runs(killed, NAME) == []
    with pytest.raises(RunError, match="Run `fanpin score` first"):
        find_run(killed, NAME)


def test_it_goes_on_with_the_missing_bucket_and_is_the_same_to_the_byte(
    killed: RecordStore, in_one_go: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, anew, told = again(killed, tmp_path), worked_on(monkeypatch), list[tuple[int, int]]()
    run = make_run(model(), store, POLICY, DAY, progress=lambda done, of: told.append((done, of)))
    assert anew == [2]
    assert told == [(3, 3)]
    assert contents(run) == contents(in_one_go)
    assert left(store) == []
    assert replay(store, run).same


def test_a_damaged_bucket_is_worked_on_again(
    killed: RecordStore, in_one_go: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, anew = again(killed, tmp_path), worked_on(monkeypatch)
    file = next((store.path / FOLDER / NAME).glob(f"{UNFINISHED}*/bucket-00000.zip"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    assert contents(make_run(model(), store, POLICY, DAY)) == contents(in_one_go)
    assert anew == [0, 2]


def test_what_another_model_or_day_left_is_not_gone_on_with_and_goes(
    killed: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, anew = again(killed, tmp_path), worked_on(monkeypatch)
    run = make_run(model(weight=0.2), store, POLICY, DAY)
    assert anew == [0, 1, 2]
    assert left(store) == []
    assert kept_runs(store, NAME) == [run.id]


def test_buckets_of_another_origin_under_the_same_name_are_none(killed: RecordStore, tmp_path: Path) -> None:
    store = again(killed, tmp_path)
    (folder,) = (store.path / FOLDER / NAME).glob(f"{UNFINISHED}*")
    origin = '{"made_from": "something else"}'
    assert Unfinished(folder, origin).read(0) is None


def test_a_second_process_says_that_it_waits_and_finds_the_run_made(
    killed: RecordStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, lines, waits = again(killed, tmp_path), list[Bilingual](), threading.Event()

    def told(why: Bilingual) -> None:
        lines.append(why)
        waits.set()

    found: list[Run] = []
    second = threading.Thread(target=lambda: found.append(make_run(model(), store, POLICY, DAY, waiting=told)))
    compute = making.compute

    def meanwhile(*arguments: object) -> making.Computed:
        # The second asks while the first is at work.
        second.start()
        assert waits.wait(30)
        return compute(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "compute", meanwhile)
    first = make_run(model(), store, POLICY, DAY)
    monkeypatch.setattr(making, "compute", lambda *_: pytest.fail("made already"))
    second.join(30)
    assert [run.id for run in found] == [first.id]
    assert "正在用模型 fanpin-story 评分" in lines[0].zh


def test_a_finished_run_is_found_without_waiting(killed: RecordStore, tmp_path: Path) -> None:
    store = again(killed, tmp_path)
    run = make_run(model(), store, POLICY, DAY)
    with locked(store.path / FOLDER / NAME / LOCK):
        assert make_run(model(), store, POLICY, DAY).id == run.id
