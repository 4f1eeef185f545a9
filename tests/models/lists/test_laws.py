"""What holds of every list, whatever the scores, the state and the rules: laws over drawn counties."""

from __future__ import annotations

import math
from collections.abc import Callable

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from models.lists import (
    Capacity,
    LeftOut,
    Lists,
    Part,
    Rules,
    Slot,
    State,
    issue,
)
from tests.models.lists.drawn_states import JUNE, MAY, SEEDS, drawn, issued

MUST = pl.col("slot") == Slot.MUST_INCLUDE.value


Law = Callable[[int], None]


def every(law: Law) -> Callable[[], None]:
    """A law that holds of each drawn county."""

    def test() -> None:
        for seed in SEEDS:
            law(seed)

    test.__name__, test.__doc__ = law.__name__, law.__doc__
    return test


def by_place(rows: pl.DataFrame, value: pl.Expr) -> dict[str, float]:
    return dict(rows.group_by("place").agg(value).iter_rows())


@every
def test_no_place_has_more_visits_than_fall_to_it_and_must_includes_are_counted_apart(seed: int) -> None:
    made = issued(seed)
    against = by_place(made.listed.filter(~MUST), pl.len())
    must = by_place(made.listed.filter(MUST), pl.len())
    for place in made.places.iter_rows(named=True):
        assert against.get(place["place"], 0) <= place["visits"]
        assert must.get(place["place"], 0) <= place["must_include_bound"]
    counts = made.counts
    assert counts["listed"] + counts["must_include"] == made.listed.height == sum(counts["slots"].values())


@every
def test_no_visit_is_left_while_somebody_may_be_visited(seed: int) -> None:
    made = issued(seed)
    idle = made.households.filter(
        pl.col("left_out").is_in(
            [LeftOut.OUTRANKED, LeftOut.DISPLACED, LeftOut.HELD_BACK, LeftOut.OVERTAKEN, LeftOut.NO_ROOM]
        )
    )
    against = by_place(made.listed.filter(~MUST), pl.len())
    for place in made.places.filter(pl.col("place").is_in(idle["place"].implode())).iter_rows(named=True):
        assert against.get(place["place"], 0) == place["visits"]


@every
def test_nobody_stands_twice_and_everybody_is_listed_or_told_why_not(seed: int) -> None:
    of = drawn(seed)
    made = issued(seed)
    assert not made.households["household_id"].is_duplicated().any()
    asked = {*of.scores["household_id"], *of.state.previous["household_id"], *of.state.must_include["household_id"]}
    assert set(made.households["household_id"]) == asked
    assert made.households.select((pl.col("slot").is_null() != pl.col("left_out").is_null()).all()).item()
    assert set(made.households["slot"].drop_nulls()) <= set(Slot.values())
    assert set(made.households["left_out"].drop_nulls()) <= set(LeftOut.values())


@every
def test_who_has_died_moved_or_is_monitored_is_on_no_list_and_told_why(seed: int) -> None:
    of = drawn(seed)
    made = issued(seed)
    gone = made.households.filter(pl.col("household_id").str.starts_with("G"))
    assert gone["slot"].null_count() == gone.height
    assert made.listed.join(of.scores, on="household_id", how="anti").is_empty()
    known = dict(of.state.standing.iter_rows())
    for household, why in gone.select("household_id", "left_out").iter_rows():
        assert why == known.get(household, LeftOut.NO_SCORE.value)


@every
def test_severe_hits_are_listed_up_to_the_bound_and_the_rest_is_told(seed: int) -> None:
    """Of who is left out nobody is more severe than somebody of the place who is listed for it."""
    made = issued(seed)
    asked = made.households.filter(pl.col("severity").is_not_null(), pl.col("score").is_not_null())
    asked = asked.filter(
        (pl.col("hit_since") > pl.col("visited_on")).fill_null(value=False)
        | ~pl.col("left_out").eq_missing(LeftOut.RESTING.value)
    )
    for (place,), there in asked.group_by("place"):
        bound = made.places.filter(place=place)["must_include_bound"][0]
        listed, others = there.filter(MUST), there.filter(~MUST.fill_null(value=False))
        assert listed.height == min(bound, there.height)
        if listed.height and others.height:
            assert min(listed["severity"].to_list()) >= max(others["severity"].to_list())
        told = pl.col("slot").is_not_null() | (pl.col("left_out") == LeftOut.BEYOND_BOUND.value)
        assert others.select(told.all()).item()


@every
def test_who_rests_is_listed_for_a_newer_hit_or_as_an_open_case_alone(seed: int) -> None:
    of = drawn(seed)
    made = issued(seed)
    months = of.rules.capacity.cool_down_months
    lately = pl.col("visited_on") > pl.lit(JUNE).dt.offset_by(f"-{months}mo")
    if not months:
        return
    resting = made.listed.filter(lately)
    newer_hit = MUST & (pl.col("hit_since") > pl.col("visited_on"))
    carried = (pl.col("slot") == Slot.CARRIED_OVER.value) & (pl.col("visited_on") < MAY)
    assert resting.select((newer_hit | carried).all()).item()


