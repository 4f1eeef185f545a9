"""What holds of alerts beside any list, whatever the scores, the state, the rules and the alerts: laws over drawn counties."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from features.triggers.rules import TRIGGERS
from models.alerts.counting import counted_by_rule, totals_of
from models.alerts.handling import Handling, by_household, handled
from models.lists import Slot
from tests.models.lists.drawn_states import JUNE, drawn, issued

COUNTIES = st.integers(min_value=0, max_value=10_000)
RULES = [trigger.name for trigger in TRIGGERS]


def alerts_in(seed: int) -> pl.DataFrame:
    """Some rules hit by some households of the drawn county, severe hits on their own day."""
    random = np.random.default_rng(seed)
    names = drawn(seed).scores["household_id"].to_list()
    severe = dict(drawn(seed).state.must_include.select("household_id", "hit_since").iter_rows())
    rows = [
        (
            name,
            str(rule),
            severe.get(name, JUNE) if place == 0 else JUNE - dt.timedelta(days=int(random.integers(0, 300))),
        )
        for name in names
        if random.random() < 0.4
        for place, rule in enumerate(random.choice(RULES, size=random.integers(1, 4), replace=False))
    ]
    came = pl.DataFrame(rows, schema={"household_id": pl.String, "trigger": pl.String, "since": pl.Date}, orient="row")
    chance = pl.Series("probability", random.random(came.height))
    return came.with_columns(
        chance,
        (chance / 2).alias("probability_low"),
        (chance / 2 + 0.5).alias("probability_high"),
        unit=pl.lit("yuan"),
        value=pl.lit(1.0),
        threshold=pl.lit(1.0),
    )


def beside(seed: int) -> pl.DataFrame:
    return handled(alerts_in(seed), issued(seed).households)


@settings(max_examples=60)
@given(COUNTIES)
def test_each_alert_is_handled_once_and_the_parts_are_the_whole(seed: int) -> None:
    came, told = alerts_in(seed), beside(seed)
    assert sorted(told.select("household_id", "trigger").rows()) == sorted(
        came.select("household_id", "trigger").rows()
    )
    assert set(told["handling"]) <= set(Handling.values())
    considered = issued(seed).households.join(came.unique("household_id"), on="household_id", how="left")
    totals = totals_of(told, considered)
    assert totals.different == came["household_id"].n_unique()
    left = sum(number for handling, number in totals.households.items() if not handling.answered)
    assert totals.saved + left == totals.alerts == told.height


@settings(max_examples=60)
@given(COUNTIES)
def test_a_household_counts_in_no_more_places_than_its_alerts(seed: int) -> None:
    told = beside(seed)
    each, rules = by_household(told), counted_by_rule(told, told)
    assert each["alerts"].sum() == rules["alerts"].sum() == told.height
    for one in Handling:
        assert (
            each.filter(handling=one.value).height <= rules[one.value].sum() == told.filter(handling=one.value).height
        )
    assert (rules["shared"] <= rules["alerts"]).all()
    expected = each.filter(handling=Handling.BEHIND.value)["probability"].to_list()
    assert sum(rules["expected"].to_list()) >= sum(expected) - 1e-9


@settings(max_examples=60)
@given(COUNTIES)
def test_a_severe_hit_that_no_visit_has_answered_is_never_superfluous(seed: int) -> None:
    """It is on the list, or it has to be gone for."""
    told, state = beside(seed), drawn(seed).state
    rest = pl.lit(JUNE).dt.offset_by(f"-{drawn(seed).rules.capacity.cool_down_months}mo")
    seen = state.must_include.join(state.visited, on="household_id", how="left")
    answered = (pl.col("visited_on") > rest) & (pl.col("visited_on") >= pl.col("hit_since"))
    still_open = seen.filter(~answered.fill_null(value=False))
    severe = told.join(still_open, on="household_id", how="semi")
    assert set(severe["handling"]) <= {Handling.LISTED.value, Handling.MUST_VISIT.value}


@settings(max_examples=60)
@given(COUNTIES)
def test_nothing_is_answered_but_by_the_list_or_a_visit_after_the_hit(seed: int) -> None:
    told = beside(seed).join(issued(seed).households.select("household_id", "slot", "visited_on"), on="household_id")
    assert (told["slot"].is_not_null() == (told["handling"] == Handling.LISTED.value)).all()
    visited = told.filter(handling=Handling.VISITED.value)
    assert (visited["visited_on"] >= visited["since"]).all()


@settings(max_examples=60)
@given(COUNTIES)
def test_who_is_behind_scores_lower_than_all_that_their_scores_put_on_the_list_of_their_place(seed: int) -> None:
    behind = beside(seed).filter(handling=Handling.BEHIND.value)
    households = issued(seed).households
    lowest = households.filter(slot=Slot.SCORE.value).group_by("place").agg(pl.col("score").min().alias("last"))
    held = behind.join(households.select("household_id", "place", "score"), on="household_id").join(lowest, on="place")
    assert (held["score"] < held["last"]).all()
