"""A score's move is split into its causes: each alone moves its own part, and all of them add up to the whole."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.frame import feature_frame, index_of
from features.frame.fingerprint import fingerprint
from features.policy.loading import Policy
from features.records.gate import Records
from models.calibrate import CalibrationKind, Calibrator
from models.changes import SPLIT, Cause, ChangedError, Standpoint, split
from models.risk_model import RiskModel
from models.scorers import Additive, Linear, Transform
from tests.drawn_tables import POLICY, drawn

NAMES = ("income_to_line", "months_since_admission", "self_paid_12m")
BEFORE, AFTER = dt.date(2024, 6, 5), dt.date(2024, 7, 5)
OWN = """
monitoring_line:
  steps:
    - {from: 2020-01-01, value: 10000, source: 某县〔2024〕7号文件规定的监测范围, status: sourced}
"""


def model(weight: float = 0.001, shift: float = 0.0) -> RiskModel:
    terms = (
        Linear(-1.0, Transform.NONE, 0.5, 0.0),
        Linear(-0.1, Transform.NONE, -1.0, 0.0),
        Linear(weight, Transform.NONE, 0.0, 0.0),
    )
    return RiskModel(
        "fanpin-story",
        Additive(NAMES, terms, -3.0),
        fingerprint(NAMES),
        6,
        Calibrator(CalibrationKind.SHIFT, {"c": [shift]}),
    )


def records(bills: str) -> Records:
    return Records(
        {
            "households": drawn(
                "households",
                """household_id | event_date | region_code | household_type | household_size
                H1 | 2023-10-01 | 990101001001 | general | 2
                H2 | 2023-10-01 | 990101001001 | general | 1""",
            ),
            "members": drawn(
                "members",
                """household_id | event_date | person_id | listing
                H1 | 2023-10-01 | P1 | full
                H1 | 2023-10-01 | P2 | full
                H2 | 2023-10-01 | P3 | full""",
            ),
            "income": drawn(
                "income",
                """household_id | event_date | category | amount_yuan | period_months | caliber
                H1 | 2023-12-31 | wage | 30000 | 12 | national
                H2 | 2023-12-31 | wage | 9000 | 12 | national""",
            ),
            "illness": drawn(
                "illness",
                "household_id | record_id | event_date | known_date | person_id | setting | disease_class | self_paid_yuan\n"
                + bills,
            ),
        }
    )


OLD = "H1 | bill-1 | 2024-03-20 | 2024-04-05 | P2 | inpatient | major | 2000"
CORRECTED = OLD + "\nH1 | bill-1 | 2024-03-20 | 2024-07-05 | P2 | inpatient | major | 2600"
NEWS = OLD + "\nH1 | bill-2 | 2024-06-20 | 2024-07-05 | P2 | inpatient | major | 3000"
HERE = Standpoint(records(OLD), BEFORE, POLICY, model())


def kept(before: Standpoint, after: Standpoint) -> pl.DataFrame:
    raw = {}
    for name, one in (("before", before), ("after", after)):
        frame = feature_frame(one.records, index_of(["H1", "H2"], one.as_of), one.policy, one.model.features)
        raw[name] = one.model.raw_score(frame)
    return pl.DataFrame({"household_id": ["H1", "H2"], **raw})


def parts(before: Standpoint, after: Standpoint) -> dict[Cause, float]:
    """By how much each cause moved H1's raw score."""
    moved = split(before, after, ["H1", "H2"], kept(before, after))
    return dict(
        zip(map(Cause, moved["cause"].head(len(Cause))), moved["raw_score"].head(len(Cause)).to_list(), strict=True)
    )


@pytest.fixture
def own_policy(tmp_path: Path) -> Policy:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "lines.yaml").write_text(OWN, encoding="utf-8")
    return Policy.load(county=tmp_path)


def only(moved: dict[Cause, float], *causes: Cause) -> bool:
    return {cause for cause, part in moved.items() if abs(part) > 1e-9} == set(causes)


