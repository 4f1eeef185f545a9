"""What a list makes of the departments' alerts, and what became of them: `python -m benchmarks.alerts --counties DIR`.

In simulated counties an office works through twelve monthly lists (`training.lists.playing`: four of five listed households are visited before the next
list), made by models that never saw those months: the demo's trees, monthly, in four windows. The departments push what was no hit a month before; each alert
is handled by `models.alerts`, as `fanpin list alerts` does it. What became of a household within six months was looked at by none of it.

`DIR/<seed>/county` and `DIR/<seed>/records` are as for `benchmarks.truth`; those that are missing are made. Intervals draw villages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.truth import COUNTY_DIGITS, county_store, of_county
from features.frame import index_of
from features.policy.loading import Policy
from features.records.buckets import described, over_buckets
from features.records.gate import Records
from features.records.store import RecordStore
from features.triggers.evaluating import SCREENING_RESULTS, screen
from features.triggers.including import must_include
from models.alerts.handling import HANDLED, Handling, by_household, handled
from models.alerts.pushed import months_before, newly_hit
from models.lists import IssuedList
from training.backtests.rolling import rows_of
from training.cohorts.whole import whole_cohort
from training.fit import fit
from training.lists.parts import rules_measured
from training.lists.playing import HITS, play
from training.matrix import training_matrix
from training.pinning import Pinned, pin
from training.predictions import MODEL, predictions, score_column
from training.resampling import Interval, blocks_of, interval, resamples
from training.settings import DEMO_EXPERIMENT, Experiment, Resample

HOUSEHOLDS, MONTHS = 20_000, 48
RESAMPLES, SEED = 1_000, 20_260_101
ENDS = ["probability_low", "probability_high"]

VISITS: dict[str, pl.DataType] = {
    "household_id": pl.String(),
    "as_of": pl.Date(),
    "region_code": pl.String(),
    "handling": pl.String(),
    "alerts": pl.Int64(),
    "probability": pl.Float64(),
    "outcome_on": pl.Date(),
}
"""One row per household and month that is on the list or has an alert; `alerts` is 0 of who is on the list without one, `outcome_on` null where it was
not identified within the horizon."""


def main() -> None:
    """Work through the lists of every county, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--counties", type=Path, required=True, help="folder of counties by seed (benchmarks.truth)")
    asked.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    asked.add_argument("--report", type=Path, help="write every figure as JSON")
    given = asked.parse_args()
    frames, sections = [], {}
    for seed in given.seeds:
        store = county_store(given.counties / str(seed), HOUSEHOLDS, MONTHS, seed)
        visits, outcomes = worked_through(store, Policy.load())
        frames.append((of_county(seed, visits), of_county(seed, outcomes)))
        sections[f"seed {seed}"] = measured(*frames[-1])
    sections["both" if len(frames) == 2 else "all"] = measured(*(pl.concat(one) for one in zip(*frames, strict=True)))
    print(table(sections))
    if given.report:
        given.report.write_text(json.dumps(sections, ensure_ascii=False, indent=1), encoding="utf-8")


def monthly() -> Experiment:
    """The demo's trees on every month, in four windows of three lists."""
    demo = Experiment.load(DEMO_EXPERIMENT)
    dates = demo.dates.model_copy(update={"every_months": 1})
    split = demo.split.model_copy(update={"windows": 4, "test_dates": 3, "later_dates": 6})
    return demo.model_copy(update={"dates": dates, "split": split})


