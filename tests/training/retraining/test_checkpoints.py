"""Steps on disk are whole or not there, and come back value by value."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.models.small_model import frame, model
from training.retraining.checkpoints import KeepingError, OnDisk


class Maker:
    """Counts how often it was asked."""

    def __init__(self, made: object) -> None:
        self.made, self.times = made, 0

    def __call__(self):
        self.times += 1
        return self.made


def test_a_frame_is_made_once_and_comes_back_bit_for_bit(tmp_path: Path) -> None:
    rows = frame(50).with_columns(pl.lit("户").alias("word"), pl.lit(None, pl.Date).alias("day"))
    maker = Maker(rows)
    first = OnDisk(tmp_path / "k").frame("matrix", maker)
    again = OnDisk(tmp_path / "k").frame("matrix", maker)
    assert maker.times == 1
    assert first.equals(again, null_equal=True)
    assert again.schema == rows.schema


def test_facts_are_what_json_holds_from_the_first_time_on(tmp_path: Path) -> None:
    maker = Maker({"days": ("a", "b"), "value": 0.1 + 0.2})
    first = OnDisk(tmp_path).facts("proof", maker)
    assert first == {"days": ["a", "b"], "value": 0.1 + 0.2}
    assert OnDisk(tmp_path).facts("proof", maker) == first
    assert maker.times == 1


def test_a_model_comes_back_byte_for_byte(tmp_path: Path) -> None:
    made = model()
    maker = Maker(made)
    first = OnDisk(tmp_path / "k").model("final", maker)
    first.save(tmp_path / "first")
    OnDisk(tmp_path / "k").model("final", maker).save(tmp_path / "again")
    assert maker.times == 1
    for file in sorted((tmp_path / "first").iterdir()):
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes(), file.name


@pytest.mark.parametrize("left", [b"", b"PAR1 torn in the middle"])
def test_a_torn_step_is_made_again(tmp_path: Path, left: bytes) -> None:
    rows = frame(5)
    (tmp_path / "matrix.parquet").write_bytes(left)
    (tmp_path / "proof.json").write_bytes(left)
    steps = OnDisk(tmp_path)
    assert steps.frame("matrix", lambda: rows).equals(rows)
    assert steps.facts("proof", lambda: {"n": 1}) == {"n": 1}


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fails() -> pl.DataFrame:
        raise ValueError("no rows")

    with pytest.raises(ValueError, match="no rows"):
        OnDisk(tmp_path).frame("matrix", fails)
    assert list(tmp_path.iterdir()) == []


def test_what_was_left_half_by_a_kill_is_in_nobody_s_way(tmp_path: Path) -> None:
    (tmp_path / ".final.5f1c0a9d.new").mkdir()
    (tmp_path / ".final.5f1c0a9d.new" / "model.txt").write_text("half", encoding="utf-8")
    (tmp_path / ".matrix.parquet.2e71b0c4.new").write_bytes(b"half")
    steps = OnDisk(tmp_path)
    steps.model("final", model)
    steps.frame("matrix", lambda: frame(5))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["final", "matrix.parquet"]


def test_each_step_says_whether_it_was_found(tmp_path: Path) -> None:
    heard: list[tuple[str, bool]] = []
    for _ in range(2):
        OnDisk(tmp_path, lambda name, found: heard.append((name, found))).facts("proof", dict)
    assert heard == [("proof", False), ("proof", True)]


def test_a_place_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KeepingError, match=r"run the same command again"):
        OnDisk(tmp_path / "file" / "k")