@every
def test_open_cases_keep_their_places_within_their_share_and_their_time(seed: int) -> None:
    of = drawn(seed)
    made = issued(seed)
    carried = made.listed.filter(slot=Slot.CARRIED_OVER.value)
    assert carried.height == 0 or of.rules.carry_over_months > 0
    assert carried["was_listed"].all()
    assert carried.select((pl.col("visited_on") < MAY).fill_null(value=True).all()).item()
    assert carried.filter(
        pl.col("listed_since") <= pl.lit(JUNE).dt.offset_by(f"-{of.rules.carry_over_months}mo")
    ).is_empty()
    visits = dict(made.places.select("place", "visits").iter_rows())
    for place, number in by_place(carried, pl.len()).items():
        assert number <= math.floor(visits[place] * of.rules.carry_over_share + 0.5)


@every
def test_the_list_changes_by_score_within_its_budget_or_the_reason_is_told(seed: int) -> None:
    of = drawn(seed)
    made = issued(seed)
    left = made.households.filter(pl.col("was_listed"), pl.col("slot").is_null())
    overtaken = left.filter(left_out=LeftOut.OVERTAKEN.value).height
    assert overtaken <= math.floor(of.rules.churn_share * made.counts["visits"])
    assert (
        not left.filter(left_out=LeftOut.OUTRANKED.value)
        .filter((pl.col("visited_on") < MAY).fill_null(value=True))
        .height
    ), "an open case leaves for a reason"


@every
def test_the_chances_of_a_place_add_up_to_its_visits(seed: int) -> None:
    made = issued(seed)
    chances = by_place(made.households.filter(pl.col("score").is_not_null()), pl.col("chance").sum())
    listed = by_place(made.listed, pl.len())
    must = by_place(made.listed.filter(MUST), pl.len())
    for place in made.places.iter_rows(named=True):
        number = listed.get(place["place"], 0)
        full = number - must.get(place["place"], 0) == place["visits"]
        expected = place["visits"] + must.get(place["place"], 0) if full else number
        assert chances[place["place"]] == pytest.approx(expected)
    assert made.listed.select((pl.col("chance") > 0).all()).item()
    assert made.households.select((pl.col("chance") <= 1 + 1e-12).all()).item()


@every
def test_the_same_inputs_and_seed_give_the_same_list_whatever_the_order_of_rows(seed: int) -> None:
    of = drawn(seed)

    def shuffled(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.sample(fraction=1, shuffle=True, seed=of.seed % 1_000)

    names = ("previous", "visited", "must_include", "standing", "villages")
    state = State(**{name: shuffled(getattr(of.state, name)) for name in names})
    once, again = issued(seed), issue(shuffled(of.scores), state, of.rules, of.seed)
    for name in ("households", "places", "waiting_villages", "listed"):
        assert getattr(once, name).write_csv() == getattr(again, name).write_csv()


@every
def test_with_every_part_switched_off_it_is_the_list_by_score_alone(seed: int) -> None:
    """What training measures by the thousand is what is issued."""
    of = drawn(seed)
    capacity = of.rules.capacity
    made = issue(of.scores, State(visited=of.state.visited), Rules(capacity), of.seed).listed
    alone = Lists(of.scores, of.seed).issued(capacity, visited=of.state.visited)
    columns = ["household_id", "place", "rank", "slot", "chance"]
    assert_frame_equal(made.select(columns), alone.select(columns))


@pytest.mark.parametrize("seed", SEEDS[:12])
def test_a_part_that_is_switched_off_has_nobody(seed: int) -> None:
    of = drawn(seed)
    for part in (Part.MUST_INCLUDE, Part.CARRY_OVER, Part.COOL_DOWN, Part.CHURN, Part.AUDIT, Part.FLOOR):
        made = issue(of.scores, of.state, of.rules.without(part), of.seed)
        listed = {Slot(slot).part for slot in made.listed["slot"]}
        # A churn budget aside, whoever is left out for a part is left out because it is on.
        assert part not in listed, part
        if part in (Part.COOL_DOWN, Part.CHURN):
            assert part not in {LeftOut(why).part for why in made.households["left_out"].drop_nulls()}


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_another_seed_changes_draws_and_never_who_leads(seed: int) -> None:
    of = drawn(seed)
    scores = of.scores.with_columns(pl.int_range(pl.len()).cast(pl.Float64).alias("raw_score"))
    rules = Rules(Capacity(visits=scores.height))
    ranks = [
        issue(scores, State(), rules, seed).households["household_id"].to_list() for seed in (of.seed, of.seed + 1)
    ]
    assert ranks[0] == ranks[1]


def test_the_drawn_counties_meet_everything_that_can_become_of_a_household() -> None:
    met = pl.concat(issued(seed).households for seed in SEEDS)
    assert set(met["slot"].drop_nulls()) == set(Slot.values())
    assert set(met["left_out"].drop_nulls()) >= {why.value for why in LeftOut if why.part is not Part.REMOVAL}
