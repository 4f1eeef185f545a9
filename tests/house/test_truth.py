"""What nobody may learn or score from is named nowhere but where it is evaluated."""

from __future__ import annotations

from tests.house.repository import ROOT


def test_nothing_that_learns_or_scores_can_see_the_truth() -> None:
    # Evaluation alone reads it (`training.truths`), for the report of a run that was told where it lies.
    evaluation = {"training/experiment.py", "training/reports/printing.py", "training/cli/experiment.py"}
    others = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("features", "models", "service", "training")
        for path in (ROOT / folder).rglob("*.py")
        if not {"simulator", "truths"} & set(path.parts)
    }
    assert evaluation <= set(others)
    assert len(others) > 80
    naming = {name for name, text in others.items() if '"truth"' in text or "training.truths" in text}
    assert naming - evaluation == set()
