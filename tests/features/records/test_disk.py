"""A disk that is full or read-only: a sentence, an exit status of its own, nothing half landed, and the next run goes on."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from deltalake import write_deltalake

import fanpin
from features.context.cache import kept_context
from features.disk import EXIT_STATUS, DiskError, Fault, fault_of, write_whole
from features.disk.outputs import OutputError
from features.errors import FanpinError
from features.records.context import ContextError
from features.records.importing import import_records
from features.records.store import RecordStore, withdrawing
from features.records.store.creating import is_store
from features.records.store.delta import append
from features.records.store.withdrawing import withdraw
from models.registry.tracking import RegistryError
from tests.features.deliveries.test_standing_day import day

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/data/records/x")
ROW = "household_id,event_date,known_date,region_code,household_type\n"


def full(*_args: object, **_more: object) -> None:
    raise FULL


@pytest.fixture
def folder(four_households: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(four_households, tmp_path / "county"))


def raised_by(act: Callable[[], object]) -> BaseException:
    with pytest.raises(Exception) as told:  # noqa: PT011 - whatever the library raises
        act()
    return told.value


@pytest.mark.parametrize(
    ("fault", "act"),
    [
        (Fault.FULL, lambda: Path("/dev/full").write_bytes(b"x" * 100_000)),
        (Fault.FULL, lambda: pl.DataFrame({"a": range(9_000)}).write_parquet("/dev/full")),
        (Fault.FULL, lambda: pl.DataFrame({"a": range(9_000)}).write_csv("/dev/full")),
        (Fault.NO_PERMISSION, lambda: sqlite3.connect("/nowhere/x.db")),
        (None, lambda: Path("/nowhere/x").read_text()),
        (None, lambda: pl.read_csv(b"")),
        (None, lambda: write_deltalake("/dev/null/x", pl.DataFrame({"a": [1]}))),
    ],
)
def test_each_library_s_word_for_the_disk_is_understood_and_nothing_else_is(
    fault: Fault | None, act: Callable[[], object]
) -> None:
    assert fault_of(raised_by(act)) is fault


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (
            "Generic LocalFileSystem error: Unable to copy data to file: No space left on device (os error 28)",
            Fault.FULL,
        ),
        ("(sqlite3.OperationalError) database or disk is full", Fault.FULL),
        ("(sqlite3.OperationalError) attempt to write a readonly database", Fault.READ_ONLY),
        ("Unable to create file: Read-only file system (os error 30)", Fault.READ_ONLY),
        ("the file is full of nonsense", None),
    ],
)
def test_what_is_wrong_with_the_disk_is_told_by_words_too_and_by_what_an_error_came_from(
    words: str, fault: Fault | None
) -> None:
    assert fault_of(RuntimeError(words)) is fault
    outer = RegistryError("the run could not be registered")
    outer.__cause__ = RuntimeError(words)
    assert fault_of(outer) is fault


@pytest.mark.parametrize("lands", range(4))
def test_a_landing_that_the_disk_ends_does_not_count_and_the_next_run_lands_it_once(
    lands: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full after so many of its tables were written."""
    store = RecordStore.open(folder / "records")
    before = (store.deliveries(), store.records())
    panel = folder / "more"
    panel.mkdir()
    (panel / "households.csv").write_text(f"{ROW}H9,2024-09-30,2024-10-05,990101001001,general\n", encoding="utf-8")
    (panel / "support.csv").write_text(
        "household_id,event_date,known_date,kind,started_on\nH9,2024-09-30,2024-10-05,dibao,2024-09-30\n",
        encoding="utf-8",
    )
    written: list[str] = []

    def until_full(path: Path, *args: Any) -> None:
        if len(written) == lands:
            raise FULL
        written.append(path.name)
        append(path, *args)

    monkeypatch.setattr("features.records.store.record_store.append", until_full)
    if lands < 3:
        with pytest.raises(
            DiskError, match=r"磁盘已满。没写完的这一批不算数.* \| .*the disk is full\. What was being written"
        ):
            import_records(panel, store)
        assert store.deliveries().equals(before[0])
        assert all(rows.height == before[1][name].height for name, rows in store.records().items())
        monkeypatch.setattr("features.records.store.record_store.append", append)
    import_records(panel, store)
    assert store.scan("households").filter(pl.col("household_id") == "H9").collect().height == 1
    assert store.scan("support").filter(pl.col("household_id") == "H9").collect().height == 1


