"""Which curve is chosen, and what is told of the choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from models.calibrate import CalibrationError, CalibrationKind
from training.calibration.choosing import chosen_calibrator
from training.settings import Calibration

DATES = [dt.date(2023, month, 28) for month in (1, 2, 3, 4)]

Curve = Callable[[np.ndarray], np.ndarray]


def drawn_part(
    true_log_odds: Curve, *, rows: int = 10_000, villages: int = 40, dates: list[dt.date] = DATES, seed: int = 1
) -> tuple[pl.DataFrame, np.ndarray]:
    """A later part whose outcomes follow a curve of the raw score."""
    draws = np.random.default_rng(seed)
    raw = draws.normal(-3, 1.5, rows)
    label = draws.random(rows) < 1 / (1 + np.exp(-true_log_odds(raw)))
    frame = pl.DataFrame(
        {
            "household_id": [f"H{n}" for n in range(rows)],
            "as_of": [dates[n % len(dates)] for n in range(rows)],
            "region_code": [f"990101001{draw:03d}" for draw in draws.integers(0, villages, rows)],
            "label": label.astype(np.int8),
        }
    )
    return frame, raw


def bent(raw: np.ndarray) -> np.ndarray:
    """Log-odds that rise in two steps, as no smooth curve does."""
    return np.where(raw < -3, -5.0, np.where(raw < -1.5, -2.0, 1.0))


@pytest.mark.parametrize(
    ("curve", "expected"),
    [
        (lambda raw: raw + 1.0, CalibrationKind.SHIFT),  # only the base rate is another
        (lambda raw: 0.5 * raw - 1, CalibrationKind.LOGISTIC),  # the model is too sure of itself
        (lambda raw: 2 * np.log(1 / (1 + np.exp(-raw))) + 0.5, CalibrationKind.BETA),  # bent at the upper end
        (bent, CalibrationKind.ISOTONIC),
    ],
)
def test_the_plainest_curve_that_fits_is_chosen(curve: Curve, expected: CalibrationKind) -> None:
    rows, raw = drawn_part(curve)
    calibrator, told = chosen_calibrator(Calibration.AUTO, rows, raw)
    assert calibrator.kind is expected
    assert told["kind"] == expected.value
    assert told["above_best"][expected.value] <= 1


def test_few_positives_choose_the_plainest_though_a_freer_curve_is_true() -> None:
    rows, raw = drawn_part(lambda raw: 0.5 * raw - 3.5, rows=1_500)
    calibrator, told = chosen_calibrator(Calibration.AUTO, rows, raw)
    assert 5 < told["positives"] < 40
    assert calibrator.kind is CalibrationKind.SHIFT


def test_a_household_met_on_every_date_does_not_choose_the_freest_curve() -> None:
    """Every month lists the same households with the same outcomes: judged on them, a curve that knows each wins."""
    once, raw = drawn_part(lambda raw: raw, rows=1_500, dates=[DATES[0]], seed=5)
    rows = pl.concat([once.with_columns(as_of=pl.lit(day)) for day in DATES])
    calibrator, told = chosen_calibrator(Calibration.AUTO, rows, np.tile(raw, len(DATES)))
    assert calibrator.kind is CalibrationKind.SHIFT
    assert told["losses"]["isotonic"] > told["losses"]["shift"]
    assert told["households"] * len(DATES) == told["positives"]


def test_curves_are_judged_on_what_came_later() -> None:
    """Early outcomes are bent, later ones are not: what fits the earlier months best does not win."""
    early, early_raw = drawn_part(bent, dates=DATES[:2])
    late, late_raw = drawn_part(lambda raw: raw, dates=DATES[2:], seed=2)
    _, told = chosen_calibrator(Calibration.AUTO, pl.concat([early, late]), np.concatenate([early_raw, late_raw]))
    assert told["best"] != "isotonic"
    assert told["judged_positives"] == late["label"].sum()


@pytest.mark.parametrize(
    ("dates", "villages", "why"),
    [(DATES[:1], 40, "one as-of date"), (DATES, 1, "can't be parted")],
)
def test_where_nothing_can_be_compared_the_plainest_is_taken_and_told(
    dates: list[dt.date], villages: int, why: str
) -> None:
    rows, raw = drawn_part(bent, rows=2_000, dates=dates, villages=villages)
    calibrator, told = chosen_calibrator(Calibration.AUTO, rows, raw)
    assert calibrator.kind is CalibrationKind.SHIFT
    assert why in told["why"]


@pytest.mark.parametrize("setting", [one for one in Calibration if one is not Calibration.AUTO])
def test_a_curve_that_is_asked_for_is_taken(setting: Calibration) -> None:
    rows, raw = drawn_part(lambda raw: raw, rows=4_000)
    calibrator, told = chosen_calibrator(setting, rows, raw)
    assert calibrator.kind.value == told["kind"] == told["setting"] == setting.value
    assert (told["first"], told["last"]) == ("2023-01-28", "2023-04-28")


def test_every_curve_can_be_asked_for() -> None:
    assert {one.value for one in Calibration} == {"auto"} | {kind.value for kind in CalibrationKind}


def test_the_chosen_curve_is_fitted_to_all_rows() -> None:
    rows, raw = drawn_part(lambda raw: raw - 1)
    calibrator, _ = chosen_calibrator(Calibration.AUTO, rows, raw)
    assert calibrator.apply(raw).sum() == pytest.approx(rows["label"].sum(), rel=1e-6)


def test_scores_that_run_backwards_are_refused_whatever_the_choice() -> None:
    rows, raw = drawn_part(lambda raw: -raw - 6, rows=4_000)
    with pytest.raises(CalibrationError, match="higher scores do not go with more positives"):
        chosen_calibrator(Calibration.AUTO, rows, raw)
