"""What `make quick` runs is a rule, and what the rule looks at can be trusted."""

from __future__ import annotations

import re

import pytest

from tests.house.repository import ROOT, files, name

OTHER_FOLDERS = re.compile(r"\btempfile\b|\bTemporaryDirectory\b|\bmkdtemp\b")
FOR_SOCKETS = {"tests/models/test_tracking_server.py", "tests/notebooks/test_notebooks.py"}
"""The path of a socket has to be short; both ask pytest for a folder besides, or for the county, which lies in one."""


def test_tests_take_their_folders_from_pytest_alone() -> None:
    """Whoever makes one otherwise would pass for a story in memory."""
    makers = {
        name(path)
        for path in files()
        if name(path).startswith("tests/") and path.suffix == ".py" and OTHER_FOLDERS.search(path.read_text("utf-8"))
    }
    assert makers - {"tests/house/test_quick.py"} == FOR_SOCKETS


def test_a_story_in_memory_is_quick(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("quick")


def test_whoever_asks_for_a_folder_is_not(request: pytest.FixtureRequest, tmp_path: object) -> None:
    assert not request.node.get_closest_marker("quick")


def test_the_makefile_runs_what_is_marked() -> None:
    (line,) = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "-m quick" in line]
    assert line.strip().startswith("$(BIN)/pytest -n 2")
