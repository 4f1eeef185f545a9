"""What ships: the trees if they beat everybody at capacity, else the method of least regret, with the reason in words."""

from __future__ import annotations

import numpy as np
import pytest

from models.calibrate import CalibrationError
from tests.training.backtests.drawn_lists import lists_of
from training.backtests.choosing import choose
from training.backtests.regret import as_time_went, least, regrets

SIMPLE = ["scorecard", "logistic"]
NAN = float("nan")


@pytest.mark.parametrize(
    ("boosting", "logistic", "triggers", "noise", "shipped"),
    [
        (0.30, 0.26, 0.10, 0.01, "boosting"),
        (0.26, 0.26, 0.10, 0.001, "logistic"),  # equal is not better
        (0.25, 0.26, 0.10, 0.001, "logistic"),
        (0.27, 0.26, 0.10, 0.01, "boosting"),  # the interval reaches below zero, but not below the tolerance
        (0.27, 0.26, 0.10, 0.08, "boosting"),  # it reaches too far below; of those that can ship they regret least
        (0.30, 0.20, 0.31, 0.001, "boosting"),  # what beats them can't ship, and the simple model is worse
    ],
)
def test_what_ships_beats_everybody_or_regrets_least(
    boosting: float, logistic: float, triggers: float, noise: float, shipped: str
) -> None:
    found = {"boosting": [boosting], "logistic": [logistic], "scorecard": [0.15], "triggers": [triggers]}
    choice = choose(lists_of(found, noise=noise), SIMPLE, tolerance=0.05)
    assert choice.shipped == shipped
    assert choice.challenger
    assert choice.as_dict()["guard"]["trees_ship"] == (shipped == "boosting")


def test_trees_that_do_not_beat_chance_by_enough_do_not_give_way_to_a_model_that_they_clearly_beat() -> None:
    # As on a county of 3,000 households: wide intervals, and lowest incomes that found nobody.
    found = {"boosting": [0.18, 0.2, 0.16], "income": [0.0, 0.0, 0.0], "random": [0.09, 0.08, 0.10]}
    choice = choose(lists_of(found, noise=0.08), ["income"], tolerance=0.05)
    assert "random" in [one.opponent for one in choice.unbeaten]
    assert choice.shipped == "boosting"
    assert "平均遗憾最小（0.0%）" in choice.why["zh"]
    assert [one.method for one in choice.left_out] == ["income"]


def test_who_is_not_calibrated_in_every_window_is_named_with_its_windows() -> None:
    found = {"boosting": [0.30, 0.3], "logistic": [0.26, 0.25], "scorecard": [0.20, 0.2]}
    choice = choose(lists_of(found), SIMPLE, 0.05, {"boosting": [1], "logistic": [0, 1]})
    assert choice.shipped == "scorecard"
    assert [(one["method"]) for one in choice.as_dict()["left_out"]] == ["logistic", "boosting"]
    assert "逻辑回归（第1、2窗口的后期数据中，得分不随结局上升，无法校准）" in choice.why["zh"]
    assert "gradient boosted trees (in the later data of window 2 its scores do not rise" in choice.why["en"]
    assert "没有胜过" not in choice.why["zh"]


def test_nobody_calibrated_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(CalibrationError, match="无法校准"):
        choose(lists_of({"boosting": [0.3]}), [], 0.05, {"boosting": [0]})


@pytest.mark.parametrize(
    ("recall", "noise", "challenger"),
    [
        (0.10, 0.02, True),
        (0.10, 0.08, False),  # the lower end of the interval is below what chance finds
        (0.005, 0.0, False),
        (0.0, 0.0, False),
        (NAN, 0.0, False),  # nobody was identified in any window
    ],
)
def test_what_is_not_shown_to_be_better_than_chance_is_no_challenger(
    recall: float, noise: float, challenger: bool
) -> None:
    choice = choose(lists_of({"boosting": [recall], "logistic": [0.0]}, noise=noise), ["logistic"], 0.05)
    assert choice.challenger is challenger
    assert ("本次没有候选模型" in choice.why["zh"]) is not challenger
    assert ("no challenger" in choice.why["en"]) is not challenger


def test_over_all_windows_and_not_in_one() -> None:
    found = {"boosting": [0.10, 0.50], "logistic": [0.20, 0.30], "scorecard": [0.1, 0.1]}
    assert choose(lists_of(found), SIMPLE, 0.05).shipped == "boosting"


