"""Calibration: rising, plain numbers, honest."""

from __future__ import annotations

import json

import numpy as np
import pytest

from models.calibrate import CalibrationError, CalibrationKind, Calibrator, fit_calibrator


def drawn_scores(slope: float, seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Raw scores and outcomes whose true log-odds are `slope` times the score, less one."""
    draws = np.random.default_rng(seed)
    raw = draws.normal(size=20_000)
    return raw, (draws.random(20_000) < 1 / (1 + np.exp(1 - slope * raw))).astype(float)


@pytest.mark.parametrize("kind", [kind for kind in CalibrationKind if kind is not CalibrationKind.SHIFT])
@pytest.mark.parametrize("slope", [0.5, 1.0, 2.0])
def test_a_wrong_scale_is_put_right(kind: CalibrationKind, slope: float) -> None:
    raw, outcome = drawn_scores(slope)
    probability = fit_calibrator(kind, raw, outcome).apply(raw)
    for low, high in [(-3, -1), (-1, 0), (0, 1), (1, 3)]:
        inside = (raw > low) & (raw <= high)
        assert probability[inside].mean() == pytest.approx(outcome[inside].mean(), abs=0.02)


@pytest.mark.parametrize("kind", CalibrationKind)
def test_a_higher_score_never_has_a_lower_probability(kind: CalibrationKind) -> None:
    raw, outcome = drawn_scores(0.2)
    curve = fit_calibrator(kind, raw, outcome).apply(np.linspace(-30, 30, 4001))
    assert (np.diff(curve) >= 0).all()
    assert ((curve >= 0) & (curve <= 1)).all()


@pytest.mark.parametrize("kind", CalibrationKind)
def test_a_calibrator_survives_being_written_as_text(kind: CalibrationKind) -> None:
    raw, outcome = drawn_scores(1)
    fitted = fit_calibrator(kind, raw, outcome)
    again = Calibrator.from_dict(json.loads(json.dumps(fitted.as_dict())))
    assert np.array_equal(again.apply(raw), fitted.apply(raw))


@pytest.mark.parametrize("kind", CalibrationKind)
def test_one_score_alone_gets_what_it_gets_among_many(kind: CalibrationKind) -> None:
    raw, outcome = drawn_scores(1)
    fitted = fit_calibrator(kind, raw, outcome)
    among = fitted.apply(raw[:500])
    assert [fitted.apply(raw[n : n + 1])[0] for n in range(500)] == among.tolist()


@pytest.mark.parametrize("kind", CalibrationKind)
@pytest.mark.parametrize("slope", [-3, -0.3])
def test_scores_that_run_backwards_are_refused(kind: CalibrationKind, slope: float) -> None:
    raw, outcome = drawn_scores(slope)
    with pytest.raises(CalibrationError, match="higher scores do not go with more positives"):
        fit_calibrator(kind, raw, outcome)


@pytest.mark.parametrize("kind", CalibrationKind)
def test_scores_that_are_all_equal_are_refused(kind: CalibrationKind) -> None:
    """Otherwise everybody would get the base rate, which is calibrated and says nothing."""
    with pytest.raises(CalibrationError, match="higher scores do not go with more positives"):
        fit_calibrator(kind, np.full(100, -3.0), np.array([1.0] * 10 + [0.0] * 90))


@pytest.mark.parametrize("kind", CalibrationKind)
def test_a_curve_that_was_fitted_tells_high_from_low(kind: CalibrationKind) -> None:
    raw, outcome = drawn_scores(0.1)
    low, high = fit_calibrator(kind, raw, outcome).apply(np.array([-3.0, 3.0]))
    assert low < high


@pytest.mark.parametrize("kind", CalibrationKind)
def test_as_many_positives_are_expected_as_there_were(kind: CalibrationKind) -> None:
    raw, outcome = drawn_scores(0.7)
    assert fit_calibrator(kind, raw, outcome).apply(raw).sum() == pytest.approx(outcome.sum(), rel=1e-3)


def test_a_shift_puts_a_changed_base_rate_right_and_leaves_the_slope() -> None:
    raw, outcome = drawn_scores(1.0)
    (moved,) = fit_calibrator(CalibrationKind.SHIFT, raw + 2.5, outcome).numbers["c"]
    assert moved == pytest.approx(-1 - 2.5, abs=0.05)


def test_too_few_positives_are_refused() -> None:
    with pytest.raises(CalibrationError, match="1 positives of 10 rows"):
        fit_calibrator(CalibrationKind.BETA, np.arange(10.0), np.array([1.0] + [0.0] * 9))
