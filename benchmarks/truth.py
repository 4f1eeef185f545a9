"""What lists find of true hardship in simulated counties: `python -m benchmarks.truth --counties DIR`.

For each seed and all together: the boosted trees, simple models and today's triggers at the office's capacity, out of time in the
default experiment's windows, beside the oracle that ranks by the latent hazard, and beside the *ceiling*: trees that learn the
latent hazard itself from the same features, so what the records can tell at all. Between ceiling and oracle lies what no record
holds (kin, mood, hidden costs, what nobody reported yet); between a model and the ceiling what learning lost.

`DIR/<seed>/county` is a simulated county and `DIR/<seed>/records` its record store; those that are missing are made, some two
minutes each.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
import polars as pl

from features.intake import intake
from features.policy.loading import Policy
from features.records.store import RecordStore
from features.registry import chosen
from training.cohorts.whole import whole_cohort
from training.contenders.names import BOOSTING
from training.contenders.registry import CONTENDERS
from training.matrix import training_matrix
from training.pinning import Pinned, pin
from training.plan.windows import Window
from training.predictions import MODEL, predictions, score_column
from training.settings import Evaluation, Experiment
from training.simulator import simulate
from training.truths.need import ORACLE, with_truth
from training.truths.reading import Truth
from training.truths.section import truth_section

CEILING = "ceiling"
DEFAULT_METHODS = ("logistic", "triggers", "triggers_any")
COUNTY_DIGITS = 6
LEARNS_THE_HAZARD: dict[str, Any] = {
    "objective": "cross_entropy",
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 200,
    "lambda_l2": 10.0,
    "feature_fraction": 0.25,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}


def main() -> None:
    """Make what is missing, train in every window of every county, measure against the truth, print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--counties", type=Path, required=True, help="folder of counties by seed")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    asked.add_argument("--households", type=int, default=20_000)
    asked.add_argument("--months", type=int, default=48)
    asked.add_argument("--methods", nargs="+", default=list(DEFAULT_METHODS), choices=sorted(CONTENDERS))
    asked.add_argument("--report", type=Path, help="write every figure as JSON")
    given = asked.parse_args()
    policy = Policy.load()
    settings: list[Evaluation] = []
    frames: list[pl.DataFrame] = []
    truths: list[Truth] = []
    sections: dict[str, dict[str, Any]] = {}
    for seed in given.seeds:
        folder = given.counties / str(seed)
        store = county_store(folder, given.households, given.months, seed)
        pinned = pin(store, Experiment.load(), policy)
        truth = Truth.read(folder / "county", pinned.horizon_months)
        who = whole_cohort(
            store, pinned.versions, pinned.experiment.target, pinned.plan.used, pinned.observed, pinned.horizon
        )
        matrix = training_matrix(store, pinned.versions, pinned.experiment, policy, who)
        frames.append(of_county(seed, scored(matrix, truth, pinned, given.methods)))
        truths.append(truth_of_county(seed, truth))
        settings.append(pinned.experiment.evaluation)
        sections[str(seed)] = truth_section(frames[-1], truths[-1], settings[-1])
        print(f"seed {seed}: {summary(sections[str(seed)])}", flush=True)
    sections["pooled"] = pooled(frames, truths, settings[0])
    print(table(sections))
    if given.report:
        given.report.write_text(json.dumps(sections, ensure_ascii=False, indent=1), encoding="utf-8")


def county_store(folder: Path, households: int, months: int, seed: int) -> RecordStore:
    """The record store of a simulated county, made with it where it is not there."""
    if not (folder / "county").exists():
        simulate(households, months, seed, folder / "county")
    if not (folder / "records").exists():
        intake(folder / "county" / "deliveries", RecordStore.create(folder / "records"))
    return RecordStore.open(folder / "records")


