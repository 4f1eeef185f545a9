"""How long before its outcome a household was listed: outcomes by hand, and what could not be looked at."""

from __future__ import annotations

import numpy as np
import pytest

from tests.training.lists.test_measured import SETTINGS, rows
from training.lists.counting import Draws
from training.lists.lead_time import Ahead, ahead_of_outcomes, found_by, lead_time, mean_ahead, survival
from training.lists.measured import measured_lists

# One outcome a household; as-of days are firsts of months from January (0); a visit for every month.
OUTCOMES = (
    "A 0 1 2024-05-01",
    "A 1 1 2024-05-01",
    "A 2 1 2024-05-01",
    "A 3 1 2024-05-01",
    "B 2 1 2024-05-01",
    "B 3 1 2024-05-01",
)


def ahead(*months: float, censored: tuple[int, ...] = ()) -> Ahead:
    at = np.array(months)
    return Ahead(at, np.isin(np.arange(len(at)), censored), np.ones((2, len(at))))


def test_the_first_listing_counts_and_the_first_date_is_a_floor() -> None:
    predictions = rows(*OUTCOMES, model=[0.0] * 6)
    draws = Draws.of(predictions, SETTINGS)
    # A is listed in February and April; B already at the first date that speaks of it.
    found = ahead_of_outcomes(predictions, np.array([False, True, False, True, True, False]), draws)
    assert found.months == pytest.approx([90 / 30.4375, 61 / 30.4375])
    assert found.censored.tolist() == [False, True]
    nobody = ahead_of_outcomes(predictions, np.zeros(6, dtype=bool), draws)
    assert nobody.months.tolist() == [0, 0]
    assert not nobody.censored.any()


def test_listings_before_the_horizon_do_not_count() -> None:
    # In January the outcome was further away than the horizon: label 0, and being listed then was no hit.
    predictions = rows("A 0 0 -", "A 1 1 2024-08-01", model=[0.0] * 2)
    found = ahead_of_outcomes(predictions, np.array([True, False]), Draws.of(predictions, SETTINGS))
    assert found.months.tolist() == [0]


def test_without_censoring_the_curve_is_the_plain_share() -> None:
    falls, share = survival(ahead(0, 0, 1, 2, 4))
    assert falls.tolist() == [0, 1, 2, 4]
    assert share[0].tolist() == pytest.approx([0.6, 0.4, 0.2, 0])
    assert mean_ahead(ahead(0, 0, 1, 2, 4), 6)[0] == pytest.approx(7 / 5)
    assert mean_ahead(ahead(0, 0, 1, 2, 4), 3)[0] == pytest.approx(6 / 5)


def test_what_was_listed_at_least_so_long_is_not_taken_as_exact() -> None:
    # Four found; one is known only to have been listed two months or more before. Kaplan–Meier by hand:
    # after 1 month 3/4 are left; after 3 months half of the two still looked at: 3/8.
    cut = ahead(1, 2, 3, 5, censored=(1, 3))
    falls, share = survival(cut)
    assert falls.tolist() == [0, 1, 3]
    assert share[0].tolist() == pytest.approx([1, 0.75, 0.375])
    told = lead_time(cut, limit=6)
    assert (told["outcomes"], told["found"], told["censored"]) == (4, 4, 2)
    assert told["months_ahead"]["value"] == pytest.approx(1 + 2 * 0.75 + 3 * 0.375)
    assert told["median_of_found"]["value"] == 3
    assert [one["value"] for one in told["listed_ahead"]] == pytest.approx([1, 1, 0.75, 0.75, 0.375, 0.375, 0.375])
    naive = np.mean([1, 2, 3, 5])
    assert told["months_ahead"]["value"] > naive


def test_nobody_found_is_nought_and_nobody_to_find_is_unknown() -> None:
    none = lead_time(ahead(0, 0), limit=6)
    assert none["months_ahead"]["value"] == 0
    assert np.isnan(none["median_of_found"]["value"])
    assert [one["value"] for one in none["listed_ahead"]] == [0] * 7
    assert np.isnan(lead_time(ahead(), limit=6)["months_ahead"]["value"])


def test_a_resample_weighs_the_outcomes() -> None:
    drawn = Ahead(np.array([0.0, 2.0]), np.array([False, False]), np.array([[1.0, 1.0], [0.0, 2.0], [3.0, 1.0]]))
    assert mean_ahead(drawn, 6).tolist() == pytest.approx([1, 2, 0.5])


def test_whom_only_one_of_two_methods_found() -> None:
    told = found_by(ahead(1, 2, 0, 0, 0), ahead(0, 1, 3, 0, 0))
    assert {name: one["outcomes"] for name, one in told.items()} == {
        "only_model": 1,
        "only_other": 1,
        "both": 1,
        "neither": 2,
    }
    assert told["neither"]["share"]["value"] == pytest.approx(0.4)


def test_the_section_tells_lead_time_of_every_method_and_the_difference() -> None:
    # One visit a month. The model lists A three months ahead, the rules only one; nobody lists B.
    others = [f"N{n} {m} 0 -" for m in range(1, 4) for n in range(4)]
    drawn = ["A 1 1 2024-05-01", "A 2 1 2024-05-01", "A 3 1 2024-05-01", "B 1 1 2024-05-01", "B 2 1 2024-05-01"]
    predictions = rows(*drawn, *others, model=[9, 9, 9, 0, 0, *[1.0] * 12], triggers=[0, 0, 9, 0, 0, *[1.0] * 12])
    told = measured_lists(predictions, SETTINGS)
    assert told["lead_time"]["limit_months"] == 3
    assert told["lead_time"]["methods"]["triggers"]["months_ahead"]["value"] == pytest.approx(30 / 30.4375 / 2)
    # Listed at the first date there was: at least three months.
    assert told["lead_time"]["methods"]["model"]["censored"] == 1
    assert told["lead_time"]["methods"]["model"]["months_ahead"]["value"] == pytest.approx(1.5)
    assert told["lead_time"]["differences"]["model-triggers"]["months_ahead"]["value"] == pytest.approx(
        1.5 - 30 / 30.4375 / 2
    )
    assert told["found_by"]["triggers"]["both"]["outcomes"] == 1
