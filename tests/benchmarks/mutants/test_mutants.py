"""The edges of the gate and of the windows are held by stories: moved by one step, a story fails.

All of them: `python -m benchmarks.mutants`. Here are those on which everything else stands.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.mutating import Tree, mutants_of, tree_in

GATE, WINDOWS = "features/records/gate.py", "features/language/windows.py"
STORIES = ["tests/features/records/test_gate.py", "tests/features/language/test_windows.py"]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tree]:
    with tree_in(tmp_path_factory.mktemp("tree")) as made:
        yield made


def test_the_stories_hold_before_anything_is_broken(tree: Tree) -> None:
    assert tree.first_failure(STORIES) is None


@pytest.mark.parametrize(
    ("path", "function", "was", "becomes"),
    [
        (GATE, "rows_known_by", "KNOWN_DATE <= AS_OF", "KNOWN_DATE < AS_OF"),
        (GATE, "rows_known_by", "KNOWN_DATE", "pl.col('event_date')"),
        (GATE, "_months_before", "'-1d'", "'-2d'"),
        (WINDOWS, "between_months", "EVENT_DATE > _start_of(oldest)", "EVENT_DATE >= _start_of(oldest)"),
    ],
)
def test_an_edge_moved_by_one_step_is_noticed(tree: Tree, path: str, function: str, was: str, becomes: str) -> None:
    (mutant,) = [m for m in mutants_of(path) if (m.function, m.was, m.becomes) == (function, was, becomes)]
    assert tree.caught_by(mutant, STORIES) is not None
    assert "KNOWN_DATE <= AS_OF" in (tree.folder / GATE).read_text(encoding="utf-8"), "the tree is whole again"


def test_every_kind_of_slip_is_tried() -> None:
    """A rule that finds nothing to break would report that all is caught."""
    becomes = {(mutant.function, mutant.becomes) for path in (GATE, WINDOWS) for mutant in mutants_of(path)}
    assert ("rows_known_by", "SUPERSEDED_ON >= AS_OF") in becomes
    assert ("_superseded", "taken_back.fill_null(value=False)") in becomes
    assert ("between_months", "_start_of(newest).dt.offset_by('1d')") in becomes
    assert ("underway", "pl.col(end) > day") in becomes
    assert ("whole_months", "end.dt.day() <= start.dt.day()") in becomes
    assert len(becomes) > 60
