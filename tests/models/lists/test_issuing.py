"""A list and the next: what it remembers, what it refuses, and what it tells."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from models.lists import (
    MUST_INCLUDE,
    Capacity,
    CapacityError,
    LeftOut,
    Part,
    Place,
    Rules,
    RulesError,
    ScoresError,
    Slot,
    State,
    StateError,
    issue,
    remarks_on,
)
from models.scope import Standing
from tests.models.lists.drawn_states import GONE, JUNE, MAY
from tests.models.lists.test_by_score import NORTH, county


def test_every_standing_of_who_is_out_of_scope_is_a_reason_to_leave() -> None:
    reasons = set(LeftOut.values())
    assert {standing.value for standing in Standing if standing is not Standing.IN_SCOPE} <= reasons
    assert all(reason.zh and reason.en and reason.part for reason in [*LeftOut, *Slot])
    assert LeftOut.MONITORED.part is Part.REMOVAL


def test_the_next_list_knows_this_one() -> None:
    """A household listed in May and June without a break is listed since May."""
    rules = Rules(Capacity(2), carry_over_months=3)
    may = issue(county(MAY, north=300), State(), rules)
    june = issue(county(JUNE, seed=9, north=300), may.state(), rules)
    assert set(may.listed["household_id"]) == set(june.listed["household_id"])
    assert set(june.listed["slot"]) == {Slot.CARRIED_OVER.value}
    assert set(june.listed["listed_since"]) == {MAY}
    assert june.listed["number"].to_list() == list(range(1, 7))


def test_every_village_is_visited_within_the_months_of_the_floor() -> None:
    """Twelve villages of a township with two visits a month; the risk is all in one of them."""
    villages = [f"990101001{number:03}" for number in range(1, 13)]
    scores = pl.DataFrame({"region_code": villages * 20}).with_columns(
        pl.format("H{}", pl.int_range(pl.len())).alias("household_id"),
        pl.when(pl.col("region_code") == villages[0]).then(5.0).otherwise(0.0).alias("raw_score"),
    )
    visited = State().visited
    for month in range(1, 13):
        day = scores.with_columns(pl.lit(dt.date(2024, month, 1)).alias("as_of"))
        made = issue(day, State(visited=visited), Rules(Capacity(visits=2, cool_down_months=12), floor_months=12))
        visited = pl.concat([visited, made.listed.select("household_id", pl.col("as_of").alias("visited_on"))])
        assert made.listed.height == 2
        # One village in its turn, so that the other visit goes where the risk is.
        assert villages[0] in made.listed["region_code"].to_list()
    seen = visited.join(scores, on="household_id")["region_code"]
    assert set(seen) == set(villages)
    assert seen.len() - seen.n_unique() >= 8, "the other visits went where the risk is"


def test_a_village_that_a_severe_hit_already_brings_needs_no_place_of_its_own() -> None:
    scores = county(north=90)
    villages = [f"{NORTH}{number:03}" for number in (1, 2, 3)]
    last = scores.filter(region_code=villages[0]).sort("raw_score")["household_id"][0]
    days = [dt.date(2020, 1, 1), dt.date(2024, 6, 1), dt.date(2024, 6, 1)]
    known = pl.DataFrame({"village": villages, "visited_on": days})
    hit = {"household_id": [last], "severity": [1], "triggers": [["drawn"]], "hit_since": [MAY]}
    rules = Rules(Capacity(2), must_include_share=0.5, floor_months=12)
    scores = scores.with_columns(pl.when(region_code=villages[0]).then(-9.0).otherwise("raw_score").alias("raw_score"))
    without = issue(scores, State(villages=known), rules).counts["slots"]
    brought = issue(scores, State(villages=known, must_include=pl.DataFrame(hit, MUST_INCLUDE)), rules).counts["slots"]
    assert (without["floor"], without["score"], without["must_include"]) == (1, 1, 0)
    assert (brought["floor"], brought["score"], brought["must_include"]) == (0, 2, 1)


def test_open_cases_leave_the_places_of_audits_alone() -> None:
    before = issue(county(MAY, north=100), State(), Rules(Capacity(20)))
    rules = Rules(Capacity(20, audit_share=0.1), carry_over_months=3)
    counts = issue(county(seed=9, north=100), before.state(), rules).counts["slots"]
    assert (counts["carried_over"], counts["audit"]) == (18, 2)


def test_villages_for_which_no_visit_is_left_are_told() -> None:
    scores = county(north=60)
    villages = pl.DataFrame({"village": scores["region_code"].unique(), "visited_on": [dt.date(2020, 1, 1)] * 3})
    made = issue(scores, State(villages=villages), Rules(Capacity(visits=2), floor_months=12))
    assert made.listed["region_code"].n_unique() == 2
    assert made.waiting_villages.height == 1
    assert any("久未走访" in remark.zh for remark in remarks_on(made))


def test_a_million_visits_for_three_hundred_households_are_told() -> None:
    made = issue(county(north=300), State(), Rules(Capacity(visits=1_000_000)))
    assert made.listed.height == 300
    (remark,) = remarks_on(made)
    assert "要求走访 1,000,000 户，而可评估的只有 300 户" in remark.zh
    assert "Write how many visits can really be made" in remark.en


def test_with_so_many_visits_in_all_must_includes_are_among_them() -> None:
    scores = county(north=100, south=100)
    hit = scores.select(
        "household_id", pl.lit(1).alias("severity"), pl.lit(["drawn"]).alias("triggers"), pl.lit(MAY).alias("hit_since")
    )
    state = State(must_include=hit.select(pl.col(name).cast(kind) for name, kind in MUST_INCLUDE.items()))
    for share in (0.0, 0.2, 1.0):
        made = issue(scores, state, Rules(Capacity(visits=20, audit_share=0.1), must_include_share=share))
        assert made.listed.height == 20
        assert made.counts["must_include"] == min(20 * share, 18)


def test_no_visits_at_all_are_refused_with_what_to_do() -> None:
    with pytest.raises(CapacityError, match="请写本月能走访的户数，至少1户"):
        Capacity(visits=0)
    with pytest.raises(CapacityError, match="每百户每月走访 0 户"):
        Capacity(0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"must_include_share": 1.1},
        {"carry_over_share": -0.1},
        {"churn_share": 2},
        {"churn_margin": 0.9},
        {"carry_over_months": -1},
        {"floor_months": -1},
        {"churn_margin": float("nan")},
    ],
)
def test_rules_that_cannot_be_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(RulesError, match=next(iter(wrong))):
        Rules(Capacity(1), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("part", [Part.SCORE, Part.CAPACITY, Part.REMOVAL])
def test_what_makes_a_list_cannot_be_switched_off(part: Part) -> None:
    with pytest.raises(RulesError, match=part.zh):
        Rules(Capacity(1)).without(part)


def test_scores_of_which_no_list_can_be_made_are_refused() -> None:
    one = county(north=3)
    with pytest.raises(ScoresError, match="两次"):
        issue(pl.concat([one, one]), State(), Rules(Capacity(50)))
    with pytest.raises(ScoresError, match="2 个日期"):
        issue(pl.concat([one, county(MAY, north=3)]), State(), Rules(Capacity(50)))
    with pytest.raises(ValueError, match="score is missing"):
        issue(one.with_columns(pl.lit(float("nan")).alias("raw_score")), State(), Rules(Capacity(50)))


def test_what_cannot_have_been_known_before_is_refused() -> None:
    june = issue(county(north=100), State(), Rules(Capacity(2)))
    with pytest.raises(StateError, match="不早于本期"):
        issue(county(north=100), june.state(), Rules(Capacity(2)))
    visited = june.listed.select("household_id", pl.lit(dt.date(2024, 7, 1)).alias("visited_on"))
    with pytest.raises(StateError, match="晚于名单日期"):
        issue(county(north=100), State(visited=visited), Rules(Capacity(2)))
    with pytest.raises(StateError, match="两次"):
        State(visited=pl.concat([visited, visited]))


def test_nobody_in_scope_is_an_empty_list_that_still_tells_who_left() -> None:
    before = issue(county(MAY, north=100), State(), Rules(Capacity(2)))
    nobody = issue(county(north=1).clear(), before.state(), Rules(Capacity(2)))
    assert nobody.as_of is None
    assert nobody.listed.is_empty()
    assert nobody.counts["left_out"][LeftOut.NO_SCORE.value] == 2
    assert set(GONE) <= set(LeftOut)


def test_by_village_each_village_has_its_own_visits() -> None:
    made = issue(county(north=300, south=300), State(), Rules(Capacity(3, by=Place.VILLAGE)))
    assert made.places["place"].str.len_chars().unique().to_list() == [12]
    assert dict(made.listed.group_by("place").len().iter_rows()) == dict.fromkeys(made.places["place"], 3)
