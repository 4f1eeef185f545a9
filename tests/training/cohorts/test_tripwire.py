"""A fact that the identification itself wrote under too early a day is caught, and honest ones are not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from features.frame import feature_frame
from features.policy.loading import Policy
from features.records.gate import Records
from features.records.importing import import_records
from features.records.store import RecordStore
from tests.drawn_tables import POLICY
from tests.training.drawn_identifications import drawn_tables, records_folder
from training.cohorts.cohort import cohort
from training.cohorts.observed import Observed
from training.cohorts.separation import best_cut
from training.cohorts.tripwire import Limits, TripwireError, tripwire
from training.experiment import run
from training.plan.horizons import always
from training.settings import Experiment, Target

LIMITS = Limits.of(POLICY, None, dt.date(2024, 1, 31))
NAMES = ["self_paid_12m", "measures_underway", "support_amount_12m"]
MONTHS = pl.date_range(dt.date(2022, 1, 31), dt.date(2023, 6, 30), "1mo", eager=True).dt.month_end().to_list()


def matrix(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    records = Records(tables)
    households = tables["households"]["household_id"].sort()
    rows = cohort(records, households, MONTHS, Target(), Observed(dt.date(2024, 1, 31)), always(6))
    frame = feature_frame(records, rows, POLICY, NAMES)
    return frame.with_columns(rows["label"], rows["outcome_on"])


def test_honest_facts_pass_though_trouble_piles_up_before_an_identification() -> None:
    told = tripwire(matrix(drawn_tables()), NAMES, LIMITS)
    assert [scale["looked_for_jumps"] for scale in told["scales"]] == [True, True, True]
    assert {one["feature"] for one in told["strongest"]} == set(NAMES)
    assert max(one["jump"] for one in told["strongest"]) > 0.05  # hardship does show


@pytest.mark.parametrize(
    "days_early",
    [
        10,  # entered while the decision was under way
        90,  # a file that states a day three months earlier than it came on
        185,
    ],
)
def test_a_measure_that_the_identification_brings_is_caught_where_its_known_date_is_too_early(days_early: int) -> None:
    leaking = matrix(drawn_tables(days_early=days_early))
    with pytest.raises(TripwireError, match=r"support_amount_12m（近12个月开始的帮扶措施金额") as refused:
        tripwire(leaking, NAMES, LIMITS)
    told = str(refused.value)
    assert "measures_underway" in told
    assert "self_paid_12m" not in told
    assert "known_date" in told
    assert "--lineage" in told
    # The honest rest still passes: leaving the features out is a way on.
    tripwire(leaking, ["self_paid_12m"], LIMITS)


def test_the_message_tells_who_has_the_value_and_never_names_a_household() -> None:
    with pytest.raises(TripwireError) as refused:
        tripwire(matrix(drawn_tables(days_early=10)), ["support_amount_12m"], LIMITS)
    told = str(refused.value)
    assert "above 0: " in told
    assert "households in the 15 days before their identification" in told
    assert not any(f"H{n:03d}" in told for n in range(600))


def flat(near: list[float], earlier: list[float], others: list[float]) -> pl.DataFrame:
    """One row per value: identified 5 days and 60 days after the as-of day, and never."""
    day = dt.date(2024, 1, 31)
    rows: list[tuple[str, dt.date, int, dt.date | None, float]] = []
    for n, value in enumerate(near):
        rows.append((f"N{n}", day, 1, day + dt.timedelta(days=5), value))
    for n, value in enumerate(earlier):
        rows.append((f"E{n}", day, 1, day + dt.timedelta(days=60), value))
    rows += [(f"O{n}", day, 0, None, value) for n, value in enumerate(others)]
    schema = {
        "household_id": pl.String,
        "as_of": pl.Date,
        "label": pl.Int8,
        "outcome_on": pl.Date,
        "persons": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.mark.parametrize(("households", "looked"), [(9, False), (10, True)])
def test_too_few_positives_tell_nothing_and_the_report_says_so(households: int, looked: bool) -> None:
    told = tripwire(flat([1.0] * households, [1.0] * 40, [1.0, 2.0] * 400), ["persons"], LIMITS)
    assert told["scales"][0]["looked_for_jumps"] is looked
    # Nobody's outcome lies more than three months ahead here.
    assert told["scales"][1]["looked_for_jumps"] is False


@pytest.mark.parametrize("value", [5.0, 0.0, None, float("nan")])
def test_whichever_value_appears_it_is_caught(value: float | None) -> None:
    common = [1.0, 2.0, 3.0, 4.0]
    with pytest.raises(TripwireError, match="persons"):
        tripwire(flat([value] * 30, common * 10, common * 2000), ["persons"], LIMITS)  # type: ignore[list-item]


def test_a_value_known_only_of_those_about_to_be_identified_is_caught() -> None:
    with pytest.raises(TripwireError, match="known: 100% of households"):
        tripwire(flat([1.0, 2.0] * 15, [None] * 40, [None] * 4000), ["persons"], LIMITS)  # type: ignore[list-item]


def test_a_difference_that_was_there_long_before_is_no_jump() -> None:
    tripwire(flat([5.0, 1.0] * 15, [5.0, 1.0] * 20, [1.0, 1.0, 1.0, 5.0] * 1000), ["persons"], LIMITS)


def test_a_few_rows_that_differ_by_chance_are_no_jump() -> None:
    tripwire(flat([5.0] * 5 + [1.0] * 7, [1.0] * 40, [1.0] * 2000), ["persons"], LIMITS)


def test_beyond_a_cut_almost_only_positives_are_too_good_to_be_true() -> None:
    always_there = flat([5.0] * 30, [5.0] * 30, [1.0, 2.0] * 3000)
    with pytest.raises(TripwireError, match="100% of the rows at or above 5 are positives"):
        tripwire(always_there, ["persons"], LIMITS)
    with pytest.raises(TripwireError, match="100% of the rows at or below -5 are positives"):
        tripwire(always_there.with_columns(-pl.col("persons")), ["persons"], LIMITS)
    # Half of those who have the value were never identified: that is a lead, no leak.
    tripwire(flat([5.0] * 30, [5.0] * 30, [5.0] * 60 + [1.0, 2.0] * 3000), ["persons"], LIMITS)


def test_rows_of_one_household_count_once() -> None:
    values, many = np.full(40, 5.0), np.arange(40.0)
    assert best_cut(values, many, np.ones(1000), 1.0, 10).precision == 1
    assert best_cut(values, np.repeat(np.arange(5.0), 8), np.ones(1000), 1.0, 10).surely == 0
    certain = [best_cut(values, ids, np.ones(1000), 1.0, 10).surely for ids in (many, np.repeat(np.arange(10.0), 4))]
    assert certain[0] > 0.9 > certain[1]


def test_limits_are_the_county_s(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "outcomes.yaml").write_text(
        "tripwire_jump:\n  steps:\n    - {from: 2022-01-01, value: 0.9, source: 本县核查结论, status: example}\n",
        encoding="utf-8",
    )
    own = Limits.of(Policy.load(county=tmp_path), None, dt.date(2024, 1, 31))
    assert own.jump == 0.9
    tripwire(matrix(drawn_tables(days_early=10, decision_shows=0.5)), NAMES, own)


EXPERIMENT = Experiment.model_validate(
    {
        "name": "planted",
        "registered_model": "fanpin-planted",
        "target": {"horizon_months": 3},
        "dates": {"first": "2022-01-31"},
        "split": {"windows": 1, "test_dates": 4, "later_dates": 4},
        "features": NAMES,
        "calibration": "shift",
        "evaluation": {"opponents": ["logistic"], "bootstrap": 20},
        "model": {"rounds": 5, "rows_in_leaf": 20},
    }
)


def test_a_run_on_records_with_a_planted_leak_refuses_to_learn(tmp_path: Path) -> None:
    store = RecordStore.create(tmp_path / "records", buckets=1)
    import_records(records_folder(tmp_path / "files", drawn_tables(days_early=10)), store)
    with pytest.raises(TripwireError, match="support_amount_12m"):
        run(store, EXPERIMENT, POLICY, register=False)
