"""Paths that a command is told to write to."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.disk.outputs import OutputError, writable_file, writable_folder


def test_folders_are_made_and_nothing_is_left_behind(tmp_path: Path) -> None:
    file = tmp_path / "new" / "deeper" / "清单.csv"
    assert writable_file(file) == file
    assert file.parent.is_dir()
    assert not file.exists()


def test_what_is_there_stays_until_it_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "清单.csv"
    file.write_text("before", encoding="utf-8")
    assert writable_file(file).read_text(encoding="utf-8") == "before"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"文件夹.*is a folder"):
        writable_file(tmp_path)


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    for path in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        with pytest.raises(OutputError, match=r"无法写入 .*taken.*cannot be written"):
            writable_folder(path)
    with pytest.raises(OutputError, match="taken"):
        writable_file(tmp_path / "taken" / "list.csv")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a place where nobody may write")
def test_a_place_where_nobody_may_write_is_told() -> None:
    with pytest.raises(OutputError, match="/proc/no"):
        writable_file(Path("/proc/no.csv"))
    with pytest.raises(OutputError, match="/proc/no"):
        writable_folder(Path("/proc/no"))
