"""An answer is worth something where it moves a household over the cut: near it, open, and by as much as the list gains."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from features.frame import index_of
from features.frame.values import finished
from features.records.gate import Records
from models.asking.wording import questions_as_lines, questions_as_table
from models.asking.worth import QUESTIONS, TIMES_THE_LIST, near_the_cut, questions
from models.certainty.doubts import facts_of
from models.certainty.plausible import doubts_of, scores_if_known
from models.lists import MUST_INCLUDE, PREVIOUS, Capacity, IssuedList, LeftOut, Rules, Slot, State, issue
from tests.drawn_tables import POLICY
from tests.models.certainty.drawn_county import DAY, HOUSEHOLDS, county, everybody, without
from tests.models.small_model import model

MODEL = model()


BOTH = {"must_include_share": 1.0, "carry_over_months": 3, "carry_over_share": 0.5}


def known(severe: str, carried: str) -> State:
    """One household hits a severe rule, another was listed a month ago and nobody went."""
    before = DAY.replace(month=DAY.month - 1, day=1)
    return State(
        previous=pl.DataFrame([(carried, None, before, before)], schema=PREVIOUS, orient="row"),
        must_include=pl.DataFrame([(severe, 3, ["rule"], before)], schema=MUST_INCLUDE, orient="row"),
    )


def scores(records: Records) -> pl.DataFrame:
    told = facts_of(MODEL, records, index_of(HOUSEHOLDS, DAY), POLICY)
    frame = finished(told.frame, told.plan)
    places = told.frame.select("household_id", "as_of", "region_code")
    return places.with_columns(pl.Series("raw_score", MODEL.raw_score(frame)))


def listed_by_score(scored: pl.DataFrame, visits: int, state: State | None = None, **rules: float) -> IssuedList:
    return issue(scored, state or State(), Rules(Capacity(visits=visits), **rules))  # type: ignore[arg-type]


def asked(records: Records, visits: int = 5) -> pl.DataFrame:
    scored = scores(records)
    cut = near_the_cut(listed_by_score(scored, visits))
    near = cut.households["household_id"].to_list()
    return questions(MODEL, facts_of(MODEL, records, index_of(near, DAY), POLICY), everybody(), POLICY, cut)


def test_an_unknown_income_is_asked_before_any_silence() -> None:
    # On the list since nobody knows its income, which may well be high.
    told = asked(without("income", "D20"))
    assert told.columns == list(QUESTIONS)
    assert told.row(0, named=True)["household_id"] == "D20"
    assert told.row(0, named=True)["topic"] == "income"
    assert (told["worth"] >= 0).all()
    assert told["worth"].is_sorted(descending=True)
    assert (told["crossing"] <= told["doubt"]).all()


def test_who_is_wholly_known_is_asked_nothing() -> None:
    told = asked(Records(county()))
    assert set(told["household_id"]) <= set(HOUSEHOLDS[30:])
    assert set(told["topic"]) <= {"illness"}


def test_the_worth_is_the_gain_over_the_household_at_the_other_side_of_the_cut() -> None:
    """On the list it may leave it: what the list gains is what the first below is at greater risk."""
    records = without("income", "D20")
    scored = scores(records)
    cut = near_the_cut(listed_by_score(scored, 5))
    near = cut.households["household_id"].to_list()
    facts = facts_of(MODEL, records, index_of(near, DAY), POLICY)
    doubts = [one for one in doubts_of(facts, everybody(), POLICY, frozenset(MODEL.features)) if near[one.row] == "D20"]
    answers = MODEL.probability(scores_if_known(MODEL, facts, everybody(), doubts, 30)[0])
    row = cut.households.filter(pl.col("household_id") == "D20").row(0, named=True)
    assert row["on_list"]
    rival = MODEL.probability(np.array([row["rival"]]))[0]
    told = asked(records).filter(pl.col("household_id") == "D20").row(0, named=True)
    assert told["worth"] == pytest.approx(np.maximum(rival - answers, 0).mean())
    assert told["crossing"] == pytest.approx((answers < rival).mean())


def test_of_a_silence_the_worth_counts_only_as_often_as_something_was_not_told() -> None:
    records = Records(county())
    scored = scores(records)
    cut = near_the_cut(listed_by_score(scored, 5))
    near = cut.households["household_id"].to_list()
    facts = facts_of(MODEL, records, index_of(near, DAY), POLICY)
    doubts = doubts_of(facts, everybody(), POLICY, frozenset(MODEL.features))
    answers = scores_if_known(MODEL, facts, everybody(), doubts, 30)
    told = {row["household_id"]: row for row in asked(records).iter_rows(named=True)}
    assert told
    for doubt, raw in zip(doubts, answers, strict=True):
        rival = MODEL.probability(np.array([cut.households["rival"][doubt.row]]))[0]
        gain = np.maximum(MODEL.probability(raw) - rival, 0).mean()
        assert told[near[doubt.row]]["worth"] == pytest.approx(doubt.chance * gain)
    assert max(row["worth"] for row in told.values()) > 0


def test_near_the_cut_are_those_listed_and_so_many_times_as_many() -> None:
    issued = listed_by_score(scores(Records(county())), 2)
    near = near_the_cut(issued).households
    assert near.height == 2 * TIMES_THE_LIST
    assert near.filter("on_list")["household_id"].sort().to_list() == issued.listed["household_id"].sort().to_list()
    below, last = near.filter(~pl.col("on_list")), near.filter("on_list")
    assert below["rival"].unique().to_list() == [last["raw_score"].min()]
    assert last["rival"].unique().to_list() == [below["raw_score"].max()]


def test_who_rests_is_neither_listed_nor_asked() -> None:
    scored = scores(Records(county()))
    riskiest = scored.sort("raw_score").tail(1).select("household_id", pl.lit(DAY).alias("visited_on"))
    issued = issue(scored, State(visited=riskiest), Rules(Capacity(visits=2, cool_down_months=6)))
    assert issued.left_out["left_out"].to_list() == [LeftOut.RESTING.value]
    assert riskiest["household_id"][0] not in near_the_cut(issued).households["household_id"]


def test_of_must_includes_and_open_cases_nothing_is_asked() -> None:
    """They stand on the list whatever the answer; the cut is that of the places that are left to scores."""
    scored = scores(Records(county()))
    severe, carried = scored.sort("raw_score")["household_id"].head(2)
    issued = listed_by_score(scored, 3, known(severe, carried), **BOTH)
    assert dict(issued.listed.select("household_id", "slot").iter_rows()).items() >= {
        (severe, Slot.MUST_INCLUDE.value),
        (carried, Slot.CARRIED_OVER.value),
    }
    near = near_the_cut(issued).households
    assert not {severe, carried} & set(near["household_id"])
    by_score = issued.listed.filter(pl.col("slot") == Slot.SCORE.value)["household_id"]
    assert near.filter("on_list")["household_id"].sort().to_list() == by_score.sort().to_list()
    assert near.filter(~pl.col("on_list"))["rival"].unique().to_list() == [near.filter("on_list")["raw_score"].min()]


def test_where_no_visit_goes_by_score_the_cut_is_that_of_a_list_by_score_alone() -> None:
    scored = scores(Records(county()))
    _, carried = scored.sort("raw_score")["household_id"].head(2)
    issued = listed_by_score(scored, 1, known("nobody", carried), carry_over_months=3, carry_over_share=1.0)
    assert issued.listed["slot"].to_list() == [Slot.CARRIED_OVER.value]
    near = near_the_cut(issued).households
    assert not near["on_list"].any()
    assert near["rival"].unique().to_list() == [scored["raw_score"].max()]
    assert (near["raw_score"] <= near["rival"]).all()


def test_with_everybody_on_the_list_nothing_can_change_it() -> None:
    scored = scores(Records(county()))
    assert near_the_cut(listed_by_score(scored, 40)).households.is_empty()


def test_facts_of_others_are_refused() -> None:
    scored = scores(Records(county()))
    cut = near_the_cut(listed_by_score(scored, 2))
    others = facts_of(MODEL, Records(county()), index_of(["D01"], DAY), POLICY)
    with pytest.raises(ValueError, match="near the cut"):
        questions(MODEL, others, everybody(), POLICY, cut)


def test_a_question_is_told_with_its_household_and_why() -> None:
    told = asked(without("income", "D20")).head(1)
    chinese, english = questions_as_lines(told)
    assert chinese.startswith("1. 户 D20：问近一年工资")
    assert "没有记录" in chinese
    assert "列入名单" in chinese
    assert "not known" in english
    (row,) = questions_as_table(told).rows(named=True)
    assert row["户编号"] == "D20"
    assert row["问什么"].startswith("问近一年工资")
