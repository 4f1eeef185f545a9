"""What `make quick` runs is a rule, and what the rule looks at can be trusted."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from tests.conftest import TESTS, is_quick
from tests.house.repository import ROOT, files, name

OTHER_FOLDERS = re.compile(r"\btempfile\b|\bTemporaryDirectory\b|\bmkdtemp\b")
NO_STORIES = {
    "tests/models/registry/test_tracking_server.py": "a socket, whose path has to be short; asks pytest for a folder besides",
    "tests/notebooks/test_notebooks.py": "likewise; asks for the county",
    "tests/service/postgres.py": "PostgreSQL refuses to run as root, and another user may not enter pytest's folders; whoever uses it asks for a database",
    "tests/house/recording.py": "runs stories to write them down",
}
"""Who makes a folder otherwise, and why that is no story in memory."""


def test_tests_take_their_folders_from_pytest_alone() -> None:
    """Whoever makes one otherwise would pass for a story in memory."""
    makers = {
        name(path)
        for path in files()
        if name(path).startswith("tests/") and path.suffix == ".py" and OTHER_FOLDERS.search(path.read_text("utf-8"))
    }
    assert makers - {"tests/house/test_quick.py"} == set(NO_STORIES)


@pytest.mark.parametrize(
    ("place", "asks_for", "quick"),
    [
        ("features/records/test_gate.py", ("monkeypatch",), True),
        ("features/records/test_store.py", ("tmp_path",), False),
        ("service/test_pages.py", ("browser", "tmp_path_factory"), False),
        ("features/intake/test_dates.py", (), False),
        ("training/test_groups.py", (), False),
        ("house/test_quick.py", (), False),
    ],
)
def test_a_story_in_memory_is_quick_unless_its_folder_takes_its_time(
    place: str, asks_for: tuple[str, ...], quick: bool
) -> None:
    assert is_quick(SimpleNamespace(path=TESTS / place, fixturenames=asks_for)) is quick  # type: ignore[arg-type]


def test_the_makefile_runs_what_is_marked() -> None:
    (line,) = [line for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if "-m quick" in line]
    assert line.strip().startswith("$(BIN)/pytest -n 2")
