"""Predictions of all contenders become those of the one that ships, with everybody else as its opponents."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from training.backtests.competing import competing, with_model
from training.predictions import IDENTITY, methods_of

ROWS = pl.DataFrame(
    {
        "household_id": ["H1", "H2"],
        "as_of": [dt.date(2023, 1, 31)] * 2,
        "region_code": ["990101001001"] * 2,
        "label": [1, 0],
        "outcome_on": [dt.date(2023, 3, 1), None],
        "group.township": ["990101001"] * 2,
        "net_income": [1.0, 2.0],
    },
    schema_overrides={"label": pl.Int8},
)
COMPETING = competing(
    ROWS,
    3,
    {"boosting": np.array([1.0, 2.0]), "logistic": np.array([3.0, 4.0]), "random": np.array([0.5, 0.6])},
    {"boosting": np.array([0.1, 0.2]), "logistic": np.array([0.3, 0.4])},
    {"boosting": np.array([5.0, 6.0]), "logistic": np.array([7.0, 8.0])},
)


def test_what_ships_is_the_model_and_the_others_are_its_opponents() -> None:
    chosen = with_model(COMPETING, "logistic")
    assert methods_of(chosen) == ["model", "boosting", "random", "last_list"]
    assert chosen["score.model"].to_list() == [3.0, 4.0]
    assert chosen["probability"].to_list() == [0.3, 0.4]
    assert chosen["score.last_list"].to_list() == [7.0, 8.0]  # its own last list, not that of the trees


def test_the_rows_keep_who_when_and_their_groups_and_no_feature() -> None:
    chosen = with_model(COMPETING, "boosting")
    assert chosen.select(list(IDENTITY)).schema == IDENTITY
    assert chosen["window"].to_list() == [3, 3]
    assert [name for name in chosen.columns if "." not in name and name not in IDENTITY] == ["probability"]
    assert "group.township" in chosen.columns


def test_a_last_list_that_nobody_asked_for_is_not_there() -> None:
    asked = competing(ROWS, 0, {"boosting": np.zeros(2)}, {"boosting": np.full(2, 0.1)}, {})
    assert methods_of(with_model(asked, "boosting")) == ["model"]
