"""No file leads back to itself through imports, those in functions and under TYPE_CHECKING counted."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

PACKAGES = ("features", "models", "training", "service")


def circle_of(graph: grimp.ImportGraph) -> list[str]:
    """One circle of files, from the first back to it; nothing where there is none."""
    direct = {module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)}
    try:
        TopologicalSorter(direct).prepare()
    except CycleError as error:
        return [str(module) for module in error.args[1]]
    return []


def test_no_file_leads_back_to_itself() -> None:
    first, *others = PACKAGES
    assert circle_of(grimp.build_graph(first, *others, cache_dir=None)) == []


@pytest.mark.parametrize(
    "back",
    [
        "from planted.above import TOP\n",
        "def late():\n    from planted.above import TOP\n    return TOP\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from planted import above\n",
    ],
)
def test_a_circle_is_found_wherever_the_import_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, back: str
) -> None:
    package = tmp_path / "planted"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "above.py").write_text("from planted.below import LOW\nTOP = LOW\n", encoding="utf-8")
    (package / "below.py").write_text(f"{back}LOW = 1\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert sorted(set(circle_of(grimp.build_graph("planted", cache_dir=None)))) == ["planted.above", "planted.below"]
    (package / "below.py").write_text("LOW = 1\n", encoding="utf-8")
    assert circle_of(grimp.build_graph("planted", cache_dir=None)) == []
