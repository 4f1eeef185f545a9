"""The truth as the simulator writes it, beside a run's own predictions."""

from __future__ import annotations

import json

from tests.conftest import County
from training.promotion.storage import kept_predictions
from training.settings import Evaluation
from training.truths.reading import Truth
from training.truths.section import truth_section


def test_the_oracle_of_a_simulated_county_finds_most_and_the_model_more_than_chance(county: County) -> None:
    report = json.loads((county.folder / "report.json").read_text(encoding="utf-8"))
    # Nobody gave the truth to the run: it tells nothing about it.
    assert "truth" not in report
    predicted = kept_predictions(county.store, "fanpin-entry", report["model"]["version"])
    assert predicted is not None
    truth = Truth.read(county.folder / "truth-out-of-reach", report["experiment"]["target"]["horizon_months"])
    told = truth_section(predicted, truth, Evaluation.model_validate(report["experiment"]["evaluation"]))
    month = told["by_month"]["methods"]
    assert told["rows"]["in_hardship"] > 0
    assert month["oracle"]["recall"]["value"] > 0.5
    assert month["oracle"]["recall"]["value"] > month["model"]["recall"]["value"] > 0.01
    assert told["by_month"]["regret"]["model"]["recall"]["low"] > 0
    assert 0 < told["acted_on"]["prevented"] < 1
