"""How far an outcome counts: the policy's horizon of the as-of day, unless the experiment sets its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from features.policy.loading import Policy
from features.records.gate import Records
from tests.drawn_tables import POLICY, drawn
from training.cohorts.cohort import cohort
from training.cohorts.observed import Observed
from training.plan.dates import as_of_dates
from training.plan.horizons import HorizonError, always, horizon_of, with_one_horizon
from training.settings import Experiment, Target

NINE_FROM_JULY = """
entry_horizon_months:
  steps:
    - {from: 2023-07-01, value: 9, source: 某县监测工作安排, status: example}
"""
BEFORE, ON_THE_DAY = dt.date(2023, 6, 30), dt.date(2023, 7, 1)


@pytest.fixture
def changed(tmp_path: Path) -> Policy:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "horizons.yaml").write_text(NINE_FROM_JULY, encoding="utf-8")
    return Policy.load(county=tmp_path)


def experiment(months: int | None = None) -> Experiment:
    return Experiment(
        name="story",
        registered_model="fanpin-story",
        target=Target(horizon_months=months),
        dates={"first": "2023-05-31"},  # type: ignore[arg-type]
        split={"windows": 1, "later_dates": 1, "test_dates": 1},  # type: ignore[arg-type]
    )


def test_the_policy_s_horizon_holds_from_its_day(changed: Policy) -> None:
    horizon = horizon_of(Target(), changed)
    assert (horizon(BEFORE), horizon(ON_THE_DAY)) == (6, 9)
    assert horizon_of(Target(horizon_months=3), changed)(ON_THE_DAY) == 3


# Identified eight months after either day: too late for six months, in time for nine.
LATE = "record_id | event_date | known_date | step\nA | 2024-02-20 | 2024-03-05 | identified"


def test_the_condition_of_a_label_moves_on_the_day_of_the_step_and_not_before(changed: Policy) -> None:
    described = drawn("households", "event_date | region_code | household_type\n2022-12-31 | 990101001001 | general")
    records = Records({"households": described, "monitoring": drawn("monitoring", LATE)})
    days, until = [BEFORE, ON_THE_DAY], dt.date(2024, 12, 31)
    for policy, expected in ((changed, [0, 1]), (POLICY, [0, 0])):
        rows = cohort(records, pl.Series(["H1"]), days, Target(), Observed(until), horizon_of(Target(), policy))
        assert rows.select("as_of", "label").rows() == list(zip(days, expected, strict=True))


@pytest.mark.parametrize(("until", "last"), [("2024-04-29", "2023-06-30"), ("2024-04-30", "2023-07-31")])
def test_a_longer_horizon_is_observed_later(changed: Policy, until: str, last: str) -> None:
    dates = as_of_dates(experiment(), dt.date.fromisoformat(until), horizon_of(Target(), changed))
    assert str(dates[-1]) == last


def test_a_model_can_tell_only_one_horizon(changed: Policy) -> None:
    horizon = horizon_of(Target(), changed)
    with pytest.raises(HorizonError, match="is 6 months on 2023-06-30 and 9 on 2023-07-01"):
        with_one_horizon(experiment(), horizon, [ON_THE_DAY, BEFORE])
    for days, months in (([BEFORE], 6), ([ON_THE_DAY, dt.date(2024, 1, 31)], 9)):
        assert with_one_horizon(experiment(), horizon, days).target.horizon_months == months
    assert with_one_horizon(experiment(4), always(4), [BEFORE, ON_THE_DAY]).target.horizon_months == 4