def scored(matrix: pl.DataFrame, truth: Truth, pinned: Pinned, methods: list[str]) -> pl.DataFrame:
    """The predictions of every window: the trees as `model`, the methods asked for, and the ceiling."""
    parts = []
    for number, window in enumerate(pinned.plan.windows):
        train, later, test = (_rows(matrix, window, part) for part in ("train", "later", "test"))
        scores = {}
        for name in (BOOSTING, *methods):
            fitted = CONTENDERS[name].fit(train, later, pinned.experiment)
            scores[MODEL if name == BOOSTING else name] = fitted.scores(test)
        scores[CEILING] = ceiling(train, test, truth, list(chosen(pinned.experiment.features)))
        parts.append(predictions(test, number, scores, np.zeros(test.height)))
    return pl.concat(parts)


def ceiling(train: pl.DataFrame, test: pl.DataFrame, truth: Truth, features: list[str]) -> npt.NDArray[np.float64]:
    """Scores of trees that learned the latent hazard of the train part from the same features."""
    nobody = predictions(train, 0, {MODEL: np.zeros(train.height)}, np.zeros(train.height))
    hazard = with_truth(nobody, truth)[score_column(ORACLE)].to_numpy()
    learned = lightgbm.train(
        LEARNS_THE_HAZARD, lightgbm.Dataset(train.select(features).to_numpy(), hazard), num_boost_round=200
    )
    return np.asarray(learned.predict(test.select(features).to_numpy(), raw_score=True), dtype=np.float64)


def of_county(seed: int, frame: pl.DataFrame) -> pl.DataFrame:
    """Households and villages of one seed told apart from those of another, which bear the same codes."""
    return frame.with_columns(
        pl.format("{}-{}", pl.lit(seed), "household_id").alias("household_id"),
        (pl.lit(f"{seed:0{COUNTY_DIGITS}}") + pl.col("region_code").str.slice(COUNTY_DIGITS)).alias("region_code"),
    )


def truth_of_county(seed: int, truth: Truth) -> Truth:
    """The same for a county's truth."""
    own = pl.format("{}-{}", pl.lit(seed), "household_id").alias("household_id")
    return Truth(truth.horizon_months, *(one.with_columns(own) for one in (truth.hazard, truth.falls, truth.help)))


def pooled(frames: list[pl.DataFrame], truths: list[Truth], settings: Evaluation) -> dict[str, Any]:
    """All counties as one: every county keeps its own capacity, and villages of all are drawn."""
    together = Truth(
        truths[0].horizon_months,
        pl.concat(one.hazard for one in truths),
        pl.concat(one.falls for one in truths),
        pl.concat(one.help for one in truths),
    )
    return truth_section(pl.concat(frames), together, settings)


def summary(section: dict[str, Any]) -> str:
    """A line for the terminal while it runs."""
    recall = {name: one["recall"] for name, one in section["by_month"]["methods"].items()}
    return ", ".join(f"{name} {_interval(one)}" for name, one in recall.items())


def table(sections: dict[str, dict[str, Any]]) -> str:
    """Markdown: recall of true hardship by month and by episode, and the ratios asked for."""
    lines = [
        "| county | method | recall by month | of triggers | of the ceiling | of the oracle | episodes found | found before |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for county, section in sections.items():
        month, turn = section["by_month"], section["in_turn"]["methods"]
        for name, measured in month["methods"].items():
            ratios = [
                _interval(month["ratios"][f"{name}/{other}"]["recall"]) if f"{name}/{other}" in month["ratios"] else ""
                for other in ("triggers", CEILING, ORACLE)
            ]
            found = [_interval(turn[name][figure]) for figure in ("found", "found_before")]
            lines.append(f"| {county} | {name} | {' | '.join([_interval(measured['recall']), *ratios, *found])} |")
    return "\n".join(lines)


def _rows(matrix: pl.DataFrame, window: Window, part: str) -> pl.DataFrame:
    return matrix.filter(pl.col("as_of").is_in(list(getattr(window, part))))


def _interval(interval: dict[str, float]) -> str:
    value, low, high = (f"{interval[bound]:.2f}".removeprefix("0") for bound in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


if __name__ == "__main__":
    main()
