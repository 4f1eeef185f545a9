"""What the demo shows last is the beginning of the list that an office is served."""

from __future__ import annotations

import datetime as dt

import polars as pl

from features.policy.loading import Policy
from features.records.contracts.impossible import IMPOSSIBLE
from models.lists import VISITED, State, issue_by_policy
from models.score import ScoredDay
from training.demo import first_to_visit

DAY = dt.date(2025, 1, 5)


def a_day(*visited: str) -> ScoredDay:
    """500 households of one township, H001 the riskiest; five of them can be visited in a month."""
    names = [f"H{number:03}" for number in range(1, 501)]
    households = pl.DataFrame({"rank": range(1, 501), "household_id": names}).with_columns(
        as_of=pl.lit(DAY), region_code=pl.lit("990101001001"), raw_score=-pl.col("rank").cast(pl.Float64)
    )
    lately = pl.DataFrame(
        {"household_id": visited, "visited_on": [DAY - dt.timedelta(days=30)] * len(visited)}, VISITED
    )
    return ScoredDay(households, pl.DataFrame(schema=IMPOSSIBLE), State(visited=lately))


def first_of(day: ScoredDay) -> pl.DataFrame:
    return first_to_visit(day.households, issue_by_policy(day.households, Policy.load(), day.state))


def test_who_was_visited_lately_is_not_shown_as_one_to_visit_first() -> None:
    assert first_of(a_day())["household_id"].to_list() == ["H001", "H002", "H003", "H004", "H005"]
    first = first_of(a_day("H002", "H004"))
    assert first["household_id"].to_list() == ["H001", "H003", "H005", "H006", "H007"]


def test_it_names_nobody_who_is_not_on_the_list() -> None:
    day = a_day("H001")
    served = issue_by_policy(day.households, Policy.load(), day.state).listed
    assert set(first_of(day)["household_id"]) == set(served["household_id"])
