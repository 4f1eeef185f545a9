"""The lists as they are printed."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from tests.training.drawn_predictions import drawn_predictions
from training.lists.measured import measured_lists
from training.lists.printing import print_lists, with_interval
from training.settings import Evaluation

SETTINGS = Evaluation(visits_per_hundred=2, cool_down_months=6, bootstrap=20)


def test_the_best_rules_alone_are_printed_and_lines_fit_a_terminal() -> None:
    alone = {f"trigger:rule_{n}": n / 4 for n in range(6)}
    predictions = drawn_predictions(households=1000, base_rate=0.05, signal={"model": 2.0, "triggers": 1.0, **alone})
    console = Console(width=100, record=True, file=StringIO())
    print_lists(measured_lists(predictions, SETTINGS), console)
    told = console.export_text()
    assert "每百户每月核查2户" in told
    assert told.count("triggers ") == 3
    assert max(len(line) for line in told.splitlines()) <= 100
    assert [f"trigger:rule_{n}" in told for n in range(6)].count(True) == 3
    assert "trigger:rule_5" in told


def test_what_nobody_can_tell_is_a_dash() -> None:
    unknown = float("nan")
    assert with_interval({"value": unknown, "low": unknown, "high": unknown}) == "–"
    assert with_interval({"value": 0.5, "low": 0.25, "high": unknown}) == ".500 (.250, –)"
