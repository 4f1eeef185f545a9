"""What is written is whole or not there, and one writes at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from features.bilingual import Bilingual
from features.disk import (
    DiskError,
    disk_errors,
    locked,
    remove_unfinished,
    write_once,
    write_whole,
    write_whole_folder,
)

FULL = OSError(28, "No space left on device")


def half(to: Path) -> None:
    (to / "trees.txt" if to.is_dir() else to).write_text("ha", encoding="utf-8")
    raise FULL


def seen(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("content", ["村", "村".encode(), lambda to: to.write_text("村", encoding="utf-8")])
@pytest.mark.parametrize("write", [write_whole, write_once])
def test_text_bytes_or_what_a_function_writes_is_there_whole(
    tmp_path: Path, write: Callable[..., None], content: object
) -> None:
    write(tmp_path / "list.csv", content)
    assert seen(tmp_path) == {"list.csv": "村"}


@pytest.mark.parametrize("write", [write_whole, write_once])
def test_a_private_file_is_its_owner_s_alone_whatever_the_process_allows(
    tmp_path: Path, write: Callable[..., None]
) -> None:
    write(tmp_path / "key", "secret", private=True)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_folder_takes_the_place_of_another_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_whole_folder(tmp_path / "model", lambda to: (to / "one.txt").write_text("one", encoding="utf-8"))
    write_whole_folder(tmp_path / "model", lambda to: (to / "two.txt").write_text("two", encoding="utf-8"))
    assert seen(tmp_path) == {"model/two.txt": "two"}


def test_a_folder_that_ends_half_written_leaves_the_one_before(tmp_path: Path) -> None:
    write_whole_folder(tmp_path / "model", lambda to: (to / "trees.txt").write_text("before", encoding="utf-8"))
    with pytest.raises(DiskError, match="磁盘已满"):
        write_whole_folder(tmp_path / "model", half)
    assert seen(tmp_path) == {"model/trees.txt": "before"}


def test_whoever_comes_first_is_not_replaced(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: write_once(tmp_path / "key", str(n)), range(8)))
    (first,) = seen(tmp_path).values()
    write_once(tmp_path / "key", "later")
    assert seen(tmp_path) == {"key": first}


def test_what_a_kill_leaves_is_nobody_s_file_and_goes_with_the_rest(tmp_path: Path) -> None:
    if not (killed := os.fork()):
        write_whole(tmp_path / "a.parquet", lambda to: (to.write_bytes(b"ha"), os._exit(9)))
    os.waitpid(killed, 0)
    assert list(tmp_path.glob("*.parquet")) == []
    assert len(seen(tmp_path)) == 1
    remove_unfinished(tmp_path)
    assert seen(tmp_path) == {}


def test_of_a_piece_of_work_only_who_does_it_knows_what_became_of_it(tmp_path: Path) -> None:
    became = Bilingual("没有入库", "Nothing landed")
    told = pytest.raises(DiskError, match=r"磁盘已满。没有入库.* \| .*the disk is full\. Nothing landed\.")
    with told, disk_errors(tmp_path, became):
        write_whole(tmp_path / "store.json", half)
    with pytest.raises(DiskError, match=r"store\.json：磁盘已满。没有留下写了一半的东西"), disk_errors(tmp_path):
        write_whole(tmp_path / "store.json", half)


def hold(file: Path, held: multiprocessing.synchronize.Event, go: multiprocessing.synchronize.Event) -> None:
    with locked(file):
        held.set()
        go.wait(30)


def test_who_finds_it_held_waits_or_is_told_by_whom_and_a_death_lets_it_go(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    held, go = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path / "lock", held, go))
    other.start()
    assert held.wait(30)
    told = pytest.raises(ValueError, match=f"held by {other.pid}")
    with told, locked(tmp_path / "lock", busy=lambda holder: ValueError(f"held by {holder}")):
        pass
    other.kill()
    # Waits until the system has let it go.
    with locked(tmp_path / "lock"):
        pass
    other.join()
