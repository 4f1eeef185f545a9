"""Drift of inputs counts what it does to the list, not how sure it is."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.training.watching.counties import CAPACITY, MODEL, TODAY, TRAINED, county
from training.watching.inputs import distance, input_drift, input_signals, put_back
from training.watching.signals import Level, Question


def values(*numbers: float | None) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Float64)


def lots(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.uint64)


def test_values_put_back_keep_their_order_and_take_the_old_distribution() -> None:
    assert put_back(values(30, 10, 20), values(1, 2, 3), lots(3)).to_list() == [3, 1, 2]


def test_unknown_values_are_the_lowest_on_either_day() -> None:
    # One of four was unknown then, nobody is now: the lowest becomes unknown again.
    assert put_back(values(5, 7, 6, 8), values(None, 1, 2, 3), lots(4)).to_list() == [None, 2, 1, 3]
    assert put_back(values(None, None, 6, 8), values(1, 2, 3, 4), lots(4)).to_list() == [1, 2, 3, 4]


def test_a_county_that_grew_takes_each_old_value_in_proportion() -> None:
    assert put_back(values(1, 2, 3, 4), values(10, 20), lots(4)).to_list() == [10, 10, 20, 20]


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        (values(1, 2), values(1, 2), 0.0),
        (values(1, 2), values(3, 4), 1.0),
        (values(1, 2, 3, 4), values(3, 4, 5, 6), 0.5),
        (values(None, 2), values(2, 2), 0.5),
    ],
)
def test_the_distance_of_two_distributions(now: pl.Series, then: pl.Series, expected: float) -> None:
    assert distance(now, then) == expected


def test_nothing_moved_says_nothing_moved() -> None:
    assert input_drift(MODEL, county(TRAINED), county(TODAY), CAPACITY) == []


def test_bills_told_in_another_unit_move_the_list_and_are_named_first() -> None:
    # A department began to send cents for yuan, for every second household.
    in_cents = pl.when(pl.col("n") % 2 == 0).then(pl.col("self_paid_12m") * 100).otherwise(pl.col("self_paid_12m"))
    moved = input_drift(MODEL, county(TRAINED), county(TODAY, in_cents.alias("self_paid_12m")), CAPACITY)
    assert moved[0].feature == "self_paid_12m"
    # Only those whose order among each other changed can leave the list: putting back keeps the order of today.
    assert moved[0].shift > 0.3
    of_list, _unknown = input_signals(moved, places_limit=0.0, unknown_limit=0.1)
    assert of_list.question is Question.INPUTS
    assert of_list.details[0]["feature"] == "self_paid_12m"


def test_a_column_that_is_no_longer_filled_is_told_as_unknown() -> None:
    emptied = pl.when(pl.col("n") % 3 == 0).then(None).otherwise(pl.col("net_income_year")).alias("net_income_year")
    moved = input_drift(MODEL, county(TRAINED), county(TODAY, emptied), CAPACITY)
    _list, unknown = input_signals(moved, places_limit=1.0, unknown_limit=0.1)
    assert unknown.level is Level.LOOK
    assert [row["feature"] for row in unknown.details] == ["net_income_year"]
    _list, unknown = input_signals(moved, places_limit=1.0, unknown_limit=0.9)
    assert unknown.level is Level.FINE


def test_a_shift_of_what_the_model_does_not_use_moves_nobody() -> None:
    larger = county(TODAY, (pl.col("persons") + 3).alias("persons"))
    moved = {one.feature: one for one in input_drift(MODEL, county(TRAINED), larger, CAPACITY)}
    weight = abs(MODEL.contributions(larger.on_list)[:, list(MODEL.features).index("persons")]).mean()
    assert ("persons" in moved) == (weight > 0)
    assert "persons" not in moved or moved["persons"].places < 0.2


def test_the_ranking_goes_by_the_places_that_change_hands() -> None:
    poorer = county(
        TODAY,
        (pl.col("net_income_year") / 4).alias("net_income_year"),
        (pl.col("admissions_12m") + 1).alias("admissions_12m"),
    )
    places = [one.places for one in input_drift(MODEL, county(TRAINED), poorer, CAPACITY)]
    assert places == sorted(places, reverse=True)
    assert places[0] > 0
