"""Lists measured: figures that can be counted by hand, and the cut that is the one of the list issued."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.policy.loading import Policy
from models.lists import Capacity, Rules, State, issue
from tests.training.drawn_predictions import drawn_predictions
from training.lists.capacity import CapacityError, capacity_of, with_one_capacity
from training.lists.counting import Draws, Outcomes
from training.lists.cutting import PredictedLists, listed
from training.lists.measured import measured_lists
from training.predictions import IDENTITY, MODEL, score_column
from training.settings import Evaluation, Experiment, Resample

SETTINGS = Evaluation(visits_per_hundred=5, cool_down_months=6, shares=(0.1,), bootstrap=40)


def month(number: int) -> dt.date:
    return dt.date(2024 + number // 12, number % 12 + 1, 1)


def rows(*drawn: str, **scores: list[float]) -> pl.DataFrame:
    """Predictions as drawn: `household month label outcome` and maybe a village, with scores by method."""
    table = []
    for position, line in enumerate(drawn):
        household, when, label, outcome, village = (*line.split(), "A")[:5]
        table.append(
            {
                "window": 0,
                "household_id": household,
                "as_of": month(int(when)),
                "region_code": f"990101001{village}",
                "label": int(label),
                "outcome_on": None if outcome == "-" else dt.date.fromisoformat(outcome),
                **{score_column(method): values[position] for method, values in scores.items()},
            }
        )
    kinds: dict[str, type[pl.DataType]] = {**IDENTITY, **{score_column(method): pl.Float64 for method in scores}}
    return pl.DataFrame(table, schema=kinds)


def issued_by_day(predictions: pl.DataFrame, capacity: Capacity) -> pl.DataFrame:
    """Who is on the lists that an office would be issued, one day after the other."""
    days = predictions.partition_by("as_of", maintain_order=True)
    lists = [issue(day, State(), Rules(capacity), SETTINGS.seed, score_column(MODEL)).listed for day in days]
    return pl.concat(lists).select("household_id", "as_of")


def values(measured: dict[str, dict[str, float]], at: str) -> dict[str, float]:
    return {name.partition("@")[0]: told["value"] for name, told in measured.items() if name.endswith(f"@{at}")}


@pytest.mark.parametrize("capacity", [Capacity(1), Capacity(3.7), Capacity(50)])
def test_what_is_measured_is_what_is_issued(capacity: Capacity) -> None:
    predictions = drawn_predictions().sample(fraction=1, shuffle=True, seed=3)
    issued = issued_by_day(predictions, capacity)
    measured = predictions.filter(PredictedLists(predictions, SETTINGS.seed).on_list(MODEL, capacity))
    assert measured.select("household_id", "as_of").sort(pl.all()).equals(issued.sort(pl.all()))
    assert measured.height > 0


def test_equal_scores_are_cut_as_the_list_that_is_issued() -> None:
    predictions = drawn_predictions(signal={MODEL: 1.0}).with_columns(pl.lit(0.0).alias(score_column(MODEL)))
    issued = issued_by_day(predictions, Capacity(5))
    measured = predictions.filter(listed(predictions, MODEL, SETTINGS))
    assert measured.select("household_id", "as_of").sort(pl.all()).equals(issued.sort(pl.all()))


def test_lists_are_counted_by_month_and_by_household() -> None:
    # Two visits for two months of ten households. H1 is listed in both months and identified once; H2 never listed.
    first = ["H1 0 1 2024-04-01", "H2 0 1 2024-05-01", *(f"N{n} 0 0 -" for n in range(8))]
    second = ["H1 1 1 2024-04-01", "H2 1 1 2024-05-01", *(f"N{n} 1 0 -" for n in range(8))]
    score = [9.0, 0.0, *(float(n) / 10 for n in range(8))]
    measured = measured_lists(rows(*first, *second, model=score * 2), SETTINGS)
    assert values(measured["methods"]["model"], "capacity") == {
        "precision": 1.0,
        "recall": 0.5,
        "lift": pytest.approx(5.0),
        "households_found": 0.5,
        "visits_per_household_found": 2.0,
    }
    assert measured["capacity"] == {"visits_per_hundred": 5, "lists": 2, "townships": 1, "visits": 2}


def test_without_a_positive_there_is_nothing_to_find() -> None:
    measured = measured_lists(rows(*(f"N{n} 0 0 -" for n in range(20)), model=[float(n) for n in range(20)]), SETTINGS)
    told = measured["methods"]["model"]
    assert told["precision@capacity"]["value"] == 0
    for unknown in ("recall@capacity", "households_found@capacity", "visits_per_household_found@capacity", "roc_auc"):
        assert np.isnan(told[unknown]["value"])


def test_other_shares_are_told_beside_the_capacity() -> None:
    measured = measured_lists(drawn_predictions(), SETTINGS)["methods"][MODEL]
    assert measured["recall@0.1"]["value"] > measured["recall@capacity"]["value"] > 0


def test_a_better_method_is_told_from_a_worse_and_equals_are_not() -> None:
    settings = SETTINGS.model_copy(update={"bootstrap": 100})
    predictions = drawn_predictions(households=1500, base_rate=0.05, signal={MODEL: 3.0, "twin": 3.0, "random": 0.0})
    told = measured_lists(predictions, settings)
    over = told["differences"]["model-random"]
    assert over["recall@capacity"]["low"] > 0
    assert over["visits_per_household_found@capacity"]["high"] < 0
    assert over["roc_auc"]["low"] > 0.1
    twin = told["differences"]["model-twin"]["recall@capacity"]
    assert twin["low"] <= 0 <= twin["high"]
    methods = told["methods"]
    assert over["recall@capacity"]["value"] == pytest.approx(
        methods[MODEL]["recall@capacity"]["value"] - methods["random"]["recall@capacity"]["value"]
    )
    for measured in methods.values():
        for interval in measured.values():
            assert interval["low"] <= interval["value"] <= interval["high"]


def test_windows_are_told_one_by_one_and_add_up() -> None:
    predictions = drawn_predictions(windows=3, dates=2)
    told = measured_lists(predictions, SETTINGS)
    assert [(one["window"], one["lists"]) for one in told["windows"]] == [(0, 2), (1, 2), (2, 2)]
    assert sum(one["positives"] for one in told["windows"]) == predictions["label"].sum()
    found = sum(one["methods"][MODEL]["recall@capacity"]["value"] * one["positives"] for one in told["windows"])
    pooled = told["methods"][MODEL]["recall@capacity"]["value"]
    assert found / predictions["label"].sum() == pytest.approx(pooled)
    alone = measured_lists(predictions.filter(pl.col("window") == 1), SETTINGS)["methods"][MODEL]
    assert told["windows"][1]["methods"][MODEL]["recall@capacity"]["value"] == alone["recall@capacity"]["value"]


def test_a_resample_counts_a_village_as_often_as_it_was_drawn() -> None:
    predictions = drawn_predictions()
    draws = Draws.of(predictions, SETTINGS)
    on_list = listed(predictions, MODEL, SETTINGS)
    measured = Outcomes(predictions, np.arange(predictions.height), draws).measure(on_list)
    weight = draws.times[5][draws.block]
    label = predictions["label"].to_numpy()
    assert measured["recall"][5] == pytest.approx((weight * on_list * label).sum() / (weight * label).sum())
    assert measured["precision"][5] == pytest.approx((weight * on_list * label).sum() / (weight * on_list).sum())


def test_where_all_villages_are_alike_there_is_nothing_to_be_unsure_of() -> None:
    # In every village one of twenty is found and listed: whichever villages are drawn, the figures are the same.
    drawn = [f"V{v}H{n} 0 {int(n < 2)} {'2024-04-01' if n < 2 else '-'} {v}" for v in range(8) for n in range(20)]
    score = [float(n == 0) for _ in range(8) for n in range(20)]
    by_village = measured_lists(rows(*drawn, model=score), SETTINGS)["methods"]["model"]["recall@capacity"]
    assert by_village == {"value": 0.5, "low": 0.5, "high": 0.5}
    by_household = SETTINGS.model_copy(update={"resample": Resample.HOUSEHOLD})
    wider = measured_lists(rows(*drawn, model=score), by_household)["methods"]["model"]["recall@capacity"]
    assert wider["low"] < 0.5 < wider["high"]


def test_the_capacity_is_the_policy_s_unless_the_experiment_has_its_own() -> None:
    experiment, days = Experiment.load(), [dt.date(2024, 1, 31), dt.date(2024, 6, 30)]
    policy = Policy.load()
    told = with_one_capacity(experiment, policy, "990101", days).evaluation
    assert told.visits_per_hundred == policy.value("visits_per_hundred_households", "990101", days[0])
    assert told.cool_down_months == policy.value("cool_down_months", "990101", days[0])
    assert capacity_of(told) == Capacity(told.visits_per_hundred)
    assert capacity_of(told, in_turn=True).cool_down_months == told.cool_down_months
    own = experiment.model_copy(update={"evaluation": SETTINGS})
    assert with_one_capacity(own, policy, "990101", days).evaluation == SETTINGS
    with pytest.raises(CapacityError, match="is empty"):
        capacity_of(experiment.evaluation)


def test_two_capacities_in_one_report_are_refused(tmp_path: Path) -> None:
    county = tmp_path / "county"
    (county / "policy").mkdir(parents=True)
    (county / "policy" / "lists.yaml").write_text(
        "visits_per_hundred_households:\n  steps:\n"
        "    - {from: 2000-01-01, value: 1, scope: '', source: notice 1 of the county office of 2000, status: sourced}\n"
        "    - {from: 2024-03-01, value: 2, scope: '', source: notice 2 of the county office of 2024, status: sourced}\n",
        encoding="utf-8",
    )
    policy = Policy.load(county=county)
    days = [dt.date(2024, 1, 31), dt.date(2024, 6, 30)]
    with pytest.raises(CapacityError, match="1 on 2024-01-31 and 2 on 2024-06-30"):
        with_one_capacity(Experiment.load(), policy, "990101", days)
    assert with_one_capacity(Experiment.load(), policy, "990101", days[1:]).evaluation.visits_per_hundred == 2


def test_lists_in_turn_let_the_visited_rest() -> None:
    # Two of forty households may be visited each month. The model puts the same two first every month, and rests them;
    # the next two are those who will be identified.
    drawn = [
        f"H{n:02d} {when} {int(n in (2, 3))} {'2024-06-01' if n in (2, 3) else '-'} {n % 4}"
        for when in range(3)
        for n in range(40)
    ]
    score = [float(40 - n) for _ in range(3) for n in range(40)]
    measured = measured_lists(rows(*drawn, **{"model": score, "trigger:one": score}), SETTINGS)
    assert measured["methods"]["model"]["households_found@capacity"]["value"] == 0
    turn = measured["in_turn"]
    assert turn["cool_down_months"] == 6
    assert {name: told["value"] for name, told in turn["methods"]["model"].items()} == {
        "precision": pytest.approx(2 / 6),
        "households_found": 1.0,
        "visits_per_household_found": 3.0,
    }
    # Thirty rules one after another tell nothing more: only methods of the office's own.
    assert list(turn["methods"]) == ["model"]
    without = SETTINGS.model_copy(update={"cool_down_months": None})
    assert "in_turn" not in measured_lists(rows(*drawn, model=score), without)
