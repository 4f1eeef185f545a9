"""How even a model's worth is over windows and townships; cells without an outcome tell nothing and say so."""

from __future__ import annotations

import pytest

from tests.training.backtests.drawn_lists import lists_of
from tests.training.drawn_predictions import TOWNSHIPS, drawn_predictions
from training.backtests.at_capacity import at_capacity
from training.backtests.stability import stability
from training.settings import Evaluation

NAN = float("nan")


def test_the_spread_over_windows_and_townships() -> None:
    lists = lists_of(
        {"boosting": [0.3, 0.1, 0.5], "logistic": [0.2, 0.2, 0.5]},
        townships={
            "A": {"boosting": 0.4, "logistic": 0.1},
            "B": {"boosting": 0.0, "logistic": 0.2},
            "C": {"boosting": NAN, "logistic": NAN},
        },
    )
    told = stability(lists, "boosting")
    assert [cell["best"] for cell in told["windows"]] == [True, False, True]
    assert told["spread"]["windows"]["best_in"] == pytest.approx(2 / 3)
    assert told["spread"]["windows"]["recall"]["low"] == pytest.approx(0.1)
    assert told["spread"]["windows"]["recall"]["high"] == pytest.approx(0.5)
    assert told["townships"]["C"]["best"] is None
    assert told["spread"]["townships"] | {"recall": 0, "precision": 0} == {
        "cells": 2,
        "without_outcomes": 1,
        "recall": 0,
        "precision": 0,
        "best_in": 0.5,
    }


def test_where_nobody_was_identified_there_is_no_spread() -> None:
    told = stability(lists_of({"boosting": [NAN]}), "boosting")
    assert told["spread"]["windows"] == {"cells": 0, "without_outcomes": 1}


def test_lists_are_cut_by_township_and_day_and_counted_in_every_cell() -> None:
    rows = drawn_predictions(households=400, windows=2, base_rate=0.2)
    lists = at_capacity(rows, ["model", "random"], Evaluation(visits_per_hundred=5.0, cool_down_months=0, bootstrap=40))
    assert sorted(lists.townships) == sorted(TOWNSHIPS)
    assert len(lists.windows) == 2
    # A method that sees the hidden risk finds more than chance, and its advantage has an interval.
    found = lists.recall("model")
    assert found["value"] > 2 * lists.recall("random")["value"]
    assert found["low"] < found["value"] < found["high"]
    advantage = lists.advantage("model", "random")
    assert advantage["value"] == pytest.approx(found["value"] - lists.recall("random")["value"])
    assert advantage["low"] > 0
    # All windows together find what the windows found.
    positives = [rows.filter(window=number)["label"].sum() for number in range(2)]
    shares = [window["model"]["recall"][0] for window in lists.windows]
    total = sum(share * number for share, number in zip(shares, positives, strict=True))
    assert found["value"] == pytest.approx(total / sum(positives))