def worked_through(store: RecordStore, policy: Policy) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the office of a county met in the months of the test.

    Returns:
        Columns of VISITS; and of everybody who was identified within the horizon of a month `household_id`, `as_of`, `region_code`, `outcome_on`.
    """
    pinned = pin(store, monthly(), policy)
    predicted = predictions_of(store, pinned)
    days = sorted(predicted["as_of"].unique())
    screened = screened_on(store, pinned, [months_before(days[0], 1), *days])
    rules = rules_measured(pinned.experiment.evaluation, policy, pinned.county, predicted)
    settings = pinned.experiment.evaluation
    severe = must_include(screened, policy).select(list(HITS))
    played = play(predicted, severe, rules, settings.visits_made, score_column(MODEL), settings.seed)
    before = [months_before(days[0], 1), *days]
    new = newly_hit(screened, before[::-1])
    visits = pl.concat(visits_of(issued, new.filter(as_of=issued.as_of), predicted) for issued in played.lists)
    return visits, predicted.filter(label=1).select("household_id", "as_of", "region_code", "outcome_on")


def predictions_of(store: RecordStore, pinned: Pinned) -> pl.DataFrame:
    """Of everybody in scope in the months of the test: `training.predictions` by models of the months before, with the ends of the probability."""
    experiment = pinned.experiment
    who = whole_cohort(store, pinned.versions, experiment.target, pinned.plan.used, pinned.observed, pinned.horizon)
    matrix = training_matrix(store, pinned.versions, experiment, pinned.policy, who)
    parts = []
    for number, window in enumerate(pinned.plan.windows):
        train, later, test = (rows_of(matrix, part) for part in (window.train, window.later, window.test))
        model = fit(train, later, experiment, pinned.horizon_months, {})
        raw = model.raw_score(test)
        probability, *ends = model.probability_with_ends(raw)
        parts.append(predictions(test, number, {MODEL: raw}, probability.to_numpy()).with_columns(*ends))
    return pl.concat(parts)


def screened_on(store: RecordStore, pinned: Pinned, days: Sequence[dt.date]) -> pl.DataFrame:
    """Every hit on these days, columns of `SCREENING_RESULTS`."""

    def hits(records: Records) -> pl.DataFrame:
        index = pl.concat([index_of(described(records), day) for day in days])
        return screen(records, index, pinned.policy, only_hits=True).select(list(SCREENING_RESULTS))

    return pl.concat(over_buckets(store, hits, versions=pinned.versions))


def visits_of(issued: IssuedList, alerts: pl.DataFrame, predicted: pl.DataFrame) -> pl.DataFrame:
    """Who is on one month's list or has an alert, columns of VISITS.

    Args:
        alerts: the month's, columns of `SCREENING_RESULTS`.
    """
    of_day = predicted.filter(as_of=issued.as_of).select(
        "household_id", "as_of", "probability", *ENDS, "outcome_on", "label"
    )
    told = alerts.drop("as_of", "region_code").join(of_day, on="household_id")
    each = by_household(
        handled(told.select(*(name for name in HANDLED if name not in ("region_code", "handling"))), issued.households)
    )
    here = issued.households.filter(pl.col("score").is_not_null()).select("household_id", "region_code", "slot")
    rows = of_day.join(here, on="household_id").join(
        each.select("household_id", "alerts", "handling"), on="household_id", how="left"
    )
    outcome = pl.when(pl.col("label") == 1).then("outcome_on").alias("outcome_on")
    on_list = pl.when(pl.col("slot").is_not_null()).then(pl.lit(Handling.LISTED.value))
    met = rows.with_columns(outcome, pl.coalesce(on_list, "handling").alias("handling"), pl.col("alerts").fill_null(0))
    return met.filter(pl.col("handling").is_not_null()).select(pl.col(name).cast(kind) for name, kind in VISITS.items())


def measured(visits: pl.DataFrame, outcomes: pl.DataFrame) -> dict[str, Any]:
    """Every figure of one county or of several.

    Returns:
        `lists`, `alerts`, `households` with an alert a month, `repeated` alerts, `saved` visits, all by month; by handling, and of the `list` and
        of `alerts` as they come, `visits`, `identified` (share, with interval), `expected` by the probabilities, `visits_for_each` different household
        found; `found_by`: of the different identifications the share by who pointed to it within the horizon before.
    """
    lists = visits.select("as_of", pl.col("region_code").str.head(COUNTY_DIGITS)).n_unique()
    alerted = visits.filter(pl.col("alerts") > 0)
    ways = {"list": visits.filter(handling=Handling.LISTED.value), "alerts": alerted}
    ways |= {one.value: alerted.filter(handling=one.value) for one in Handling}
    repeated = int(alerted["alerts"].sum()) - alerted.height
    answered = alerted.filter(pl.col("handling").is_in([one.value for one in Handling if one.answered])).height
    return {
        "lists": lists,
        "by_month": {
            "alerts": int(alerted["alerts"].sum()) / lists,
            "households": alerted.height / lists,
            "repeated": repeated / lists,
            **{one.value: ways[one.value].height / lists for one in Handling},
            "saved": (repeated + answered) / lists,
        },
        "ways": {name: _way(rows) for name, rows in ways.items()},
        "found_by": _found_by(visits, outcomes),
    }


def _way(rows: pl.DataFrame) -> dict[str, Any]:
    """What visits to these households led to."""
    block = blocks_of(rows, Resample.VILLAGE)
    led = rows["outcome_on"].is_not_null().to_numpy().astype(np.float64)
    first = rows.select(pl.struct("household_id", "outcome_on").is_first_distinct()).to_series().to_numpy()
    different = led * first

    def ratios(weight: np.ndarray[Any, Any]) -> tuple[float, float]:
        visits, found = float(weight.sum()), float((weight * different).sum())
        share = float((weight * led).sum()) / visits if visits else float("nan")
        return share, visits / found if found else float("nan")

    drawn = [ratios(weight) for weight in resamples(block, RESAMPLES, SEED)]
    share, each = ratios(np.ones(rows.height))
    return {
        "visits": rows.height,
        "identified": int(led.sum()),
        "expected": float(rows["probability"].sum()),
        "share": interval(share, [one for one, _ in drawn]),
        "visits_for_each": interval(each, [one for _, one in drawn]),
    }


POINTED = ("list", "to visit", "behind", "nobody")
"""Who pointed to a household that was identified within the horizon: the list; an alert that has to be gone for, or was; only alerts behind the list; nobody."""


def _found_by(visits: pl.DataFrame, outcomes: pl.DataFrame) -> dict[str, Any]:
    place = {Handling.LISTED.value: 0, Handling.BEHIND.value: 2}
    told = visits.filter(pl.col("outcome_on").is_not_null()).select(
        "household_id",
        "outcome_on",
        pl.col("handling").replace_strict(place, default=1, return_dtype=pl.Int64).alias("by"),
    )
    events = outcomes.group_by("household_id", "outcome_on").agg(pl.col("region_code").sort_by("as_of").last())
    first = told.group_by("household_id", "outcome_on").agg(pl.col("by").min())
    known = events.join(first, on=["household_id", "outcome_on"], how="left").sort("household_id", "outcome_on")
    by = known["by"].fill_null(POINTED.index("nobody")).to_numpy()
    weights = list(resamples(blocks_of(known, Resample.VILLAGE), RESAMPLES, SEED))
    shares = {}
    for number, name in enumerate(POINTED):
        here = (by == number).astype(np.float64)
        shares[name] = {
            "households": int(here.sum()),
            "share": interval(float(here.mean()), [float((weight * here).sum() / weight.sum()) for weight in weights]),
        }
    return {"identified": known.height, **shares}


def table(sections: dict[str, dict[str, Any]]) -> str:
    """Markdown as docs/lists.md shows it: a column for each county."""

    def row(name: str, cell: Callable[[dict[str, Any]], str]) -> str:
        return f"| {name} | {' | '.join(cell(one) for one in sections.values())} |"

    def by_month(*names: str) -> Callable[[dict[str, Any]], str]:
        return lambda one: ", ".join(f"{one['by_month'][name]:,.0f}" for name in names)

    def of_way(name: str, figure: str, times: float, digits: int) -> Callable[[dict[str, Any]], str]:
        return lambda one: _shown(one["ways"][name][figure], times, digits)

    def against_expected(name: str) -> Callable[[dict[str, Any]], str]:
        return lambda one: f"{one['ways'][name]['identified']} ({one['ways'][name]['expected']:.1f})"

    def found_by(name: str) -> Callable[[dict[str, Any]], str]:
        return lambda one: f"{one['found_by'][name]['households']} of {one['found_by']['identified']}"

    visits = {
        "list": "of the list",
        "alerts": "of all with an alert",
        **{one.value: f"of `{one.value}`" for one in Handling},
    }
    lines = [
        f"| | {' | '.join(sections)} |",
        f"|---|{'---|' * len(sections)}",
        row("alerts a month, their households", by_month("alerts", "households")),
        row("saved: all; repeated, `listed`, `visited`", by_month("saved", "repeated", "listed", "visited")),
        row("left: `must_visit`, `ahead`, `behind`", by_month("must_visit", "ahead", "behind")),
    ]
    few = ("alerts", Handling.BEHIND.value)
    lines += [
        row(f"identified {whose}, %", of_way(name, "share", 100, 2 if name in few else 1))
        for name, whose in visits.items()
    ]
    lines += [row(f"identified {whose} (expected)", against_expected(name)) for name, whose in visits.items()]
    lines += [
        row(f"visits {visits[name]} for each family", of_way(name, "visits_for_each", 1, 0)) for name in ("list", *few)
    ]
    pointed = ("by the list", "by an alert to go for, not by the list", "by an alert `behind` alone", "by nothing")
    lines += [row(f"families pointed to {how}", found_by(name)) for name, how in zip(POINTED, pointed, strict=True)]
    return "\n".join(lines)


def _shown(of: Interval, times: float, digits: int) -> str:
    if np.isnan(of["value"]):
        return "—"
    value, low, high = (f"{of[end] * times:,.{digits}f}" for end in ("value", "low", "high"))
    return f"{value} ({low}–{high})"


if __name__ == "__main__":
    main()
