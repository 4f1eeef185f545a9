"""The page about experiments is the one that the code makes."""

from __future__ import annotations

from pathlib import Path

from training.documentation import render

PAGE = Path(__file__).parents[2] / "docs" / "experiments.md"


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), (
        "docs/experiments.md is old: write it anew with "
        "python -c 'from training.documentation import render; print(render(), end=\"\")' > docs/experiments.md"
    )
