"""Scores in the order of visiting."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from models.lists import ranked, tie


def scores(*raw: float | None, day: dt.date = dt.date(2024, 6, 30)) -> pl.DataFrame:
    return pl.DataFrame(
        {"household_id": [f"H{n}" for n in range(len(raw))], "as_of": [day] * len(raw), "raw_score": raw}
    )


def test_the_riskiest_come_first() -> None:
    assert ranked(scores(-1.0, 2.0, 0.5))["household_id"].to_list() == ["H1", "H2", "H0"]
    assert ranked(scores(-1.0, 2.0, 0.5))["rank"].to_list() == [1, 2, 3]


def test_days_follow_each_other_and_each_begins_anew() -> None:
    two = pl.concat([scores(1.0, 2.0, day=dt.date(2024, 7, 31)), scores(3.0, 0.0)])
    ordered = ranked(two)
    assert ordered["as_of"].to_list() == [dt.date(2024, 6, 30)] * 2 + [dt.date(2024, 7, 31)] * 2
    assert ordered["household_id"].to_list() == ["H0", "H1", "H1", "H0"]
    assert ordered["rank"].to_list() == [1, 2, 1, 2]


def test_equal_scores_are_drawn_by_the_seed_and_by_nothing_else() -> None:
    equal = scores(*[0.0] * 50)
    order = ranked(equal, seed=1)["household_id"].to_list()
    assert ranked(equal.sample(fraction=1, shuffle=True, seed=9), seed=1)["household_id"].to_list() == order
    assert ranked(equal, seed=2)["household_id"].to_list() != order
    assert order != sorted(order)
    # Who else is in the list does not change the order of two.
    fewer = ranked(equal.head(20), seed=1)["household_id"].to_list()
    assert fewer == [household for household in order if household in set(fewer)]


def test_of_equal_scores_the_smaller_number_comes_first() -> None:
    order = ranked(scores(*[0.0] * 9), seed=4)["household_id"].to_list()
    assert order == sorted(order, key=lambda household: tie(household, 4))


def test_a_score_counts_before_the_draw() -> None:
    for seed in range(20):
        assert ranked(scores(0.0, 1e-9), seed)["household_id"].to_list() == ["H1", "H0"]


@pytest.mark.parametrize("unknown", [None, float("nan")])
def test_a_household_without_a_score_has_no_place_in_an_order(unknown: float | None) -> None:
    with pytest.raises(ValueError, match="raw_score is missing"):
        ranked(scores(1.0, unknown))
