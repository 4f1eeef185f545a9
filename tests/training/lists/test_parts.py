"""What each part of a list costs or brings, played by an office that does not come to everybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import StringIO

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from features.policy.loading import Policy
from models.lists import Capacity, Lists, Part, Rules
from tests.training.drawn_predictions import drawn_predictions
from training.lists.parts import SWITCHED, measured_parts, rules_measured, severe_hits
from training.lists.playing import HITS, hits_on_dates, play
from training.lists.printing_parts import print_parts
from training.predictions import MODEL, score_column
from training.settings import Evaluation

SETTINGS = Evaluation(visits_per_hundred=5, cool_down_months=6, bootstrap=20)
SCORE = score_column(MODEL)
NO_HITS = pl.DataFrame(schema=HITS)
RULES = Rules(Capacity(5, cool_down_months=6), carry_over_months=3)
JANUARY, FEBRUARY, MARCH = (dt.date(2024, month, 1) for month in (1, 2, 3))


def test_an_office_that_comes_to_everybody_plays_the_lists_in_turn() -> None:
    predictions = drawn_predictions().sample(fraction=1, shuffle=True, seed=3)
    rules = Rules(Capacity(5, cool_down_months=6))
    played = play(predictions, NO_HITS, rules, 1.0, SCORE, SETTINGS.seed)
    in_turn = Lists(predictions, SETTINGS.seed).issued(rules.capacity, SCORE).select("household_id", "as_of")
    visited = predictions.filter(played.visited).select("household_id", "as_of")
    assert visited.sort(pl.all()).equals(in_turn.sort(pl.all()))
    assert np.isnan(played.replaced)


def test_who_was_not_come_to_is_carried_over_and_who_was_rests() -> None:
    predictions = drawn_predictions()
    played = play(predictions, NO_HITS, RULES, 0.5, SCORE, SETTINGS.seed)
    visited = predictions.filter(played.visited)
    first, second = played.lists[:2]
    came = set(visited.filter(as_of=first.as_of)["household_id"])
    listed = set(first.listed["household_id"])
    assert 0 < len(came) < len(listed)
    assert set(second.listed.filter(slot="carried_over")["household_id"]) == listed - came
    assert not came & set(second.listed["household_id"])
    assert not visited["household_id"].is_duplicated().any(), "all dates lie within the rest"


def test_a_hit_is_newer_than_a_visit_where_it_was_not_there_on_the_date_before() -> None:
    screened = pl.DataFrame(
        {
            "household_id": ["A"] * 3 + ["B"] * 3,
            "as_of": [JANUARY, FEBRUARY, MARCH] * 2,
            "trigger.x": [True, True, False, False, True, True],
            "trigger.y": [False, False, True, None, False, True],
        }
    )
    hits = hits_on_dates(screened.sample(fraction=1, shuffle=True, seed=1), {"x": 1, "y": 3})
    assert hits.rows() == [
        (JANUARY, "A", 1, ["x"], None),
        (FEBRUARY, "A", 1, ["x"], None),
        (FEBRUARY, "B", 1, ["x"], FEBRUARY),
        (MARCH, "A", 3, ["y"], MARCH),
        (MARCH, "B", 3, ["x", "y"], MARCH),
    ]
    assert hits_on_dates(screened, {}).is_empty()


def test_rules_that_a_run_did_not_hold_against_its_rows_are_no_hits() -> None:
    rows = pl.DataFrame({"household_id": ["A"], "as_of": [JANUARY], "trigger.new_major_disease": [True]})
    policy = Policy.load()
    assert severe_hits(rows, policy, "990101")["triggers"].to_list() == [["new_major_disease"]]
    assert severe_hits(rows.drop("trigger.new_major_disease"), policy, "990101").is_empty()


def test_each_part_is_switched_off_or_tried() -> None:
    predictions = drawn_predictions(base_rate=0.05)
    section = measured_parts(predictions, NO_HITS, RULES, SETTINGS)
    assert [Part(name) for name in section["parts"]] == list(SWITCHED)
    assert {name for name, part in section["parts"].items() if part["on"]} == {"carry_over", "cool_down"}
    whole = section["measures"]["households_found"]["value"]
    without_rest = section["parts"]["cool_down"]
    assert without_rest["difference"]["households_found"]["value"] == pytest.approx(
        whole - without_rest["measures"]["households_found"]["value"]
    )
    tried = section["parts"]["audit"]
    assert tried["difference"]["households_found"]["value"] == pytest.approx(
        tried["measures"]["households_found"]["value"] - whole
    )
    assert section["slots"]["carried_over"] > 0
    with pytest.raises(ValueError, match="no predictions"):
        measured_parts(predictions.clear(), NO_HITS, RULES, SETTINGS)


def test_a_budget_is_measured_where_nobody_is_carried_over() -> None:
    """Open cases that are carried over leave no room for churn, and it would seem to cost nothing."""
    predictions = drawn_predictions(base_rate=0.05)
    settings = SETTINGS.model_copy(update={"visits_made": 0.3})
    parts = measured_parts(predictions, NO_HITS, RULES, settings)["parts"]
    assert parts["churn"]["replaced"] < parts["carry_over"]["replaced"]
    held = measured_parts(predictions, NO_HITS, replace(RULES, churn_share=0.0), settings)["parts"]["churn"]
    assert held["on"]
    assert held["replaced"] == parts["carry_over"]["replaced"], "switched off: as it was without a budget"


def test_the_rules_measured_are_the_county_s_at_the_capacity_of_the_run() -> None:
    rules = rules_measured(SETTINGS, Policy.load(), "990101", drawn_predictions())
    assert (rules.capacity.visits_per_hundred, rules.capacity.cool_down_months) == (5, 6)
    assert rules.must_include_share == Policy.load().value("list_must_include_share", "990101", JANUARY)


def test_the_table_fits_a_terminal_and_marks_what_was_tried() -> None:
    console = Console(width=100, record=True, file=StringIO())
    print_parts(measured_parts(drawn_predictions(base_rate=0.05), NO_HITS, RULES, SETTINGS), console)
    text = console.export_text()
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "churn*" in text
    assert "carry_over*" not in text
    assert "每期走访其中80%" in text
