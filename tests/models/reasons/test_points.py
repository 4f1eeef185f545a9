"""Points deal out the whole change of the probability, whatever the curve and in whatever order the contributions stand."""

from __future__ import annotations

import numpy as np
import pytest

from models.calibrate import CalibrationKind, Calibrator
from models.reasons.points import points, points_per_log_odds

CURVES = {
    "shift": Calibrator(CalibrationKind.SHIFT, {"c": [0.4]}),
    "logistic": Calibrator(CalibrationKind.LOGISTIC, {"slope": [0.7], "c": [-0.2]}),
    "beta": Calibrator(CalibrationKind.BETA, {"a": [0.9], "b": [0.3], "c": [-0.5]}),
    "flat in the middle": Calibrator(
        CalibrationKind.ISOTONIC, {"x": [-4.0, -2.0, 0.0, 2.0], "y": [0.01, 0.2, 0.2, 0.6]}
    ),
    "flat everywhere below": Calibrator(CalibrationKind.ISOTONIC, {"x": [1.0, 2.0], "y": [0.1, 0.6]}),
}
BASE = -3.0


def drawn(rows: int = 300, columns: int = 12) -> np.ndarray:
    draws = np.random.default_rng(8)
    return draws.normal(0, 1, (rows, columns)) * draws.choice([0.0, 0.2, 1.0, 3.0], (rows, columns))


@pytest.mark.parametrize("curve", CURVES)
def test_points_add_up_to_the_whole_change_of_the_probability(curve: str) -> None:
    contributions, calibrator = drawn(), CURVES[curve]
    change = calibrator.apply(BASE + contributions.sum(axis=1)) - calibrator.apply(np.array([BASE]))
    assert points(contributions, BASE, calibrator).sum(axis=1) == pytest.approx(100 * change, abs=1e-9)


@pytest.mark.parametrize("curve", CURVES)
def test_no_order_of_the_contributions_plays_a_part(curve: str) -> None:
    contributions, calibrator = drawn(), CURVES[curve]
    turned = points(contributions[:, ::-1], BASE, calibrator)[:, ::-1]
    assert turned == pytest.approx(points(contributions, BASE, calibrator), abs=1e-9)


def test_equal_contributions_have_equal_points_and_the_greater_more() -> None:
    (dealt,) = points(np.array([[1.0, 1.0, 0.5, -0.25]]), BASE, CURVES["beta"])
    assert dealt[0] == dealt[1] == pytest.approx(2 * dealt[2]) == pytest.approx(-4 * dealt[3])
    assert dealt[3] < 0 < dealt[2]


def test_where_the_curve_is_flat_nothing_is_dealt_out() -> None:
    flat = CURVES["flat everywhere below"]
    assert (points(np.array([[2.0, -1.0], [0.5, 0.5]]), BASE, flat) == 0).all()


def test_contributions_that_cancel_count_by_the_slope_at_the_base() -> None:
    (one,) = points_per_log_odds(np.array([[2.0, -2.0]]), BASE, CURVES["shift"])
    probability = 1 / (1 + np.exp(-(BASE + 0.4)))
    assert one == pytest.approx(100 * probability * (1 - probability), rel=1e-6)
    # Hardly moved is hardly another worth.
    (near,) = points_per_log_odds(np.array([[2.0, -2.0 + 1e-5]]), BASE, CURVES["shift"])
    assert near == pytest.approx(one, rel=1e-4)
