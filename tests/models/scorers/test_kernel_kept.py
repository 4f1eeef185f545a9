"""The compiled kernel is kept where it can be; where it can't, or what was kept is damaged, it is compiled anew, in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXPLAINS = """
from models.scorers import kernel
from tests.models.scorers.drawn_trees import Kind, hostile, trees
scorer, matrix = trees("missing values"), hostile(Kind())
assert abs(scorer.contributions(matrix) - scorer.second_opinion(matrix)).max() < 1e-12
assert scorer.engine is not None and kernel.compiled.signatures
"""


def explain(**environment: str) -> None:
    """In a process of its own, to which a warning is an error."""
    command = [sys.executable, "-W", "error", "-c", EXPLAINS]
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_works_where_no_place_can_be_written() -> None:
    explain(NUMBA_CACHE_LOCATOR_CLASSES="UserProvidedCacheLocator", NUMBA_CACHE_DIR="/dev/null/nowhere")


def test_a_damaged_file_is_no_reason_not_to_answer(tmp_path: Path) -> None:
    kept = {"NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator", "NUMBA_CACHE_DIR": str(tmp_path)}
    explain(**kept)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) == 2
    for file in files:
        file.write_bytes(file.read_bytes()[:100])
    explain(**kept)


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
