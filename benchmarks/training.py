"""How long training takes beside bare LightGBM: `python -m benchmarks.training [--matrix FILE] [--rows N] [--times K]`.

Two measures against our whole fit (rows sampled, matrices made, every booster of the bag stopped early, calibrated):

- LightGBM called directly on the same matrix, every row, for as many trees as our bag keeps;
- the same on only the rows that our bag learns from, already drawn and laid out: what is left is our own overhead.

Without a matrix (a training matrix as Parquet) one is drawn, with all features and a county's share of positives.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import lightgbm as lgb
import numpy as np
import polars as pl

from features.registry import chosen, features
from models.risk_model import matrix_of
from models.scorers import Matrix
from training.contenders.bagging import parameters
from training.contenders.sampling import sampled
from training.fit import fit
from training.plan.dates import add_months
from training.settings import Experiment

ROWS = 300_000
DATES = 21
LATER_DATES = 6
TIMES = 3
BASE_RATE = 0.002


def drawn(rows: int) -> pl.DataFrame:
    """Rows of 21 month ends: every feature random, a quarter unknown, some of them moving a rare outcome."""
    draws = np.random.default_rng(1)
    names = tuple(features())
    per_date = rows // DATES
    risk = np.zeros(per_date * DATES)
    columns = {}
    for place, (name, feature) in enumerate(features().items()):
        column = draws.gamma(1.0, 1_000.0, len(risk)).astype(np.float32)
        column[draws.random(len(risk)) < 0.25] = np.nan
        if place % 10 == 0:
            risk += (feature.monotone or 1) * np.nan_to_num(np.log1p(column), nan=5.0) / 4
        columns[name] = column
    chance = 1 / (1 + np.exp(-(risk - risk.mean())))
    label = draws.random(len(risk)) < chance * BASE_RATE / chance.mean()
    first = dt.date(2021, 3, 31)
    return pl.DataFrame(
        {
            "household_id": [f"H{number:07d}" for number in range(per_date)] * DATES,
            "as_of": [add_months(first, month) for month in range(DATES) for _ in range(per_date)],
            "region_code": "990101001001",
            "label": label.astype(np.int8),
        }
    ).with_columns(pl.Series(name, columns[name]).fill_nan(None) for name in names)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of processors."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - worked


def bare(parts: list[tuple[Matrix, np.ndarray]], rounds: list[int], experiment: Experiment) -> None:
    """LightGBM itself: one call for each part."""
    monotone = [feature.monotone for feature in chosen(experiment.features).values()]
    for (matrix, label), trees in zip(parts, rounds, strict=True):
        lgb.train(parameters(experiment.model, monotone, experiment.model.seed), lgb.Dataset(matrix, label), trees)


def main() -> None:
    """Run the three in turn so often; print medians and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--matrix", type=Path, help="a training matrix to use instead of a drawn one")
    arguments.add_argument("--rows", type=int, default=ROWS, help="of the drawn one")
    arguments.add_argument("--times", type=int, default=TIMES)
    options = arguments.parse_args()
    rows = pl.read_parquet(options.matrix) if options.matrix else drawn(options.rows)
    dates = rows["as_of"].unique().sort()
    later = rows.filter(pl.col("as_of").is_in(dates.tail(LATER_DATES).to_list()))
    train = rows.filter(pl.col("as_of").is_in(dates.head(len(dates) - LATER_DATES).to_list()))
    experiment = Experiment.load()
    names, settings = tuple(chosen(experiment.features)), experiment.model
    model = fit(train, later, experiment, 6, {})
    kept = model.facts["fitted"]["rounds"]
    samples = [sampled(train, settings.negatives_per_positive, settings.seed + bag) for bag in range(settings.bags)]
    whole = (matrix_of(train, names), train["label"].to_numpy())
    laid_out = [(matrix_of(sample.rows, names), sample.label) for sample in samples]
    ways: dict[str, Callable[[], object]] = {
        "ours": lambda: fit(train, later, experiment, 6, {}),
        "bare, the same matrix": lambda: bare([whole], [sum(kept)], experiment),
        "bare, the rows sampled": lambda: bare(laid_out, kept, experiment),
    }
    runs: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(options.times):
        for way, work in ways.items():
            runs[way].append(timed(work))
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, LightGBM {lgb.__version__}: {train.height:,} rows × {len(names)} "
        f"features, {int(whole[1].sum()):,} positives; {settings.bags} boosters of {kept} trees on "
        f"{samples[0].rows.height:,} rows each"
    )
    medians = {way: [statistics.median(column) for column in zip(*done, strict=True)] for way, done in runs.items()}
    for way, (wall, work) in medians.items():
        print(f"{way}: {wall:.1f} s, of work {work:.1f} s")
    for way in list(ways)[1:]:
        on_wall, of_work = (ours / other for ours, other in zip(medians["ours"], medians[way], strict=True))
        print(f"ours takes {on_wall:.2f} times {way} (of work {of_work:.2f})")


if __name__ == "__main__":
    main()
