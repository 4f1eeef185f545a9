"""Recalibration on the real panel: for every year that can be tested, fitted to its first half-year and judged on its second.

One window for each half-year in which a tested year can begin, each trained and calibrated on what was known by then, as
`training.backtests` parts time. So a figure is given for every origin that the panel has, not for one that suits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from features.policy.loading import Policy
from models.calibrate import CalibrationKind
from training.backtests.rolling import rows_of
from training.calibration.bounds import Bounds
from training.calibration.outcomes import outcomes_against_predicted
from training.contenders.scarcity import TooFewPositivesError, require_positives
from training.fit import fit
from training.plan.horizons import always
from training.plan.windows import SplitError, Window, plan
from training.predictions import MODEL, predictions
from training.recalibration.recalibrating import calibrated_on, rehearsed
from training.settings import Calibration, Experiment

HALF_YEAR = 2
"""Quarters."""

Progress = Callable[[str, int, int], None]


def years_tested(dates: list[dt.date], experiment: Experiment, horizon_months: int) -> list[Window]:
    """A window for every half-year in which a year of tests can begin, earliest first."""
    testable = []
    for known in (dates, dates[:-HALF_YEAR]):
        for windows in range(1, len(dates)):
            split = experiment.split.model_copy(update={"windows": windows, "test_dates": 2 * HALF_YEAR})
            try:
                planned = plan(known, experiment.model_copy(update={"split": split}), always(horizon_months))
            except SplitError:
                break
            if planned.too_early:
                break
            testable.append(planned.windows[0])
    return sorted(testable, key=lambda window: window.test[0])


def recalibration_by_half_year(
    matrix: pl.DataFrame, experiment: Experiment, policy: Policy, progress: Progress
) -> list[dict[str, Any]]:
    """Of each year tested: what its first half-year said of the old probabilities, and what recalibrating on it did to its second.

    Args:
        matrix: as `training.matrix` makes it, of all as-of dates.

    Returns:
        `train` and `later` (`first`, `last`, `dates`), `households` with the outcome to train on, `first_half` (as
        `outcomes_against_predicted` tells it) and `recalibration` (as a rehearsal tells it, with `left`: the share of
        the calibration error that is left after it, and `left_beyond_chance`: the same of what exceeds chance). `error_after` has that error for each curve, whichever was chosen. Years
        before which too few households met the outcome are left out.
    """
    horizon_months = experiment.target.horizon_months or 0
    windows = years_tested(matrix["as_of"].unique().sort().to_list(), experiment, horizon_months)
    years = []
    for number, window in enumerate(windows):
        progress("half-years", number, len(windows))
        train, later, test = (rows_of(matrix, part) for part in (window.train, window.later, window.test))
        try:
            require_positives(train, policy)
        except TooFewPositivesError:
            continue
        model = fit(train, later, experiment, horizon_months, {})
        raw = model.raw_score(test)
        tested = predictions(test, number, {MODEL: raw}, model.probability(raw))
        rehearsal = rehearsed(tested, Calibration.AUTO)
        if rehearsal is None:
            continue
        first = tested.filter(pl.col("as_of").is_in(window.test[:HALF_YEAR]))
        compared = outcomes_against_predicted(first, Bounds.at(first, policy), calibrated_on=calibrated_on(model))
        recalibration = rehearsal.as_dict()
        curves = {kind.value: rehearsed(tested, Calibration(kind.value)) for kind in CalibrationKind}
        errors = {
            kind: one.as_dict()["after"]["expected_calibration_error"]
            for kind, one in curves.items()
            if one is not None
        }
        before, after = (recalibration[when] for when in ("before", "after"))
        years.append(
            {
                **{name: part for name, part in window.as_dict().items() if name != "test"},
                "households": train.filter(pl.col("label") == 1)["household_id"].n_unique(),
                "first_half": compared,
                "recalibration": {**recalibration, **_left(before, after), "error_after": errors},
            }
        )
    progress("half-years", len(windows), len(windows))
    return years


def _left(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    error, chance = "expected_calibration_error", "error_by_chance"
    beyond = [max(one[error] - one[chance], 0.0) for one in (before, after)]
    return {
        "left": after[error] / before[error],
        "left_beyond_chance": beyond[1] / beyond[0] if beyond[0] > 0 else float("nan"),
    }


def print_half_years(years: list[dict[str, Any]], console: Console) -> None:
    """A line for each year tested."""
    table = Table(
        title="Recalibrated on the first half-year, judged on the second", title_justify="left", box=box.SIMPLE
    )
    for name in (
        "first half-year",
        "outcomes",
        "second",
        "error before",
        "after",
        "by chance",
        "left",
        "beyond chance",
    ):
        table.add_column(name, justify="right")
    for year in years:
        first, recalibration = year["first_half"], year["recalibration"]
        table.add_row(
            f"{first['first'][:7]} – {first['last'][:7]}",
            first["verdict"],
            f"{recalibration['judged']['first'][:7]} – {recalibration['judged']['last'][:7]}",
            f"{recalibration['before']['expected_calibration_error']:.4f}",
            f"{recalibration['after']['expected_calibration_error']:.4f}",
            f"{recalibration['after']['error_by_chance']:.4f}",
            f"{recalibration['left']:.2f}",
            f"{recalibration['left_beyond_chance']:.2f}",
        )
    console.print(table)
