"""The list's order and length."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from models.select import first_to_visit, ranked, tie


def scores(*raw: float, day: dt.date = dt.date(2024, 6, 30)) -> pl.DataFrame:
    """Households H0, H1 and so on with these scores on a day."""
    return pl.DataFrame(
        {"household_id": [f"H{n}" for n in range(len(raw))], "as_of": [day] * len(raw), "raw_score": raw}
    )


@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_a_list_is_as_long_as_the_capacity(capacity: int) -> None:
    assert first_to_visit(scores(1.0, 3.0, 2.0, 4.0), capacity)["rank"].to_list() == list(range(1, capacity + 1))


def test_days_follow_each_other_and_each_begins_anew() -> None:
    two = pl.concat([scores(1.0, 2.0, day=dt.date(2024, 7, 31)), scores(3.0, 0.0)])
    ordered = ranked(two)
    assert ordered["as_of"].to_list() == [dt.date(2024, 6, 30)] * 2 + [dt.date(2024, 7, 31)] * 2
    assert ordered["household_id"].to_list() == ["H0", "H1", "H1", "H0"]
    assert ordered["rank"].to_list() == [1, 2, 1, 2]


def test_of_equal_scores_the_smaller_number_comes_first() -> None:
    order = ranked(scores(*[0.0] * 9), seed=4)["household_id"].to_list()
    assert order == sorted(order, key=lambda household: tie(household, 4))


def test_a_score_counts_before_the_draw() -> None:
    for seed in range(20):
        assert ranked(scores(0.0, 1e-9), seed)["household_id"].to_list() == ["H1", "H0"]