def test_a_month_later_with_nothing_new_only_time_has_passed() -> None:
    moved = parts(HERE, replace(HERE, as_of=AFTER))
    assert only(moved, Cause.TIME)
    assert moved[Cause.TIME] == pytest.approx(-0.1)


def test_a_new_bill_and_a_corrected_one_are_told_apart() -> None:
    new = parts(HERE, replace(HERE, as_of=AFTER, records=records(NEWS)))
    assert only(new, Cause.TIME, Cause.NEW)
    # Three thousand more, and the last stay in hospital is this month's.
    assert new[Cause.NEW] == pytest.approx(3.0 + 0.3)
    corrected = parts(HERE, replace(HERE, as_of=AFTER, records=records(CORRECTED)))
    assert only(corrected, Cause.TIME, Cause.CORRECTED)
    assert corrected[Cause.CORRECTED] == pytest.approx(0.6)


def test_what_a_run_could_not_know_yet_is_news_though_the_rows_were_there() -> None:
    # The store held July's bill already when June was looked at.
    there = replace(HERE, records=records(NEWS))
    assert only(parts(there, replace(there, as_of=AFTER)), Cause.TIME, Cause.NEW)


def test_policy_model_and_calibration_move_their_own_parts(own_policy: Policy) -> None:
    assert only(parts(HERE, replace(HERE, policy=own_policy)), Cause.POLICY)
    assert only(parts(HERE, replace(HERE, model=model(weight=0.002))), Cause.MODEL)
    shifted = replace(HERE, model=model(shift=0.7))
    assert only(parts(HERE, shifted))
    points = split(HERE, shifted, ["H1", "H2"], kept(HERE, shifted)).filter(pl.col("points").abs() > 1e-9)
    assert set(points["cause"]) == {Cause.CALIBRATION.value}


@pytest.mark.parametrize("seed", range(6))
def test_the_parts_add_up_to_the_whole_whatever_has_changed(seed: int, own_policy: Policy) -> None:
    draw = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    bills = "\n".join(
        f"{draw.choice(['H1', 'H2'])} | bill-{draw.randint(1, 4)} | 2024-0{draw.randint(1, 6)}-11 | "
        f"2024-0{draw.randint(6, 7)}-0{draw.randint(1, 5)} | P{draw.randint(1, 3)} | inpatient | major | {draw.randint(1, 9000)}"
        for _ in range(8)
    )
    after = Standpoint(
        records(bills),
        AFTER,
        draw.choice([POLICY, own_policy]),
        model(draw.choice([0.001, 0.003]), draw.choice([0.0, -0.4])),
    )
    before = replace(HERE, records=records(bills if draw.random() < 0.5 else OLD))
    scores = kept(before, after)
    moved = split(before, after, ["H1", "H2"], scores)
    assert list(moved.schema) == list(SPLIT)
    whole = moved.group_by("household_id", maintain_order=True).agg(pl.col("raw_score", "points").sum())
    assert whole["raw_score"].to_numpy() == pytest.approx((scores["after"] - scores["before"]).to_numpy(), abs=1e-9)
    probability = [
        one.model.probability(scores[name].to_numpy()) for one, name in ((before, "before"), (after, "after"))
    ]
    assert whole["points"].to_numpy() == pytest.approx(100 * (probability[1] - probability[0]), abs=1e-9)


def test_a_score_that_cannot_be_made_again_is_not_explained() -> None:
    after = replace(HERE, as_of=AFTER)
    scores = kept(HERE, after)
    for column in ("before", "after"):
        changed = scores.with_columns(pl.Series(column, np.nextafter(scores[column].to_numpy(), 9.0)))
        with pytest.raises(ChangedError, match="fanpin replay"):
            split(HERE, after, ["H1", "H2"], changed)


def test_of_nobody_nothing_is_told() -> None:
    assert split(HERE, replace(HERE, as_of=AFTER), [], kept(HERE, HERE).clear()).is_empty()
