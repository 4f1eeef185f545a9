"""A drawn report of a run: real sections over drawn predictions, as `training.experiment.run` puts them together."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from features.frame.fingerprint import fingerprint
from features.policy.loading import Policy
from tests.training.drawn_predictions import drawn_predictions
from training.calibration.reporting import calibration_section
from training.cohorts.maturity import Maturity
from training.fairness.section import fairness_section
from training.lists.measured import measured_lists
from training.settings import Evaluation

POLICY = Policy.load()
SETTINGS = Evaluation(bootstrap=40, visits_per_hundred=1.0, cool_down_months=6)


@cache
def _sections() -> dict[str, Any]:
    predictions = drawn_predictions(households=2_000)
    positive = predictions.filter(pl.col("label") == 1)
    return {
        "lists": measured_lists(predictions, SETTINGS),
        "calibration": calibration_section(predictions, SETTINGS, POLICY),
        "fairness": fairness_section(predictions, SETTINGS, POLICY),
        "positives": {"train": 900, "later": 200, "test": positive.height},
        "households": {"train": 150, "later": 60, "test": positive["household_id"].n_unique()},
    }


def drawn_report(**changes: Any) -> dict[str, Any]:
    """The report of a run whose trees ship; give a section to have another one."""
    train, later, test = (
        {"first": first, "last": last, "dates": dates}
        for first, last, dates in (
            ("2021-03-31", "2022-06-30", 16),
            ("2022-07-31", "2022-12-31", 6),
            ("2023-01-31", "2023-06-30", 6),
        )
    )
    maturity = dict.fromkeys(Maturity.values(), 0)
    return {
        "experiment": {"name": "entry"},
        "model": {
            "name": "fanpin-entry",
            "version": "unregistered",
            "fingerprint": fingerprint(["persons", "head_age", "net_income_per_person"]),
            "target": "entry",
            "horizon_months": 6,
            "calibrator": "beta",
            "features": ["persons", "head_age", "net_income_per_person"],
        },
        "choice": {"shipped": "boosting", "why": {"zh": "高于每个对手。", "en": "Above every opponent."}},
        "cohort": {
            "train": {"rows": 300_000, "positives": 900, "positive_households": 150, "maturity": maturity},
            "later": {"rows": 90_000, "positives": 200, "positive_households": 60, "maturity": maturity},
            "test": {
                "rows": 12_400,
                "positives": 230,
                "positive_households": 180,
                "maturity": {**maturity, Maturity.MATURE.value: 12_000, Maturity.DIED.value: 400},
            },
        },
        "windows": [{"train": train, "later": later, "test": test}],
        "parts": {"train": train, "later": later, "test": test},
        "observed_until": "2023-12-31",
        "leak_proof": {"households": 400, "ways": ["dropped"], "days": [{"as_of": "2022-12-31"}]},
        "policy": {"version": "fedcba9876543210", "examples": ["band_high_probability"]},
        "data_versions": {"households": 3},
        **_sections(),
        **changes,
    }