def test_a_withdrawal_that_the_disk_ends_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = RecordStore.open(folder / "records")
    monkeypatch.setattr(withdrawing, "append", full)
    with pytest.raises(DiskError):
        withdraw(store, store.deliveries()["delivery_id"][0], day("2024-10-01"), "wrong")
    assert store.withdrawals().is_empty()
    # The lock is free again.
    with store.writing():
        pass


def test_a_store_that_could_not_be_made_is_none_and_is_made_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("features.records.store.delta.write_deltalake", full)
        with pytest.raises(DiskError, match="没有建成，什么都没有入库"):
            RecordStore.open_or_create(tmp_path / "records")
    assert not is_store(tmp_path / "records")
    assert RecordStore.open_or_create(tmp_path / "records").deliveries().is_empty()


def test_what_cannot_be_written_leaves_what_was_there_and_nothing_unfinished(tmp_path: Path) -> None:
    there = tmp_path / "list.csv"
    there.write_text("before", encoding="utf-8")

    def half(to: Path) -> None:
        to.write_text("ha", encoding="utf-8")
        raise FULL

    with pytest.raises(DiskError, match=r"list\.csv：磁盘已满"):
        write_whole(there, half)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("list.csv", "before")]


@pytest.mark.parametrize(
    ("free", "flag", "fault"), [(0, 0, Fault.FULL), (9, os.ST_RDONLY, Fault.READ_ONLY), (9, 0, None)]
)
def test_where_a_library_s_words_hide_the_disk_the_disk_is_asked(
    free: int, flag: int, fault: Fault | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(_path: Path) -> None:
        # As Polars ends a Parquet file of a few households on a full disk.
        raise pl.exceptions.ComputeError("parquet: File out of specification: Invalid thrift: transport error")

    monkeypatch.setattr("features.disk.faults.os.statvfs", lambda _place: SimpleNamespace(f_bavail=free, f_flag=flag))
    with pytest.raises(DiskError if fault else pl.exceptions.ComputeError) as told:
        write_whole(tmp_path / "scores.parquet", ends)
    assert getattr(told.value, "fault", None) is fault


def test_figures_of_villages_that_cannot_be_kept_say_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(folder / "records" / "context", ignore_errors=True)
    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(ContextError, match="磁盘已满"):
        kept_context(RecordStore.open(folder / "records"), [day("2024-08-31")])


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (FULL, EXIT_STATUS, "/data/records/x：磁盘已满"),
        (DiskError(Path("/data"), Fault.READ_ONLY), EXIT_STATUS, "/data：磁盘是只读的"),
        (FanpinError("no such thing"), 2, "no such thing"),
        (OutputError("a folder is in the way"), 2, "a folder is in the way"),
        (RegistryError("No space left on device"), EXIT_STATUS, "腾出空间后，重新运行同一条命令"),
    ],
)
def test_a_command_that_the_disk_ended_has_a_status_of_its_own(
    error: Exception,
    status: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fails() -> None:
        raise error

    monkeypatch.setattr(fanpin, "_mount", lambda: None)
    monkeypatch.setattr(fanpin, "app", fails)
    with pytest.raises(SystemExit) as ended:
        fanpin.main()
    assert ended.value.code == status
    told = capsys.readouterr().err
    assert words in told
    assert "Traceback" not in told


def test_a_mistake_in_the_program_is_no_fault_of_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise KeyError("known_date")

    monkeypatch.setattr(fanpin, "_mount", lambda: None)
    monkeypatch.setattr(fanpin, "app", fails)
    with pytest.raises(KeyError):
        fanpin.main()