def test_the_one_of_least_regret_ships_and_not_that_of_one_lucky_window() -> None:
    found = {"boosting": [0.1, 0.1, 0.1], "logistic": [0.60, 0.10, 0.10], "scorecard": [0.30, 0.30, 0.30]}
    choice = choose(lists_of(found), SIMPLE, 0.05)
    assert choice.shipped == "scorecard"
    assert choice.regrets["scorecard"].by_window == pytest.approx((0.30, 0.0, 0.0))
    assert choice.regrets["logistic"].by_window == pytest.approx((0.0, 0.20, 0.20))


def test_of_equal_regret_the_simplest_ships() -> None:
    found = {"boosting": [0.2, 0.3], "logistic": [0.3, 0.2], "scorecard": [0.2, 0.3]}
    assert choose(lists_of(found, noise=0.0), SIMPLE, 0.05).shipped == "scorecard"


def test_without_a_simple_model_that_can_ship_the_trees_do_and_the_report_tells_what_beat_them() -> None:
    choice = choose(lists_of({"boosting": [0.1], "triggers": [0.2]}, noise=0.001), [], 0.05)
    assert choice.shipped == "boosting"
    assert choice.as_dict()["guard"]["opponents"]["triggers"]["beaten"] is False
    assert "没有胜过" in choice.why["zh"]
    assert "did not beat" in choice.why["en"]


def test_the_reason_names_the_strongest_opponent() -> None:
    found = {"boosting": [0.30], "triggers": [0.10], "logistic": [0.26]}
    why = choose(lists_of(found), ["logistic"], 0.05).why
    assert "逻辑回归，26.0%" in why["zh"]
    assert "the strongest is logistic regression, 26.0%, a difference of +4.0 (" in why["en"]


def test_the_reason_names_everybody_whom_the_trees_did_not_beat() -> None:
    found = {"boosting": [0.20], "triggers": [0.10], "scorecard": [0.24], "logistic": [0.26]}
    why = choose(lists_of(found), SIMPLE, 0.05).why
    assert why["zh"].startswith("采用逻辑回归：提升树没有胜过逻辑回归（相差 -6.0")
    assert "did not beat logistic regression (difference -6.0" in why["en"]
    assert "monotone points scorecard (difference -4.0" in why["en"]
    assert "triggers" not in why["en"]


def test_regret_is_what_the_best_found_more() -> None:
    told = regrets(lists_of({"a": [0.3, 0.1], "b": [0.2, 0.4], "c": [0.0, 0.0]}, noise=0.0))
    assert told["a"].by_window == pytest.approx((0.0, 0.3))
    assert (told["a"].mean["value"], told["a"].worst, told["a"].best_in) == pytest.approx((0.15, 0.3, 0.5))
    assert (told["b"].mean["value"], told["b"].worst) == pytest.approx((0.05, 0.1))
    assert told["c"].best_in == 0
    assert least(told, ["a", "b", "c"]) == "b"


def test_equal_mean_regret_is_settled_by_the_worst_then_by_who_is_named_first() -> None:
    told = regrets(lists_of({"a": [0.4, 0.0], "b": [0.2, 0.2], "c": [0.2, 0.2], "best": [0.5, 0.5]}, noise=0.0))
    assert least(told, ["a", "c", "b"]) == "c"
    assert least(told, ["a", "b", "c"]) == "b"


def test_a_window_that_found_nobody_tells_no_regret() -> None:
    told = regrets(lists_of({"a": [0.3, NAN, 0.1], "b": [0.2, NAN, 0.4]}))
    assert np.isnan(told["a"].by_window[1])
    assert told["a"].mean["value"] == pytest.approx(0.15)
    assert told["a"].mean["low"] <= told["a"].mean["value"] <= told["a"].mean["high"]
    assert told["a"].best_in == 0.5


def test_choosing_as_time_went_knows_only_the_windows_before() -> None:
    told = regrets(lists_of({"a": [0.3, 0.1, 0.1], "b": [0.2, 0.4, 0.3]}, noise=0.0))
    assert as_time_went(told, ["a", "b"]) == [
        {"window": 1, "chosen": "a", "regret": pytest.approx(0.3)},
        {"window": 2, "chosen": "b", "regret": pytest.approx(0.0)},
    ]
    assert as_time_went(regrets(lists_of({"a": [NAN, 0.1]})), ["a"]) == []
