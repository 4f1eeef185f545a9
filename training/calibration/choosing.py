"""Which calibration curve: chosen on outcomes that come later in time and in other villages than those it is fitted to.

The later part of a run is parted twice. In time: curves are fitted to its earlier as-of dates and judged on its later
ones. In place: neighbouring dates of monthly lists share most of their outcomes, so a curve judged on the very
households that it was fitted to would look better the freer it is; each village is therefore judged by curves that
were fitted without it.

Of the curves the plainest wins whose loss lies within one standard error of the best (Breiman, Friedman, Olshen and
Stone 1984, section 3.4.3). Few positives give wide errors, and with them the plainest curve.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from models.calibrate import CalibrationError, CalibrationKind, Calibrator, fit_calibrator
from training.calibration.uncertainty import doubt_of
from training.resampling import blocks_of
from training.settings.calibration import Calibration
from training.settings.evaluation import Resample

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

FOLDS = 5
"""Groups of villages, each judged by curves that were fitted to the others."""

Facts = dict[str, Any]


def chosen_calibrator(setting: Calibration, rows: pl.DataFrame, raw: Array) -> tuple[Calibrator, Facts]:
    """The calibrator of the setting's curve, or of the curve that later outcomes choose, fitted to all rows.

    Args:
        rows: of the later part: `as_of`, `region_code`, `label`.
        raw: their raw scores (log-odds).

    Returns:
        The calibrator, and what is told of it: the `kind`, the rows' `first` and `last` as-of date, their number, their
        positives and how many different households those are (where `household_id` is given); with `auto` also `why`
        and, where curves could be compared, the log loss of each (`losses`) and how far it lies above the best, in
        standard errors (`above_best`).

    Raises:
        CalibrationError: the rows can't support a calibrator.
    """
    outcome = rows["label"].to_numpy().astype(np.float64)
    facts: Facts = {"setting": setting.value}
    if setting is Calibration.AUTO:
        kind, why = choose(rows, raw)
        facts.update(why)
    else:
        kind = CalibrationKind(setting.value)
    fitted = fit_calibrator(kind, raw, outcome)
    facts.update(kind=kind.value, rows=rows.height, positives=int(outcome.sum()), **_period(rows))
    if "household_id" in rows.columns:
        facts["households"] = rows.filter(pl.col("label") == 1)["household_id"].n_unique()
    return replace(fitted, doubt=doubt_of(fitted, rows, raw)), facts


def choose(rows: pl.DataFrame, raw: Array) -> tuple[CalibrationKind, Facts]:
    """The curve of choice, and why."""
    plainest = next(iter(CalibrationKind))
    outcome = rows["label"].to_numpy().astype(np.float64)
    dates = rows["as_of"].unique().sort()
    if dates.len() < 2:
        return plainest, {"why": "one as-of date: nothing later to judge a curve by, so the plainest"}
    # As many dates to judge by as to fit to; of an odd number the middle one is fitted to.
    judged = (rows["as_of"] > dates[(dates.len() - 1) // 2]).to_numpy()
    village = blocks_of(rows, Resample.VILLAGE)
    try:
        losses = {kind: _losses(kind, raw, outcome, judged, village) for kind in CalibrationKind}
    except CalibrationError:
        return plainest, {"why": "the outcomes are too few, and can't be parted in time and place: the plainest"}
    total = {kind: float(loss.sum()) for kind, loss in losses.items()}
    best = min(total, key=lambda kind: total[kind])
    above = {kind: _standard_errors_above(losses[kind], losses[best], village[judged]) for kind in CalibrationKind}
    kind = next(kind for kind in CalibrationKind if above[kind] <= 1)
    rows_judged = int(judged.sum())
    return kind, {
        "why": "the plainest curve within one standard error of the best on later outcomes in other villages",
        "best": best.value,
        "losses": {kind.value: loss / rows_judged for kind, loss in total.items()},
        "above_best": {kind.value: number for kind, number in above.items()},
        "judged_positives": int(outcome[judged].sum()),
    }


def _losses(
    kind: CalibrationKind, raw: Array, outcome: Array, judged: npt.NDArray[np.bool_], village: Integers
) -> Array:
    """The log loss of each judged row, by a curve fitted to earlier dates in other villages."""
    # Villages are numbered in the order of their codes: neighbours fall into different folds.
    fold = village % FOLDS
    probability = np.full(len(raw), np.nan)
    for held in range(FOLDS):
        asked = judged & (fold == held)
        if asked.any():
            fitted = ~judged & (fold != held)
            probability[asked] = fit_calibrator(kind, raw[fitted], outcome[fitted]).apply(raw[asked])
    told = np.clip(probability[judged], 1e-12, 1 - 1e-12)
    return -np.log(np.where(outcome[judged] > 0, told, 1 - told))


def _standard_errors_above(loss: Array, best: Array, village: Integers) -> float:
    """How far the sum of a loss lies above that of the best, in standard errors of the difference between villages."""
    by_village = np.bincount(village, loss - best)
    error = float(np.sqrt((by_village**2).sum()))
    return float(by_village.sum()) / error if error > 0 else 0.0


def _period(rows: pl.DataFrame) -> Facts:
    first, last = rows["as_of"].min(), rows["as_of"].max()
    return {"first": str(first), "last": str(last)}
