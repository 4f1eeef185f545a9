"""From scores to a list."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from models.select import first_to_visit, ranked


def scores(*raw: float | None) -> pl.DataFrame:
    """Households H0, H1 and so on with these scores on 30 June 2024."""
    return pl.DataFrame(
        {
            "household_id": [f"H{n}" for n in range(len(raw))],
            "as_of": [dt.date(2024, 6, 30)] * len(raw),
            "raw_score": raw,
        }
    )


def test_the_riskiest_come_first() -> None:
    assert ranked(scores(-1.0, 2.0, 0.5))["household_id"].to_list() == ["H1", "H2", "H0"]
    assert ranked(scores(-1.0, 2.0, 0.5))["rank"].to_list() == [1, 2, 3]


def test_each_day_has_its_own_list() -> None:
    two = pl.concat([scores(1.0, 2.0), scores(3.0, 0.0).with_columns(as_of=dt.date(2024, 7, 31))])
    assert first_to_visit(two, 1)["household_id"].to_list() == ["H1", "H0"]


def test_equal_scores_are_drawn_by_the_seed_and_by_nothing_else() -> None:
    equal = scores(*[0.0] * 50)
    one = ranked(equal, seed=1)["household_id"].to_list()
    assert ranked(equal.sample(fraction=1, shuffle=True, seed=9), seed=1)["household_id"].to_list() == one
    assert ranked(equal, seed=2)["household_id"].to_list() != one
    assert one != sorted(one)
    # Who else is in the list does not change the order of two.
    fewer = ranked(equal.head(20), seed=1)["household_id"].to_list()
    assert fewer == [household for household in one if household in set(fewer)]


@pytest.mark.parametrize("capacity", [0, -1])
def test_a_list_of_nobody_is_refused(capacity: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        first_to_visit(scores(1.0), capacity)


@pytest.mark.parametrize("unknown", [None, float("nan")])
def test_a_household_without_a_score_has_no_place_in_an_order(unknown: float | None) -> None:
    with pytest.raises(ValueError, match="raw_score is missing"):
        ranked(scores(1.0, unknown))


def test_a_list_longer_than_the_households_is_all_of_them() -> None:
    assert first_to_visit(scores(1.0, 2.0), 10).height == 2
