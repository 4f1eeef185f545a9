"""What `make quick` and `make long` run is a rule, and what the rule looks at can be trusted."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from tests.conftest import BIG_RUNS, TESTS, is_long, is_quick
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


@pytest.mark.parametrize(
    ("story", "long"),
    [
        ("service/test_cli_killed.py::test_whatever_is_killed_nothing_accepted_is_lost_or_doubled", True),
        ("training/simulator/test_magnitudes.py::test_the_county_keeps_the_magnitude[lifted_share]", True),
        ("service/routes/test_jurisdictions.py::test_no_question_brings_anything_from_elsewhere", True),
        ("service/routes/test_jurisdictions.py::test_nothing_elsewhere_can_be_changed", False),
        ("service/test_cli_killed_twice.py::test_it_goes_on", False),
    ],
)
def test_a_big_run_is_one_that_is_listed_by_its_folder_file_or_name(story: str, long: bool) -> None:
    assert is_long(SimpleNamespace(nodeid=f"tests/{story}")) is long  # type: ignore[arg-type]


@pytest.mark.parametrize("place", BIG_RUNS)
def test_every_place_of_big_runs_is_there(place: str) -> None:
    """One that was renamed would come back into `make test` and be missed by nobody."""
    file, _, story = place.partition("::")
    assert (TESTS / file).exists()
    assert not story or f"def {story}(" in (TESTS / file).read_text("utf-8")


def test_what_make_test_leaves_out_make_long_runs_and_nothing_lands_without_both() -> None:
    ways = [line.strip() for line in (ROOT / "Makefile").read_text("utf-8").splitlines() if " long" in line]
    left_out, run = (next(line for line in ways if mark in line) for mark in ('-m "not long"', "-m long"))
    assert left_out.replace('"not long"', "long") == run
    calls = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert {"make test", "make long"} <= set(calls)
