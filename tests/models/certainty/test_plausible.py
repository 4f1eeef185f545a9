"""Plausible values come from households alike, whole and by seed; what is known stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from features.frame.values import finished
from models.certainty.alike import as_bytes, completeness
from models.certainty.doubts import State
from models.certainty.plausible import (
    NOBODY,
    SEED,
    different,
    doubts_of,
    plausible_scores,
    scores_if_known,
    with_measures,
)
from models.certainty.topics import TOPICS, measures_of
from models.lists import tie
from tests.drawn_tables import POLICY
from tests.models.certainty.drawn_county import SILENT, everybody, facts, without
from tests.models.small_model import model

MODEL = model()
READ = frozenset(MODEL.features)
ALIKE = everybody()


def test_who_is_fully_known_has_no_doubt_that_the_model_reads() -> None:
    assert doubts_of(facts("D05"), ALIKE, POLICY, READ) == []


def test_a_missing_income_is_doubted_wholly_and_a_silence_by_its_share() -> None:
    missing = doubts_of(facts("D05", records=without("income", "D05")), ALIKE, POLICY, READ)
    assert [(one.topic, one.state, one.chance) for one in missing] == [("income", State.MISSING, 1.0)]
    (silent,) = doubts_of(facts("D35"), ALIKE, POLICY, READ)
    assert silent.topic == "illness"
    assert silent.chance == pytest.approx(0.08 / (0.08 + 0.92 * len(SILENT) / 40))


def test_the_scores_are_those_of_real_households_in_its_place() -> None:
    told = facts("D24", records=without("income", "D24"))
    doubts = doubts_of(told, ALIKE, POLICY, READ)
    drawn = scores_if_known(MODEL, told, ALIKE, doubts, 50)[0]
    every = told.frame[np.zeros(40, dtype=int)]
    whole = with_measures(every, ALIKE.facts.frame, np.arange(40), measures_of(READ)["income"])
    possible = MODEL.raw_score(finished(whole, told.plan))
    assert set(drawn) <= set(possible)
    assert len(set(drawn)) > 1


def test_the_same_alone_as_among_others_and_the_same_again() -> None:
    alone = facts("D35")
    among = facts("D33", "D35", "D36")
    of_among = [one for one in doubts_of(among, ALIKE, POLICY, READ) if one.row == 1]
    first = scores_if_known(MODEL, alone, ALIKE, doubts_of(alone, ALIKE, POLICY, READ), 20)
    assert (first == scores_if_known(MODEL, among, ALIKE, of_among, 20)).all()
    other = scores_if_known(MODEL, alone, ALIKE, doubts_of(alone, ALIKE, POLICY, READ), 20, seed=2)
    assert not (first == other).all()


def test_all_doubts_together_keep_what_the_records_say_as_often_as_it_is_so() -> None:
    told = facts("D35")
    doubts = doubts_of(told, ALIKE, POLICY, READ)
    now = MODEL.raw_score(finished(told.frame, told.plan))[0]
    scores = plausible_scores(MODEL, told, ALIKE, doubts, 400, 30)
    (together,) = scores.together
    assert np.array_equal(scores.each, scores_if_known(MODEL, told, ALIKE, doubts, 30))
    # A quarter of the silence is an omission, and most of the bills drawn are too small to change anything.
    assert 0.7 < (together == now).mean() < 0.97
    kept = [replace(one, chance=0.0) for one in doubts]
    assert (plausible_scores(MODEL, told, ALIKE, kept, 400, 1).together == now).all()
    assert plausible_scores(MODEL, facts("D05"), ALIKE, [], 3, 2).together.shape == (0, 3)


def test_a_draw_is_scored_as_if_it_were_the_only_one() -> None:
    """Draws that are the same are scored once; here each is combined and scored by itself."""
    told = facts("D33", "D35", "D36", records=without("income", "D35"))
    doubts = doubts_of(told, ALIKE, POLICY, READ)
    scores = plausible_scores(MODEL, told, ALIKE, doubts, 60, 20)
    assert [(doubt.row, doubt.topic) for doubt in doubts] == [
        (0, "illness"),
        (1, "illness"),
        (1, "income"),
        (2, "illness"),
    ]
    assert scores.rows.tolist() == [0, 1, 2]
    measures = measures_of(READ)
    for household, row in enumerate(scores.rows.tolist()):
        together, once = told.frame[np.full(60, row)], told.frame[np.full(20, row)]
        for place, doubt in enumerate(doubts):
            if doubt.row != row:
                continue
            text = f"{told.frame['household_id'][row]}|{told.frame['as_of'][row]}|{doubt.topic}"
            given = np.random.default_rng(tie(text, SEED)).choice(doubt.donors, 60)
            replaced = pl.Series(np.random.default_rng(tie(text, SEED + 1)).random(60) < doubt.chance)
            alone = with_measures(once, ALIKE.facts.frame, given[:20], measures[doubt.topic])
            assert np.array_equal(scores.each[place], MODEL.raw_score(finished(alone, told.plan)))
            swapped = with_measures(together, ALIKE.facts.frame, given, measures[doubt.topic])
            together = together.with_columns(
                pl.when(replaced).then(swapped[name]).otherwise(pl.col(name)).alias(name)
                for name in measures[doubt.topic]
            )
        assert np.array_equal(scores.together[household], MODEL.raw_score(finished(together, told.plan)))


def test_different_rows_are_told_apart_however_many_numbers_there_are() -> None:
    # Numbers put side by side would differ by 2 ** 64 in the first two rows.
    columns = [np.array([0, 2**31, 0, NOBODY]), np.array([5, 5, 2**33 - 2, 5])]
    first, which = different(*columns)
    assert first[which].tolist() == [0, 1, 2, 3]
    assert different(np.array([3, NOBODY, 3]), np.array([1, 1, 1]))[1].tolist() == [1, 0, 1]


def test_what_is_not_known_is_not_what_is_no_number() -> None:
    unknown, none, zero, below = as_bytes(pl.DataFrame({"a": [None, float("nan"), 0.0, -0.0]}), ["a"])
    assert len({unknown, none, zero, below}) == 4


def test_a_combination_is_made_anew_of_what_was_drawn() -> None:
    told = facts("D35")
    plan_frame = with_measures(told.frame, ALIKE.facts.frame, np.array([20]), ["self_paid_12m"])
    assert finished(plan_frame, told.plan)["self_paid_12m"].to_list() == [10_000.0]
    assert told.frame["self_paid_12m"].to_list() == [0.0]


def test_nobody_of_the_type_means_nothing_to_draw() -> None:
    assert len(ALIKE.donors("income", "lifted_out", 1.0, "990101001001")) == 0
    # Too few in the township, or of its size: those of the county, of any size.
    assert len(ALIKE.donors("income", "general", 1.0, "990101002001")) == 40
    assert len(ALIKE.donors("income", "general", 5.0, None)) == 40


def test_nobody_gives_what_is_not_known_of_them() -> None:
    alike = everybody(without("income", "D24"))
    assert 24 not in alike.donors("income", "general", 1.0, "990101001001")
    assert 24 in alike.donors("illness", "general", 1.0, "990101001001")


def test_completeness_weighs_what_matters_to_the_model() -> None:
    weights = {"net_income_year": 3.0, "self_paid_12m": 1.0}
    frame = pl.DataFrame({"net_income_year": [None, None, None, 1.0], "self_paid_12m": [0.0] * 4})
    known = {topic: [State.KNOWN] * 4 for topic in TOPICS}
    of_bills = [State.KNOWN, State.SILENT, State.STALE, State.MISSING]
    assert completeness(weights, frame, known | {"illness": of_bills}).tolist() == [0.25, 0.25, 0, 0.75]
    assert completeness({}, frame, known).tolist() == [1] * 4


def test_the_weights_are_those_of_the_model() -> None:
    assert set(ALIKE.weights) == set(MODEL.features)
    assert ALIKE.weights["self_paid_12m"] > ALIKE.weights["admissions_12m"]
    frame = finished(facts("D05").frame, facts("D05").plan)
    assert isinstance(frame, pl.DataFrame)
    assert completeness(ALIKE.weights, frame, facts("D05").states).tolist() == [1]
