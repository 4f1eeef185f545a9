"""make prepares its own environment and refuses what it cannot work with, in words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.repository import ROOT


@pytest.fixture
def make(tmp_path: Path):
    """Calls make in a folder that holds the Makefile and the lock, with some stand-in for Python."""
    for needed in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / needed, tmp_path)

    def call(*arguments: str, python: str | None = None) -> subprocess.CompletedProcess[str]:
        if python is not None:
            stand_in = tmp_path / "python"
            stand_in.write_text(f"#!/bin/sh\n{python}\n")
            stand_in.chmod(0o755)
        return subprocess.run(
            ["make", f"PYTHON={tmp_path / 'python'}", *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return call


def test_an_old_python_is_refused_before_anything_is_made(make, tmp_path: Path) -> None:
    answer = make("test", python='case "$*" in *version_info*) exit 1;; -V) echo "Python 3.10.13";; esac')
    assert answer.returncode != 0
    assert "fanpin needs Python 3.11 or newer" in answer.stdout
    assert "Python 3.10.13" in answer.stdout
    assert not (tmp_path / ".venv").exists()


def test_without_any_python_it_says_so(make) -> None:
    answer = make("demo")
    assert answer.returncode != 0
    assert "Install Python 3.11 or newer" in answer.stdout


def test_the_panel_has_to_be_named(make, tmp_path: Path) -> None:
    prepared = tmp_path / ".venv"
    prepared.mkdir()
    for stamp in (".locked", ".ready"):
        (prepared / stamp).touch()
    assert "PANEL=DIR REPORT=FILE.json" in make("bench-panel").stdout
    assert "There is no folder nowhere." in make("bench-panel", "PANEL=nowhere", "REPORT=report.json").stdout


def test_help_lists_every_target(make) -> None:
    listed = make("help").stdout
    for target in (
        "demo",
        "serve",
        "test",
        "browser",
        "check",
        "fix",
        "picture",
        "stories",
        "bench-panel",
        "lock",
        "clean",
    ):
        assert f"make {target} " in listed
