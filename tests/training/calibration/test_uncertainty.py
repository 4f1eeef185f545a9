"""How sure a calibrated probability is: wider with fewer outcomes, around the probability always, told only where it can be."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from models.calibrate import CalibrationKind, Calibrator, Doubt, fit_calibrator, log_odds
from training.calibration.uncertainty import doubt_of


def drawn(rows: int, seed: int = 1) -> tuple[pl.DataFrame, np.ndarray]:
    """Rows of fifty villages whose outcomes go with their scores."""
    draws = np.random.default_rng(seed)
    raw = draws.normal(-3, 1.5, rows)
    label = (draws.random(rows) < 1 / (1 + np.exp(-raw))).astype(int)
    villages = [f"9901010010{village:02d}" for village in draws.integers(0, 50, rows)]
    return pl.DataFrame({"region_code": villages, "label": label}), raw


def fitted(kind: CalibrationKind, rows: pl.DataFrame, raw: np.ndarray) -> Calibrator:
    return fit_calibrator(kind, raw, rows["label"].to_numpy().astype(float))


def doubt_about(kind: CalibrationKind, rows: pl.DataFrame, raw: np.ndarray) -> Doubt | None:
    return doubt_of(fitted(kind, rows, raw), rows, raw)


def width(doubt: Doubt | None, at: float = -2.0) -> float:
    assert doubt is not None
    low, high = doubt.ends(np.array([at]), np.array([0.12]))
    return float(high[0] - low[0])


@pytest.mark.parametrize("kind", list(CalibrationKind))
def test_the_ends_lie_around_the_probability_wherever_it_is_asked(kind: CalibrationKind) -> None:
    rows, raw = drawn(3_000)
    doubt = doubt_about(kind, rows, raw)
    assert doubt is not None
    calibrator = fit_calibrator(kind, raw, rows["label"].to_numpy().astype(float))
    asked = np.linspace(raw.min() - 3, raw.max() + 3, 60)
    probability = calibrator.apply(asked)
    low, high = doubt.ends(asked, probability)
    assert (low <= probability).all()
    assert (probability <= high).all()
    assert ((low >= 0) & (high <= 1)).all()


def test_a_score_beyond_all_that_the_calibration_saw_has_ends_around_its_own_probability() -> None:
    """Held fast at the last score seen, both ends lay below the probability of a household above it, which was told as 7 (4 to 7)."""
    rows, raw = drawn(3_000)
    calibrator, doubt = fitted(CalibrationKind.SHIFT, rows, raw), doubt_about(CalibrationKind.SHIFT, rows, raw)
    assert doubt is not None
    beyond = np.array([raw.max() + 2])
    probability = calibrator.apply(beyond)
    low, high = doubt.ends(beyond, probability)
    assert low[0] < probability[0] < high[0]
    seen = np.array([raw.max()])
    at_edge = doubt.ends(seen, calibrator.apply(seen))
    for further, there in zip((low, high), at_edge, strict=True):
        assert log_odds(further) - 2 == pytest.approx(log_odds(there), abs=1e-6)


def test_fewer_outcomes_leave_more_doubt() -> None:
    many, few = (width(doubt_about(CalibrationKind.SHIFT, *drawn(rows))) for rows in (20_000, 800))
    assert few > 2 * many > 0


def test_a_probability_outside_its_own_ends_is_kept_inside() -> None:
    low, high = Doubt([-1.0, 1.0], [0.1, 0.1], [0.2, -0.2]).ends(np.array([-1.0, 1.0]), np.array([0.3, 0.3]))
    assert low.tolist() == pytest.approx([0.3, 0.3])
    assert high[0] > 0.3
    assert high[1] == pytest.approx(0.3)


def test_where_draws_bear_no_curve_nothing_is_told() -> None:
    rows, raw = drawn(400)
    lonely = rows.with_columns(
        label=pl.Series([1, 1, 1] + [0] * 397), region_code=pl.Series(["A", "B", "C"] + ["D"] * 397)
    )
    assert doubt_about(CalibrationKind.SHIFT, lonely, np.sort(raw)[::-1].copy()) is None


def test_the_same_rows_give_the_same_doubt_and_it_is_kept_with_the_calibrator() -> None:
    rows, raw = drawn(2_000)
    doubt = doubt_about(CalibrationKind.LOGISTIC, rows, raw)
    assert doubt == doubt_about(CalibrationKind.LOGISTIC, rows, raw)
    calibrator = Calibrator(CalibrationKind.SHIFT, {"c": [0.5]}, doubt)
    assert Calibrator.from_dict(json.loads(json.dumps(calibrator.as_dict()))) == calibrator
    assert Calibrator.from_dict({"kind": "shift", "numbers": {"c": [0.5]}}).doubt is None
