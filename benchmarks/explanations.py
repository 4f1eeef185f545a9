"""How long reasons take: `python -m benchmarks.explanations [--rows N] [--times K] [--folder DIR] [--sampled]`.

Draws households in 190 columns, a third of it unknown, and fits 300 trees of 31 leaves. Then, each in a process of its own:

- contributions of every row at once, beside LightGBM's `pred_contrib` and `shap.TreeExplainer` in the same rounds, these on a sample of
  the rows: they would take minutes for all;
- every row explained bucket by bucket, checked against its score, as the nightly batch does it, with the peak of memory;
- every row by both engines, and how far they are apart at most (`--sampled`: a sample, in a minute instead of several);
- one household of the store (FANPIN_DATA, such as a demo's): from its features to probability, contributions, their sums by risk type
  and the reasons, by the drawn trees and by the champion, whose reasons have more rows behind them; ten thousand households into words in two languages;
- a list from a million scores (`benchmarks.lists`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import lightgbm as lgb
import numpy as np

from benchmarks import lists, told_reasons
from benchmarks.looping import loop
from features.registry import features
from features.texts.unrepeated import read_json
from models import DEFAULT_MODEL
from models.calibrate import CalibrationKind, Calibrator
from models.options import model_copy
from models.reasons import disagreement, explain
from models.registry import champion_or_copy
from models.risk_model import RiskModel
from models.scorers import Matrix, Trees

ROWS, COLUMNS, TREES, LEAVES = 200_000, 190, 300, 31
SAMPLE = 4_000
"""Rows that the opponents explain in each round."""

IN_A_BUCKET = 25_000
TIMES, HOUSEHOLDS = 5, 300

MODEL_FILE, ROWS_FILE = "model.txt", "rows.npy"

Measured = dict[str, float]


def draw(folder: Path, rows: int) -> None:
    """Amounts and counts, some of them moving a rare outcome, two of them only together; and the trees that learned it."""
    draws = np.random.default_rng(1)
    matrix = draws.normal(size=(rows, COLUMNS)).astype(np.float32)
    matrix[draws.random(matrix.shape) < 0.3] = np.nan
    counts = np.round(np.abs(matrix[:, :40]) * 3)
    matrix[:, :40] = np.where(draws.random(counts.shape) < 0.8, 0, counts)
    risk = (
        np.nan_to_num(matrix[:, 0]) * 0.5 + np.nan_to_num(matrix[:, 50]) + np.nan_to_num(matrix[:, 60] * matrix[:, 70])
    )
    label = draws.random(rows) < 1 / (1 + np.exp(4 - risk))
    parameters = {
        "objective": "binary",
        "num_leaves": LEAVES,
        "learning_rate": 0.03,
        "min_data_in_leaf": 60,
        "lambda_l2": 10,
        "feature_fraction": 0.6,
        "max_bin": 63,
        "verbosity": -1,
        "num_threads": 2,
    }
    booster = lgb.train(parameters, lgb.Dataset(matrix, label), TREES)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL_FILE).write_text(booster.model_to_string(), encoding="utf-8")
    np.save(folder / ROWS_FILE, matrix)


def model_in(folder: Path) -> RiskModel:
    """The drawn trees under the names of features, so that they can be told as reasons."""
    return RiskModel(
        name="benchmark",
        scorer=Trees(tuple(features())[:COLUMNS], ((folder / MODEL_FILE).read_text(encoding="utf-8"),)),
        fingerprint="benchmark",
        horizon_months=6,
        calibrator=Calibrator(CalibrationKind.BETA, {"a": [0.9], "b": [0.3], "c": [-0.5]}),
    )


def rows_in(folder: Path) -> Matrix:
    matrix: Matrix = np.load(folder / ROWS_FILE)
    return matrix


def at_once(folder: Path, times: int) -> Measured:
    """Rows per second of each way, in the same rounds."""
    import shap

    model, matrix = model_in(folder), rows_in(folder)
    booster = lgb.Booster(model_str=(folder / MODEL_FILE).read_text(encoding="utf-8"))
    explainer, sample = shap.TreeExplainer(booster), matrix[:SAMPLE]
    ways: dict[str, tuple[int, Callable[[], object]]] = {
        "ours": (len(matrix), lambda: model.scorer.contributions(matrix)),
        "pred_contrib": (len(sample), lambda: booster.predict(sample, pred_contrib=True)),
        "shap.TreeExplainer": (len(sample), lambda: explainer.shap_values(sample)),
    }
    ready = _seconds(lambda: model.scorer.contributions(matrix[:IN_A_BUCKET]))
    spent: dict[str, list[float]] = {way: [] for way in ways}
    with warnings.catch_warnings():
        # shap tells at each call that its answers had another form in earlier versions.
        warnings.filterwarnings("ignore", message="LightGBM binary classifier", category=UserWarning)
        for _ in range(times):
            for way, (rows, work) in ways.items():
                spent[way].append(rows / _seconds(work))
    rates = {f"{way} rows/s": statistics.median(found) for way, found in spent.items()}
    against = {
        f"times {way}": statistics.median(ours / theirs for ours, theirs in zip(spent["ours"], spent[way], strict=True))
        for way in list(ways)[1:]
    }
    return {**rates, **against, "first bucket, with tables and compiler, s": ready}


def by_bucket(folder: Path, _times: int) -> Measured:
    """Everybody explained and checked, a bucket at a time."""
    model, matrix, largest = model_in(folder), np.load(folder / ROWS_FILE, mmap_mode="r"), 0.0
    began, scoring = time.perf_counter(), 0.0
    for begin in range(0, len(matrix), IN_A_BUCKET):
        bucket = np.ascontiguousarray(matrix[begin : begin + IN_A_BUCKET])
        before = time.perf_counter()
        raw = model.scorer.raw_score(bucket)
        scoring += time.perf_counter() - before
        largest = max(largest, float(explain(model, bucket, raw).residual.max()))
    return {
        "explained and checked, s": time.perf_counter() - began - scoring,
        "scored, s": scoring,
        "largest residual": largest,
        "peak memory, GB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def two_engines(folder: Path, times: int) -> Measured:
    """How far the engines are apart at most; over a sample where `times` is 1."""
    model, matrix = model_in(folder), rows_in(folder)
    matrix = matrix[:: len(matrix) // SAMPLE] if times == 1 else matrix
    buckets = range(0, len(matrix), IN_A_BUCKET)
    apart = max(disagreement(model, matrix[begin : begin + IN_A_BUCKET]) for begin in buckets)
    return {"rows": len(matrix), "furthest apart": apart}


def one_household(folder: Path, _times: int) -> Measured:
    """After its features: probability, contributions, sums by risk type, reasons; no words yet."""
    model = model_in(folder)
    matrix = rows_in(folder)[:HOUSEHOLDS]
    alone = [_seconds(lambda row=row: model.scorer.contributions(row)) * 1000 for row in np.split(matrix, HOUSEHOLDS)]  # type: ignore[misc]
    own = told_reasons.one_household(champion_or_copy(DEFAULT_MODEL, copy=model_copy()).model)
    return {
        **told_reasons.one_household(model),
        **{f"by the county's own model: {name}": found for name, found in own.items()},
        "contributions alone, ms": statistics.median(alone),
    }


def in_two_languages(folder: Path, _times: int) -> Measured:
    """Reasons of ten thousand households in Chinese and English."""
    return told_reasons.in_two_languages(model_in(folder))


def one_list(_folder: Path, times: int) -> Measured:
    """A list from a million scores, with every part of its making switched on."""
    took = lists.seconds_of_a_list(1_000_000, times)["seconds"]
    if not isinstance(took, dict):
        raise TypeError("the list was not timed")
    return {"a million scores, every part, s": took["every_part"], "by score alone, s": took["score_alone"]}


STEPS: dict[str, Callable[[Path, int], Measured]] = {
    "everybody at once": at_once,
    "bucket by bucket": by_bucket,
    "two engines": two_engines,
    "one household": one_household,
    "in words": in_two_languages,
    "a list": one_list,
}


def apart(step: str, folder: Path, times: int) -> Measured:
    """A step in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.explanations", "--step", step, "--folder", str(folder)]
    done = subprocess.run([*command, "--times", str(times)], stdout=subprocess.PIPE, check=True)  # noqa: S603 - this very module
    measured: Measured = read_json(done.stdout)
    return measured


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Draw, measure each step apart, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=ROWS)
    arguments.add_argument("--times", type=int, default=TIMES, help="rounds")
    arguments.add_argument("--folder", type=Path, help="keeps what is drawn, or takes what was drawn there before")
    arguments.add_argument(
        "--sampled", action="store_true", help="hold the two engines beside each other on a sample only"
    )
    arguments.add_argument("--step", choices=list(STEPS), help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.step:
        print(json.dumps(STEPS[options.step](options.folder, options.times)))
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="explanations-"))
    try:
        if not (folder / ROWS_FILE).exists():
            draw(folder, options.rows)
        print(
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, LightGBM {lgb.__version__}; "
            f"{options.rows:,} rows × {TREES} trees × {LEAVES} leaves × {COLUMNS} features; ten million additions: {loop():.2f} s"
        )
        for step in STEPS:
            rounds = 1 if step == "two engines" and options.sampled else options.times
            measured = apart(step, folder, rounds)
            print(f"{step}: " + ", ".join(f"{name} {_number(value)}" for name, value in measured.items()), flush=True)
    finally:
        if options.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def _number(value: float) -> str:
    return f"{value:.1e}" if 0 < value < 1e-3 else f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"


if __name__ == "__main__":
    main()
