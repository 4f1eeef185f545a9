"""A changed policy step moves score and told reason on its date, and on no day before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import lightgbm as lgb
import numpy as np
import polars as pl
import pytest

from features.frame import index_of
from features.frame.fingerprint import fingerprint
from features.policy.listing import examples_listed
from features.policy.loading import Policy
from features.records.gate import Records
from models.assess import assess_household
from models.assessed import examples_used
from models.calibrate import CalibrationKind, Calibrator
from models.risk_model import RiskModel
from models.scorers import Trees
from models.wording import assessment_in_words
from tests.drawn_tables import POLICY, drawn

NAMES = ("income_to_line", "persons")
CHANGE = dt.date(2024, 7, 1)
BEFORE = dt.date(2024, 6, 30)
OWN = """
monitoring_line:
  steps:
    - {from: 2024-07-01, value: 10000, source: 某县〔2024〕7号文件规定的监测范围, status: sourced}
"""
RECORDS = {
    "households": drawn(
        "households",
        "event_date | region_code | household_type | household_size\n2023-12-31 | 990101001001 | general | 1",
    ),
    "members": drawn("members", "event_date | person_id | listing\n2023-12-31 | P1 | full"),
    "income": drawn("income", "event_date | category | amount_yuan | period_months\n2023-12-31 | wage | 8500 | 12"),
}


@pytest.fixture(scope="module")
def model() -> RiskModel:
    """Risk rises as income falls towards the line."""
    draws = np.random.default_rng(3)
    numbers = np.column_stack([draws.uniform(0, 5, 2000), draws.integers(1, 7, 2000)])
    booster = lgb.train(
        {"objective": "binary", "num_leaves": 7, "verbosity": -1, "num_threads": 1, "seed": 1},
        lgb.Dataset(numbers, (numbers[:, 0] < 1.2).astype(int), feature_name=list(NAMES)),
        30,
    )
    return RiskModel(
        name="fanpin-story",
        scorer=Trees(NAMES, (booster.model_to_string(),)),
        fingerprint=fingerprint(NAMES),
        horizon_months=6,
        calibrator=Calibrator(CalibrationKind.BETA, {"a": [1.0], "b": [1.0], "c": [0.0]}),
        facts={"described_within_months": None},
    )


@pytest.fixture
def changed(tmp_path: Path) -> Policy:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "lines.yaml").write_text(OWN, encoding="utf-8")
    return Policy.load(county=tmp_path)


def told(model: RiskModel, day: dt.date, policy: Policy) -> str:
    return "\n".join(assessment_in_words(assess_household(model, Records(RECORDS), index_of(["H1"], day), policy)))


def test_the_reason_speaks_of_the_line_in_force_on_the_day(model: RiskModel, changed: Policy) -> None:
    assert "低于监测线" not in told(model, BEFORE, changed)
    assert told(model, BEFORE, changed) == told(model, BEFORE, POLICY)
    assert "人均年收入8,500元，低于监测线10,000元" in told(model, CHANGE, changed)
    assert "低于监测线" not in told(model, CHANGE, POLICY)


def test_what_was_an_example_is_told_as_one_until_the_county_s_day(model: RiskModel, changed: Policy) -> None:
    def examples(day: dt.date) -> list[str]:
        return examples_used(model, changed, pl.DataFrame({"region_code": ["990101001001"], "as_of": [day]}))

    assert "monitoring_line" in examples(BEFORE)
    assert "monitoring_line" not in examples(CHANGE)
    zh, en = examples_listed(changed, examples(BEFORE))
    assert "监测范围（人均纯收入）（monitoring_line）" in zh
    assert "examples, to be replaced by the county's own notices" in en
    assert examples_listed(changed, []) == []
