"""A model speaks of the households that its target asks about, and says which event it foretells."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from features.frame import index_of
from features.records.gate import Records
from models.assess import assess, assess_household
from models.risk_model import RiskModel
from models.scope import OutOfScopeError, Standing, standing
from models.targets import TargetKind
from models.wording import assessment_in_words
from tests.drawn_tables import POLICY, drawn
from tests.models.small_model import model

STEPS = """
    household_id | event_date | known_date | step
    REMOVED      | 2022-03-10 | 2022-04-05 | identified
    REMOVED      | 2023-06-10 | 2023-07-05 | removed
    BACK         | 2022-03-10 | 2022-04-05 | removed
    BACK         | 2023-06-10 | 2023-07-05 | rolled_back
"""
DESCRIBED = "household_id | event_date | region_code | household_type\n" + "\n".join(
    f"{name} | 2021-12-31 | 990101001001 | general" for name in ("BACK", "NEVER", "REMOVED")
)
RECORDS = Records({"households": drawn("households", DESCRIBED), "monitoring": drawn("monitoring", STEPS)})
EVERYBODY = ["BACK", "NEVER", "REMOVED"]


def at(day: str, *households: str) -> pl.DataFrame:
    return index_of(list(households) or EVERYBODY, dt.date.fromisoformat(day))


@pytest.fixture(scope="module")
def relapse() -> RiskModel:
    return replace(model(), target=TargetKind.RELAPSE, horizon_months=12)


@pytest.mark.parametrize(
    ("day", "entry", "relapse"),
    [
        ("2023-07-04", ["BACK", "NEVER"], ["BACK"]),  # both steps happened, neither is known
        ("2023-07-05", ["NEVER", "REMOVED"], ["REMOVED"]),
    ],
)
def test_each_target_asks_of_its_own_households(day: str, entry: list[str], relapse: list[str]) -> None:
    for target, expected in ((TargetKind.ENTRY, entry), (TargetKind.RELAPSE, relapse)):
        told = standing(RECORDS, at(day), target=target)
        assert [row["household_id"] for row in told.to_dicts() if row["standing"] == Standing.IN_SCOPE] == expected


def test_a_model_scores_whom_its_target_asks_about(relapse: RiskModel) -> None:
    index = at("2023-12-31")
    assert assess(relapse, RECORDS, index, POLICY).households["household_id"].to_list() == ["REMOVED"]
    assert assess(model(), RECORDS, index, POLICY).households["household_id"].to_list() == ["NEVER", "REMOVED"]


def test_who_was_never_removed_is_told_so(relapse: RiskModel) -> None:
    with pytest.raises(OutOfScopeError, match="no removal of its risk was known by that day") as refused:
        assess_household(relapse, RECORDS, at("2023-12-31", "NEVER"), POLICY)
    assert refused.value.standing == Standing.NOT_REMOVED
    with pytest.raises(OutOfScopeError, match="monitored already"):
        assess_household(relapse, RECORDS, at("2023-12-31", "BACK"), POLICY)


def test_the_words_name_the_event(relapse: RiskModel) -> None:
    told = "\n".join(assessment_in_words(assess_household(relapse, RECORDS, at("2023-12-31", "REMOVED"), POLICY)))
    assert "未来12个月风险消除后被回退或再次识别的可能性" in told
    assert "Probability of being rolled back or identified again after its risk was removed within 12 months" in told


def test_the_target_is_kept_with_the_model(relapse: RiskModel, tmp_path: Path) -> None:
    relapse.save(tmp_path)
    assert RiskModel.load(tmp_path).target is TargetKind.RELAPSE
