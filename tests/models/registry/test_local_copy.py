"""The champion's copy: whole or the one before, checked before use, and never in the way of a start."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from models.registry.local_copy import keep, kept
from models.risk_model import ModelError, RiskModel
from tests.models.small_model import simple_model

NAME = "fanpin-story"


@pytest.fixture(scope="module")
def versions() -> list[RiskModel]:
    first = simple_model()
    return [replace(first, name=NAME, version=str(number), horizon_months=number) for number in (1, 2, 3)]


def version_in(copy: Path, name: str = NAME) -> str | None:
    found = kept(name, copy)
    return found.model.version if found else None


def test_the_version_kept_last_is_the_copy_and_the_ones_before_are_cleared(
    versions: list[RiskModel], tmp_path: Path
) -> None:
    assert version_in(tmp_path / "copy") is None
    for model in versions:
        keep(model, tmp_path / "copy")
        assert version_in(tmp_path / "copy") == model.version
    other = replace(versions[0], name=f"{NAME}-other")
    keep(other, tmp_path / "copy")
    keep(versions[0], tmp_path / "copy")
    assert (version_in(tmp_path / "copy"), version_in(tmp_path / "copy", other.name)) == ("1", "1")
    assert len([path for path in (tmp_path / "copy").iterdir() if path.is_dir()]) == 2


def test_the_same_version_again_is_confirmed_and_writes_no_second_folder(
    versions: list[RiskModel], tmp_path: Path
) -> None:
    keep(versions[0], tmp_path)
    [folder] = [path for path in tmp_path.iterdir() if path.is_dir()]
    written = folder.stat().st_ino
    keep(versions[0], tmp_path)
    assert folder.stat().st_ino == written


class KilledError(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("call", ["rename", "replace", "write_text", "mkdir"])
@pytest.mark.parametrize("moment", [0, 1])
def test_a_kill_in_between_leaves_the_copy_before(
    versions: list[RiskModel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, moment: int
) -> None:
    keep(versions[0], tmp_path)
    real, seen = getattr(Path, call), []

    def dies(path: Path, *given: object, **named: object) -> object:
        seen.append(path)
        if len(seen) > moment:
            raise KilledError
        return real(path, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, call, dies)
        # A killed process tidies nothing up.
        patched.setattr(shutil, "rmtree", lambda *_given, **_named: None)
        try:
            keep(versions[1], tmp_path)
        except KilledError:
            assert version_in(tmp_path) == "1"
    keep(versions[2], tmp_path)
    assert version_in(tmp_path) == "3"
    assert len(list(tmp_path.glob(f"{NAME}-*"))) == 1
    assert not list(tmp_path.glob(f".{NAME}*"))


def test_three_that_keep_and_read_at_once_all_get_a_whole_model(versions: list[RiskModel], tmp_path: Path) -> None:
    """As when 41 of 120 loads failed."""
    keep(versions[0], tmp_path)

    def come_and_go(turn: int) -> str | None:
        keep(versions[turn % 3], tmp_path)
        return version_in(tmp_path)

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(come_and_go, range(30))) <= {"1", "2", "3"}
    assert len(list(tmp_path.glob(f"{NAME}-*"))) == 1


def test_a_reader_whose_folder_is_cleared_under_it_reads_the_new_one(
    versions: list[RiskModel], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(versions[0], tmp_path)
    real = RiskModel.load

    def overtaken(folder: Path) -> RiskModel:
        monkeypatch.setattr(RiskModel, "load", real)
        keep(versions[1], tmp_path)
        return real(folder)

    monkeypatch.setattr(RiskModel, "load", overtaken)
    assert version_in(tmp_path) == "2"


def _pointer(copy: Path) -> Path:
    return copy / f"{NAME}.json"


def _facts(copy: Path) -> Path:
    [file] = copy.glob(f"{NAME}-*/model.json")
    return file


@pytest.mark.parametrize(
    "harm",
    [
        lambda copy: _facts(copy).write_text(_facts(copy).read_text().replace("1", "2")),
        lambda copy: _facts(copy).write_bytes(_facts(copy).read_bytes()[:-20]),
        lambda copy: _facts(copy).unlink(),
        lambda copy: (_facts(copy).parent / "trees-9.txt").write_text("tree"),
        lambda copy: shutil.rmtree(_facts(copy).parent),
        lambda copy: _pointer(copy).write_text(""),
        lambda copy: _pointer(copy).write_text("[]"),
        lambda copy: _pointer(copy).write_text('{"folder": "../elsewhere", "files": {"model.json": ""}}'),
        lambda copy: _pointer(copy).write_text(json.dumps({"folder": _facts(copy).parent.name, "files": {}})),
    ],
    ids=["changed", "cut short", "gone", "more", "no folder", "empty", "no pointer", "elsewhere", "no hashes"],
)
def test_a_copy_that_is_not_as_it_was_kept_does_not_score(
    versions: list[RiskModel], tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    keep(versions[0], tmp_path)
    harm(tmp_path)
    with pytest.raises(ModelError, match="已损坏"):
        kept(NAME, tmp_path)
    keep(versions[0], tmp_path)
    assert version_in(tmp_path) == "1"


def test_a_copy_kept_by_an_older_fanpin_still_serves(versions: list[RiskModel], tmp_path: Path) -> None:
    versions[0].save(tmp_path / f"model-{NAME}")
    assert version_in(tmp_path / "model") == "1"
    assert version_in(tmp_path / "model", "another") is None
    keep(versions[1], tmp_path / "model")
    assert version_in(tmp_path / "model") == "2"
    # An older fanpin must not go on with what is older still.
    assert not list((tmp_path / f"model-{NAME}").iterdir())
