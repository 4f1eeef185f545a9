"""The compiled kernel is kept where it can be; where it can't, or what was kept is damaged, it is compiled anew, in silence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest


def _doubled(row: Any) -> None:
    for place in range(len(row)):
        row[place] *= 2


@pytest.fixture
def doubling_kept_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Callable[[], None]]:
    """A place for compiled files, and what compiles a kernel as it is compiled when it is imported, and uses it.

    One of a few lines in place of that which explains, which takes seconds to compile.
    """
    import numba as nb

    from models.scorers import kernel

    monkeypatch.setattr(kernel, "_added", _doubled)
    monkeypatch.setattr(kernel, "SIGNATURE", nb.void(nb.types.Array(nb.float64, 1, "C")))
    monkeypatch.setattr(nb.core.config, "CACHE_LOCATOR_CLASSES", "UserProvidedCacheLocator")

    def double() -> None:
        compiled, row = kernel._compiled(), np.array([1.0, 2.5])
        compiled(row)
        assert row.tolist() == [2.0, 5.0]
        assert compiled.signatures

    def kept_in(place: Path) -> Callable[[], None]:
        monkeypatch.setattr(nb.core.config, "CACHE_DIR", str(place))
        return double

    return kept_in


def test_it_works_where_no_place_can_be_written(
    doubling_kept_in: Callable[[Path], Callable[[], None]], capfd: pytest.CaptureFixture[str]
) -> None:
    doubling_kept_in(Path("/dev/null/nowhere"))()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("damaged", [(".nbi",), (".nbc",), (".nbi", ".nbc")], ids="".join)
def test_a_damaged_file_is_no_reason_not_to_answer(
    damaged: tuple[str, ...],
    doubling_kept_in: Callable[[Path], Callable[[], None]],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    double = doubling_kept_in(tmp_path)
    double()
    files = sorted(tmp_path.rglob("*.nb?"))
    assert [file.suffix for file in files] == [".nbc", ".nbi"]
    for file in files:
        if file.suffix in damaged:
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    double()
    assert capfd.readouterr() == ("", "")


def test_one_household_s_answer_loads_no_compiler() -> None:
    command = """
import sys
from tests.models.scorers.drawn_trees import Kind, hostile, trees
trees("missing values").contributions(hostile(Kind(), 64))
assert not {"numba", "shap"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", command], cwd=Path(__file__).parents[3], check=True)


@pytest.mark.parametrize("error", [RuntimeError("cannot cache"), PermissionError(13, "denied"), EOFError()])
def test_whatever_is_wrong_with_the_place_it_is_compiled_without(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.scorers import kernel

    asked = []

    def njit(*_signature: object, **options: object) -> object:
        asked.append(options)
        if options.get("cache"):
            raise error
        return lambda function: function

    monkeypatch.setattr("numba.njit", njit)
    assert kernel._compiled() is kernel._added
    assert asked == [{"cache": True, "nogil": True}, {"nogil": True}]
