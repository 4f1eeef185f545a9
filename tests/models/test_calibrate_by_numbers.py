"""Calibration by its numbers."""

from __future__ import annotations

import numpy as np
import pytest

from models.calibrate import CalibrationError, CalibrationKind, Calibrator, fit_calibrator


def test_a_beta_curve_is_what_its_numbers_say() -> None:
    raw = np.array([-2.0, 0.0, 3.0])
    score = 1 / (1 + np.exp(-raw))
    plain = Calibrator(CalibrationKind.BETA, {"a": [1.0], "b": [1.0], "c": [0.0]})
    assert plain.apply(raw) == pytest.approx(score)
    skewed = Calibrator(CalibrationKind.BETA, {"a": [2.0], "b": [0.5], "c": [-1.0]})
    assert skewed.apply(raw) == pytest.approx(1 / (1 + np.exp(1) * (1 - score) ** 0.5 / score**2))


def test_the_curve_goes_on_rising_far_out() -> None:
    plain = Calibrator(CalibrationKind.BETA, {"a": [1.0], "b": [1.0], "c": [0.0]})
    assert (np.diff(plain.apply(np.arange(-15.0, 16.0))) > 0).all()
    assert np.isfinite(plain.apply(np.array([-500.0, 500.0]))).all()


@pytest.mark.parametrize("kind", CalibrationKind)
@pytest.mark.parametrize("outcome", [[1, 0, 0, 0], [0, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1], []])
def test_two_of_each_outcome_are_needed(kind: CalibrationKind, outcome: list[int]) -> None:
    with pytest.raises(CalibrationError, match="at least 2 of each kind"):
        fit_calibrator(kind, np.arange(float(len(outcome))), np.array(outcome, dtype=float))


@pytest.mark.parametrize("kind", CalibrationKind)
def test_two_of_each_outcome_are_enough(kind: CalibrationKind) -> None:
    fitted = fit_calibrator(kind, np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0]))
    low, high = fitted.apply(np.array([-2.0, 2.0]))
    assert low < 0.3
    assert high > 0.7


def test_scores_outside_the_calibration_part_take_the_ends_of_the_isotonic_curve() -> None:
    """Three of each: the ends are 1/5 and 4/5, since three rows prove nothing impossible and nothing certain."""
    fitted = fit_calibrator(CalibrationKind.ISOTONIC, np.arange(6.0), np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0]))
    assert fitted.apply(np.array([-100.0, 2.0, 3.0, 100.0])) == pytest.approx([0.2, 0.5, 0.5, 0.8])


def test_a_shift_and_a_line_are_what_their_numbers_say() -> None:
    raw = np.array([-2.0, 0.0, 3.0])
    assert Calibrator(CalibrationKind.SHIFT, {"c": [0.5]}).apply(raw) == pytest.approx(1 / (1 + np.exp(-(raw + 0.5))))
    line = Calibrator(CalibrationKind.LOGISTIC, {"slope": [2.0], "c": [-1.0]})
    assert line.apply(raw) == pytest.approx(1 / (1 + np.exp(-(2 * raw - 1))))


@pytest.mark.parametrize("rows", [400, 4000])
def test_no_household_is_told_as_impossible_or_certain(rows: int) -> None:
    raw = np.linspace(-5, 5, rows)
    fitted = fit_calibrator(CalibrationKind.ISOTONIC, raw, (raw > 4).astype(float))
    assert fitted.apply(np.array([-5.0]))[0] >= 0.5 / rows
    assert fitted.apply(np.array([5.0]))[0] < 1


def falling_part() -> tuple[np.ndarray, np.ndarray]:
    """Outcomes that rise with the score, but stop rising at the top: one of the two terms alone would fall."""
    raw = np.linspace(-6, 6, 4001)
    chance = np.where(raw < 0, 1 / (1 + np.exp(-raw)), 0.5)
    return raw, (np.random.default_rng(2).random(4001) < chance).astype(float)


def test_a_term_that_would_fall_is_left_out() -> None:
    raw, outcome = falling_part()
    fitted = fit_calibrator(CalibrationKind.BETA, raw, outcome)
    (a,), (b,) = fitted.numbers["a"], fitted.numbers["b"]
    assert a > 0.5
    assert b >= 0
    mirrored = fit_calibrator(CalibrationKind.BETA, -raw, 1 - outcome)
    assert mirrored.numbers["a"][0] >= 0
    assert mirrored.numbers["b"][0] > 0.5


@pytest.mark.parametrize("seed", range(40))
def test_the_beta_curve_rises_whichever_terms_are_kept(seed: int) -> None:
    """Few and odd outcomes, among which one term or the other would fall."""
    draws = np.random.default_rng(seed)
    raw = draws.normal(-2, 3, 60)
    outcome = (draws.random(60) < 0.3 + 0.2 * (raw > 0)).astype(float)
    if np.dot(raw - raw.mean(), outcome) > 0:
        curve = fit_calibrator(CalibrationKind.BETA, raw, outcome).apply(np.linspace(-20, 20, 401))
        assert (np.diff(curve) >= 0).all()
        assert curve[-1] > curve[0]


def test_scores_that_rise_only_beyond_the_edges_of_a_probability_are_refused_in_words() -> None:
    # One household far below all others is all that makes the scores "rise": within a probability's edges they fall.
    raw = np.array([-1e13, *np.linspace(-4, -2, 60), *np.linspace(-6, -5, 5)])
    outcome = np.array([0.0] * 61 + [1.0] * 5)
    with pytest.raises(CalibrationError, match="没有可校准的内容"):
        fit_calibrator(CalibrationKind.BETA, raw, outcome)
